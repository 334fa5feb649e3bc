"""What was done, so that it can be undone and done again: the ids that changed, step by step.

A step's ids are kept as their differences, byte by byte of all of them, deflated: about four bytes
each where nothing is to be left out. Steps are bounded in number, age and size.
"""

from __future__ import annotations

import sqlite3
import time
import zlib
from array import array
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

KEPT = 200  # steps
AGE = 90 * 86400  # seconds
SIZE = 16 * 2**20  # bytes of ids; the last step is kept whatever its size
_WIDTH = 8  # bytes of an id


class Step(NamedTuple):
    """A change that was made: its kind ("read", "remove" …), a tag's or source's name, and of how many."""

    kind: str
    name: str
    changed: int


class Noted(NamedTuple):
    """A step as it is kept."""

    row: int
    kind: str
    name: str
    ids: list[int]


def note(connection: sqlite3.Connection, kind: str, name: str, ids: Iterable[int]) -> None:
    """Adds a step; what was undone can't be done again then, and steps beyond the bounds are forgotten."""
    now = int(time.time())
    changed = sorted(ids)
    connection.execute("DELETE FROM journal WHERE undone = 1")
    connection.execute(
        "INSERT INTO journal (made, kind, label, count, ids) VALUES (?, ?, ?, ?, ?)",
        (now, kind, name, len(changed), _packed(changed)),
    )
    connection.execute("DELETE FROM journal WHERE id <= (SELECT max(id) FROM journal) - ?", (KEPT,))
    connection.execute("DELETE FROM journal WHERE made < ?", (now - AGE,))
    connection.execute(
        """DELETE FROM journal WHERE id < (SELECT max(id) FROM journal) AND id <= (SELECT max(id) FROM
           (SELECT id, sum(length(ids)) OVER (ORDER BY id DESC) AS size FROM journal) WHERE size > ?)""",
        (SIZE,),
    )


def done(connection: sqlite3.Connection) -> Iterator[Noted]:
    """The steps that can be undone, the last first; each must be put by or forgotten before the next."""
    return _steps(connection, "undone = 0 ORDER BY id DESC")


def undone(connection: sqlite3.Connection) -> Iterator[Noted]:
    """The steps that were undone, the last first, as ``done``."""
    return _steps(connection, "undone = 1 ORDER BY id")


def _steps(connection: sqlite3.Connection, which: str) -> Iterator[Noted]:
    while row := connection.execute(
        f"SELECT id, kind, label, count, ids FROM journal WHERE {which} LIMIT 1"
    ).fetchone():
        number, kind, name, count, ids = row
        yield Noted(number, kind, name, _unpacked(ids) if count else _raw(ids))


def put_by(connection: sqlite3.Connection, step: Noted, ids: list[int], *, undone: bool) -> None:
    """Notes that a step was undone, or done again, of which these ids are left."""
    connection.execute(
        "UPDATE journal SET undone = ?, count = ?, ids = ? WHERE id = ?",
        (undone, len(ids), _packed(sorted(ids)), step.row),
    )


def forget(connection: sqlite3.Connection, step: Noted) -> None:
    connection.execute("DELETE FROM journal WHERE id = ?", (step.row,))


def _packed(ids: list[int]) -> bytes:
    gaps = array("q", [b - a for a, b in pairwise([0, *ids])]).tobytes()
    return zlib.compress(b"".join(gaps[at::_WIDTH] for at in range(_WIDTH)), 1)


def _unpacked(packed: bytes) -> list[int]:
    planes = zlib.decompress(packed)
    count = len(planes) // _WIDTH
    gaps = bytearray(len(planes))
    for at in range(_WIDTH):
        gaps[at::_WIDTH] = planes[at * count : (at + 1) * count]
    ids = []
    last = 0
    for gap in array("q", bytes(gaps)):
        last += gap
        ids.append(last)
    return ids


def _raw(ids: bytes) -> list[int]:
    """The ids of a step that an older version noted."""
    return array("q", ids).tolist()
