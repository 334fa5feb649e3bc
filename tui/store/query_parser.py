"""What is typed becomes a query, or a ``QueryError`` that tells the mistake and its place.

``docs/QUERY.md`` is the language's page. One grammar for search, filter and the prompt::

    any    = all {"or" all}
    all    = {["and"] part}
    part   = {"-"} ( "(" any ")" | [field ":"] (word | phrase) )

A word stands for all that begin with it, a phrase for the very words, one after the
other. What has neither letter nor digit (a lone dash, an ampersand) says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from tui.locale import _
from tui.store.query import (
    EVERYTHING,
    HOURS,
    STATES,
    THINGS,
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
    QueryError,
    Words,
    printed,
)

LONGEST = 1_000  # characters
MOST_TERMS = 32
DEEPEST = 16  # parentheses within parentheses
FIELDS = ("title", "by", "source", "section", "tag", "is", "has", "after", "before", "age")

_CONTROLS = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_TOKEN = re.compile(
    r'\s*(?:(?P<minus>-+(?=[^\s-]))|(?P<open>\()|(?P<close>\))|"(?P<phrase>[^"]*)"?|(?P<word>[^\s"()]+))'
)
_FIELD = re.compile(r"([A-Za-z]+):(?!//)")
_SAYING = re.compile(r"[^\W_]")
_DAY = re.compile(r"(\d{4})(?:-(\d\d?))?(?:-(\d\d?))?", re.ASCII)
_AGE = re.compile(r"(\d{1,5})([a-z])", re.ASCII)


def parse(text: str) -> Query:
    """The query that ``text`` says; ``EVERYTHING`` where it says nothing. Raises ``QueryError``."""
    query = EVERYTHING if len(text) > LONGEST else _Parser(text).query()
    if len(text) > LONGEST or len(printed(query)) > LONGEST:  # what is printed can be parsed again
        sentence = _("A query has {n} characters at most.").format(n=LONGEST)
        raise QueryError(min(LONGEST, len(text) - 1), len(text), sentence, _("Shorten it."))
    return query


# --- the parser -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # minus, open, close, or, term, end
    start: int
    end: int
    query: Query = EVERYTHING  # of a term
    odd: bool = False  # of a minus: it negates


class _Parser:
    """Recursive descent over the tokens of one text."""

    def __init__(self, text: str) -> None:
        self._text = _CONTROLS.sub(" ", text)
        self._tokens = list(self._read())
        self._at = 0

    def query(self) -> Query:
        if self._next.kind == "end":
            return EVERYTHING
        found = self._any(0)
        if self._next.kind == "close":
            raise self._wrong(
                self._next,
                _("This parenthesis closes none."),
                _("Take it out, or put it in quotation marks."),
            )
        return found

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _any(self, depth: int) -> Query:
        parts = [self._all(depth)]
        while self._next.kind == "or":
            self._at += 1
            parts.append(self._all(depth))
        return _joined(Any, parts)

    def _all(self, depth: int) -> Query:
        parts = []
        while self._next.kind in ("minus", "open", "term"):
            parts.append(self._part(depth))
        if not parts:
            raise self._nothing()
        return _joined(All, parts)

    def _part(self, depth: int) -> Query:
        token = self._next
        self._at += 1
        if token.kind == "minus":
            part = self._part(depth)
            if not token.odd:
                return part
            return part.part if isinstance(part, Not) else Not(part)
        if token.kind == "term":
            return token.query
        if depth == DEEPEST:
            raise self._wrong(
                token,
                _("More than {n} parentheses stand within each other.").format(n=DEEPEST),
                _("Say it with fewer."),
            )
        found = self._any(depth + 1)
        if self._next.kind != "close":
            raise self._wrong(token, _("This parenthesis is not closed."), _("Add a “)”."))
        self._at += 1
        return found

    def _nothing(self) -> QueryError:
        """What to say where a part is missing."""
        here, before = self._next, self._tokens[self._at - 1]
        if here.kind == "or" or (self._at and before.kind == "or"):
            wrong = here if here.kind == "or" else before
            return self._wrong(
                wrong,
                _("“or” stands between two things to find."),
                _("Say what else, or put it in quotation marks."),
            )
        if self._at and before.kind == "open":
            return self._wrong(before, _("Nothing stands in these parentheses."), _("Take them out."))
        return self._wrong(
            here, _("This parenthesis closes none."), _("Take it out, or put it in quotation marks.")
        )

    def _wrong(self, token: _Token, sentence: str, next_step: str) -> QueryError:
        return QueryError(token.start, token.end, sentence, next_step)

    # --- tokens -------------------------------------------------------------------

    def _read(self) -> Iterator[_Token]:
        at, terms = 0, 0
        end = len(self._text.rstrip())
        minus: _Token | None = None
        while at < end:
            found = _TOKEN.match(self._text, at)
            assert found is not None  # every character begins a token
            assert found.lastgroup is not None
            kind, start = found.lastgroup, found.start(found.lastgroup) - (found.lastgroup == "phrase")
            at = found.end()
            if kind == "minus":
                minus = _Token("minus", start, at, odd=(at - start) % 2 == 1)
                continue
            token = _Token(kind, start, at)
            if kind in ("word", "phrase"):
                made, at = self._term(found, start)
                if made is None:
                    minus = None
                    continue
                token = made
                terms += token.kind == "term"
                if terms > MOST_TERMS:
                    raise self._wrong(
                        token,
                        _("A query looks for {n} things at most.").format(n=MOST_TERMS),
                        _("Take some out."),
                    )
            if minus and token.kind in ("term", "open"):
                yield minus
            elif minus and token.kind == "or":
                raise self._wrong(
                    token, _("“-” stands before what is not wanted."), _("Put the word in quotation marks.")
                )
            minus = None
            yield token
        yield _Token("end", end, end)

    def _term(self, found: re.Match[str], start: int) -> tuple[_Token | None, int]:
        """The token of a word or phrase, None for one that says nothing; and where it ends."""
        phrase, word, end = found["phrase"], found["word"], found.end()
        if word is None:
            return (_Token("term", start, end, Words(phrase, whole=True)) if _says(phrase) else None), end
        if word.lower() == "or":
            return _Token("or", start, end), end
        if word.lower() == "and":
            return None, end
        field = _FIELD.match(word)
        if field:
            return self._field(field, word, start, end)
        return (_Token("term", start, end, Words(word)) if _says(word) else None), end

    def _field(self, field: re.Match[str], word: str, start: int, end: int) -> tuple[_Token | None, int]:
        name, value = field[1].lower(), word[field.end() :]
        whole = False
        if not value and end < len(self._text) and self._text[end] == '"':
            quoted = _TOKEN.match(self._text, end)
            assert quoted is not None
            value, end, whole = quoted["phrase"], quoted.end(), True
        if name not in FIELDS:
            if not value:  # “Ukraine: what is known”
                return _Token("term", start, end, Words(word)), end
            raise _unknown(name, field[1], start, start + field.end())
        if not _says(value):
            raise QueryError(
                start,
                end,
                _("“{field}:” wants something right behind it.").format(field=name),
                _("For instance {example}.").format(example=EXAMPLES[name]),
            )
        try:
            return _Token("term", start, end, _MAKERS[name](value, whole)), end
        except ValueError as error:
            said = _("“{value}” is nothing that “{field}:” can mean.").format(value=value, field=name)
            raise QueryError(start + field.end(), end, said, _CHOICES[name]) from error


def _joined(kind: Callable[[tuple[Query, ...]], All | Any], parts: list[Query]) -> Query:
    """The parts as one, those of the same kind taken apart; a single part as it is."""
    flat: list[Query] = []
    for part in parts:
        flat += part.parts if part.__class__ is kind else (part,)
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


def _says(text: str) -> bool:
    return _SAYING.search(text) is not None


# --- fields -----------------------------------------------------------------------

EXAMPLES = {
    "title": "title:ferry",
    "by": "by:okafor",
    "source": "source:harbour",
    "section": "section:world",
    "tag": "tag:later",
    "is": "is:unread",
    "has": "has:comments",
    "after": "after:2026-11-01",
    "before": "before:2026-11-01",
    "age": "age:7d",
}
_DAYS = _("A day is written 2026-11-01; a month or a year can stand alone.")
_CHOICES = {
    "is": _("It can be is:unread, is:read, is:starred or is:muted."),
    "has": _("It can be has:comments."),
    "after": _DAYS,
    "before": _DAYS,
    "age": _("An age is a number with h, d, w or y behind it, like 7d."),
}


def _one_of(choices: tuple[str, ...], value: str) -> str:
    if value.lower() not in choices:
        raise ValueError(value)
    return value.lower()


def _day(value: str) -> date:
    found = _DAY.fullmatch(value)
    if not found:
        raise ValueError(value)
    return date(int(found[1]), int(found[2] or 1), int(found[3] or 1))


def _age(value: str) -> Age:
    found = _AGE.fullmatch(value.lower())
    if not found or found[2] not in HOURS:
        raise ValueError(value)
    return Age(int(found[1]), found[2])


_MAKERS: dict[str, Callable[[str, bool], Query]] = {
    "title": lambda value, whole: Words(value, "title", whole),
    "by": lambda value, whole: Words(value, "author", whole),
    "source": lambda value, whole: Named("source", value, whole),
    "section": lambda value, whole: Named("section", value, whole),
    "tag": lambda value, whole: Named("tag", value, whole),
    "is": lambda value, _whole: Is(_one_of(STATES, value)),
    "has": lambda value, _whole: Has(_one_of(THINGS, value)),
    "after": lambda value, _whole: After(_day(value)),
    "before": lambda value, _whole: Before(_day(value)),
    "age": lambda value, _whole: _age(value),
}


def _unknown(name: str, written: str, start: int, end: int) -> QueryError:
    """What to say of a field that there is not."""
    from difflib import get_close_matches

    near = get_close_matches(name, FIELDS, 1, 0.5)
    meant = _("“{near}:” may be meant.").format(near=near[0]) if near else ""
    quote = _("A word with a colon stands in quotation marks.")
    return QueryError(
        start, end, _("There is no field “{name}:”.").format(name=written), f"{meant} {quote}".strip()
    )
