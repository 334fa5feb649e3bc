"""Whether the store is whole: for the doctor."""

from __future__ import annotations

import sqlite3
from functools import partial
from typing import TYPE_CHECKING

from tui.store import coverage
from tui.store.counters import COUNTED, KEPT
from tui.store.failures import StoreFailure

if TYPE_CHECKING:
    from tui.store.database import Database


def problems(database: Database) -> list[str]:
    """What is wrong with a store, a line each."""
    told: list[str] = []
    # FTS5's own check is an INSERT, so it is the writer's.
    for look in (partial(database.read, check), partial(database.write, check_search)):
        try:
            told += look()
        except StoreFailure as failure:
            told.append(failure.sentence)
    return told


def check(connection: sqlite3.Connection) -> list[str]:
    """What is wrong, a line each; [] when all is well. Reads the whole file."""
    from tui.locale import _

    problems = [row[0] for row in connection.execute("PRAGMA quick_check") if row[0] != "ok"]
    problems += _miscounted(connection)
    lost = _one(connection, "SELECT count(*) FROM story WHERE source_id NOT IN (SELECT id FROM source)")
    if lost:
        problems.append(_("{n} stories belong to no source").format(n=lost))
    empty = _one(connection, "SELECT count(*) FROM story WHERE entry_id NOT IN (SELECT id FROM entry)")
    if empty:
        problems.append(_("{n} stories have no text").format(n=empty))
    unfindable = _one(
        connection,
        "SELECT count(*) FROM story WHERE id NOT IN (SELECT id FROM indexed)"
        " AND id NOT IN (SELECT story_id FROM unindexed)",
    )
    if unfindable:
        problems.append(_("{n} stories are missing from the search index").format(n=unfindable))
    miscovered = _one(connection, f"SELECT count(*) FROM ({coverage.MISCOUNTED})")
    if miscovered:
        problems.append(_("{n} stories tell a wrong number of other sources").format(n=miscovered))
    return problems


def check_search(connection: sqlite3.Connection) -> list[str]:
    """What is wrong with the search index (https://sqlite.org/fts5.html, 6.4). Changes nothing."""
    from tui.locale import _

    try:
        for table in ("search", "search_title", "search_start"):
            connection.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
    except sqlite3.DatabaseError as error:
        return [_("The search index is damaged: {error}").format(error=error)]
    return []


def _one(connection: sqlite3.Connection, query: str) -> int:
    number: int = connection.execute(query).fetchone()[0]
    return number


def _miscounted(connection: sqlite3.Connection) -> list[str]:
    from tui.locale import _

    problems = []
    for table, title in (("source", "url"), ("section", "name")):
        # A dropped source keeps its counters, for the day it is brought back.
        every = f"SELECT * FROM story{' UNION ALL SELECT * FROM removed_story' * (table == 'source')}"
        counted = {
            row[0]: row[1:]
            for row in connection.execute(f"SELECT {table}_id, {COUNTED} FROM ({every}) GROUP BY {table}_id")
        }
        for id_, name, *kept in connection.execute(f"SELECT id, {title}, {', '.join(KEPT)} FROM {table}"):
            found = counted.get(id_, (0,) * len(KEPT))
            for counter, said, true in zip(KEPT, kept, found, strict=True):
                if said != true:
                    problems.append(
                        _("{name}: {said} stories kept as {counter}, {true} counted").format(
                            name=name, said=said, counter=counter, true=true
                        )
                    )
    return problems
