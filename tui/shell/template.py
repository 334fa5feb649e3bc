"""Templates of ``--format``: fields in braces, and nothing that could do anything.

``{title}`` is a field; ``{source:16}`` fills or cuts it to 16 cells, ``{comments:>4}``
sets it to the right; ``{{`` and ``}}`` are braces; ``\\t``, ``\\n`` and ``\\\\`` are tab, line break and
backslash. There are no attributes, indexes, calls or conversions to reach further with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from tui.failure import Failure
from tui.locale import _
from tui.text import cells, fit

LONGEST = 2000  # characters of a template
WIDEST = 500  # cells of a field
_PART = re.compile(r"\{\{|\}\}|\\(?s:.)?|\{[^{}]*\}?|\}")
_FIELD = re.compile(r"\{(?P<name>[a-z]*)(?P<rest>:(?P<side>[<>]?)(?P<width>[0-9]{1,4}))?\}")
_ESCAPES = {"\\t": "\t", "\\n": "\n", "\\\\": "\\"}

Lookup = Callable[[str], str]


class TemplateError(Failure):
    """A mistake in a template, from character ``start`` up to ``end`` of it."""

    code = "template"

    def __init__(self, start: int, end: int, sentence: str, next_step: str) -> None:
        super().__init__(sentence, next_step)
        self.start = start
        self.end = end


class Template:
    """A template that was read: ``fields`` are those that it names, and ``filled`` gives its text."""

    __slots__ = ("_parts", "fields")

    def __init__(self, parts: list[Callable[[Lookup], str]], fields: frozenset[str]) -> None:
        self._parts = parts
        self.fields = fields

    def filled(self, lookup: Lookup) -> str:
        """The text, each field as ``lookup`` tells it."""
        return "".join([part(lookup) for part in self._parts])


def parse(text: str, known: Collection[str]) -> Template:
    """The template that ``text`` says, whose fields are among ``known``. Raises ``TemplateError``."""
    if len(text) > LONGEST:
        sentence = _("A template has at most {n} characters.").format(n=LONGEST)
        raise TemplateError(LONGEST, len(text), sentence, _("Make it shorter."))
    parts: list[Callable[[Lookup], str]] = []
    named: set[str] = set()
    end = 0
    for found in _PART.finditer(text):
        parts.append(_literal(text[end : found.start()]))
        end = found.end()
        if found[0] in ("{{", "}}"):
            parts.append(_literal(found[0][0]))
        elif found[0] in _ESCAPES:
            parts.append(_literal(_ESCAPES[found[0]]))
        else:
            name, part = _field(found[0], found.start(), known)
            named.add(name)
            parts.append(part)
    parts.append(_literal(text[end:]))
    return Template(parts, frozenset(named))


def _literal(text: str) -> Callable[[Lookup], str]:
    return lambda _lookup: text


def _field(said: str, start: int, known: Collection[str]) -> tuple[str, Callable[[Lookup], str]]:
    """A field's name, and what tells its text."""
    field = _FIELD.fullmatch(said)
    if field is None:
        raise _mistake(said, start)
    name = field["name"]
    if name not in known:
        sentence = _("There is no field “{name}”.").format(name=name) if name else _("A field needs a name.")
        step = _("The fields are {names}.").format(names=", ".join(known))
        raise TemplateError(start + 1, start + 1 + max(len(name), 1), sentence, step)
    if not field["rest"]:
        return name, lambda lookup: lookup(name)
    columns = int(field["width"])
    if not 1 <= columns <= WIDEST:
        at = start + field.start("width")
        sentence = _("A field is from 1 to {n} cells wide.").format(n=WIDEST)
        raise TemplateError(at, at + len(field["width"]), sentence, _("For example: {title:40}"))
    if field["side"] == ">":
        return name, lambda lookup: "".join(_padded(lookup(name), columns)[::-1])
    return name, lambda lookup: "".join(_padded(lookup(name), columns))


def _padded(text: str, columns: int) -> tuple[str, str]:
    """The text, cut where it is too long, and the spaces that are left of its cells."""
    text = fit(text, columns)
    return text, " " * (columns - cells(text))


def _mistake(said: str, start: int) -> TemplateError:
    """What is wrong with a part that is neither text nor field."""
    if said.startswith("\\"):
        step = _("It makes \\t, \\n and \\\\; for a backslash write two.")
        return TemplateError(start, start + len(said), _("This backslash makes nothing."), step)
    if said == "}":
        step = _("For a brace write two: }}")
        return TemplateError(start, start + 1, _("This brace closes nothing."), step)
    if not said.endswith("}"):
        step = _("It ends with “}”; for a brace write two: {{")
        return TemplateError(start, start + 1, _("This field is not closed."), step)
    name, colon, _form = said[1:-1].partition(":")
    if colon and name.isalpha() and name.islower():
        at = start + len(name) + 2
        step = _("It is a number of cells, after “>” to set it to the right: {comments:>4}")
        return TemplateError(at, max(start + len(said) - 1, at + 1), _("This is no width."), step)
    step = _("Between braces stand a field's name and its width: {title} or {title:40}")
    return TemplateError(start, start + len(said), _("This is no field."), step)
