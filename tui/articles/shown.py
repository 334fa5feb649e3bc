"""Where on a page the text stands that the page gives to machines (``articleBody``)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tui.articles.tree import BLOCK_TAGS

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONGEST_STATED = 300_000  # characters
LEAST_STATED = 20  # letters; a shorter text says too little to be found by
LEAST_SHOWN = 0.7  # of the stated letters
SURELY = 24  # letters that are not found in a text by chance
MOST_COMPARED = 100_000_000  # letters, of both texts, over all elements
MOST_REPEATS = 40  # at each end of what is found
TELLING = frozenset("p li h2 h3 h4 h5 h6 blockquote pre td th dt dd".split())
_LETTERS = re.compile(r"\w+")


class _Shown(NamedTuple):
    number: int
    text: str  # folded


def elements_saying(elements: list[HtmlElement], stated: str) -> frozenset[int]:
    """The elements, with all in them, that show the stated text; none if much of it is not shown."""
    theirs = folded(stated[:LONGEST_STATED])
    if len(theirs) < LEAST_STATED:
        return frozenset()
    sure, unsure = _found(elements, theirs, stated[:LONGEST_STATED].split("\n"))
    sure, unsure = _without_repeats(sure, unsure)
    if sum(len(one.text) for one in sure) < LEAST_SHOWN * len(theirs):
        return frozenset()
    first, last = sure[0].number, sure[-1].number
    between = [one for one in unsure if first < one.number < last]
    around = [*_before(theirs, sure[0], unsure), *_behind(theirs, sure[-1], unsure)]
    return frozenset(
        inner for one in (*sure, *between, *around) for inner in with_inner(one.number, elements[one.number])
    )


def _found(elements: list[HtmlElement], theirs: str, lines: list[str]) -> tuple[list[_Shown], list[_Shown]]:
    """What surely shows a part of the text, and the short ones that may by chance; in the page's order."""
    paragraphs = set(map(folded, lines)) - {""}
    sure: list[_Shown] = []
    unsure: list[_Shown] = []
    left = MOST_COMPARED
    inside = -1  # the last number that belongs to what is found already
    for number, element in enumerate(elements):
        if number <= inside or not (element.tag in TELLING or _is_plain(element)):
            continue
        ours = folded("".join(element.itertext()))
        left -= len(ours) + len(theirs)
        if left < 0:
            break
        # A dateline may stand before a paragraph that is stated without it.
        end = ours[len(ours) // 3 :]
        if (
            ours in paragraphs
            or ours[_opening(element) :] in paragraphs
            or (len(end) >= SURELY and end in theirs)
        ):
            sure.append(_Shown(number, ours))
            inside = with_inner(number, element)[-1]
        elif ours and ours in theirs:
            unsure.append(_Shown(number, ours))
    return sure, unsure


def _is_plain(element: HtmlElement) -> bool:
    """Whether an element is a paragraph in all but name: a ``div`` of words alone."""
    return element.tag == "div" and not any(child.tag in BLOCK_TAGS for child in element)


def _without_repeats(sure: list[_Shown], unsure: list[_Shown]) -> tuple[list[_Shown], list[_Shown]]:
    """Those at both ends that say again what others say are unsure: introductions, other stories' teasers."""
    start, end = 0, len(sure)
    while start < min(MOST_REPEATS, end - 1) and _repeats(sure[start], sure[start + 1 : end]):
        start += 1
    least = max(start + 1, end - MOST_REPEATS)
    while end > least and _repeats(sure[end - 1], sure[start : end - 1]):
        end -= 1
    return sure[start:end], sorted([*unsure, *sure[:start], *sure[end:]])


def _repeats(one: _Shown, others: list[_Shown]) -> bool:
    return any(one.text in other.text for other in others)


def _opening(element: HtmlElement) -> int:
    """How many letters an element's first child says, if nothing stands before it."""
    if len(element) == 0 or (element.text or "").strip():
        return 0
    return len(folded("".join(element[0].itertext())))


def _behind(theirs: str, last: _Shown, unsure: list[_Shown]) -> list[_Shown]:
    """The short ones that go on where the last sure one ends: items of a list, cells of a table."""
    place = theirs.rfind(last.text[-SURELY:]) + len(last.text[-SURELY:])
    found: list[_Shown] = []
    for one in unsure:
        if one.number > last.number and theirs.startswith(one.text, place):
            place += len(one.text)
            found.append(one)
    return found


def _before(theirs: str, first: _Shown, unsure: list[_Shown]) -> list[_Shown]:
    """The short ones that lead up to the first sure one: a heading, a question."""
    place = theirs.find(first.text[-SURELY:]) + len(first.text[-SURELY:]) - len(first.text)
    found: list[_Shown] = []
    for one in reversed(unsure):
        if one.number < first.number and place > 0 and theirs.endswith(one.text, 0, place):
            place -= len(one.text)
            found.append(one)
    return found


def with_inner(number: int, element: HtmlElement) -> range:
    """The numbers of an element and all in it: they follow one another."""
    return range(number, number + sum(1 for _ in element.iter()))


def folded(text: str) -> str:
    """The text's letters and digits alone, to compare texts by."""
    return "".join(_LETTERS.findall(text.casefold()))
