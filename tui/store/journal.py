"""What was done, so that it can be undone: the ids that changed, step by step."""

from __future__ import annotations

import sqlite3
import time
from array import array
from collections.abc import Iterable

KEPT = 200  # steps


def note(connection: sqlite3.Connection, kind: str, label: str, ids: Iterable[int]) -> None:
    """Adds a step; the oldest beyond ``KEPT`` is forgotten."""
    connection.execute(
        "INSERT INTO journal (made, kind, label, ids) VALUES (?, ?, ?, ?)",
        (int(time.time()), kind, label, array("q", ids).tobytes()),
    )
    connection.execute("DELETE FROM journal WHERE id <= (SELECT max(id) FROM journal) - ?", (KEPT,))


def take_last(connection: sqlite3.Connection) -> tuple[str, str, list[int]] | None:
    """The last step, taken off: kind, label, ids. None when there is none."""
    row = connection.execute("SELECT id, kind, label, ids FROM journal ORDER BY id DESC LIMIT 1").fetchone()
    if row is None:
        return None
    connection.execute("DELETE FROM journal WHERE id = ?", (row[0],))
    ids = array("q")
    ids.frombytes(row[3])
    return row[1], row[2], ids.tolist()
