"""An index of a few stories alone: of arrivals, which rules are asked of before the search index has caught
up; of what changes, of which saved searches are asked in no more time than it takes to read it.

Its tables are those of ``tui.store.search``, under other names and for as long as they are needed,
so a query means the same in both; a property test holds that. They are small: what the search
index keeps ready for beginnings of words is found here without. Emptied, they are kept for the
next time: to make tables has every statement of the connection prepared anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from tui.store.ids import chunks, marks
from tui.store.presence import last_entry
from tui.store.query import All, Any, Not, Query, Words
from tui.store.query_sql import conditions_of, looked_into, plan
from tui.store.rows import number
from tui.store.search import Text, headings, indexed, put_in, texts
from tui.store.view import View

_TOKENIZE = 'tokenize = "unicode61 remove_diacritics 2"'
_TABLES = {
    "search_title": f"title, author, content = '', columnsize = 0, {_TOKENIZE}",
    "search": f"title, author, summary, body, pairs, content = '', columnsize = 0, {_TOKENIZE}",
    "search_start": f"words, content = '', detail = none, columnsize = 0, {_TOKENIZE}",
}
_Reading = Callable[[sqlite3.Connection, str], list[Text]]


@contextmanager
def arrived(connection: sqlite3.Connection, ids: Iterable[int], queries: Sequence[Query]) -> Iterator[None]:
    """Keeps the index of arrivals while the block runs; it has what these queries look for, and no more."""
    tables = _tables(queries)
    with _index(connection, "arrived", ids, tables, headings if tables == {"search_title"} else texts):
        yield


@contextmanager
def changing(connection: sqlite3.Connection, ids: Iterable[int], queries: Sequence[Query]) -> Iterator[None]:
    """Keeps an index of what the search index has of these stories now."""
    with _index(connection, "changing", ids, _tables(queries), indexed):
        yield


@contextmanager
def _index(
    connection: sqlite3.Connection, of: str, ids: Iterable[int], tables: set[str], reading: _Reading
) -> Iterator[None]:
    connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {of} (id INTEGER PRIMARY KEY)")
    for table in tables:
        connection.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{of}_{table} USING fts5({_TABLES[table]})"
        )
    try:
        connection.executemany(f"INSERT INTO {of} VALUES (?)", ((id_,) for id_ in ids))
        if tables:
            put_in(connection, reading(connection, of), tables, f"{of}_")
        yield
    finally:
        connection.execute(f"DELETE FROM {of}")
        for table in tables:
            connection.execute(f"INSERT INTO {of}_{table} ({of}_{table}) VALUES ('delete-all')")


def _tables(queries: Sequence[Query]) -> set[str]:
    """The tables of the index that these queries may look into."""
    return {table for query in queries for one in _looked_for(query) for table in looked_into(one)}


def _looked_for(query: Query) -> Iterator[Words]:
    match query:
        case Words():
            yield query
        case Not(part):
            yield from _looked_for(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from _looked_for(part)


def meant_of_view(connection: sqlite3.Connection, view: View, ids: Sequence[str]) -> list[str]:
    """Those of some arrivals that a view with a query would have now, oldest first."""
    query = view.query
    assert query is not None
    if view.absence:
        view = replace(view, absence=view.absence._replace(last=last_entry(connection)))
    with arrived(connection, map(number, ids), [query]):
        found = meant(connection, query)
    return [
        str(row[0])
        for some in chunks(found)
        for row in connection.execute(
            f"SELECT id FROM story WHERE id IN ({marks(some)}) AND {view.where} ORDER BY id", some
        )
    ]


def meant(connection: sqlite3.Connection, query: Query) -> list[int]:
    """Those of the arrivals that a query means, oldest first. To be asked within ``arrived``."""
    planned = plan(connection, query, of="arrived")
    low, high = connection.execute("SELECT min(id), max(id) FROM arrived").fetchone()
    rows = connection.execute(
        f"SELECT story.id FROM arrived CROSS JOIN story ON story.id = arrived.id"
        f" WHERE {planned.condition} ORDER BY story.id",
        {**planned.values, "low": low, "high": high},
    )
    return [row[0] for row in rows]


def counted(connection: sqlite3.Connection, queries: Sequence[Query]) -> list[int]:
    """How many of what is changing each query means. To be asked within ``changing``."""
    conditions, values = conditions_of(connection, queries, of="changing")
    low, high = connection.execute("SELECT min(id), max(id) FROM changing").fetchone()
    row = connection.execute(
        f"SELECT {', '.join(f'sum({one})' for one in conditions)}"
        " FROM changing CROSS JOIN story ON story.id = changing.id",
        {**values, "low": low, "high": high},
    ).fetchone()
    return list(row)
