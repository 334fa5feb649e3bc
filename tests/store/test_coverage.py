"""How many other sources tell a story's event: kept through removals, sweeps and edits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.store.scratch import new_store
from tests.store.test_merge import NOW, entry, merge, source
from tui.desk.comparing import Comparing
from tui.desk.listeners import Listeners
from tui.events import Event, StoriesChanged
from tui.model import Entry
from tui.store import Store
from tui.store.coverage import Found, Uncompared

PACT = "Ferry pact signed after all-night talks between Port Else and North Quay"
LEAD = "Port Else and North Quay will share one ferry line from March, ending two summers of idle boats."
AGAIN = "Port Else and North Quay sign ferry pact after talks through the night"


class Room:
    """A store, comparing, and what it told."""

    def __init__(self, path: Path) -> None:
        self.store = Store.open(new_store(path))
        self.told: list[Event] = []
        listeners = Listeners()
        listeners.subscribe(self.told.append)
        self._comparing = Comparing(self.store, listeners)

    def bring(self, name: str, *entries: Entry) -> None:
        merge(self.store, source(self.store, name), *entries)
        self._comparing.catch_up()

    def compare(self) -> None:
        self._comparing.catch_up()

    def coverage(self) -> dict[str, int]:
        from tui.store import View

        assert self.store.check() == []
        return {
            story.source_title[-1] + " " + story.title[:5]: story.coverage
            for story in self.store.stories(View())
        }


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path / "wireroom.db")
    made.bring("z", *(_other(number) for number in range(30)))
    yield made
    made.store.close()


def _other(number: int) -> Entry:
    words = [f"{stem}{number}" for stem in ("quarry", "glacier", "school", "budget", "orchestra")]
    return entry(
        f"z{number}", 9, title=f"The {' '.join(words)} after the talks", summary=f"It will be {words[0]}."
    )


def _pact(name: str, title: str = PACT, minutes: int = 4) -> Entry:
    return entry(f"pact-{name}", minutes, title=title, summary=LEAD, url=f"https://{name}.example/pact")


def _counts(room: Room) -> dict[str, int]:
    return {name[0]: count for name, count in room.coverage().items() if name[0] != "z"}


def test_other_sources_are_counted_and_told(room: Room) -> None:
    room.bring("a", _pact("a"))
    assert _counts(room) == {"a": 0}
    room.bring("b", _pact("b", AGAIN))
    room.bring("c", _pact("c"))
    assert _counts(room) == {"a": 2, "b": 2, "c": 2}
    changed = {id_ for event in room.told if isinstance(event, StoriesChanged) for id_ in event.ids or ()}
    mine = room.store.search("ferry")
    assert changed == {story.id for story in mine}
    assert len(room.store.coverage(mine[0].id)) == 2
    assert mine[0].id not in [story.id for story in room.store.coverage(mine[0].id)]


def test_a_sources_own_updates_and_one_page_in_two_feeds_are_not_coverage(room: Room) -> None:
    room.bring("a", _pact("a"), _pact("a2", AGAIN))
    same = replace(_pact("b"), url="http://a.example/pact?from=rss#top")
    room.bring("b", same)
    assert set(room.coverage().values()) == {0, 1}  # b and a's update
    room.bring("c", _pact("c"))
    assert max(room.coverage().values()) == 2
    assert room.coverage()["c Ferry"] == 2


def test_removal_and_its_undoing_keep_the_counts(room: Room) -> None:
    for name in "abc":
        room.bring(name, _pact(name))
    gone = next(one for one in room.store.sources() if one.title == "Desk b")
    room.store.remove_source(gone.id)
    assert _counts(room) == {"a": 1, "c": 1}
    room.bring("d", _pact("d"))
    assert _counts(room) == {"a": 2, "c": 2, "d": 2}
    room.store.undo()
    assert _counts(room) == {"a": 3, "b": 3, "c": 3, "d": 3}
    room.compare()
    assert _counts(room) == {"a": 3, "b": 3, "c": 3, "d": 3}


def test_what_is_swept_is_counted_no_more(room: Room) -> None:
    for name in "ab":
        room.bring(name, _pact(name))
    story = next(one for one in room.store.search("ferry") if one.source_title == "Desk a")
    room.store.set_read([story.id], True)
    room.store.sweep(NOW + timedelta(days=9), keep_days=1, keep_per_source=1000)
    assert _counts(room) == {"b": 0}


def test_an_edited_story_is_compared_anew(room: Room) -> None:
    for name in "abc":
        room.bring(name, _pact(name))
    room.bring(
        "b", replace(_pact("b"), title="Herring return to the sound", summary="Boats came home full by nine.")
    )
    assert _counts(room) == {"a": 1, "b": 0, "c": 1}
    room.bring("b", _pact("b", AGAIN))
    assert _counts(room) == {"a": 2, "b": 2, "c": 2}


def test_the_next_process_compares_with_what_this_one_has_seen(tmp_path: Path, room: Room) -> None:
    room.bring("a", _pact("a"))
    other = Room(tmp_path / "wireroom.db")
    other.bring("b", _pact("b", AGAIN))
    room.bring("c", _pact("c"))
    assert _counts(room) == {"a": 2, "b": 2, "c": 2}
    other.store.close()


def test_stories_of_other_weeks_are_not_compared(room: Room) -> None:
    room.bring("a", _pact("a", minutes=5 * 1440))
    room.bring("b", _pact("b"))
    assert _counts(room) == {"a": 0, "b": 0}


def _took_all(waiting: Sequence[Uncompared]) -> Found:
    """What comparing gives that found nothing among all that waited."""
    signed = [(one.id, one.source, one.address, b"") for one in waiting]
    return Found((0, waiting[0].row), 0, {}, signed, ())


def test_a_story_edited_while_it_is_compared_is_compared_again(store: Store) -> None:
    desk = source(store)
    merge(store, desk, entry("x"), entry("y"))
    waiting = store.uncompared(9)
    merge(store, desk, entry("x", title=PACT), entry("y"))
    assert store.keep_coverage(_took_all(waiting)) == []
    assert [one.title for one in store.uncompared(9)] == [PACT]


def test_what_waits_is_not_mistaken_for_what_another_process_has_compared(tmp_path: Path) -> None:
    path = new_store(tmp_path / "wireroom.db")
    one, other = Store.open(path), Store.open(path)
    desk = source(one)
    merge(one, desk, entry("x"), entry("y"))
    waiting = one.uncompared(9)
    other.keep_coverage(_took_all(other.uncompared(9)))
    assert one.uncompared(9) == []
    merge(other, desk, entry("z"), entry("x"), entry("y"))
    one.keep_coverage(_took_all(waiting))
    assert [story.title for story in one.uncompared(9)] == ["Story z"]
    one.close(), other.close()


def test_only_the_last_days_wait_to_be_compared(store: Store) -> None:
    desk = source(store)
    days = 24 * 60
    merge(store, desk, entry("new", 0), entry("late", 2 * days), entry("old", 4 * days))
    assert [one.title for one in store.uncompared(9)] == ["Story new", "Story late"]
    store.keep_coverage(_took_all(store.uncompared(9)))
    merge(store, desk, entry("new", 0), entry("late", 2 * days), entry("old", 4 * days, title="Edited"))
    rows = store.submit(lambda c: c.execute("SELECT count(*) FROM uncompared").fetchone()[0]).result()
    assert rows == 0
