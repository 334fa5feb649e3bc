"""Opening, paging, sweeping, searching, and two processes at once."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.store.test_merge import NOW, entry, merge, source, titles
from tui.model import Article, Card, Comment, Heading, Paragraph, Picture, Quote, Span, Table, Thread
from tui.store import Store, StoreFailure, View


def test_pages_join_without_a_gap(store: Store) -> None:
    merge(store, source(store), *(entry(str(n), n) for n in range(95)))
    seen: list[str] = []
    before = None
    while page := store.stories(View(), before=before, limit=10):
        seen += [story.id for story in page]
        before = page[-1].id
    assert seen == [story.id for story in store.stories(View(), limit=1000)]
    assert [story.id for story in store.stories(View(), after=seen[50], limit=10)] == seen[40:50]


def test_a_newer_schema_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "wireroom.db"
    Store.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreFailure, match="newer wireroom"):
        Store.open(path)


def test_a_damaged_file_is_named_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "wireroom.db"
    path.write_bytes(b"no database" * 500)
    with pytest.raises(StoreFailure, match=r"wireroom\.db"):
        Store.open(path)
    assert path.read_bytes() == b"no database" * 500


def test_sweeping_spares_starred_and_unread_and_does_not_bring_back(store: Store) -> None:
    desk = source(store)
    document = [entry(str(n), n * 60 * 24) for n in range(40)]
    merge(store, desk, *document)
    ids = [story.id for story in store.stories(View(), limit=99)]
    store.set_read(ids[5:], True)
    store.set_starred(ids[38:], True)
    assert store.sweep(NOW, keep_days=20, keep_per_source=1000) == 17
    kept = [story.id for story in store.stories(View(), limit=99)]
    assert kept == [*ids[:21], *ids[38:]]
    assert merge(store, desk, *document, at=NOW + timedelta(hours=1)).arrived == ()
    assert store.sweep(NOW, keep_days=1000, keep_per_source=10) == 11
    assert store.check() == []


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


def test_articles_and_threads_come_back_as_they_went(store: Store) -> None:
    spans = (Span("Bold ", "b"), Span("link", "", "https://a.example/"))
    article = Article(
        "Title",
        "https://a.example/x",
        (
            Paragraph(spans, "rtl"),
            Quote((Paragraph(spans),), "Ida"),
            Heading(spans, 3),
            Table((((spans[0],), (spans[1],)),), True),
            Picture("https://a.example/p.png", date=NOW),
            Card("Card", "https://a.example/c"),
        ),
        published=NOW,
        lead=Picture("https://a.example/l.png", credit="© Wire"),
        related=(Card("Card", "https://a.example/c"),),
    )
    store.save_article(article.url, article)
    found = store.article(article.url)
    assert found is not None
    assert found[0] == article
    thread = Thread(
        "t", "feed", "Title", article.url, (Comment("1", "mira", article.blocks),), 1, fetched=NOW
    )
    store.save_thread(article.url, thread)
    assert store.thread(article.url) == thread


_REFRESHER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
sys.path.insert(0, {root!r})
from tests.store.test_merge import entry, source
from tui.store import Fetched, Store
store = Store.open(Path({path!r}))
desks = [source(store, str(n)) for n in range(4)]
for round in range(15):
    now = datetime.now(UTC)
    store.merge([Fetched(d.id, tuple(entry(str(n), n) for n in range(round * 3)), now) for d in desks])
store.close()
"""


def test_two_processes_on_one_store_lose_and_double_nothing(tmp_path: Path) -> None:
    path = tmp_path / "wireroom.db"
    script = _REFRESHER.format(root=str(Path(__file__).parents[2]), path=str(path))
    running = [
        subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    for one in running:
        _, err = one.communicate(timeout=60)
        assert one.returncode == 0, err
    store = Store.open(path)
    assert len(titles(store)) == 4 * 42
    assert store.check() == []
    store.close()


def test_a_killed_writer_leaves_a_store_that_opens(tmp_path: Path) -> None:
    path = tmp_path / "wireroom.db"
    script = _REFRESHER.format(root=str(Path(__file__).parents[2]), path=str(path)).replace(
        "store.close()", "print('merged', flush=True); import time; store.submit(lambda c: (c.execute("
        "'DELETE FROM story'), print('half', flush=True), time.sleep(60)))"
    )  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-c", script + "\ntime.sleep(60)"], stdout=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"merged\n"
        assert running.stdout.readline() == b"half\n"
        running.kill()
    store = Store.open(path)
    assert len(titles(store)) == 4 * 42
    assert store.check() == []
    store.close()


def test_due_sources_are_those_whose_time_has_come(store: Store) -> None:
    from tui.store import Fetched

    first, second = source(store, "a"), source(store, "b")
    now = datetime.now(UTC)
    store.merge([Fetched(first.id, None, now, due=now + timedelta(hours=1))])
    assert [one.id for one in store.due(now)] == [second.id]
    assert len(store.due(now + timedelta(hours=2))) == 2
