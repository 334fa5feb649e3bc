"""A query as SQL over ``story``, and the ids it means, newest first, page by page.

Row order is time order, so a page is looked for in the newest few thousand stories first,
and then in as many of those before as it will probably take: what is common is found at once,
and what is rare by going through the others in one look. To look costs something however
little there is to see: what long words begin with is put together anew each time.
Each word is a set of ids from the index, bounded
to where is looked; sets, marks and names are put together by SQLite.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from tui.store import tags
from tui.store.query import (
    HOURS,
    After,
    Age,
    All,
    Any,
    Before,
    Has,
    Is,
    Named,
    Not,
    Query,
    Words,
)
from tui.store.rows import SECOND_BITS
from tui.store.search_text import bare, folded, is_parted_by_marks, pairs, tokens

FIRST_LOOK = 4_000  # stories
LONGEST_LOOK = 64_000  # stories; where it takes more, all that are left are looked through
_OLDEST, _NEWEST = -(1 << 62), 1 << 62
_STATES = {
    "unread": "story.read = 0",
    "read": "story.read = 1",
    "starred": "story.starred = 1",
    "muted": "story.muted = 1",
}
_THINGS = {
    "comments": "coalesce(story.comment_count, 0) > 0",
}
_EVERY, _NONE = "1", "0"


@dataclass(slots=True)
class Plan:
    """A condition on ``story`` with its values, and the ids between which all that it means lie."""

    condition: str = _EVERY
    values: dict[str, object] = field(default_factory=dict)
    oldest: int = _OLDEST
    newest: int = _NEWEST


def plan(connection: sqlite3.Connection, query: Query, now: datetime | None = None, *, of: str = "") -> Plan:
    """How the stories that ``query`` means are found, as of ``now``.

    ``of`` is a table of the few stories that are asked about, which have an index of their own
    (``tui.store.arrived_index``).
    """
    return _Planner(connection, now or datetime.now(UTC), of).plan(query)


def conditions_of(
    connection: sqlite3.Connection, queries: Iterable[Query], *, of: str
) -> tuple[list[str], dict[str, object]]:
    """A condition on ``story`` for each query, to be asked together, and all values; ``of`` as above."""
    planner = _Planner(connection, datetime.now(UTC), of)
    plans = [planner.plan(query) for query in queries]
    return [one.condition for one in plans], plans[-1].values


def found(
    connection: sqlite3.Connection,
    plan: Plan,
    *,
    within: str = _EVERY,
    before: int = _NEWEST,
    after: int = _OLDEST,
    limit: int,
) -> list[int]:
    """The newest ids older than ``before``, newest first; with ``after``, those just newer than that.

    ``within`` is a condition on ``story`` that has no values.
    """
    order = "ASC" if after != _OLDEST else "DESC"
    low, high = max(plan.oldest, after + 1), min(plan.newest, before - 1)
    ids: list[int] = []
    looked, stories = 0, FIRST_LOOK
    while True:
        edge = _edge(connection, within, low, high, order, stories) if stories else None
        here = (low, high) if edge is None else (low, edge) if order == "ASC" else (edge, high)
        ids += _between(connection, plan, within, here, order, limit - len(ids))
        if edge is None or len(ids) >= limit:
            return ids[::-1] if order == "ASC" else ids
        low, high = (edge + 1, high) if order == "ASC" else (low, edge - 1)
        looked += stories
        stories = _next_look(looked, len(ids), limit)


def _next_look(looked: int, found: int, limit: int) -> int:
    """In how many stories the rest of a page probably is, with a half more; 0: all that are left."""
    stories = 3 * looked * (limit - found) // (2 * found) if found else LONGEST_LOOK + 1
    return stories if stories <= LONGEST_LOOK else 0


def highest(
    connection: sqlite3.Connection, plan: Plan, value: str, *, within: str = _EVERY, limit: int
) -> list[int]:
    """The ids with the highest ``value`` (an expression over ``story``), of one value the newest first."""
    here = (plan.oldest, plan.newest)
    return _between(connection, plan, within, here, "DESC", limit, first=f"coalesce({value}, 0) DESC, ")


def every(connection: sqlite3.Connection, plan: Plan, within: str = _EVERY) -> list[int]:
    """All the ids, newest first."""
    return _between(connection, plan, within, (plan.oldest, plan.newest), "DESC", -1)


def _edge(
    connection: sqlite3.Connection, within: str, low: int, high: int, order: str, stories: int
) -> int | None:
    """The id so many stories on; None where there are fewer."""
    row = connection.execute(
        f"SELECT id FROM story WHERE {within} AND id BETWEEN ? AND ? ORDER BY id {order} LIMIT 1 OFFSET ?",
        (low, high, stories - 1),
    ).fetchone()
    return row[0] if row else None


def _between(
    connection: sqlite3.Connection,
    plan: Plan,
    within: str,
    here: tuple[object, object],
    order: str,
    limit: int,
    first: str = "",
) -> list[int]:
    rows = connection.execute(
        f"SELECT id FROM story WHERE {within} AND {plan.condition} AND id BETWEEN :low AND :high"
        f" ORDER BY {first}id {order} LIMIT :limit",
        {**plan.values, "low": here[0], "high": here[1], "limit": limit},
    )
    return [row[0] for row in rows]


class _Planner:
    """Puts a plan together, part by part of the query."""

    def __init__(self, connection: sqlite3.Connection, now: datetime, of: str) -> None:
        self._connection = connection
        self._now = now
        self._of = of
        self._values: dict[str, object] = {}

    def plan(self, query: Query) -> Plan:
        made = Plan()
        for part in query.parts if isinstance(query, All) else (query,):
            if isinstance(part, After | Age):
                made.oldest = max(made.oldest, self._first(part))
            elif isinstance(part, Before):
                made.newest = min(made.newest, self._first(part) - 1)
            elif isinstance(part, Named) and part.of == "tag":
                oldest, newest = tags.bounds(self._connection, part.text)
                made.oldest, made.newest = max(made.oldest, oldest), min(made.newest, newest)
        made.condition = f"({self._condition(query)})"
        made.values = self._values
        return made

    def _condition(self, query: Query) -> str:
        match query:
            case All(parts):
                return self._all(parts)
            case Any(parts):
                looks, others = self._looks(parts)
                joined = [self._matching(table, " OR ".join(some)) for table, some in looks.items()]
                return " OR ".join(others + joined)  # what a row says itself is asked first
            case Not(part):
                return f"NOT ({self._condition(part)})"
            case Words():
                return self._all((query,))
            case Named("tag", text, _whole):
                return self._tagged(text)
            case Named(of, text, whole):
                return self._named(of, text, whole)
            case Is(state):
                return _STATES[state]
            case Has(thing):
                return _THINGS[thing]
            case Before():
                return f"story.id < {self._first(query)}"
            case After() | Age():
                return f"story.id >= {self._first(query)}"

    def _all(self, parts: Sequence[Query]) -> str:
        """The parts' conditions; what the index can join by itself is one look into it."""
        parts = _spread(parts)
        unwanted, negated = self._looks([part.part for part in parts if isinstance(part, Not)])
        wanted, conditions = self._looks([part for part in parts if not isinstance(part, Not)])
        if "search" in wanted and ("search_start" in wanted or "search_start" in unwanted):
            # What a phrase implies is found without its places, and often is nothing at all:
            # then the other table is not looked into.
            words = [part for part in parts if isinstance(part, Words)]
            implied = dict.fromkeys(token for one in words for token in _implied(one))
            if implied or "search_start" in wanted:
                wanted.setdefault("search_start", []).extend(implied)
        for table, some in sorted(wanted.items(), reverse=True):
            but = f" NOT ({' OR '.join(unwanted.pop(table))})" if table in unwanted else ""
            second = table == "search" and "search_start" in wanted
            conditions.append(self._matching(table, " AND ".join(some) + but, second=second))
        for table, some in unwanted.items():
            negated.append(self._matching(table, " OR ".join(some)))
        return " AND ".join(conditions + [f"NOT {one}" for one in negated]) or _EVERY

    def _looks(self, parts: Sequence[Query]) -> tuple[dict[str, list[str]], list[str]]:
        """What to look for in each table of the index, and the conditions of the other parts."""
        looks: dict[str, list[str]] = {}
        others = []
        for part in parts:
            look = _look(part)
            if look is None:
                others.append(f"({self._condition(part)})")
            else:
                looks.setdefault(look[0], []).append(look[1])
        return looks, others

    def _matching(self, table: str, expression: str, *, second: bool = False) -> str:
        """Whether a story is found. ``second``: it is not by this that the stories to ask for are found."""
        name = f"match{len(self._values)}"
        self._values[name] = expression
        table = f"{self._of}_{table}" if self._of else table
        return (
            f"{'+' if second else ''}story.id IN (SELECT rowid FROM {table}"
            f" WHERE {table} MATCH :{name} AND rowid BETWEEN :low AND :high)"
        )

    def _named(self, of: str, text: str, whole: bool) -> str:
        columns = "name, '', ''" if of == "section" else "title, url, site_url"
        here = f"(SELECT {of}_id FROM {self._of} CROSS JOIN story USING (id))"
        where = f" WHERE id IN {here}" if self._of else ""
        rows = self._connection.execute(f"SELECT id, {columns} FROM {of}{where}").fetchall()
        wanted = bare(folded(text))
        ids = [str(row[0]) for row in rows if _has_name(row[1:], wanted, whole)]
        return f"story.{of}_id IN ({','.join(ids)})" if ids else _NONE

    def _tagged(self, text: str) -> str:
        tag = tags.find(self._connection, text)
        if tag == tags.NONE:
            return _NONE
        return (
            "story.id IN (SELECT story_id FROM tagged"
            f" WHERE tag_id = {tag} AND story_id BETWEEN :low AND :high)"
        )

    def _first(self, part: After | Before | Age) -> int:
        """The lowest id that a story of that moment may have."""
        if isinstance(part, Age):
            moment = self._now.timestamp() - 3600.0 * HOURS[part.unit] * part.count
        else:
            moment = _midnight(part.day)
        return int(moment) << SECOND_BITS


