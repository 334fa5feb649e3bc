"""Pages of a view in another order than that of time, by key.

An order is a row of parts that follow each other, each a range of an index: the stories of one
source, those that others tell too, those that nobody else does. A page begins in the part that
the story before it is in.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from tui.store import rows
from tui.store.stories import read
from tui.store.view import View
from tui.stories import Story

_MANY = 2_000  # stories, above which a page is not looked for by going through all of them
COUNTED = {"coverage": "story.coverage", "comments": "story.comment_count"}
"""What orders count, as SQL over ``story``."""


class _Part(NamedTuple):
    """The stories with a condition, by ``value`` ("": by time alone), the highest first."""

    condition: str
    value: str
    indexed: str


def stories(
    connection: sqlite3.Connection, view: View, before: str | None, after: str | None, limit: int
) -> list[Story]:
    """A page of a view in its order, as ``tui.store.stories.stories`` gives it."""
    back = after is not None
    parts = _parts(connection, view)
    beside = after if back else before
    here = rows.number(beside) if beside is not None else -1
    first = _part_of(connection, parts, here) if here > 0 else None
    if back:
        parts = parts[: len(parts) if first is None else first + 1][::-1]
    elif first is not None:
        parts = parts[first:]
    found: list[Story] = []
    for number, part in enumerate(parts):
        start = here if first is not None and number == 0 else None
        found += _page(connection, view, part, start, limit - len(found), back=back)
        if len(found) >= limit:
            break
    return found[::-1] if back else found


def ids(connection: sqlite3.Connection, view: View) -> list[str]:
    """The ids of all stories of a view, in its order."""
    return [
        str(row[0])
        for part in _parts(connection, view)
        for row in connection.execute(
            f"SELECT story.id FROM story {part.indexed} WHERE {view.where} AND {part.condition}"
            f" ORDER BY {_falling(part)}"
        )
    ]


def _falling(part: _Part) -> str:
    return f"{part.value} DESC, story.id DESC" if part.value else "story.id DESC"


def _parts(connection: sqlite3.Connection, view: View) -> list[_Part]:
    if view.order == "source":
        sources = connection.execute(
            "SELECT id FROM source WHERE removed IS NULL AND total > 0 ORDER BY lower(title), id"
        )
        return [_Part(f"story.source_id = {id_}", "", "INDEXED BY story_source") for (id_,) in sources]
    value = COUNTED[view.order]
    if view.absence:
        told, rest = f"{value} > 0 AND {view.newest_told}", f"{value} = 0"
        indexed = f"INDEXED BY story_{view.order}" if _is_long(connection, view) else "NOT INDEXED"
        return [_Part(told, value, indexed), _Part(rest, "", view.index)]
    return [
        _Part(f"{value} > 0", value, f"INDEXED BY story_{view.order}"),
        _Part(f"coalesce({value}, 0) = 0", "", view.index),
    ]


def _is_long(connection: sqlite3.Connection, view: View) -> bool:
    """Whether so much came that its most covered are sooner found from the index of all that are covered."""
    many = f"SELECT 1 FROM story NOT INDEXED WHERE {view.where} LIMIT 1 OFFSET {_MANY}"
    return connection.execute(many).fetchone() is not None


def _part_of(connection: sqlite3.Connection, parts: Sequence[_Part], story: int) -> int | None:
    """The part that a story is in; None for a story that is gone."""
    row = connection.execute(
        "SELECT source_id, coverage, comment_count FROM story WHERE id = ?", (story,)
    ).fetchone()
    if row is None:
        return None
    if len(parts) == 2 and parts[0].value:
        return 0 if (row[1] if parts[0].value == "story.coverage" else row[2] or 0) > 0 else 1
    wanted = f"story.source_id = {row[0]}"
    return next((at for at, part in enumerate(parts) if part.condition == wanted), None)


def _page(
    connection: sqlite3.Connection, view: View, part: _Part, start: int | None, limit: int, *, back: bool
) -> list[Story]:
    way, beyond = ("ASC", ">") if back else ("DESC", "<")
    where, order = f"{view.where} AND {part.condition}", f"story.id {way}"
    if part.value:
        order = f"{part.value} {way}, {order}"
    if start is not None and part.value:
        column = part.value.removeprefix("story.")
        where += f" AND ({part.value}, story.id) {beyond} (SELECT {column}, id FROM story WHERE id = {start})"
    elif start is not None:
        where += f" AND story.id {beyond} {start}"
    if view.absence:  # what has to be sorted is sorted by itself, not with all that is told of it
        told = f"SELECT story.id FROM story {part.indexed} WHERE {where} ORDER BY {order} LIMIT ?"
        return read(connection, [row[0] for row in connection.execute(told, (limit,)).fetchall()])
    found = connection.execute(
        f"SELECT {rows.STORY} FROM story {part.indexed} {rows.OF_STORY}"
        f" WHERE {where} ORDER BY {order} LIMIT ?",
        (limit,),
    )
    return [rows.story(row) for row in found.fetchall()]


def kept(connection: sqlite3.Connection) -> str:
    """The order that the wire was last given."""
    row = connection.execute("SELECT name FROM wire_order").fetchone()
    return row[0] if row else ""


def keep(connection: sqlite3.Connection, order: str) -> None:
    """Notes the wire's order."""
    connection.execute("DELETE FROM wire_order")
    connection.execute("INSERT INTO wire_order VALUES (?)", (order,))
