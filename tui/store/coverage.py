"""Which stories are of one event, and how many other sources tell each: kept, not counted to say it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tui.store import bulk, rows
from tui.store.ids import chunks, marks

if TYPE_CHECKING:
    from tui.stories import Story

SPAN = 72 * 3600 << rows.SECOND_BITS
"""How far apart, as ids, stories of one event may be."""
MOST_SHOWN = 12
_TEXT = 3_000  # characters of a story's text that may be its lead
_FLOOR = f"(SELECT max(id) FROM story) - {SPAN}"
_COUNTED = """SELECT event_id, min(count(DISTINCT event.source_id), count(DISTINCT address)) - 1 AS others
    FROM event CROSS JOIN story ON story.id = story_id WHERE {where} GROUP BY event_id"""
MISCOUNTED = f"""SELECT id FROM story LEFT JOIN event ON story_id = id
    LEFT JOIN ({_COUNTED.format(where="1")}) AS told ON told.event_id = event.event_id
    WHERE coverage != coalesce(others, 0)"""


class Uncompared(NamedTuple):
    """A story that is to be compared; ``html``: the beginning of its text, where it has no summary."""

    row: int  # of the log
    id: int
    source: int
    address: int
    title: str
    summary: str
    html: str


class Signed(NamedTuple):
    """What a story was compared by."""

    row: int
    id: int
    source: int
    address: int
    terms: bytes


class Compared(NamedTuple):
    """``floor``: the id of the oldest story that counts; ``events``: those of the stories from there on."""

    floor: int
    signed: list[Signed]
    events: dict[int, int]


class Found(NamedTuple):
    """The result of comparing. ``groups``: stories of one event, and the events they were known as."""

    taken: tuple[int, int]  # from which row of the log to which: nothing in between waits any more
    floor: int
    events: Mapping[int, int]  # that it was found with
    signed: Sequence[tuple[int, int, int, bytes]]  # id, source, address, terms
    groups: Sequence[tuple[Sequence[int], Iterable[int]]]


def address(url: str, story: int) -> int:
    """A number for a page, however it is asked for (scheme, query); a story without has its own."""
    from tui.store.identity import hashed

    place = url.partition("://")[2].partition("#")[0].partition("?")[0].rstrip("/")
    return hashed("page", place or str(story))


# --- reading ------------------------------------------------------------------------


def others(connection: sqlite3.Connection, story_id: str) -> list[Story]:
    found = connection.execute(
        f"SELECT {rows.STORY} FROM event AS mine CROSS JOIN event ON event.event_id = mine.event_id"
        f" CROSS JOIN story ON story.id = event.story_id {rows.OF_STORY}"
        " WHERE mine.story_id = ? AND event.source_id != mine.source_id AND event.address != mine.address"
        " ORDER BY story.id DESC LIMIT 1000",
        (rows.number(story_id),),
    ).fetchall()
    shown: dict[str, Story] = {}
    pages: set[int] = set()
    for one in map(rows.story, found):
        page = address(one.url, rows.number(one.id))
        if one.source_id not in shown and page not in pages:
            shown[one.source_id] = one
            pages.add(page)
    return list(shown.values())[:MOST_SHOWN]


def uncompared(connection: sqlite3.Connection, limit: int) -> list[Uncompared]:
    """The last of the log, last first; a story that was edited meanwhile is there twice."""
    found = connection.execute(
        f"""SELECT uncompared.id, story.id, source_id, url, title, summary,
            iif(summary = '', substr(html, 1, {_TEXT}), '')
            FROM uncompared CROSS JOIN story ON story.id = story_id CROSS JOIN entry ON entry.id = entry_id
            WHERE story_id >= {_FLOOR} ORDER BY uncompared.id DESC LIMIT ?""",
        (limit,),
    )
    return [Uncompared(row[0], row[1], row[2], address(row[3], row[1]), *row[4:]) for row in found]


def compared(connection: sqlite3.Connection, after: int) -> Compared:
    floor = connection.execute(f"SELECT coalesce({_FLOOR}, 0)").fetchone()[0]
    signed = connection.execute(
        "SELECT id, story_id, source_id, address, terms FROM signature WHERE id > ? AND story_id >= ?"
        " ORDER BY id",
        (after, floor),
    )
    return Compared(floor, [Signed(*row) for row in signed], _events(connection, floor))


def _events(connection: sqlite3.Connection, floor: int) -> dict[int, int]:
    return dict(connection.execute("SELECT story_id, event_id FROM event WHERE story_id >= ?", (floor,)))


# --- writing ------------------------------------------------------------------------


def keep(connection: sqlite3.Connection, found: Found) -> list[str] | None:
    """Stores what was found, unless another process has changed what it was found with: then None."""
    if _events(connection, found.floor) != found.events:
        return None
    there = _still_there(connection, [one[0] for one in found.signed])
    signed = [one for one in found.signed if one[0] in there]
    touched = {found.events[one[0]] for one in signed if one[0] in found.events}
    connection.executemany("DELETE FROM event WHERE story_id = ?", [one[:1] for one in signed])
    connection.executemany(
        "REPLACE INTO signature (story_id, source_id, address, terms) VALUES (?, ?, ?, ?)", signed
    )
    touched |= _join(connection, found.groups)
    connection.execute("DELETE FROM signature WHERE story_id < ?", (found.floor,))
    connection.execute("DELETE FROM uncompared WHERE id BETWEEN ? AND ?", found.taken)
    alone = _uncover(connection, [one[0] for one in signed])
    return [str(id_) for id_ in {*alone, *recount(connection, touched)}]


def _still_there(connection: sqlite3.Connection, ids: Iterable[int]) -> set[int]:
    return {
        row[0]
        for some in chunks(ids)
        for row in connection.execute(f"SELECT id FROM story WHERE id IN ({marks(some)})", some)
    }


def _join(connection: sqlite3.Connection, groups: Iterable[tuple[Sequence[int], Iterable[int]]]) -> set[int]:
    """Makes each group one event; gives the events."""
    last: int = connection.execute("SELECT coalesce(max(event_id), 0) FROM event").fetchone()[0]
    joined: list[tuple[int, int]] = []
    made: set[int] = set()
    for stories, known in groups:
        event = min(known, default=0)
        if not event:
            event = last = last + 1
        made.add(event)
        joined += [(event, story) for story in stories]
        connection.executemany(
            "UPDATE event SET event_id = ? WHERE event_id = ?",
            [(event, other) for other in known if other != event],
        )
    connection.executemany(
        "REPLACE INTO event SELECT story.id, ?, story.source_id, address"
        " FROM story CROSS JOIN signature ON story_id = story.id WHERE story.id = ?",
        joined,
    )
    return made


def _uncover(connection: sqlite3.Connection, ids: Iterable[int]) -> list[int]:
    """Those of the stories that have lost their event, now without coverage."""
    alone = [
        row[0]
        for some in chunks(ids)
        for row in connection.execute(
            f"SELECT id FROM story WHERE id IN ({marks(some)}) AND coverage != 0"
            " AND id NOT IN (SELECT story_id FROM event)",
            some,
        )
    ]
    connection.executemany("UPDATE story SET coverage = 0 WHERE id = ?", [(id_,) for id_ in alone])
    return alone


def recount(connection: sqlite3.Connection, events: Iterable[int]) -> list[int]:
    """Brings the coverage of these events' stories up to date; gives the stories where it changed."""
    changed: list[int] = []
    for some in chunks(events):
        counted = connection.execute(_COUNTED.format(where=f"event_id IN ({marks(some)})"), some).fetchall()
        for event, count in counted:
            wrong = connection.execute(
                "SELECT id FROM event CROSS JOIN story ON story.id = story_id"
                " WHERE event_id = ? AND coverage != ?",
                (event, count),
            ).fetchall()
            connection.executemany(f"UPDATE story SET coverage = {count:d} WHERE id = ?", wrong)
            changed += [row[0] for row in wrong]
    return changed


