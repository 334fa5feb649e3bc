"""When the reader was here last, and what came while they were not.

A visit goes on for as long as its reader does something now and then. Pauses below ``PAUSE`` are
part of it: a long article is read without a key, and who is called away for a moment comes back to
what they had not got through yet, which a new absence would take from them.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from tui.store.rows import SECOND_BITS

PAUSE = 30 * 60  # seconds from which on the reader was away
_LATE = 24 * 3600  # seconds before they left; a source asked once a day tells then of what they could not see
_RETURNING = 10 * 60  # seconds after they came back, in which what a refresh fetches is of the time before


class Absence(NamedTuple):
    """From when to when the reader was away (seconds since 1970), and after which entry what came came.

    ``last`` is the last entry that counts. An archive that a new source brings is no news: it is too old.
    """

    left: int
    back: int
    after: int
    last: int

    def condition(self, story: str) -> str:
        """The SQL condition on the table called ``story`` for what came."""
        oldest, newest = self.left - _LATE << SECOND_BITS, self.back + _RETURNING << SECOND_BITS
        came = f"{story}.entry_id > {self.after:d} AND {story}.entry_id <= {self.last:d}"
        return f"{story}.id BETWEEN {oldest:d} AND {newest:d} AND {came}"

    def has_time_of(self, story: int) -> bool:
        """Whether the story with this id is of the time that counts."""
        return self.left - _LATE <= story >> SECOND_BITS < self.back + _RETURNING


def note(connection: sqlite3.Connection, now: int) -> Absence | None:
    """Notes that the reader is here; gives the absence that ends with it."""
    last = last_entry(connection)
    row = connection.execute("SELECT active, entry FROM presence").fetchone()
    if row is None:
        connection.execute("INSERT INTO presence (active, entry) VALUES (?, ?)", (now, last))
        return None
    connection.execute("UPDATE presence SET active = ?, entry = ?", (now, last))
    if now - row[0] < PAUSE:
        return None
    ended = Absence(row[0], now, row[1], last)
    connection.execute('UPDATE presence SET "left" = ?, back = ?, "after" = ?', ended[:3])
    return ended


def absence(connection: sqlite3.Connection, now: int) -> Absence | None:
    """The absence that goes on or else the last one; None where there was none yet."""
    row = connection.execute('SELECT active, entry, "left", back, "after" FROM presence').fetchone()
    if row is None:
        return None
    active, entry, left, back, after = row
    if now - active >= PAUSE:
        return Absence(active, now, entry, last_entry(connection))
    return None if left is None else Absence(left, back, after, last_entry(connection))


def last_entry(connection: sqlite3.Connection) -> int:
    """The id of the entry that came last."""
    last: int = connection.execute("SELECT coalesce(max(id), 0) FROM entry").fetchone()[0]
    return last
