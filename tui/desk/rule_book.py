"""The reader's rules as a file: ``rules.toml`` in the configuration folder, a table a rule.

A file, not the store: a reader writes rules by hand, keeps them with other settings and carries them
to another machine. A mistake in it is told with its line, column and length; then no rule of it holds. ::

    ["No transfers"]
    query = 'section:sport title:transfer'
    mute = true
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tui.config import NOTICE_WAYS
from tui.failure import Failure
from tui.locale import _
from tui.store.query import EVERYTHING, Query, QueryError
from tui.store.query_parser import parse
from tui.store.rules import Rule
from tui.text import clean

LARGEST = 2**20  # bytes
MOST = 200  # rules
LONGEST_NAME = 60  # characters
KEYS = ("query", "mute", "read", "star", "tags", "notify", "on")

_HEADER = re.compile(r"""\s*\[\s*([A-Za-z0-9_-]+|'[^']*'|"(?:[^"\\]|\\.)*")\s*\]\s*(?:#.*)?$""")
_KEY = re.compile(r"""\s*["']?(\w+)["']?\s*=\s*""")
_SAID = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")
_ESCAPE = re.compile(r"\\(?:u.{4}|U.{8}|.)|.", re.DOTALL)


class BadRules(Failure):
    """The rules file says something it can't mean, in ``line`` from 1, from ``start`` up to ``end`` of it."""

    code = "bad-rules"

    def __init__(self, path: Path, place: Place, sentence: str, next_step: str = "") -> None:
        self.place = place
        told = f"{path}:{place.line}:{place.start + 1}: {sentence}" if place.line else f"{path}: {sentence}"
        super().__init__(told, next_step)


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a line; ``line`` 0: the file as a whole."""

    line: int = 0
    text: str = ""
    start: int = 0
    end: int = 0


def query_of(text: str) -> Query:
    """The query of a rule. Raises ``QueryError``, also where it would mean every story."""
    query = parse(text)
    if query == EVERYTHING:
        raise QueryError(0, len(text), _("This query has no word to look for."))
    return query


def does(rule: Rule) -> Sequence[str]:
    """What a rule does, in words; nothing for one that does nothing."""
    notify = _("notify") if rule.notify is None else "+".join(rule.notify)
    said = [(_("mute"), rule.mute), (_("mark read"), rule.read), (_("star"), rule.star)]
    words = [word for word, wanted in said if wanted]
    words += [_("tag {tag}").format(tag=tag) for tag in rule.tags]
    return [*words, notify] if notify else words


def outlook(rule: Rule) -> str:
    """What a rule does from now on, as a sentence."""
    if not rule.on:
        return _("{name} is written, and off.").format(name=rule.name)
    told = _("{name} acts on what arrives from now on: {does}.")
    return told.format(name=rule.name, does=", ".join(does(rule)))


def read_rules(path: Path) -> tuple[Rule, ...]:
    """The rules in the file at ``path``, in its order; () where there is none. Raises ``BadRules``."""
    return understood(written(path), path)


def written(path: Path) -> str:
    """The file's text; "" where there is none. Raises ``BadRules``."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise BadRules(path, Place(), _("It can't be read: {why}.").format(why=error.strerror)) from error
    if len(data) > LARGEST:
        raise BadRules(path, Place(), _("It is larger than a mebibyte."))
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadRules(path, Place(line), _("This is not UTF-8.")) from error


def understood(text: str, path: Path) -> tuple[Rule, ...]:
    """The rules that a file's text says. Raises ``BadRules``."""
    import tomllib

    page = _Page(text, path)
    try:
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise page.broken(str(error)) from error
    if len(tables) > MOST:
        raise BadRules(path, Place(), _("There are {n} rules at most.").format(n=MOST))
    return tuple(page.rule(name, table) for name, table in tables.items())


class _Page:
    """The file's lines, in which places are looked up."""

    def __init__(self, text: str, path: Path) -> None:
        self._lines = text.split("\n")
        self._path = path

    def broken(self, said: str) -> BadRules:
        """What TOML itself finds wrong."""
        found = _SAID.search(said)
        line, column = (int(found[1]), int(found[2])) if found and found[1] else (len(self._lines), 1)
        text = self._lines[min(line, len(self._lines)) - 1]
        start = min(column - 1, len(text))
        sentence = _("This is no TOML: {why}.").format(why=clean(_SAID.sub("", said).strip(), 200))
        return BadRules(self._path, Place(line, text, start, start + 1), sentence, _("No rule holds so far."))

    def rule(self, name: str, table: Any) -> Rule:
        if not isinstance(table, dict):
            raise self._wrong(name, "", _("A rule begins with its name in brackets, on a line of its own."))
        if not name.strip() or name != clean(name, LONGEST_NAME):
            raise self._wrong(name, "", _("A rule's name has 1 to {n} characters.").format(n=LONGEST_NAME))
        for key in table:
            if key not in KEYS:
                step = _("A rule has {keys}.").format(keys=", ".join(KEYS))
                raise self._wrong(name, key, _("A rule has no “{key}”.").format(key=clean(key, 40)), step)
        values = {key: check(self, name, table) for key, check in _CHECKS.items() if key in table}
        rule = Rule(name, self._query(name, table), table["query"], **values)
        if not does(rule):
            step = _("Add mute, read, star, tags or notify, as in mute = true.")
            raise self._wrong(name, "", _("This rule does nothing."), step)
        return rule

    def _query(self, name: str, table: Mapping[str, Any]) -> Query:
        text = table.get("query")
        if not isinstance(text, str):
            step = _("As in query = 'title:ferry'.")
            raise self._wrong(name, "query", _("A rule wants a query, in quotation marks."), step)
        try:
            return query_of(text)
        except QueryError as error:
            place = self._within(name, error)
            raise BadRules(self._path, place, error.sentence, error.next_step) from error

    def flag(self, name: str, key: str, value: object) -> bool:
        if not isinstance(value, bool):
            raise self._wrong(name, key, _("“{key}” is true or false.").format(key=key))
        return value

    def tags(self, name: str, value: object) -> tuple[str, ...]:
        from tui.store.tags import BadTag, named

        if not isinstance(value, list) or not value or not all(isinstance(one, str) for one in value):
            raise self._wrong(name, "tags", _('“tags” lists names, as in tags = ["later"].'))
        try:
            return tuple(map(named, value))
        except BadTag as failure:
            raise self._wrong(name, "tags", failure.sentence, failure.next_step) from failure

    def ways(self, name: str, value: object) -> tuple[str, ...] | None:
        if isinstance(value, bool):
            return None if value else ()
        ways = [value] if isinstance(value, str) else value
        if not isinstance(ways, list) or not ways or not all(one in NOTICE_WAYS for one in ways):
            step = _('As in notify = true, for the settings\' way, or notify = ["bell"].')
            known = ", ".join(NOTICE_WAYS)
            raise self._wrong(
                name, "notify", _("“notify” is true, or some of {ways}.").format(ways=known), step
            )
        return tuple(ways)

    # --- places -------------------------------------------------------------------

    def _wrong(self, name: str, key: str, sentence: str, next_step: str = "") -> BadRules:
        return BadRules(self._path, self._place(name, key), sentence, next_step)

    def _place(self, name: str, key: str) -> Place:
        """Where a rule's value stands; its header where there is none."""
        number = header_line(self._lines, name)
        if number is None:
            return Place()
        header = self._lines[number]
        found = Place(number + 1, header, len(header) - len(header.lstrip()), len(header.rstrip()))
        for at in range(number + 1, block_end(self._lines, number) if key else 0):
            line = self._lines[at]
            match = _KEY.match(line)
            if match and match[1] == key:
                known = key in KEYS
                start = match.end() if known else match.start(1)
                return Place(at + 1, line, start, len(line.rstrip()) if known else match.end(1))
        return found

    def _within(self, name: str, error: QueryError) -> Place:
        """The place of a mistake in a query, in the line that the query stands in."""
        place = self._place(name, "query")
        quoted = place.text[place.start :]
        if quoted.startswith(("'''", '"""')) or not quoted.startswith(("'", '"')):
            return place
        pieces = list(quoted[1:]) if quoted[0] == "'" else _ESCAPE.findall(quoted[1:])
        start, end = (place.start + 1 + sum(map(len, pieces[:at])) for at in (error.start, error.end))
        return Place(place.line, place.text, start, max(end, start + 1))


_CHECKS: dict[str, Callable[[_Page, str, Mapping[str, Any]], Any]] = {
    "mute": lambda page, name, table: page.flag(name, "mute", table["mute"]),
    "read": lambda page, name, table: page.flag(name, "read", table["read"]),
    "star": lambda page, name, table: page.flag(name, "star", table["star"]),
    "on": lambda page, name, table: page.flag(name, "on", table["on"]),
    "tags": lambda page, name, table: page.tags(name, table["tags"]),
    "notify": lambda page, name, table: page.ways(name, table["notify"]),
}


# --- writing ----------------------------------------------------------------------


def header_line(lines: Sequence[str], name: str) -> int | None:
    """The index of the line that a rule begins with."""
    import tomllib

    for number, line in enumerate(lines):
        match = _HEADER.match(line)
        if match and name in tomllib.loads(f"[{match[1]}]"):
            return number
    return None


def block_end(lines: Sequence[str], header: int) -> int:
    """The index of the line after a rule's last; comments above the next rule are that one's."""
    after = range(header + 1, len(lines))
    end = next((at for at in after if _HEADER.match(lines[at])), len(lines))
    while end > header + 1 and _is_aside(lines[end - 1]):
        end -= 1
    return end


def _is_aside(line: str) -> bool:
    return line.lstrip()[:1] in ("", "#")


def add_rule(path: Path, rule: Rule) -> None:
    """Writes a rule at the file's end; what stands there stays as it is. Raises ``BadRules``."""
    text = written(path)
    if any(one.name == rule.name for one in understood(text, path)):
        sentence = _("There is a rule “{name}” already.").format(name=rule.name)
        raise Failure(sentence, _("Remove it first, or give another name."))
    _write(path, f"{text.rstrip()}\n\n{printed(rule)}".lstrip())


def remove_rule(path: Path, name: str) -> None:
    """Takes a rule out of the file. Raises ``BadRules``, ``Failure`` where there is no such rule."""
    lines, header = _there(path, name)
    above, below = lines[:header], lines[block_end(lines, header) :]
    while above and below and not above[-1].strip() and not below[0].strip():
        below.pop(0)
    _write(path, "\n".join(above + below).strip() + "\n")


def replace_rule(path: Path, rule: Rule) -> None:
    """Writes what a rule says now in its place in the file; comments in it stay, before the rest of it."""
    lines, header = _there(path, rule.name)
    end = block_end(lines, header)
    comments = [line for line in lines[header + 1 : end] if line.lstrip().startswith("#")]
    said = printed(rule).splitlines()[1:]
    _write(path, "\n".join([*lines[: header + 1], *comments, *said, *lines[end:]]))


def put_back(path: Path, text: str, instead_of: str) -> None:
    """Gives the file the text that it had before a change; as long as nothing else was changed in it."""
    if written(path) != instead_of:
        raise Failure(_("The rules were changed elsewhere since."))
    _write(path, text)


def switch_rule(path: Path, name: str, on: bool) -> None:
    """Switches a rule on or off in the file."""
    lines, header = _there(path, name)
    end = block_end(lines, header)
    body = [line for line in lines[header + 1 : end] if not ((key := _KEY.match(line)) and key[1] == "on")]
    _write(path, "\n".join([*lines[: header + 1], *([] if on else ["on = false"]), *body, *lines[end:]]))


def _there(path: Path, name: str) -> tuple[list[str], int]:
    text = written(path)
    understood(text, path)
    lines = text.split("\n")
    header = header_line(lines, name)
    if header is None:
        said = _("There is no rule “{name}”.").format(name=clean(name, LONGEST_NAME))
        raise Failure(said, _("`wireroom rules` lists them."))
    return lines, header


def _write(path: Path, text: str) -> None:
    """Puts the text in the file's place at once, when it is understood. Raises ``BadRules``."""
    understood(text, path)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_text(text, encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        raise Failure(_("{path} can't be written: {why}.").format(path=path, why=error.strerror)) from error


def printed(rule: Rule) -> str:
    """A rule as it stands in the file."""
    lines = [f"[{_quoted(rule.name)}]"]
    if not rule.on:
        lines.append("on = false")
    lines.append(f"query = {_quoted(rule.text)}")
    lines += [f"{key} = true" for key in ("mute", "read", "star") if getattr(rule, key)]
    if rule.tags:
        lines.append(f"tags = [{', '.join(map(_quoted, rule.tags))}]")
    if rule.notify is None:
        lines.append("notify = true")
    elif rule.notify:
        lines.append(f"notify = [{', '.join(map(_quoted, rule.notify))}]")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A literal string of TOML where it can be one, in which a query stands as it is; else a basic one."""
    import json

    if "'" not in text and text.isprintable():
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
