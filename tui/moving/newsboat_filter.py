"""newsboat's filter language, as far as ours can say the same.

Without precedence, from the right, as newsboat has it: ``a or b and c`` is ``a or (b and c)``, and
``a and b or c`` is ``a and (b or c)``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tui.locale import _
from tui.store.query import EVERYTHING, Age, All, Any, Is, Named, Not, Query, QueryError, Words, printed
from tui.store.query_parser import parse
from tui.text import clean

_TOKEN = re.compile(
    r"""\s*(?:(?P<mark>[()])|(?P<op>==|=~|!=|!~|!\#|<=|>=|=|<|>|\#)
    |"(?P<text>(?:[^"\\]|\\.)*)"|(?P<number>-?\d{1,6}(?::-?\d{1,6})?)|(?P<name>[A-Za-z_]+))""",
    re.X,
)
_ESCAPED = re.compile(r"\\(.)")
_META = re.compile(r"[\[\](){}*+?^$\\]")
_WORD = re.compile(r"\w+")
_NEGATED = {"!=": "=", "!~": "=~", "!#": "#"}
DEEPEST = 16


class NotTranslatable(Exception):
    """Ours can't say it; ``sentence`` tells what."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(slots=True)
class Tags:
    """The feeds of each tag. A feed's first tag is its section here."""

    _first: set[str] = field(default_factory=set)
    _others: dict[str, list[str]] = field(default_factory=dict)

    def add(self, url: str, tags: Sequence[str]) -> None:
        for place, tag in enumerate(tags):
            if place == 0:
                self._first.add(tag)
            else:
                self._others.setdefault(tag, []).append(url)

    def query(self, tag: str) -> Query:
        """The stories of the feeds with a tag."""
        if '"' in tag:
            raise NotTranslatable(_("a quotation mark can't stand in a query"))
        parts: list[Query] = [Named("section", tag, True)] if tag in self._first else []
        parts += [Named("source", url) for url in self._others.get(tag, ())]
        if not parts:
            raise NotTranslatable(_("no feed here has the tag “{tag}”").format(tag=clean(tag, 40)))
        return parts[0] if len(parts) == 1 else Any(tuple(parts))


def translate(expression: str, tags: Tags) -> tuple[str, tuple[str, ...]]:
    """The query that an expression says, and in what it only comes near. Raises ``NotTranslatable``."""
    reading = _Reading(expression, tags)
    query = reading.query()
    text = printed(query)
    try:
        same = parse(text) == query
    except QueryError as error:
        raise NotTranslatable(error.sentence.rstrip(".")) from error
    if not same or query == EVERYTHING:
        raise NotTranslatable(_("a query can't say it"))
    return text, tuple(dict.fromkeys(reading.near))