def events_of_source(connection: sqlite3.Connection, source: int) -> list[int]:
    """The events that a source has told of, be its stories removed or not."""
    return [
        row[0]
        for row in connection.execute("SELECT DISTINCT event_id FROM event WHERE source_id = ?", (source,))
    ]


def compare_later(connection: sqlite3.Connection, stories: Iterable[int]) -> None:
    """Has stories compared that are new or were edited, where they are of the last days."""
    floor = connection.execute(f"SELECT coalesce({_FLOOR}, 0)").fetchone()[0]
    bulk.write(
        connection, "INSERT INTO uncompared (story_id) {rows}", [(one,) for one in stories if one >= floor]
    )


def compare_source(connection: sqlite3.Connection, source: int) -> None:
    """Has a source's stories compared again: others may have come while they were away."""
    connection.execute(
        f"INSERT INTO uncompared (story_id) SELECT id FROM story WHERE source_id = ? AND id >= {_FLOOR}",
        (source,),
    )


def forget(connection: sqlite3.Connection, ids: str) -> None:
    """Leaves stories out of their events that are no more; ``ids`` is a SELECT."""
    events = connection.execute(f"SELECT DISTINCT event_id FROM event WHERE story_id IN ({ids})").fetchall()
    for table in ("event", "signature"):
        connection.execute(f"DELETE FROM {table} WHERE story_id IN ({ids})")
    recount(connection, [row[0] for row in events])
