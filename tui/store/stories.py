"""Reading stories: pages by key, one by id or address, the feed's own text."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from tui.store import rows
from tui.store.ids import chunks, marks
from tui.store.view import Counts, View
from tui.stories import Section, Source, Story


def stories(
    connection: sqlite3.Connection, view: View, before: str | None, after: str | None, limit: int
) -> list[Story]:
    """A page of a view, newest first: from the top, older than ``before``, or just newer than ``after``."""
    if view.query is not None:
        from tui.store import matching

        return matching.stories(connection, view, before, after, limit)
    if view.order:
        from tui.store import ordered

        return ordered.stories(connection, view, before, after, limit)
    where, order = view.where, "DESC"
    if before is not None:
        where += f" AND story.id < {rows.number(before)}"
    if after is not None:
        where += f" AND story.id > {rows.number(after)}"
        order = "ASC"
    found = connection.execute(
        f"SELECT {rows.STORY} FROM story {view.index} {rows.OF_STORY}"
        f" WHERE {where} ORDER BY story.id {order} LIMIT ?",
        (limit,),
    ).fetchall()
    page = [rows.story(row) for row in found]
    return page[::-1] if order == "ASC" else page


def ids(connection: sqlite3.Connection, view: View) -> list[str]:
    """The ids of all stories of a view in its order, of a query's newest first."""
    if view.query is not None:
        from tui.store import matching

        return list(map(str, matching.every(connection, view, view.where)))
    if view.order:
        from tui.store import ordered

        return ordered.ids(connection, view)
    found = connection.execute(f"SELECT id FROM story {view.index} WHERE {view.where} ORDER BY story.id DESC")
    return [str(row[0]) for row in found]


def story(connection: sqlite3.Connection, id_: str) -> Story | None:
    row = connection.execute(
        f"SELECT {rows.STORY} FROM story {rows.OF_STORY} WHERE story.id = ?",
        (rows.number(id_),),
    ).fetchone()
    return rows.story(row) if row else None


def some(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, Story]:
    """The stories with these ids that there are."""
    found: dict[str, Story] = {}
    for part in chunks(map(rows.number, ids)):
        query = f"SELECT {rows.STORY} FROM story {rows.OF_STORY} WHERE story.id IN ({marks(part)})"
        for one in map(rows.story, connection.execute(query, part)):
            found[one.id] = one
    return found


def read(connection: sqlite3.Connection, ids: Sequence[int]) -> list[Story]:
    """The stories with these ids that there are, in this order."""
    there: dict[int, Story] = {}
    for part in chunks(ids):
        query = f"SELECT {rows.STORY} FROM story {rows.OF_STORY} WHERE story.id IN ({marks(part)})"
        there.update((row[0], rows.story(row)) for row in connection.execute(query, part))
    return [there[one] for one in ids if one in there]


def find_story(connection: sqlite3.Connection, url: str) -> Story | None:
    """The newest story with this address, whatever source it is from."""
    from tui.store.identity import hashed

    row = connection.execute(
        f"SELECT {rows.STORY} FROM identity CROSS JOIN story ON story.id = identity.story_id {rows.OF_STORY}"
        # Identities lie by source: one look for each.
        " WHERE identity.source_id IN (SELECT id FROM source) AND identity.key = ?"
        " ORDER BY story.id DESC LIMIT 1",
        (hashed("url", url),),
    ).fetchone()
    return rows.story(row) if row else None


def html(connection: sqlite3.Connection, id_: str) -> str:
    row = connection.execute(
        "SELECT html FROM story JOIN entry ON entry.id = entry_id WHERE story.id = ?",
        (rows.number(id_),),
    ).fetchone()
    return row[0] if row else ""


def newest_id(connection: sqlite3.Connection, view: View) -> str | None:
    found = stories(connection, view, None, None, 1)
    return found[0].id if found else None


def counts(connection: sqlite3.Connection, view: View) -> Counts:
    """The counters of a section, a source or everything; what came in an absence is counted."""
    if view.absence:
        columns = "coalesce(sum(read = 0), 0), count(*)"
        return Counts(*connection.execute(f"SELECT {columns} FROM story WHERE {view.where}").fetchone())
    columns = "sum(unread_starred), sum(starred)" if view.starred else "sum(unread), sum(total)"
    if view.source:
        wanted, values = "source WHERE id = ? AND removed IS NULL", [rows.number(view.source)]
        if view.section:
            wanted += " AND section_id = ?"
            values.append(rows.number(view.section))
    elif view.section:
        wanted, values = "section WHERE id = ?", [rows.number(view.section)]
    else:
        wanted, values = "section", []
    unread, total = connection.execute(f"SELECT {columns} FROM {wanted}", values).fetchone()
    return Counts(unread or 0, (unread if view.unread else total) or 0)


def sections(connection: sqlite3.Connection) -> list[Section]:
    """The sections that have a source, in the order they were made."""
    found = connection.execute(
        f"{rows.SECTION} WHERE id IN (SELECT section_id FROM source WHERE removed IS NULL) ORDER BY id"
    )
    return [rows.section(row) for row in found]


def sources(
    connection: sqlite3.Connection, where: str = "1", values: tuple[object, ...] = ()
) -> list[Source]:
    return [
        rows.source(row)
        for row in connection.execute(f"{rows.SOURCE} AND {where} ORDER BY section_id, id", values)
    ]


def failing(connection: sqlite3.Connection) -> int:
    """How many sources failed when they were last asked."""
    count: int = connection.execute(
        "SELECT count(*) FROM source WHERE failures > 0 AND removed IS NULL"
    ).fetchone()[0]
    return count
