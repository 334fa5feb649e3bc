"""The query language's nouns: what a query means, and how it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tui.failure import Failure

COLUMNS = {"title": "title", "by": "author"}
"""Fields of words, and the columns of the index that they mean."""
STATES = ("unread", "read", "starred", "muted")
THINGS = ("comments",)
HOURS = {"h": 1, "d": 24, "w": 168, "y": 8766}


@dataclass(frozen=True, slots=True)
class Words:
    """Words that stand in a text: in ``column`` of the index, "" for any. ``whole``: in quotation marks."""

    text: str
    column: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """Stories of the sources or sections (``of``) whose name has this text in it; of the tag called so."""

    of: str
    text: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Is:
    """Stories in one of ``STATES``."""

    state: str


@dataclass(frozen=True, slots=True)
class Has:
    """Stories with one of ``THINGS``."""

    thing: str


@dataclass(frozen=True, slots=True)
class After:
    """Stories from this day on, in the reader's time zone."""

    day: date


@dataclass(frozen=True, slots=True)
class Before:
    """Stories from before this day."""

    day: date


@dataclass(frozen=True, slots=True)
class Age:
    """Stories that are no older than ``count`` of a unit in ``HOURS``."""

    count: int
    unit: str


@dataclass(frozen=True, slots=True)
class Not:
    """Stories that are not meant by ``part``."""

    part: Query


@dataclass(frozen=True, slots=True)
class All:
    """Stories that every part means; without parts, every story."""

    parts: tuple[Query, ...] = ()


@dataclass(frozen=True, slots=True)
class Any:
    """Stories that at least one of two or more parts means."""

    parts: tuple[Query, ...]


Query = Words | Named | Is | Has | After | Before | Age | Not | All | Any
EVERYTHING = All()


class QueryError(Failure):
    """A mistake in a query, from character ``start`` up to ``end`` of it."""

    code = "query"

    def __init__(self, start: int, end: int, sentence: str, next_step: str = "") -> None:
        super().__init__(sentence, next_step)
        self.start = start
        self.end = end


def printed(query: Query) -> str:
    """The query as text that ``parse`` reads as the same query."""
    match query:
        case Words(text, column, whole):
            name = next((field for field, of in COLUMNS.items() if of == column), "")
            return _printed(name, text, whole)
        case Named(of, text, whole):
            return _printed(of, text, whole)
        case Is(state):
            return f"is:{state}"
        case Has(thing):
            return f"has:{thing}"
        case After(day):
            return f"after:{day.isoformat()}"
        case Before(day):
            return f"before:{day.isoformat()}"
        case Age(count, unit):
            return f"age:{count}{unit}"
        case Not(part):
            return f"-({printed(part)})" if isinstance(part, All | Any) else f"-{printed(part)}"
        case All(parts):
            return " ".join(f"({printed(one)})" if isinstance(one, Any) else printed(one) for one in parts)
        case Any(parts):
            return " or ".join(map(printed, parts))


def names_muted(query: Query | None) -> bool:
    """Whether a query asks for muted stories, which else are not shown."""
    match query:
        case Is("muted"):
            return True
        case All(parts) | Any(parts):
            return any(map(names_muted, parts))
    return False


def words(query: Query) -> Iterator[Words]:
    """The words that a story may be found by, in no part that is negated."""
    match query:
        case Words():
            yield query
        case All(parts) | Any(parts):
            for part in parts:
                yield from words(part)


def _printed(field: str, text: str, whole: bool) -> str:
    return (f"{field}:" if field else "") + (f'"{text}"' if whole else text)
