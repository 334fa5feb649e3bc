"""When the reader was here, and what came while they were not: one row an event, the most covered first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from tests.store.test_merge import entry, merge, source
from tui.model import Entry
from tui.store import Counts, Store, View, presence
from tui.store.presence import PAUSE, Absence
from tui.store.query_parser import parse

LEFT = int(datetime(2026, 11, 10, 22, tzinfo=UTC).timestamp())
BACK = LEFT + 10 * 3600


def at(store: Store, second: int) -> Absence | None:
    return store.submit(partial(presence.note, now=second)).result()


def dated(name: str, second: int) -> Entry:
    from dataclasses import replace

    return replace(entry(name, 0), title=name, published=datetime.fromtimestamp(second, UTC))


def join(store: Store, *events: Sequence[str]) -> None:
    """Makes each group of titles one event."""
    ids = {story.title: int(story.id) for story in store.stories(View(), limit=999)}

    def write(connection: object) -> None:
        for number, titles in enumerate(events, 1):
            for title in titles:
                connection.execute(  # type: ignore[attr-defined]
                    "INSERT INTO event SELECT id, ?, source_id, id FROM story WHERE id = ?",
                    (number, ids[title]),
                )
                connection.execute(  # type: ignore[attr-defined]
                    "UPDATE story SET coverage = ? WHERE id = ?", (len(titles) - 1, ids[title])
                )

    store.submit(write).result()


def test_a_pause_belongs_to_a_visit_and_an_absence_is_kept_until_the_next() -> None:
    from tests.store.scratch import scratch_store

    with scratch_store() as store:
        assert store.absence(LEFT) is None
        assert at(store, LEFT - 90) is None
        merge(store, source(store, "a"), dated("Before", LEFT - 9 * 3600))
        assert at(store, LEFT) is None
        assert store.absence(LEFT + PAUSE - 1) is None
        merge(store, source(store, "b"), dated("Meanwhile", LEFT + 60))
        assert store.absence(BACK) == Absence(LEFT, BACK, 1, 2)
        assert at(store, BACK) == Absence(LEFT, BACK, 1, 2)
        merge(store, source(store, "c"), dated("Afterwards", BACK + 60))
        for minute in range(0, 300, 29):
            assert at(store, BACK + 60 * minute) is None
        assert store.absence(BACK + 60 * 300) == Absence(LEFT, BACK, 1, 3)
        assert at(store, BACK - 3600) is None  # the clock was put back
        assert at(store, BACK - 3590) is None


def test_what_came_is_what_was_not_there_before_and_is_of_that_time(store: Store) -> None:
    desk = source(store, "a")
    merge(store, desk, dated("There before", LEFT - 3600))
    at(store, LEFT)
    merge(
        store,
        desk,
        *(
            dated(name, second)
            for name, second in (
                ("There before", LEFT - 3600),
                ("Told late", LEFT - 3 * 3600),
                ("Meanwhile", LEFT + 3600),
                ("While returning", BACK + 300),
                ("After the return", BACK + 3600),
                ("Of an archive", LEFT - 9 * 86400),
            )
        ),
    )
    at(store, BACK)
    absence = store.absence(BACK + 60)
    assert absence is not None
    came = View(absence=absence, order="coverage")
    assert [story.title for story in store.stories(came)] == ["While returning", "Meanwhile", "Told late"]
    assert [absence.has_time_of(int(story.id)) for story in store.stories(View())] == [
        False,
        *[True] * 4,
        False,
    ]
    assert store.counts(came) == Counts(3, 3)
    merge(store, source(store, "b"), dated("Fetched later", LEFT + 60))
    assert store.counts(came) == Counts(3, 3)
    assert store.counts(View(absence=store.absence(BACK + 60))) == Counts(4, 4)


def test_arrivals_are_matched_with_a_view_and_nothing_of_that_stays(store: Store) -> None:
    at(store, LEFT)
    at(store, BACK)
    absence = store.absence(BACK)
    entries = (dated("Ferry pact", BACK), dated("Nothing of it", BACK - 1), dated("Old ferry", LEFT - 9**6))
    merge(store, source(store), *entries)
    pact, nothing, old = store.ids(View())
    store.set_read([nothing], True)
    ferry = View(query=parse("ferr"))
    assert store.stories(ferry) == []  # the search index has none of them yet
    assert store.meant(ferry, [pact, nothing, old, "12"]) == [old, pact]
    assert store.meant(View(query=parse("-ferry")), [pact, nothing]) == [nothing]
    assert store.meant(View(query=parse("source:desk"), unread=True), [pact, nothing]) == [pact]
    assert store.meant(View(query=parse("ferry"), absence=absence), [pact, old]) == [pact]
    assert store.meant(ferry, []) == []
    reader = store._database.reader
    assert reader.execute("PRAGMA query_only").fetchone() == (1,)
    assert reader.execute("SELECT name FROM temp.sqlite_master").fetchall() == []
    assert store.index_pending(1) == 3


def test_an_event_is_one_row_and_the_most_covered_is_first_page_by_page(store: Store) -> None:
    at(store, LEFT)
    hour = timedelta(hours=1).seconds
    for number, name in enumerate("abcdef"):
        titles = [f"{name}{n}" for n in range(9)]
        merge(
            store,
            source(store, name),
            *(dated(title, LEFT + hour * (1 + n) // 2 + number) for n, title in enumerate(titles)),
        )
    merge(store, source(store, "g"), dated("g0", BACK + 5 * hour))
    join(store, ("a1", "b1", "c1"), ("a2", "b7"), ("d3", "e3", "f3", "a3"), ("c8", "d8", "g0"))
    at(store, BACK)
    came = View(absence=store.absence(BACK), order="coverage")
    every = [story.title for story in store.stories(came, limit=99)]
    assert every[:5] == ["f3", "d8", "c1", "b7", "f8"]  # g0 came after the return
    assert len(every) == 54 - 2 - 1 - 3 - 1
    assert every[4:] == sorted(every[4:], key=lambda title: (title[1], title[0]), reverse=True)
    assert [store.story(id_).title for id_ in store.ids(came)] == every  # type: ignore[union-attr]

    down: list[str] = []
    last = None
    while page := store.stories(came, before=last, limit=4):
        down += [story.title for story in page]
        last = page[-1].id
    assert down == every
    up: list[str] = []
    first = "0"
    while page := store.stories(came, after=first, limit=4):
        up[:0] = [story.title for story in page]
        first = page[0].id
    assert up == every

    of_section = View(absence=came.absence, order="coverage", section="1", unread=True)
    store.set_read([store.ids(came)[0]], True)
    assert [story.title for story in store.stories(of_section, limit=3)] == ["d8", "c1", "b7"]
    assert store.set_read(came, True) == 53  # with those that a row stands for
    assert store.stories(of_section) == []
    assert store.undo() == ("read", "", 53)
