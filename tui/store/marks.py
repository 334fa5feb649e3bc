"""Read, unread, starred and tagged, with counters kept and every change undoable."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from tui.store import counters, journal, rows, saved, saved_counts, tags
from tui.store.journal import Noted, Step
from tui.store.sources import bring_back, put_away
from tui.store.view import View

_KINDS = {"read": ("read", 1), "unread": ("read", 0), "star": ("starred", 1), "unstar": ("starred", 0)}
_OPPOSITE = {
    "read": "unread",
    "unread": "read",
    "star": "unstar",
    "unstar": "star",
    "tag": "untag",
    "untag": "tag",
}


def mark(connection: sqlite3.Connection, which: Sequence[str] | View, kind: str, tag: str = "") -> int:
    """Marks stories ("read", "unread", "star", "unstar"; "tag", "untag" with the tag called ``tag``).

    Gives how many changed, and notes which, for ``undo``.
    """
    id_ = _tag(connection, kind, tag)
    if isinstance(which, View):
        _choose_view(connection, which, _unmarked(kind, id_))
    else:
        _choose(connection, map(rows.number, which), _unmarked(kind, id_))
    changed = _apply(connection, kind, id_)
    if changed:
        journal.note(connection, kind, tags.name_of(connection, id_), changed)
    if tag:
        tags.drop_unused(connection)
    return len(changed)


def put(connection: sqlite3.Connection, ids: Iterable[int], kind: str, tag: str = "") -> list[int]:
    """``mark`` for the rows with these ids, without a step to undo; gives those that changed."""
    id_ = _tag(connection, kind, tag)
    _choose(connection, ids, _unmarked(kind, id_))
    changed = _apply(connection, kind, id_)
    if tag:
        tags.drop_unused(connection)
    return changed


def undo(connection: sqlite3.Connection) -> Step | None:
    """Takes the last step back and gives it; None when there is none.

    A step of which nothing is left (its stories are swept, its source is back) is passed over.
    """
    for step in journal.done(connection):
        left = _taken_back(connection, step)
        if told := _put_by(connection, step, left, undone=True):
            return told
    return None


def redo(connection: sqlite3.Connection) -> Step | None:
    """Does again what was undone last and gives it; None where nothing was, or another step came after."""
    for step in journal.undone(connection):
        left = _done_again(connection, step)
        if told := _put_by(connection, step, left, undone=False):
            return told
    return None


def _taken_back(connection: sqlite3.Connection, step: Noted) -> list[int]:
    if step.kind == "remove":
        return [id_ for id_ in step.ids if bring_back(connection, id_)]
    return _turn(connection, step, _OPPOSITE.get(step.kind, step.kind))


def _done_again(connection: sqlite3.Connection, step: Noted) -> list[int]:
    if step.kind == "remove":
        return [id_ for id_ in step.ids if put_away(connection, id_)]
    return _turn(connection, step, step.kind)


def _turn(connection: sqlite3.Connection, step: Noted, kind: str) -> list[int]:
    if kind in saved.KINDS:
        return saved.turn(connection, step.ids)
    return put(connection, step.ids, kind, step.name if "tag" in kind else "")


def _put_by(connection: sqlite3.Connection, step: Noted, left: list[int], *, undone: bool) -> Step | None:
    if not left:
        journal.forget(connection, step)
        return None
    journal.put_by(connection, step, left, undone=undone)
    return Step(step.kind, step.name, len(left))


# --- which --------------------------------------------------------------------------


def _tag(connection: sqlite3.Connection, kind: str, name: str) -> int:
    """The id of the tag that is to be put on or taken off."""
    if kind not in ("tag", "untag"):
        return tags.NONE
    return tags.make(connection, name) if kind == "tag" else tags.find(connection, name)


def _unmarked(kind: str, tag: int) -> str:
    """The condition on stories that a mark would change."""
    if kind in _KINDS:
        column, value = _KINDS[kind]
        return f"{column} = {1 - value}"
    has = f"EXISTS (SELECT 1 FROM tagged WHERE tag_id = {tag} AND story_id = story.id)"
    return f"NOT {has}" if kind == "tag" else has


def _empty(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS chosen (id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM chosen")


def _choose_view(connection: sqlite3.Connection, view: View, unmarked: str) -> None:
    """Fills the table ``chosen`` with the stories of a view that the mark would change."""
    _empty(connection)
    within = f"{view.where} AND {unmarked}"
    if view.query is not None:
        from tui.store import matching

        ids = matching.every(connection, view, within)
        connection.executemany("INSERT INTO chosen VALUES (?)", ((id_,) for id_ in ids))
    else:
        connection.execute(f"INSERT INTO chosen SELECT id FROM story WHERE {within}")


def _choose(connection: sqlite3.Connection, ids: Iterable[int], unmarked: str) -> None:
    """Fills ``chosen`` with those of the stories that the mark would change."""
    _empty(connection)
    connection.execute(  # one statement: a step for each of a hundred thousand takes a third of a second
        "INSERT OR IGNORE INTO chosen SELECT story.id FROM json_each(?) CROSS JOIN story ON story.id = value"
        f" WHERE {unmarked}",
        (f"[{','.join(map(str, ids))}]",),
    )


# --- what changes -------------------------------------------------------------------


def _apply(connection: sqlite3.Connection, kind: str, tag: int) -> list[int]:
    """Marks the stories in ``chosen`` and keeps the counters; gives their ids."""
    ids = [row[0] for row in connection.execute("SELECT id FROM chosen")]
    if not ids:
        return ids
    with saved_counts.kept(connection, ids):
        if kind == "tag":
            connection.execute("INSERT INTO tagged SELECT ?, id FROM chosen", (tag,))
        elif kind == "untag":
            connection.execute("DELETE FROM tagged WHERE tag_id = ? AND story_id IN chosen", (tag,))
        else:
            changed = [
                (source, section, _change(kind, counts))
                for source, section, counts in counters.counted(connection, "chosen")
            ]
            column, value = _KINDS[kind]
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
