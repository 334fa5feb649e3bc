"""How many unread stories each saved search means, kept in the transaction that changes it.

A few stories are asked of before and after they change, which costs as little as they are few. Where
many change, or what stories are called, the counts are outdated, and counted anew one by one while
nothing else is written. A search by age is outdated by the clock: its count holds ``until`` the next
story is too old for it.
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
    from tui.store.query_sql import Plan

FEW = 250  # stories whose change is followed


class _Standing:
    """A saved search whose count holds, and how the stories it means are found."""

    def __init__(self, connection: sqlite3.Connection, id_: int, text: str) -> None:
        from tui.store.query_sql import plan

        self.id = id_
        self.query = meant(text)
        self.plan: Plan = plan(connection, self.query)


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
    standing = [_Standing(connection, *row) for row in rows]
    before = [_unread_of(connection, one.plan, ids) for one in standing]
    yield
    for one, had in zip(standing, before, strict=True):
        has = _unread_of(connection, one.plan, ids)
        if has != had:
            connection.execute(
                "UPDATE saved SET unread = unread + ?, until = ? WHERE id = ?",
                (has - had, _until(connection, one.query), one.id),
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
    text = connection.execute("SELECT query FROM saved WHERE id = ?", (id_,)).fetchone()[0]
    one = _Standing(connection, id_, text)
    values = {**one.plan.values, "low": one.plan.oldest, "high": one.plan.newest}
    unread = connection.execute(
        f"SELECT count(*) FROM story WHERE read = 0 AND {one.plan.condition} AND id BETWEEN :low AND :high",
        values,
    ).fetchone()[0]
    connection.execute(
        "UPDATE saved SET unread = ?, counted = 1, until = ? WHERE id = ?",
        (unread, _until(connection, one.query), id_),
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


def _unread_of(connection: sqlite3.Connection, plan: Plan, ids: Collection[int]) -> int:
    """How many of the stories with these ids a plan finds that are unread."""
    count: int = connection.execute(
        "SELECT count(*) FROM json_each(:ids) CROSS JOIN story ON story.id = value"
        f" WHERE read = 0 AND {plan.condition}",
        {**plan.values, "ids": f"[{','.join(map(str, ids))}]", "low": min(ids), "high": max(ids)},
    ).fetchone()[0]
    return count


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
