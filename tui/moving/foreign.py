"""Other programs' SQLite files, read and never written; whoever made them may mean harm.

Only ordinary tables are read, by plain SELECTs (https://sqlite.org/security.html): no view, virtual
table, trigger or extension of the file runs.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tui.feeds.opml import LONGEST_NAME, Subscription
from tui.locale import _
from tui.moving.parcel import NotReadable, NotTaken
from tui.text import clean, safe_url

LARGEST = 4 * 2**30  # bytes of a file
LONGEST = 8 * 2**20  # bytes of one value, and of a row
MOST = 3_000_000  # rows taken from a table
MAGIC = b"SQLite format 3\x00"
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ}


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that can only read. Raises ``NotReadable``, also for what goes wrong within."""
    if path.stat().st_size > LARGEST:
        raise NotReadable(_("{path} is larger than 4 GiB.").format(path=path))
    connection: sqlite3.Connection | None = None
    try:
        connection = _connect(path)
        yield connection
    except sqlite3.Error as error:
        told = clean(str(error), 200)
        raise NotReadable(
            _("{path} can't be read as a database: {why}.").format(path=path, why=told),
            _("Close the program that it belongs to and try again; nothing was taken."),
        ) from error
    finally:
        if connection is not None:
            connection.close()


def _connect(path: Path) -> sqlite3.Connection:
    address = path.absolute().as_uri()
    try:
        connection = _set_up(f"{address}?mode=ro")
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except sqlite3.OperationalError:
        # A log beside it can't be opened in a folder that is not ours to write to.
        connection = _set_up(f"{address}?immutable=1")
    connection.set_authorizer(_authorize)
    return connection


def _set_up(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, timeout=5, isolation_level=None, check_same_thread=False)
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
    for pragma in ("trusted_schema = 0", "cell_size_check = 1", "mmap_size = 0", "query_only = 1"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _authorize(action: int, *_told: object) -> int:
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY


def tables(connection: sqlite3.Connection) -> set[str]:
    """The names of the ordinary tables."""
    found = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' LIMIT 1000")
    return {
        str(name).lower()
        for name, sql in found
        if isinstance(sql, str) and sql[:13].upper().startswith("CREATE TABLE ")
    }


def rows(
    connection: sqlite3.Connection, table: str, columns: Sequence[str], order: Sequence[str] = ()
) -> Iterator[tuple[Any, ...]]:
    """The rows of a table in that order; None for a column that it has not."""
    cursor = connection.execute(f"SELECT * FROM {table} LIMIT 0")
    there = {str(told[0]).lower() for told in cursor.description}
    wanted = ", ".join(f'"{name}"' if name.lower() in there else "NULL" for name in columns)
    # Sorted are the rows' numbers, not their texts.
    sort = ", ".join(f'"{name}"' for name in order if name.lower() in there) or "rowid"
    yield from connection.execute(
        f"SELECT {wanted} FROM (SELECT rowid AS place FROM {table} ORDER BY {sort} LIMIT {MOST})"
        f" CROSS JOIN {table} ON {table}.rowid = place"
    )


def feeds(
    connection: sqlite3.Connection, file: str, table: str, columns: Sequence[str]
) -> tuple[tuple[Subscription, ...], tuple[NotTaken, ...]]:
    """The feeds in a table by address, title and site (its ``columns``); and those that stay in ``file``."""
    found: list[Subscription] = []
    stay: list[NotTaken] = []
    for address, title, site in rows(connection, table, columns):
        url = safe_url(text(address))
        if url:
            found.append(Subscription(url, clean(text(title), LONGEST_NAME), "", safe_url(text(site))))
        else:
            why = _("it is not asked for at an http:// or https:// address")
            stay.append(NotTaken(file, clean(text(address), 80), why))
    return tuple(found), tuple(stay)


def text(value: object) -> str:
    """A column's value as text, whatever it is."""
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None else str(value)


def whole(value: object) -> int:
    """A column's value as a whole number; 0 for what is none."""
    return value if isinstance(value, int) else 0
