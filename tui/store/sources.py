"""Sections and sources: adding, editing, dropping and bringing back."""

from __future__ import annotations

import sqlite3
import time
from typing import Any

from tui.store import counters, coverage, rows, saved_counts
from tui.store.failures import StoreFailure
from tui.store.journal import note
from tui.store.schema import COLUMNS
from tui.stories import Section, Source

EDITABLE = frozenset({"title", "section_id", "homeserver", "description", "url", "retired"})
# What was known of the document at an address says nothing of another address's.
_ASKED_ANEW = (
    "retired = 0, failures = 0, failure = '', failure_code = '', due = NULL,"
    " etag = '', last_modified = '', body_hash = ''"
)
UNSORTED = "Feeds"  # the section of what comes without one


def add_section(connection: sqlite3.Connection, name: str, description: str) -> Section:
    """The section of this name, made where there is none; a description fills an empty one."""
    connection.execute(
        "INSERT INTO section (name, description) VALUES (?, ?) ON CONFLICT (name) DO UPDATE"
        " SET description = coalesce(nullif(description, ''), excluded.description)",
        (rows.storable(name), rows.storable(description)),
    )
    return rows.section(
        connection.execute(f"{rows.SECTION} WHERE name = ?", (rows.storable(name),)).fetchone()
    )


def add_source(connection: sqlite3.Connection, url: str, title: str, section_id: str, **more: str) -> Source:
    """The source at this address, made where there is none.

    One that was dropped comes back with its stories, into this section; one that
    was retired is asked again.
    """
    url = rows.storable(url)
    row = connection.execute("SELECT id, removed, retired FROM source WHERE url = ?", (url,)).fetchone()
    if row is None:
        columns = ("url", "title", "section_id", *more)
        values = (rows.storable(title), int(section_id), *map(rows.storable, more.values()))
        connection.execute(
            f"INSERT INTO source ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            (url, *values),
        )
    else:
        if row[1] is not None:
            bring_back(connection, row[0])
            _move_to_section(connection, row[0], int(section_id))
        if row[1] is not None or row[2]:
            connection.execute(f"UPDATE source SET {_ASKED_ANEW} WHERE id = ?", (row[0],))
    return rows.source(connection.execute(f"{rows.SOURCE} AND url = ?", (url,)).fetchone())


def edit_source(connection: sqlite3.Connection, source_id: str, changes: dict[str, Any]) -> Source:
    """Changes what is given. Raises ``StoreFailure`` where the source or the new address can't be had."""
    if not set(changes) <= EDITABLE:
        raise ValueError(f"a source has no {', '.join(set(changes) - EDITABLE)} to edit")
    id_ = _there(connection, source_id)
    saved_counts.outdate(connection)
    for column, value in changes.items():
        if column == "section_id":
            _move_to_section(connection, id_, int(value))
        elif column == "url":
            _readdress(connection, id_, rows.storable(value))
        else:
            value = rows.storable(value) if isinstance(value, str) else value
            connection.execute(f"UPDATE source SET {column} = ? WHERE id = ?", (value, id_))
    return rows.source(connection.execute(f"{rows.SOURCE} AND id = ?", (id_,)).fetchone())


def _there(connection: sqlite3.Connection, source_id: str) -> int:
    row = connection.execute(
        "SELECT id FROM source WHERE id = ? AND removed IS NULL", (rows.number(source_id),)
    ).fetchone()
    if row is None:
        from tui.locale import _

        raise StoreFailure(_("There is no source {id}.").format(id=source_id))
    id_: int = row[0]
    return id_


def _readdress(connection: sqlite3.Connection, id_: int, url: str) -> None:
    other = connection.execute("SELECT title FROM source WHERE url = ? AND id != ?", (url, id_)).fetchone()
    if other is not None:
        from tui.locale import _

        raise StoreFailure(
            _("{url} is the address of another source: {title}.").format(url=url, title=other[0])
        )
    connection.execute(
        f"UPDATE source SET url = ?, closed = NULL, {_ASKED_ANEW} WHERE id = ? AND url != ?1", (url, id_)
    )


def _move_to_section(connection: sqlite3.Connection, id_: int, section: int) -> None:
    old = connection.execute("SELECT section_id FROM source WHERE id = ?", (id_,)).fetchone()[0]
    counts = counters.of_source(connection, id_)
    connection.execute("UPDATE story SET section_id = ? WHERE source_id = ?", (section, id_))
    connection.execute("UPDATE source SET section_id = ? WHERE id = ?", (section, id_))
    counters.add_to_section(connection, old, [-count for count in counts])
    counters.add_to_section(connection, section, counts)


def remove_source(connection: sqlite3.Connection, source_id: str) -> str:
    """Drops a source with its stories, so that undoing is exact; gives its title."""
    id_ = _there(connection, source_id)
    title = connection.execute("SELECT title FROM source WHERE id = ?", (id_,)).fetchone()[0]
    put_away(connection, id_)
    note(connection, "remove", title, [id_])
    return str(title)


def put_away(connection: sqlite3.Connection, id_: int) -> bool:
    """Drops a source with its stories; False when it is dropped already."""
    row = connection.execute(
        "SELECT section_id FROM source WHERE id = ? AND removed IS NULL", (id_,)
    ).fetchone()
    if row is None:
        return False
    saved_counts.outdate(connection)
    _carry(connection, "story", "removed_story", id_)
    coverage.recount(connection, coverage.events_of_source(connection, id_))
    connection.execute("UPDATE source SET removed = ? WHERE id = ?", (int(time.time()), id_))
    counters.add_to_section(connection, row[0], [-count for count in counters.of_source(connection, id_)])
    return True


def bring_back(connection: sqlite3.Connection, id_: int) -> bool:
    """Undoes ``put_away``; False when the source is not a dropped one."""
    row = connection.execute(
        "SELECT section_id FROM source WHERE id = ? AND removed IS NOT NULL", (id_,)
    ).fetchone()
    if row is None:
        return False
    saved_counts.outdate(connection)
    _carry(connection, "removed_story", "story", id_)
    # The log of changes may have been worked off while they were away.
    connection.execute(
        "INSERT INTO unindexed (story_id) SELECT id FROM story WHERE source_id = ?"
        " AND id NOT IN (SELECT id FROM indexed)",
        (id_,),
    )
    coverage.recount(connection, coverage.events_of_source(connection, id_))
    coverage.compare_source(connection, id_)
    connection.execute("UPDATE source SET removed = NULL WHERE id = ?", (id_,))
    counters.add_to_section(connection, row[0], counters.of_source(connection, id_))
    return True


def _carry(connection: sqlite3.Connection, origin: str, target: str, source: int) -> None:
    connection.execute(
        f"INSERT INTO {target} ({COLUMNS}) SELECT {COLUMNS} FROM {origin} WHERE source_id = ?", (source,)
    )
    connection.execute(f"DELETE FROM {origin} WHERE source_id = ?", (source,))
