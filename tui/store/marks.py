"""Read, unread and starred, with counters kept and every change undoable."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from tui.store import counters, rows
from tui.store.journal import note, take_last
from tui.store.sources import bring_back
from tui.store.view import View

_KINDS = {"read": ("read", 1), "unread": ("read", 0), "star": ("starred", 1), "unstar": ("starred", 0)}
_OPPOSITE = {"read": "unread", "unread": "read", "star": "unstar", "unstar": "star"}


def mark(connection: sqlite3.Connection, which: Sequence[str] | View, kind: str, label: str) -> int:
    """Marks stories ("read", "unread", "star", "unstar"); gives how many changed, and notes which."""
    if isinstance(which, View):
        _choose_view(connection, which, kind)
    else:
        _choose(connection, map(rows.number, which), kind)
    changed = _apply(connection, kind)
    if changed:
        note(connection, kind, label, changed)
    return len(changed)


def undo(connection: sqlite3.Connection) -> str | None:
    """Takes the last step back and gives its label; None when there is none.

    A step of which nothing is left (its stories are swept, its source is back) is passed over.
    """
    while step := take_last(connection):
        kind, label, ids = step
        if kind == "remove":
            done = sum(bring_back(connection, id_) for id_ in ids) > 0
        else:
            _choose(connection, ids, _OPPOSITE[kind])
            done = bool(_apply(connection, _OPPOSITE[kind]))
        if done:
            return label
    return None


def _empty(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS chosen (id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM chosen")


def _choose_view(connection: sqlite3.Connection, view: View, kind: str) -> None:
    """Fills the table ``chosen`` with the stories of a view that the mark would change."""
    _empty(connection)
    column, value = _KINDS[kind]
    unmarked = f"{view.where} AND {column} = {1 - value}"
    if view.query is not None:
        from tui.store import matching

        ids = matching.every(connection, view, unmarked)
        connection.executemany("INSERT INTO chosen VALUES (?)", ((id_,) for id_ in ids))
    else:
        connection.execute(f"INSERT INTO chosen SELECT id FROM story WHERE {unmarked}")


def _choose(connection: sqlite3.Connection, ids: Iterable[int], kind: str) -> None:
    """Fills ``chosen`` with those of the stories that the mark would change."""
    _empty(connection)
    column, value = _KINDS[kind]
    connection.executemany(
        f"INSERT OR IGNORE INTO chosen SELECT id FROM story WHERE id = ? AND {column} = {1 - value}",
        ((id_,) for id_ in ids),
    )


def _apply(connection: sqlite3.Connection, kind: str) -> list[int]:
    """Marks the stories in ``chosen`` and keeps the counters; gives their ids."""
    column, value = _KINDS[kind]
    ids = [row[0] for row in connection.execute("SELECT id FROM chosen")]
    if ids:
        changed = [
            (source, section, _change(kind, counts))
            for source, section, counts in counters.counted(connection, "chosen")
        ]
        connection.execute(f"UPDATE story SET {column} = ? WHERE id IN chosen", (value,))
        counters.shift(connection, changed)
    return ids


def _change(kind: str, counts: Sequence[int]) -> list[int]:
    """What a mark adds to the counters, in their order, when all of the stories counted get it."""
    unread, total, starred, unread_starred = counts
    return {
        "read": [-total, 0, 0, -starred],
        "unread": [total, 0, 0, starred],
        "star": [0, 0, total, unread],
        "unstar": [0, 0, -total, -unread_starred],
    }[kind]
