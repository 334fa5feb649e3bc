"""Reading stories: pages by key, one by id or address, the feed's own text."""

from __future__ import annotations

import sqlite3

from tui.model import Section, Source, Story
from tui.store import rows
from tui.store.identity import hashed
from tui.store.view import Counts, View


def stories(
    connection: sqlite3.Connection, view: View, before: str | None, after: str | None, limit: int
) -> list[Story]:
    """A page of a view, newest first: from the top, older than ``before``, or just newer than ``after``."""
    where, values = view.where()
    order = "DESC"
    if before is not None:
        where += " AND story.id < ?"
        values.append(rows.number(before))
    if after is not None:
        where += " AND story.id > ?"
        values.append(rows.number(after))
        order = "ASC"
    found = connection.execute(
        f"{rows.STORY} WHERE {where} ORDER BY story.id {order} LIMIT ?", (*values, limit)
    ).fetchall()
    page = [rows.story(row) for row in found]
    return page[::-1] if order == "ASC" else page


def story(connection: sqlite3.Connection, id_: str) -> Story | None:
    row = connection.execute(f"{rows.STORY} WHERE story.id = ?", (rows.number(id_),)).fetchone()
    return rows.story(row) if row else None


def find_story(connection: sqlite3.Connection, url: str) -> Story | None:
    """The newest story with this address, whatever source it is from."""
    row = connection.execute(
        f"{rows.STORY} JOIN identity ON identity.story_id = story.id"
        " WHERE identity.key = ? ORDER BY story.id DESC LIMIT 1",
        (hashed("url", url),),
    ).fetchone()
    return rows.story(row) if row else None


def html(connection: sqlite3.Connection, id_: str) -> str:
    row = connection.execute("SELECT html FROM content WHERE story_id = ?", (rows.number(id_),)).fetchone()
    return row[0] if row else ""


def newest_id(connection: sqlite3.Connection, view: View) -> str | None:
    where, values = view.where()
    row = connection.execute(
        f"SELECT id FROM story WHERE {where} ORDER BY id DESC LIMIT 1", values
    ).fetchone()
    return str(row[0]) if row else None


def counts(connection: sqlite3.Connection, view: View) -> Counts:
    """The counters of a section, a source or everything; of starred stories, counted: they are few."""
    if view.starred:
        where, values = view.where()
        row = connection.execute(
            f"SELECT coalesce(sum(read = 0), 0), count(*) FROM story INDEXED BY story_starred WHERE {where}",
            values,
        ).fetchone()
    elif view.source:
        row = connection.execute(
            "SELECT unread, total FROM source WHERE id = ? AND removed IS NULL", (rows.number(view.source),)
        ).fetchone()
    elif view.section:
        row = connection.execute(
            "SELECT unread, total FROM section WHERE id = ?", (rows.number(view.section),)
        ).fetchone()
    else:
        row = connection.execute(
            "SELECT coalesce(sum(unread), 0), coalesce(sum(total), 0) FROM section"
        ).fetchone()
    unread, total = row or (0, 0)
    return Counts(unread, unread if view.unread else total)


def sections(connection: sqlite3.Connection) -> list[Section]:
    """The sections that have a source, in the order they were made."""
    found = connection.execute(
        f"{rows.SECTION} WHERE EXISTS (SELECT 1 FROM source WHERE section_id = section.id"
        " AND removed IS NULL) ORDER BY id"
    )
    return [rows.section(row) for row in found]


def sources(
    connection: sqlite3.Connection, where: str = "1", values: tuple[object, ...] = ()
) -> list[Source]:
    return [
        rows.source(row)
        for row in connection.execute(f"{rows.SOURCE} AND {where} ORDER BY section_id, id", values)
    ]
