"""What belongs to an article and stands outside the part that the verdict chose: its opening, its notes."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from tui.articles.clutter import is_clutter
from tui.articles.shown import with_inner
from tui.articles.tree import classes

if TYPE_CHECKING:
    from lxml.html import HtmlElement

PROSE = 80  # characters a paragraph of an opening has at least
LONGEST_OPENING = 2_000  # characters; what is more is another text
FARTHEST = 2_000  # elements between heading and text that are looked at
MOST_NOTES = 3_000
_ASIDE = frozenset("aside nav footer figure form table ul ol dl blockquote section-header".split())
_ABOUT_OTHERS = re.compile(r"author|byline|bio\b|caption|credit|related|sidebar|widget|disclaimer|correction")
_NOTES = frozenset(("li", "dd", "p", "tr"))


def opening(elements: list[HtmlElement], kept: frozenset[int]) -> frozenset[int]:
    """The paragraphs between the page's heading and the text (an introduction set in a place of its own)."""
    first = min(kept)
    heading = next(
        (n for n in range(first - 1, max(first - FARTHEST, -1), -1) if elements[n].tag == "h1"), None
    )
    if heading is None:
        return frozenset()
    found = [
        number
        for number in range(heading + 1, first)
        if elements[number].tag == "p" and _opens(elements[number], elements[first])
    ]
    size = sum(len("".join(elements[number].itertext())) for number in found)
    if not 0 < size <= LONGEST_OPENING:
        return frozenset()
    return frozenset(inner for number in found for inner in with_inner(number, elements[number]))


def _opens(paragraph: HtmlElement, text: HtmlElement) -> bool:
    """Whether a paragraph reads like text, and stands in nothing that is about something else."""
    words = " ".join("".join(paragraph.itertext()).split())
    linked = sum(len("".join(link.itertext())) for link in list(paragraph.iter("a"))[:50])
    if len(words) < PROSE or linked * 3 > len(words):
        return False
    around = set(text.iterancestors())
    for up in (paragraph, *paragraph.iterancestors()):
        if up in around:
            return True
        if up.tag in _ASIDE or is_clutter(up) or _ABOUT_OTHERS.search(classes(up)):
            return False
    return False


def notes(elements: list[HtmlElement], kept: frozenset[int]) -> frozenset[int]:
    """The notes that the text's own links lead to (``href="#note-1"``)."""
    addresses = (elements[number].get("href") or "" for number in kept)
    names = {address.partition("#")[2] for address in addresses} - {""}
    if not names:
        return frozenset()
    last = max(kept)
    behind = (n for n in range(last + 1, len(elements)) if elements[n].tag in _NOTES)
    named = islice((n for n in behind if _names(elements[n]) & names), MOST_NOTES)
    cited = [number for number in named if _is_note(elements[number])]
    return frozenset(inner for number in cited for inner in with_inner(number, elements[number]))


def _is_note(element: HtmlElement) -> bool:
    """Whether an element that is linked to is no comment and no entry of a menu."""
    return not any(is_clutter(up) for up in (element, *islice(element.iterancestors(), 8)))


def _names(element: HtmlElement) -> set[str]:
    """What a link may call an element by: its id, or that of an anchor at its beginning."""
    own = {element.get("id") or ""}
    if len(element) and element[0].tag in ("a", "span", "sup"):
        own |= {element[0].get("id") or "", element[0].get("name") or ""}
    return own - {""}
