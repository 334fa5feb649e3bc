"""Everything that is kept, as an archive's objects: source by source, each followed by its stories.

Left out are what can be found anew (the search index), what was dropped, the steps that ``undo``
goes back by, and who the reader is elsewhere.
"""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from tui.store import archive_form as form
from tui.store import saved
from tui.store.tag_names import COLUMN, names

Told = dict[str, Any]
_KEYS = 500  # of swept stories, in one object


def told(connection: sqlite3.Connection) -> Iterator[Told]:
    """The objects, read within one transaction, however long it takes to write them."""
    connection.execute("BEGIN")
    try:
        yield from _sections(connection)
        yield from _searches(connection)
        yield from _sources(connection)
        yield from _pages(connection, "article", "article", "url, fetched, opened, json")
        yield from _pages(connection, "thread", "thread", "url, fetched, NULL, json")
        yield from _rows(connection, "draft", form.DRAFT, "thread, parent")
        yield from _rows(connection, "reading_place", form.PLACE, "key")
        yield from _rows(connection, "followed", form.FOLLOWED, "thread")
        yield from _visits(connection)
    finally:
        connection.execute("ROLLBACK")


def _sections(connection: sqlite3.Connection) -> Iterator[Told]:
    for name, description in connection.execute(
        "SELECT name, description FROM section"
        " WHERE id IN (SELECT section_id FROM source WHERE removed IS NULL) ORDER BY id"
    ):
        yield {"section": {"name": name, **({"description": description} if description else {})}}


def _searches(connection: sqlite3.Connection) -> Iterator[Told]:
    for one in saved.known(connection):
        yield {"saved": {"name": one.name, "query": one.query}}


def _sources(connection: sqlite3.Connection) -> Iterator[Told]:
    columns = ", ".join(
        "section.name" if field.name == "section" else f"source.{field.name}" for field in form.SOURCE
    )
    for id_, feed_text, *row in connection.execute(
        f"SELECT source.id, EXISTS (SELECT 1 FROM feed_text WHERE source_id = source.id), {columns}"
        " FROM source JOIN section ON section.id = section_id"
        " WHERE removed IS NULL ORDER BY section_id, source.id"
    ).fetchall():
        source = form.said(form.SOURCE, tuple(row))
        if feed_text:
            source["feed_text"] = True
        yield {"source": source}
        yield from _stories(connection, id_)


def _stories(connection: sqlite3.Connection, source: int) -> Iterator[Told]:
    known: dict[int, list[list[int]]] = {}
    for key, story, seen in connection.execute(
        "SELECT key, story_id, seen FROM identity WHERE source_id = ? ORDER BY key", (source,)
    ):
        known.setdefault(story, []).append([key, seen])
    fields = (*form.ENTRY, *form.STORY)
    columns = ", ".join(
        [f"entry.{field.name}" for field in form.ENTRY] + [f"story.{field.name}" for field in form.STORY]
    )
    for id_, event, moved, tags, *row in connection.execute(
        f"SELECT story.id, event_id, moved_in.story_id, {COLUMN}, {columns}"
        " FROM story CROSS JOIN entry ON entry.id = entry_id LEFT JOIN event ON event.story_id = story.id"
        " LEFT JOIN moved_in ON moved_in.story_id = story.id WHERE story.source_id = ? ORDER BY story.id",
        (source,),
    ):
        told_of: Told = {"id": id_, **form.said(fields, tuple(row))}
        more = {
            "tags": list(names(tags)),
            "event": event,
            "moved_in": moved is not None,
            "keys": known.pop(id_, []),
        }
        yield {"story": told_of | {name: value for name, value in more.items() if value}}
    swept = [[key, story, seen] for story, keys in sorted(known.items()) for key, seen in keys]
    for first in range(0, len(swept), _KEYS):
        yield {"swept": swept[first : first + _KEYS]}


def _pages(connection: sqlite3.Connection, kind: str, table: str, columns: str) -> Iterator[Told]:
    for url, fetched, opened, text in connection.execute(f"SELECT {columns} FROM {table} ORDER BY url"):
        page = {"url": url, "fetched": fetched, **({} if opened is None else {"opened": opened})}
        yield {kind: page | {"json": json.loads(text)}}


def _rows(
    connection: sqlite3.Connection, table: str, fields: tuple[form.Field, ...], order: str
) -> Iterator[Told]:
    columns = ", ".join(field.name for field in fields)
    for row in connection.execute(f"SELECT {columns} FROM {table} ORDER BY {order}"):
        yield {table: form.said(fields, row)}


def _visits(connection: sqlite3.Connection) -> Iterator[Told]:
    for thread, looked, whole, number, seen in connection.execute(
        "SELECT thread, looked, whole, count, seen FROM visit ORDER BY thread"
    ):
        packed = base64.b64encode(seen).decode()
        yield {
            "visit": {
                "thread": thread,
                "looked": looked,
                "whole": bool(whole),
                "count": number,
                "seen": packed,
            }
        }
