"""Finding stories by words of any script, typed in any way."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from threading import Event, Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.test_merge import entry, merge, source
from tui.store import Store
from tui.store.search import BATCH, match_expression


def test_search_finds_words_in_every_script(store: Store) -> None:
    merge(
        store,
        source(store),
        entry("ferry", title="Ferry pact signed", html="<p>About <b>piers</b>, clause four and Zürich</p>"),
        entry("паром", title="Паром: соглашение подписано"),
        entry("ja", title="港湾都市、夜行フェリーの再開で合意"),
        entry("ar", title="مجلس المدينة يقر ميزانية الميناء"),
    )

    def found(query: str) -> list[str]:
        return [story.title for story in store.search(query)]

    assert found("ferry PIERS") == ["Ferry pact signed"]
    assert found("zurich") == ["Ferry pact signed"]
    assert found("соглаш") == ["Паром: соглашение подписано"]
    assert found("フェリー") == ["港湾都市、夜行フェリーの再開で合意"]
    assert found("ميزانية") == ["مجلس المدينة يقر ميزانية الميناء"]
    assert found("nowhere") == []
    for broken in ('"', "a OR", "NEAR(", "title:", "*", "-x", "(", "", "\x00"):
        found(broken)


def test_an_edited_story_is_found_by_its_new_words_only(store: Store) -> None:
    desk = source(store)
    merge(store, desk, entry("x", title="Before the storm"))
    assert store.search("before")
    merge(store, desk, entry("x", title="After the storm"))
    assert store.search("after")
    assert not store.search("before")


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("समाचार पत्र", "समाचार"),
        ("ข่าวท่าเรือ", "ข่าว"),
        ("Zu\u0308rich in two characters", "zürich"),
        ("Zürich in one", "zu\u0308rich"),
        ("ＡＢＣ wide", "abc"),
        ("ﾌｪﾘｰ narrow", "フェリー"),
        ("한국어 뉴스", "한국"),
        ("\u1112\u1161\u11ab\u1100\u116e\u11a8 in parts", "한국"),
        ("𠮷野家", "𠮷野"),
        ("The follow-up talks", "follow-up"),
        ("C++ and AT&T", "at&t"),
        ("It's the port's", "port's"),
        ("Ferry pact signed", '"ferry pact"'),
        ("Ferry pact signed", '"ferry pact'),
        ("Ferry pact signed", "signed AND - ferry"),
    ],
)
def test_words_are_found_however_they_are_written(store: Store, title: str, query: str) -> None:
    merge(store, source(store), entry("x", title=title), entry("y", title="AND something else"))
    found = [story.title for story in store.search(query)]
    assert found == ([] if "AND" in query else [title])


@pytest.mark.parametrize(
    "html",
    [
        "<p>\x00 \x1b[31mthe har<b>bour</b> pact</p>",
        "<p>an é, the har\xadbour\npact</p>",
        "&#x202e;é the har&shy;bour pact \ud800",
        "\xa0the harbour&#8203;\tpact é",
    ],
)
def test_a_text_is_found_by_its_words_whatever_stands_between(store: Store, html: str) -> None:
    merge(store, source(store), entry("x", html=html))
    assert [story.title for story in store.search('"the harbour" pact')] == ["Story x"]
    assert store.check() == []


def test_words_in_quotation_marks_stand_one_after_the_other(store: Store) -> None:
    merge(store, source(store), entry("a", title="ferry pact"), entry("b", title="pact of the ferry"))
    assert [story.title for story in store.search('"ferry pact"')] == ["ferry pact"]
    assert len(store.search("ferry pact")) == 2
    assert store.search('"ferr"') == []


def test_the_newest_is_found_first_and_dropped_ones_are_not(store: Store) -> None:
    one, two = source(store, "a"), source(store, "b")
    merge(store, one, entry("old", 9, title="ferry old"), entry("new", 1, title="ferry new"))
    merge(store, two, entry("gone", 5, title="ferry gone"))
    store.remove_source(two.id)
    assert [story.title for story in store.search("ferry")] == ["ferry new", "ferry old"]
    store.undo()
    assert [story.title for story in store.search("ferry", limit=2)] == ["ferry new", "ferry gone"]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    path: Path = tmp_path_factory.mktemp("search") / "wireroom.db"
    store = Store.open(path)
    merge(store, source(store), entry("x", title="Ferry pact"))
    store.index_pending()
    store.close()
    return sqlite3.connect(path)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(st.characters()), st.text('"*():^-+{} ANDORNEAR\x00\ud800abé文')))
def test_no_text_is_a_wrong_query(filled: sqlite3.Connection, query: str) -> None:
    expression = match_expression(query)
    if expression:
        filled.execute("SELECT rowid FROM search WHERE search MATCH ?", (expression,)).fetchall()


def test_a_very_long_query_is_no_wrong_one_either(store: Store) -> None:
    merge(store, source(store), entry("x"))
    for query in ("a " * 9_000, "a" * 90_000, '"a" ' * 9_000, '"' * 9_000, "文" * 9_000, "a-" * 9_000):
        store.search(query)


def _pending(store: Store) -> int:
    count: int = store.submit(lambda c: c.execute("SELECT count(*) FROM unindexed").fetchone()[0]).result()
    return count


def test_the_index_is_caught_up_aside_and_what_is_left_at_closing_next_time(tmp_path: Path) -> None:
    path = tmp_path / "wireroom.db"
    store = Store.open(path)
    merge(store, source(store), *(entry(str(n)) for n in range(3 * BATCH)))
    begun, go = Event(), Event()
    store.submit(lambda c: (begun.set(), go.wait(30)))
    begun.wait(30)
    store.index_soon()
    closing = Thread(target=store.close)
    closing.start()
    go.set()
    closing.join()
    store = Store.open(path)
    assert _pending(store) > 0
    merge(store, store.sources()[0], entry("late"))
    store.index_soon()
    while _pending(store):
        pass
    assert len(store.search("late")) == 1
    assert store.check() == []
    store.close()