class _Reading:
    def __init__(self, expression: str, tags: Tags) -> None:
        self._tokens = list(_tokens(expression))
        self._at = 0
        self._tags = tags
        self.near: list[str] = []

    def query(self) -> Query:
        found = self._expression(0)
        if self._at < len(self._tokens):
            raise self._odd()
        return found

    def _odd(self) -> NotTranslatable:
        if self._at >= len(self._tokens):
            return NotTranslatable(_("the expression breaks off"))
        return NotTranslatable(
            _("“{text}” stands where newsboat takes none").format(text=clean(self._tokens[self._at][1], 40))
        )

    def _take(self, *kinds: str) -> str:
        if self._at >= len(self._tokens) or self._tokens[self._at][0] not in kinds:
            raise self._odd()
        self._at += 1
        return self._tokens[self._at - 1][1]

    def _is(self, *texts: str) -> bool:
        return self._at < len(self._tokens) and self._tokens[self._at][1] in texts

    def _expression(self, depth: int) -> Query:
        if depth > DEEPEST:
            raise NotTranslatable(_("its parentheses are nested too deeply"))
        if self._is("("):
            self._at += 1
            left = self._expression(depth + 1)
            if not self._is(")"):
                raise self._odd()
            self._at += 1
        else:
            left = self._condition()
        if not self._is("and", "or"):
            return left
        joins = All if self._take("name") == "and" else Any
        return _joined(joins, left, self._expression(depth + 1))

    def _condition(self) -> Query:
        name = self._take("name")
        made = _ATTRIBUTES.get(name)
        if made is None:
            raise NotTranslatable(_("queries know nothing of “{name}”").format(name=clean(name, 40)))
        operator = "between" if self._is("between") else ""
        operator = self._take("name") if operator else self._take("op")
        value = self._take("text", "number")
        operator = "=" if operator == "==" else operator
        plain = _NEGATED.get(operator, operator)
        query = made(self, plain, value)
        if plain == operator:
            return query
        return query.part if isinstance(query, Not) else Not(query)

    def refuse(self, operator: str) -> NotTranslatable:
        return NotTranslatable(_("queries can't compare with “{operator}” there").format(operator=operator))

    # --- attributes ---------------------------------------------------------------

    def words(self, column: str) -> Callable[[str, str], Query]:
        def made(operator: str, value: str) -> Query:
            if operator not in ("=", "=~", "#"):
                raise self.refuse(operator)
            self.near.append(_("words are found where they begin, not in the middle of others"))
            parts = [_words(one, column) for one in (_literals(value) if operator == "=~" else [value])]
            return parts[0] if len(parts) == 1 else Any(tuple(parts))

        return made

    def source(self, operator: str, value: str) -> Query:
        if operator not in ("=", "=~"):
            raise self.refuse(operator)
        parts: list[Query] = []
        for one in _literals(value) if operator == "=~" else [value]:
            if not one.strip() or '"' in one:
                raise NotTranslatable(_("a source can't be named so"))
            # In quotation marks a name is meant whole: a part of one stands without, and has no blanks.
            if re.search(r"[\s()]", one) and operator == "=~":
                raise NotTranslatable(_("a part of a source's name can't have blanks"))
            whole = operator == "=" and "://" not in one
            parts.append(Named("source", one, whole))
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def unread(self, operator: str, value: str) -> Query:
        if operator != "=" or value not in ("yes", "no"):
            raise self.refuse(operator)
        return Is("unread" if value == "yes" else "read")

    def flags(self, operator: str, value: str) -> Query:
        if operator not in ("=", "=~", "#"):
            raise self.refuse(operator)
        if not value:
            return Not(Is("starred"))
        if value not in (".", ".*"):
            self.near.append(_("any flag is a star"))
        return Is("starred")

    def tags(self, operator: str, value: str) -> Query:
        if operator not in ("#", "=", "=~"):
            raise self.refuse(operator)
        parts = [self._tags.query(one) for one in (_literals(value) if operator == "=~" else [value])]
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def age(self, operator: str, value: str) -> Query:
        """Whole days: younger than one is 0 to newsboat, and ``age:1d`` here."""
        first, colon, last = value.partition(":")
        if not first.lstrip("-").isdecimal() or (colon != "") != (operator == "between"):
            raise self.refuse(operator)
        low = max(int(first), 0)
        high = max(int(last), 0) if colon else low
        if operator in ("<", "<="):
            return Age(low + (operator == "<="), "d")
        if operator in (">", ">="):
            return Not(Age(low + (operator == ">"), "d"))
        if operator not in ("=", "between"):
            raise self.refuse(operator)
        young = Age(high + 1, "d")
        return All((young, Not(Age(low, "d")))) if low else young


_ATTRIBUTES: dict[str, Callable[[_Reading, str, str], Query]] = {
    "title": lambda reading, operator, value: reading.words("title")(operator, value),
    "author": lambda reading, operator, value: reading.words("author")(operator, value),
    "content": lambda reading, operator, value: reading.words("")(operator, value),
    "feedtitle": _Reading.source,
    "rssurl": _Reading.source,
    "unread": _Reading.unread,
    "flags": _Reading.flags,
    "tags": _Reading.tags,
    "age": _Reading.age,
}


def _tokens(expression: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at, end = 0, len(expression.rstrip())
    while at < end:
        token = _TOKEN.match(expression, at)
        if token is None or token.lastgroup is None or len(found) > 500:
            raise NotTranslatable(
                _("“{text}” is no part of newsboat's language").format(
                    text=clean(expression[at : at + 40], 40)
                )
            )
        value = token[token.lastgroup]
        found.append((token.lastgroup, _ESCAPED.sub(r"\1", value) if token.lastgroup == "text" else value))
        at = token.end()
    return found


def _literals(pattern: str) -> list[str]:
    """The texts that a regular expression is a choice of. Raises ``NotTranslatable`` for any other."""
    inner = pattern.removeprefix("^").removesuffix("$").removeprefix(".*").removesuffix(".*")
    if inner.startswith("(") and inner.endswith(")"):
        inner = inner[1:-1]
    choices = [one.strip() for one in inner.replace("\\.", "\0").split("|")]
    if not all(choices) or any(_META.search(one) for one in choices):
        raise NotTranslatable(
            _("queries have no regular expressions like “{text}”").format(text=clean(pattern, 40))
        )
    return [one.replace("\0", ".") for one in choices]


def _words(text: str, column: str) -> Query:
    if '"' in text:
        raise NotTranslatable(_("a quotation mark can't stand in a query"))
    whole = not _WORD.fullmatch(text) or (not column and text.lower() in ("or", "and"))
    return Words(text, column, whole)


def _joined(kind: type[All] | type[Any], left: Query, right: Query) -> Query:
    parts: list[Query] = []
    for one in (left, right):
        parts += one.parts if isinstance(one, kind) else (one,)
    return kind(tuple(parts))
