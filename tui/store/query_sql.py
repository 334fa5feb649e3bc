"""A query as SQL: a condition on ``story``, and the ways in which the stories that it means are looked for.

Words are found in the index, names, marks and dates in the rows of ``story``. What one
table of the index can find by itself, "not" and all, is given to it as one expression,
and read from it in the order of time. Alternatives of which one asks the index and another
the rows are looked for apart: no way then has to put together more than a page.
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

OLDEST, NEWEST = -(1 << 62), 1 << 62
_STATES = {
    "unread": "story.read = 0",
    "read": "story.read = 1",
    "starred": "story.starred = 1",
    "muted": "story.muted = 1",
}
_THINGS = {
    "comments": "coalesce(story.comment_count, 0) > 0",
}
EVERY = "1"
_NONE = "0"
_TABLES = ("search_title", "search_start", "search")  # what finds less or needs no places first


@dataclass(frozen=True, slots=True)
class Way:
    """Stories that ``table`` of the index finds by the value ``expression``, of which ``condition`` holds.

    Without a table those of which the condition holds. ``sets``: ids that lie between the values ``low`` and
    ``high`` are put together for it, before the first story is found.
    """

    condition: str
    sets: bool
    table: str = ""
    expression: str = ""


@dataclass(slots=True)
class Plan:
    """A condition on ``story`` with its values, the ids between which all that it means lie, and the ways
    to all of them."""

    condition: str = EVERY
    values: dict[str, object] = field(default_factory=dict)
    oldest: int = OLDEST
    newest: int = NEWEST
    ways: tuple[Way, ...] = ()


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
        made.ways = tuple(map(self._way, _ways(query)))
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

    def _way(self, parts: Sequence[Query]) -> Way:
        """How the stories that all parts mean are found."""
        looks, conditions = self._joined(parts)
        table, *others = looks or [""]
        conditions += [self._matching(one, looks[one], first=False) for one in others]
        condition = " AND ".join(conditions) or EVERY
        expression = self._value(looks[table]) if table else ""
        return Way(condition, ":low" in condition, table and self._here(table), expression)

    def _all(self, parts: Sequence[Query]) -> str:
        looks, conditions = self._joined(parts)
        # Of two tables the second is not looked into where the first has nothing.
        found = [self._matching(one, looks[one], first=not place) for place, one in enumerate(looks)]
        return " AND ".join([*found, *conditions]) or EVERY

    def _joined(self, parts: Sequence[Query]) -> tuple[dict[str, str], list[str]]:
        """What each table of the index can join by itself, and the conditions of the other parts."""
        unwanted, negated = self._looks([part.part for part in parts if isinstance(part, Not)])
        wanted, conditions = self._looks([part for part in parts if not isinstance(part, Not)])
        if "search" in wanted and ("search_start" in wanted or "search_start" in unwanted):
            # What a phrase implies is found without its places, and often is nothing at all.
            words = [part for part in parts if isinstance(part, Words)]
            implied = dict.fromkeys(token for one in words for token in _implied(one))
            if implied or "search_start" in wanted:
                wanted.setdefault("search_start", []).extend(implied)
        looks = {}
        for table in filter(wanted.__contains__, _TABLES):
            but = f" NOT ({' OR '.join(unwanted.pop(table))})" if table in unwanted else ""
            looks[table] = " AND ".join(wanted[table]) + but
        negated += [self._matching(table, " OR ".join(some)) for table, some in unwanted.items()]
        return looks, conditions + [f"NOT {one}" for one in negated]

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

    def _matching(self, table: str, expression: str, *, first: bool = True) -> str:
        """Whether a story is found; by what comes ``first`` those to ask for may be."""
        table = self._here(table)
        return (
            f"{'' if first else '+'}story.id IN (SELECT rowid FROM {table}"
            f" WHERE {table} MATCH :{self._value(expression)} AND rowid BETWEEN :low AND :high)"
        )

    def _here(self, table: str) -> str:
        """A table of the index that is asked."""
        return f"{self._of}_{table}" if self._of else table

    def _value(self, expression: str) -> str:
        name = f"match{len(self._values)}"
        self._values[name] = expression
        return name

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


def _ways(query: Query) -> list[tuple[Query, ...]]:
    """The query as alternatives, each of parts that all have to hold.

    Only where the index finds none of the parts by itself, and one is of alternatives that it may find.
    """
    parts = _parts(_plain(query))
    if not any(_look(part) for part in parts):
        for place, part in enumerate(parts):
            if isinstance(part, Any) and _has_words(part):
                ones = [way for one in _by_table(part.parts) for way in _ways(one)]
                return [(*parts[:place], *way, *parts[place + 1 :]) for way in ones]
    return [parts]


def _plain(query: Query) -> Query:
    """The query with "all" in "all" dissolved, and "not" taken into alternatives of several tables."""
    match query:
        case Not(Not(part)):
            return _plain(part)
        case Not(Any(parts) as part) if _look(part) is None:
            return _plain(All(tuple(map(Not, parts))))
        case All(parts):
            return All(tuple(one for part in parts for one in _parts(_plain(part))))
        case Any(parts):
            return Any(tuple(map(_plain, parts)))
    return query


def _parts(query: Query) -> tuple[Query, ...]:
    return query.parts if isinstance(query, All) else (query,)


def _has_words(query: Query) -> bool:
    return _look(query) is not None or (isinstance(query, All | Any) and any(map(_has_words, query.parts)))


def _by_table(parts: Sequence[Query]) -> list[Query]:
    """Alternatives, those of one table as one, and those without words as one."""
    together: dict[str, list[Query]] = {}
    others: list[Query] = []
    for part in parts:
        look = _look(part)
        if look is None and _has_words(part):
            others.append(part)
        else:
            together.setdefault(look[0] if look else "", []).append(part)
    return [some[0] if len(some) == 1 else Any(tuple(some)) for some in together.values()] + others


def _implied(words: Words) -> list[str]:
    """What is in every story with these words, as it is looked for in the index of beginnings."""
    table, expression = _words(words)
    if table == "search_start":
        return []
    *whole, last = pairs(words.text) or tokens(words.text) or [""]
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


def looked_into(words: Words) -> tuple[str, ...]:
    """The tables of the index that may be looked into for these words."""
    table, _expression = _words(words)
    return ("search", "search_start") if table == "search" else (table,)


@lru_cache(maxsize=1024)
def _words(words: Words) -> tuple[str, str]:
    """A table of the index and what to look for in it (https://sqlite.org/fts5.html, 3)."""
    two = pairs(words.text)
    said = two or tokens(words.text)
    text = " ".join(said)
    one = not two and len(said) == 1 and len(text) > 1
    begins = "*" if not words.whole and (one or is_parted_by_marks(words.text)) else ""
    if words.column:
        return "search_title", f'{{{words.column}}} : "{text}"{begins}'
    if len(said) == 1:
        return "search_start", f'"{text}"{begins}'
    return "search", f'{"pairs : " if two else ""}"{text}"{begins}'
