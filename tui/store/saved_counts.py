"""How many unread stories each saved search means, kept in the transaction that changes it.

What a few stories add is looked up before and after they change, in an index of them alone, so that it
costs the same whatever else is stored. Where many change, or what sources are called, the counts are
outdated, and counted anew one by one while nothing else is written. A search by age is outdated by the
clock: its count holds ``until`` the next story is too old for it.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from tui.store.rows import SECOND_BITS
from tui.store.schema import EXACT

if TYPE_CHECKING:
    from tui.store.query import Query

FEW = 250  # stories whose change is followed


@lru_cache(maxsize=128)
def meant(text: str) -> Query:
    """What a saved search says. Raises ``QueryError``."""
    from tui.store.query_parser import parse

    return parse(text)


@contextmanager
def kept(connection: sqlite3.Connection, changing: Iterable[int]) -> Iterator[None]:
    """Keeps the counts while the block changes these stories, or makes them, and no others."""
    ids = set(changing)
    if not ids or not _any(connection):
        yield
        return
    if len(ids) > FEW:
        outdate(connection)
        yield
        return
    rows = connection.execute(f"SELECT id, query FROM saved WHERE removed IS NULL AND {EXACT}").fetchall()
    queries = [meant(text) for _id, text in rows]
    before = _unread(connection, ids, queries)
    yield
    after = _unread(connection, ids, queries)
    for (id_, _text), query, had, has in zip(rows, queries, before, after, strict=True):
        if has != had:
            connection.execute(
                "UPDATE saved SET unread = unread + ?, until = ? WHERE id = ?",
                (has - had, _until(connection, query), id_),
            )


@contextmanager
def named(connection: sqlite3.Connection, sources: Sequence[int]) -> Iterator[None]:
    """Outdates what names sources if the block changes what these are called."""
    if not _any(connection, "source:"):
        yield
        return
    before = _names(connection, sources)
    yield
    if _names(connection, sources) != before:
        outdate(connection, "source:")


def outdate(connection: sqlite3.Connection, saying: str = "") -> None:
    """Has the counts found anew: all, or of those searches that say something ("has:")."""
    connection.execute("UPDATE saved SET counted = 0 WHERE counted = 1 AND query LIKE ?", (f"%{saying}%",))


def count_one(connection: sqlite3.Connection) -> bool:
    """Counts one search anew whose count is outdated; False where there is none."""
    row = connection.execute(
        f"SELECT id FROM saved WHERE removed IS NULL AND NOT ({EXACT}) LIMIT 1"
    ).fetchone()
    if row is not None:
        count(connection, row[0])
    return row is not None


def count(connection: sqlite3.Connection, id_: int) -> None:
    """Counts one search anew."""
    from tui.store.query_sql import plan

    text = connection.execute("SELECT query FROM saved WHERE id = ?", (id_,)).fetchone()[0]
    query = meant(text)
    planned = plan(connection, query)
    unread = connection.execute(
        f"SELECT count(*) FROM story WHERE read = 0 AND {planned.condition} AND id BETWEEN :low AND :high",
        {**planned.values, "low": planned.oldest, "high": planned.newest},
    ).fetchone()[0]
    connection.execute(
        "UPDATE saved SET unread = ?, counted = 1, until = ? WHERE id = ?",
        (unread, _until(connection, query), id_),
    )


def _any(connection: sqlite3.Connection, saying: str = "") -> bool:
    found = connection.execute(
        "SELECT 1 FROM saved WHERE removed IS NULL AND query LIKE ? LIMIT 1", (f"%{saying}%",)
    )
    return found.fetchone() is not None


def _names(connection: sqlite3.Connection, sources: Sequence[int]) -> list[tuple[str, ...]]:
    listed = f"[{','.join(map(str, sources))}]"
    return connection.execute(
        "SELECT title, url, site_url FROM json_each(?) CROSS JOIN source ON source.id = value", (listed,)
    ).fetchall()


def _unread(connection: sqlite3.Connection, ids: Collection[int], queries: Sequence[Query]) -> list[int]:
    """How many unread ones of a few stories each query means."""
    from tui.store.arrived_index import changing, counted

    unread = connection.execute(
        "SELECT story.id FROM json_each(?) CROSS JOIN story ON story.id = value WHERE read = 0",
        (f"[{','.join(map(str, ids))}]",),
    ).fetchall()
    if not (unread and queries):
        return [0] * len(queries)
    with changing(connection, [row[0] for row in unread], queries):
        return counted(connection, queries)


def _until(connection: sqlite3.Connection, query: Query) -> int | None:
    """When (seconds since 1970) time alone changes a count next; None: never."""
    moments = []
    now = int(time.time())
    for age in _ages(query):
        oldest = now - age
        row = connection.execute(
            "SELECT min(id) FROM story WHERE read = 0 AND id >= ?", (oldest << SECOND_BITS,)
        ).fetchone()
        if row[0] is not None:
            moments.append((row[0] >> SECOND_BITS) + age + 1)
    return min(moments, default=None)


def _ages(query: Query) -> Iterator[int]:
    """The ages that a query asks for, in seconds."""
    from tui.store.query import HOURS, Age, All, Any, Not

    match query:
        case Age(count, unit):
            yield 3600 * HOURS[unit] * count
        case Not(part):
            yield from _ages(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from _ages(part)
