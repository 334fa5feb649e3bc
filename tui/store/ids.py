"""Ids for new stories: the time in the high bits, a number of its own in the low ones."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from tui.store.rows import SECOND_BITS

SLOTS = 1 << SECOND_BITS
VARIABLES = 500  # values in one statement


class Allotment:
    """Gives ids that no story has or has had.

    The low bits are counted on through the whole store, and kept: so an id is not
    given again when its story is swept, and stories of one second stand in the
    order of their arrival.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._last: int = connection.execute("SELECT last FROM allotment").fetchone()[0]
        self._given: set[int] = set()

    def give(self, seconds: Sequence[int]) -> list[int]:
        """An id at each of the times; of one time, what comes first gets the newest."""
        self._last += len(seconds)
        top = self._last % SLOTS
        # The subtraction may carry into the second before: rather that than a limit.
        ids = [(second << SECOND_BITS) + top - place for place, second in enumerate(seconds)]
        if self._last < SLOTS:
            return ids  # not yet counted round: nothing can be there
        return self._freed(ids)

    def save(self) -> None:
        self._connection.execute("UPDATE allotment SET last = ?", (self._last,))

    def _freed(self, ids: list[int]) -> list[int]:
        """The ids, with those that are taken moved down to the next free one."""
        taken = set(self._taken(ids))
        for place, id_ in enumerate(ids):
            while id_ in taken or id_ in self._given:
                id_ -= 1
                taken.update(self._taken([id_]))
            self._given.add(id_)
            ids[place] = id_
        return ids

    def _taken(self, ids: Iterable[int]) -> Iterator[int]:
        for some in chunks(ids):
            for table in ("story", "removed_story"):
                found = self._connection.execute(f"SELECT id FROM {table} WHERE id IN ({marks(some)})", some)
                yield from (row[0] for row in found)


def chunks(values: Iterable[int]) -> Iterator[list[int]]:
    """The values, as many at a time as one statement takes."""
    rest = iter(values)
    while some := list(islice(rest, VARIABLES)):
        yield some


def marks(values: Sequence[object]) -> str:
    """The question marks for them."""
    return ",".join("?" * len(values))
