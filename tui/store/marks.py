"""Read, unread and starred, with counters kept and every change undoable."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from tui.store import rows
from tui.store.journal import note, take_last
from tui.store.sources import bring_back
from tui.store.view import View

_KINDS = {"read": ("read", 1), "unread": ("read", 0), "star": ("starred", 1), "unstar": ("starred", 0)}
_OPPOSITE = {"read": "unread", "unread": "read", "star": "unstar", "unstar": "star"}


def mark(connection: sqlite3.Connection, which: Sequence[str] | View, kind: str, label: str) -> int:
    """Marks stories ("read", "unread", "star", "unstar"); gives how many changed, and notes which."""
    _choose(connection, which, kind)
    changed = _apply(connection, kind)
    if changed:
        note(connection, kind, label, changed)
    return len(changed)


def undo(connection: sqlite3.Connection) -> str | None:
    """Takes the last step back and gives its label; None when there is none."""
    step = take_last(connection)
    if step is None:
        return None
    kind, label, ids = step
    if kind == "remove":
        for id_ in ids:
            bring_back(connection, id_)
    else:
        _choose(connection, [str(id_) for id_ in ids], _OPPOSITE[kind])
        _apply(connection, _OPPOSITE[kind])
    return label


def _choose(connection: sqlite3.Connection, which: Sequence[str] | View, kind: str) -> None:
    """Fills the table ``chosen`` with the stories that the mark would change."""
    column, value = _KINDS[kind]
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS chosen (id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM chosen")
    if isinstance(which, View):
        where, values = which.where()
        connection.execute(
            f"INSERT INTO chosen SELECT id FROM story WHERE {where} AND {column} != ?", (*values, value)
        )
        return
    connection.executemany("INSERT OR IGNORE INTO chosen VALUES (?)", [(rows.number(one),) for one in which])
    connection.execute(
        f"DELETE FROM chosen WHERE id NOT IN (SELECT id FROM story WHERE id IN chosen AND {column} != ?)",
        (value,),
    )


def _apply(connection: sqlite3.Connection, kind: str) -> list[int]:
    """Marks the stories in ``chosen`` and keeps the counters; gives their ids."""
    column, value = _KINDS[kind]
    ids = [row[0] for row in connection.execute("SELECT id FROM chosen")]
    if not ids:
        return ids
    if column == "read":
        _count(connection, -1 if value else 1)
    connection.execute(f"UPDATE story SET {column} = ? WHERE id IN chosen", (value,))
    return ids


def _count(connection: sqlite3.Connection, sign: int) -> None:
    for table in ("source", "section"):
        changed = connection.execute(
            f"SELECT {table}_id, count(*) FROM story WHERE id IN chosen GROUP BY {table}_id"
        ).fetchall()
        connection.executemany(
            f"UPDATE {table} SET unread = unread + ? WHERE id = ?", [(sign * n, id_) for id_, n in changed]
        )
