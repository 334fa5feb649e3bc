"""The ids that a plan finds, newest first, page by page.

Row order is time order, and the index has its ids in it too: a page is read from the newest on,
and ends where it is full. Only where sets of ids have to be put together first, in the newest few
thousand stories, and then in as long a time before as will probably fill it.
"""

from __future__ import annotations

import sqlite3

from tui.store.query_sql import EVERY, NEWEST, OLDEST, Plan, Way

FIRST_LOOK = 4_000  # stories
_FARTHEST = 4.0  # times as far as before
_Bounds = tuple[int, int]


def found(
    connection: sqlite3.Connection,
    plan: Plan,
    *,
    within: str = EVERY,
    before: int = NEWEST,
    after: int = OLDEST,
    limit: int,
) -> list[int]:
    """The newest ids older than ``before``, newest first; with ``after``, those just newer than that.

    ``within`` is a condition on ``story`` that has no values.
    """
    bounds = max(plan.oldest, after + 1), min(plan.newest, before - 1)
    order = "DESC" if after == OLDEST else "ASC"
    if len(plan.ways) == 1 and not plan.ways[0].sets:
        return sorted(_look(connection, plan, plan.ways[0], within, bounds, order, limit), reverse=True)
    low, high, span = _first_part(connection, within, bounds, order)
    ids: list[int] = []
    looked = 0
    while low <= high and len(ids) < limit:
        here = (max(low, high - span), high) if order == "DESC" else (low, min(high, low + span))
        ids += _part(connection, plan, within, here, order, limit - len(ids))
        low, high = (low, here[0] - 1) if order == "DESC" else (here[1] + 1, high)
        looked += span
        span = max(1, int(looked * _farther(len(ids), limit)))
    return sorted(ids, reverse=True)


def _part(
    connection: sqlite3.Connection, plan: Plan, within: str, here: _Bounds, order: str, limit: int
) -> list[int]:
    """The first of the ids between two that any way leads to."""
    ids: list[int] = []
    for way in plan.ways:
        some = _look(connection, plan, way, within, here, order, limit)
        ids = sorted({*ids, *some}, reverse=order == "DESC")[:limit]
        if len(ids) == limit:  # what lies farther is not wanted
            here = (ids[-1], here[1]) if order == "DESC" else (here[0], ids[-1])
    return ids


def every(connection: sqlite3.Connection, plan: Plan, within: str = EVERY) -> list[int]:
    """All the ids, newest first."""
    bounds = plan.oldest, plan.newest
    ways = [_look(connection, plan, way, within, bounds, "DESC", -1) for way in plan.ways]
    return ways[0] if len(ways) == 1 else sorted({id_ for ids in ways for id_ in ids}, reverse=True)


def highest(
    connection: sqlite3.Connection, plan: Plan, value: str, *, within: str = EVERY, limit: int
) -> list[int]:
    """The ids with the highest ``value`` (an expression over ``story``), of one value the newest first."""
    rows = connection.execute(
        f"SELECT id FROM story WHERE {within} AND {plan.condition} AND id BETWEEN :low AND :high"
        f" ORDER BY coalesce({value}, 0) DESC, id DESC LIMIT :limit",
        {**plan.values, "low": plan.oldest, "high": plan.newest, "limit": limit},
    )
    return [row[0] for row in rows]


def _farther(found: int, limit: int) -> float:
    """How many times as far as so far the rest of a page probably lies, with a half more."""
    return min(_FARTHEST, 1.5 * (limit - found) / found) if found else _FARTHEST


def _first_part(
    connection: sqlite3.Connection, within: str, bounds: _Bounds, order: str
) -> tuple[int, int, int]:
    """The lowest and the highest id that there are between the bounds, and what of it to look at first."""
    low, high = connection.execute(
        "SELECT (SELECT min(id) FROM story WHERE id >= ?), (SELECT max(id) FROM story WHERE id <= ?)", bounds
    ).fetchone()
    if low is None or high is None or low > high:
        return 1, 0, 0
    edge = connection.execute(
        f"SELECT id FROM story WHERE {within} AND id BETWEEN ? AND ? ORDER BY id {order} LIMIT 1 OFFSET ?",
        (low, high, FIRST_LOOK - 1),
    ).fetchone()
    start = high if order == "DESC" else low
    return low, high, abs(start - edge[0]) if edge else high - low


def _look(
    connection: sqlite3.Connection,
    plan: Plan,
    way: Way,
    within: str,
    here: _Bounds,
    order: str,
    limit: int,
) -> list[int]:
    where = f"{within} AND ({way.condition})"
    if way.table:
        # Of the index first: it has its ids in order, and the rest of it is never read.
        query = (
            f"SELECT story.id FROM {way.table} CROSS JOIN story ON story.id = {way.table}.rowid"
            f" WHERE {way.table} MATCH :{way.expression} AND {way.table}.rowid BETWEEN :low AND :high"
            f" AND {where} ORDER BY {way.table}.rowid {order} LIMIT :limit"
        )
    else:
        within_bounds = f"{where} AND id BETWEEN :low AND :high"
        query = f"SELECT id FROM story WHERE {within_bounds} ORDER BY id {order} LIMIT :limit"
    rows = connection.execute(query, {**plan.values, "low": here[0], "high": here[1], "limit": limit})
    return [row[0] for row in rows]
