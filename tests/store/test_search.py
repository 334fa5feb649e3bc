"""Finding stories by words of any script, typed in any way."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread

import pytest

from tests.store.test_merge import entry, merge, source
from tui.store import Store, View
from tui.store.failures import Interrupted
from tui.store.query_parser import parse
from tui.store.search import BATCH, index_pending


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


def test_an_edited_story_is_found_by_its_new_words_only(store: Store) -> None:
    desk = source(store)
    merge(store, desk, entry("x", title="Before the storm"))
    assert store.search("before")
    merge(store, desk, entry("x", title="After the storm"))
    assert store.search("after")
    assert not store.search("before")
    merge(store, desk, entry("x", title="港湾都市", html="<p>市場\n列車</p>"))
    assert store.search("都市 場列")
    merge(store, desk, entry("x", title="港湾 夜行", html=""))
    assert store.search("港湾 夜行")
    assert not store.search("都市")
    assert not store.search("場列")
    assert store.check() == []


@pytest.mark.parametrize("at_once", [1, BATCH])
def test_a_story_edited_while_it_waits_is_indexed_as_it_is(store: Store, at_once: int) -> None:
    desk = source(store)
    for title in ("Before the storm", "In the storm", "After the storm"):
        merge(store, desk, entry("x", title=title), entry("y", title="Calm"))
    while store.submit(lambda c: index_pending(c, at_once)).result():
        pass
    assert [len(store.search(word)) for word in ("storm", "after", "before", "calm")] == [1, 1, 0, 1]
    assert store.check() == []


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
        ("Ёлка и щётка", "елка щетка"),
        ("Елка и щетка", "ЁЛК"),
        ("مِيناءُ المدينة", "ميناء"),
        ("الأخبار المصرية", "الاخبار"),
        ("Στην Αθήνα", "αθηνα"),
        ("שָׁלוֹם לכולם", "שלום"),
        ("Straße nach Łódź", "strasse lodz"),
        ("Søren Kierkegård", "soren kierkegard"),
        ("Việt Nam", "viet"),
        ("港湾都市で合意", "湾"),
        ("港湾都市で合意", "都市"),
        ("Covid-19 and iPhone発売", "iphone発売 covid-19"),
    ],
)
def test_words_are_found_however_they_are_written(store: Store, title: str, query: str) -> None:
    merge(store, source(store), entry("x", title=title), entry("y", title="AND something else"))
    assert [story.title for story in store.search(query)] == [title]


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


def test_the_best_have_the_words_in_their_titles_together_and_are_new(store: Store) -> None:
    merge(
        store,
        source(store),
        entry("body", 1, html="<p>the ferry pact</p>"),
        entry("summary", 2, summary="of the ferry pact"),
        entry("begun", 3, title="Ferrymen packing pacts"),
        entry("apart", 4, title="A pact for the ferry"),
        entry("old", 60 * 24 * 300, title="The ferry pact of then"),
        entry("title", 5, title="The ferry pact"),
    )
    best = [story.title for story in store.search("ferry pact", ranked=True)]
    assert best == [
        "The ferry pact",
        "A pact for the ferry",
        "Ferrymen packing pacts",
        "The ferry pact of then",
        "Story summary",
        "Story body",
    ]
    assert [story.title for story in store.search("ferry pact", limit=1)] == ["Story body"]


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


class _SetLater(Event):
    """Set when it has been asked so many times."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.asked, self.after = 0, after

    def is_set(self) -> bool:
        self.asked += 1
        return self.asked > self.after


def test_a_search_ends_as_soon_as_nobody_waits_for_it(store: Store) -> None:
    merge(store, source(store), *(entry(str(n), n, title="Ferry pact") for n in range(3000)))
    store.index_pending()
    view = View(query=parse("-ferry"))
    unhurried = _SetLater(10**9)
    assert store.stories(view, unless=unhurried) == []
    assert unhurried.asked > 4
    given_up = _SetLater(2)
    with pytest.raises(Interrupted):
        store.stories(view, unless=given_up)
    assert given_up.asked <= 4
    assert len(store.stories(View(query=parse("ferry")))) == 50
