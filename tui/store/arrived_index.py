"""An index of a batch of arrivals alone: rules are asked before the search index has caught up.

Its tables are those of ``tui.store.search``, under other names and for as long as they are needed,
so a query means the same in both; a property test holds that. They are small: what the search
index keeps ready for beginnings of words is found here without.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from tui.store.query import All, Any, Not, Query, Words
from tui.store.query_sql import looked_into, plan
from tui.store.search import headings, put_in, texts

_NAME = "arrived_"
_TOKENIZE = 'tokenize = "unicode61 remove_diacritics 2"'
_TABLES = {
    "search_title": f"title, author, content = '', columnsize = 0, {_TOKENIZE}",
    "search": f"title, author, summary, body, pairs, content = '', columnsize = 0, {_TOKENIZE}",
    "search_start": f"words, content = '', detail = none, columnsize = 0, {_TOKENIZE}",
}


@contextmanager
def arrived(connection: sqlite3.Connection, ids: Iterable[int], queries: Sequence[Query]) -> Iterator[None]:
    """Keeps the index while the block runs; it has what these queries look for, and no more."""
    tables = {table for query in queries for one in _looked_for(query) for table in looked_into(one)}
    connection.execute("CREATE TEMP TABLE arrived (id INTEGER PRIMARY KEY)")
    try:
        connection.executemany("INSERT INTO arrived VALUES (?)", ((id_,) for id_ in ids))
        if tables:
            _fill(connection, tables)
        yield
    finally:
        for name in (*(_NAME + table for table in _TABLES), "arrived"):
            connection.execute(f"DROP TABLE IF EXISTS temp.{name}")


def _looked_for(query: Query) -> Iterator[Words]:
    match query:
        case Words():
            yield query
        case Not(part):
            yield from _looked_for(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from _looked_for(part)


def _fill(connection: sqlite3.Connection, tables: set[str]) -> None:
    """Indexes the arrivals in these tables, by their headings alone where nothing else is looked into."""
    for table in tables:
        connection.execute(f"CREATE VIRTUAL TABLE temp.{_NAME}{table} USING fts5({_TABLES[table]})")
    found = (headings if tables == {"search_title"} else texts)(connection, "arrived")
    put_in(connection, found, tables, _NAME)


def meant(connection: sqlite3.Connection, query: Query) -> list[int]:
    """Those of the arrivals that a query means, oldest first. To be asked within ``arrived``."""
    planned = plan(connection, query, index=_NAME)
    low, high = connection.execute("SELECT min(id), max(id) FROM arrived").fetchone()
    rows = connection.execute(
        f"SELECT story.id FROM arrived CROSS JOIN story ON story.id = arrived.id"
        f" WHERE {planned.condition} ORDER BY story.id",
        {**planned.values, "low": low, "high": high},
    )
    return [row[0] for row in rows]
