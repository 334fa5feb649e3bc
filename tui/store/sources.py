"""Sections and sources: adding, editing, dropping and bringing back."""

from __future__ import annotations

import sqlite3
import time
from typing import Any

from tui.model import Section, Source
from tui.store import rows
from tui.store.failures import StoreFailure
from tui.store.journal import note
from tui.store.schema import STORY_COLUMNS

EDITABLE = frozenset({"title", "section_id", "homeserver", "description", "url", "retired"})
_COPIED = ", ".join(line.split()[0] for line in STORY_COLUMNS.strip().splitlines())


def add_section(connection: sqlite3.Connection, name: str, description: str) -> Section:
    """The section of this name, made where there is none; a description fills an empty one."""
    connection.execute(
        "INSERT INTO section (name, description) VALUES (?, ?) ON CONFLICT (name) DO UPDATE"
        " SET description = coalesce(nullif(description, ''), excluded.description)",
        (name, description),
    )
    return rows.section(connection.execute(f"{rows.SECTION} WHERE name = ?", (name,)).fetchone())


def add_source(connection: sqlite3.Connection, url: str, title: str, section_id: str, **more: str) -> Source:
    """The source at this address, made where there is none; one that was dropped comes back."""
    row = connection.execute("SELECT id, removed FROM source WHERE url = ?", (url,)).fetchone()
    if row is None:
        columns = ("url", "title", "section_id", *more)
        connection.execute(
            f"INSERT INTO source ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            (url, title, int(section_id), *more.values()),
        )
    elif row[1] is not None:
        bring_back(connection, row[0])
    return rows.source(connection.execute(f"{rows.SOURCE} AND url = ?", (url,)).fetchone())


def edit_source(connection: sqlite3.Connection, source_id: str, changes: dict[str, Any]) -> Source:
    id_ = rows.number(source_id)
    if not set(changes) <= EDITABLE:
        raise ValueError(f"a source has no {', '.join(set(changes) - EDITABLE)} to edit")
    before = _counters(connection, id_)
    for column, value in changes.items():
        if column == "section_id":
            _move_to_section(connection, id_, before, int(value))
        connection.execute(f"UPDATE source SET {column} = ? WHERE id = ?", (value, id_))
    return rows.source(connection.execute(f"{rows.SOURCE} AND id = ?", (id_,)).fetchone())


def _counters(connection: sqlite3.Connection, id_: int) -> tuple[int, int, int]:
    row = connection.execute(
        "SELECT section_id, unread, total FROM source WHERE id = ? AND removed IS NULL", (id_,)
    ).fetchone()
    if row is None:
        raise StoreFailure(f"There is no source {id_}.")
    return row[0], row[1], row[2]


def _move_to_section(
    connection: sqlite3.Connection, id_: int, before: tuple[int, int, int], section: int
) -> None:
    old, unread, total = before
    connection.execute("UPDATE story SET section_id = ? WHERE source_id = ?", (section, id_))
    _count(connection, old, -unread, -total)
    _count(connection, section, unread, total)


def _count(connection: sqlite3.Connection, section: int, unread: int, total: int) -> None:
    connection.execute(
        "UPDATE section SET unread = unread + ?, total = total + ? WHERE id = ?", (unread, total, section)
    )


def remove_source(connection: sqlite3.Connection, source_id: str) -> str:
    """Drops a source with its stories, so that ``bring_back`` is exact; gives its title."""
    id_ = rows.number(source_id)
    section, unread, total = _counters(connection, id_)
    title = str(connection.execute("SELECT title FROM source WHERE id = ?", (id_,)).fetchone()[0])
    _carry(connection, "story", "removed_story", id_)
    connection.execute("UPDATE source SET removed = ? WHERE id = ?", (int(time.time()), id_))
    _count(connection, section, -unread, -total)
    note(connection, "remove", title, [id_])
    return title


def bring_back(connection: sqlite3.Connection, id_: int) -> None:
    """Undoes ``remove_source``."""
    row = connection.execute(
        "SELECT section_id, unread, total FROM source WHERE id = ? AND removed IS NOT NULL", (id_,)
    ).fetchone()
    if row is None:
        return
    _carry(connection, "removed_story", "story", id_)
    connection.execute("UPDATE source SET removed = NULL WHERE id = ?", (id_,))
    _count(connection, *row)


def _carry(connection: sqlite3.Connection, origin: str, target: str, source: int) -> None:
    connection.execute(
        f"INSERT INTO {target} ({_COPIED}) SELECT {_COPIED} FROM {origin} WHERE source_id = ?", (source,)
    )
    connection.execute(f"DELETE FROM {origin} WHERE source_id = ?", (source,))