def _has_name(names: Iterable[str], wanted: str, whole: bool) -> bool:
    told = [bare(folded(name)) for name in names]
    return wanted in told if whole else any(wanted in name for name in told)


def _midnight(day: date) -> float:
    """When a day begins where the reader is, in seconds since 1970."""
    there = datetime(day.year, day.month, day.day)
    try:
        return there.timestamp()
    except (ValueError, OverflowError, OSError):  # the ends of the calendar
        return (there.replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(seconds=1)


def _spread(parts: Sequence[Query]) -> Sequence[Query]:
    """The parts, unwanted words taken into alternatives of words: (a or b) -c is (a -c) or (b -c).

    The index leaves out by itself what it need not find then; of what is left there is
    little, while a common word's stories are many.
    """
    unwanted = [part for part in parts if isinstance(part, Not) and _look(part.part) is not None]
    others = [part for part in parts if part not in unwanted]
    if not unwanted or any(_look(part) is not None for part in others):
        return parts
    for place, part in enumerate(others):
        if isinstance(part, Any) and any(_has_words(one) for one in part.parts):
            others[place] = Any(tuple(All((*_parts(one), *unwanted)) for one in _by_table(part.parts)))
            return others
    return parts


def _parts(query: Query) -> tuple[Query, ...]:
    return query.parts if isinstance(query, All) else (query,)


def _has_words(query: Query) -> bool:
    return _look(query) is not None or (isinstance(query, All) and any(map(_has_words, query.parts)))


def _by_table(parts: Sequence[Query]) -> list[Query]:
    """Alternatives, those that are found in one table as one."""
    together: dict[str, list[Query]] = {}
    others: list[Query] = []
    for part in parts:
        look = _look(part)
        if look is None:
            others.append(part)
        else:
            together.setdefault(look[0], []).append(part)
    return others + [some[0] if len(some) == 1 else Any(tuple(some)) for some in together.values()]


def _implied(words: Words) -> list[str]:
    """What is in every story with these words, as it is looked for in the index of beginnings."""
    table, expression = _words(words)
    if table == "search_start":
        return []
    *whole, last = tokens(words.text) or [""]
    begins = "*" if expression.endswith("*") else ""
    return [f'"{token}"' for token in whole] + ([f'"{last}"{begins}'] if last else [])


def _look(query: Query) -> tuple[str, str] | None:
    """The table and the expression that find a query, where one look into the index does."""
    if isinstance(query, Words):
        return _words(query)
    if not isinstance(query, All | Any) or not query.parts:
        return None
    looks = [_look(part) for part in query.parts]
    tables = {look and look[0] for look in looks}
    if len(tables) > 1 or None in tables:
        return None
    joint = " AND " if isinstance(query, All) else " OR "
    found = [look for look in looks if look]
    return found[0][0], f"({joint.join(expression for _table, expression in found)})"


@lru_cache(maxsize=1024)
def _words(words: Words) -> tuple[str, str]:
    """A table of the index and what to look for in it (https://sqlite.org/fts5.html, 3)."""
    said = tokens(words.text)
    two = pairs(words.text)
    if len(two) == 1 and not words.column:
        return "search_start", f'"{two[0]}"'
    text = " ".join(said)
    one = len(said) == 1 and len(text) > 1
    begins = "*" if not words.whole and (one or is_parted_by_marks(words.text)) else ""
    if words.column:
        return "search", f'{{{words.column}}} : "{text}"{begins}'
    return "search_start" if len(said) == 1 else "search", f'"{text}"{begins}'
