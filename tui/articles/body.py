"""Which part of a page is the article: readability-lxml's verdict, on a tree of ours.

The page is parsed once and its elements are numbered. readability-lxml scores and
prunes a copy; the numbers that survive in it say what to keep in the original,
which is then walked in its own order, with the pictures and cards that
readability-lxml has no use for.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from copy import deepcopy
from itertools import islice
from typing import TYPE_CHECKING, Any

from tui.articles.edges import notes, opening
from tui.articles.shown import LEAST_STATED, TELLING, elements_saying, with_inner
from tui.articles.tree import MOST_ELEMENTS

if TYPE_CHECKING:
    from lxml.html import HtmlElement

NUMBER = "data-wireroom"
SMALL = 800  # characters of such a verdict
FEW = 40  # elements of a verdict that is looked at twice
_PARTS = ("section", "article", "ul", "ol", "div")
PROSE = 80  # characters a paragraph of a text has at least
RETRY_BELOW = 250  # characters; with less, unlikely candidates get their chance


class Body:
    """The article's part of a page: a root, and which elements under it are kept."""

    def __init__(
        self, root: HtmlElement, kept: frozenset[int], around: frozenset[int], teasers: frozenset[int]
    ) -> None:
        self.root = root
        self.kept = kept  # chosen
        self.around = around  # not chosen themselves, but above something that is
        self.teasers = teasers  # chosen, and each of them another story's offer
        self.first, self.last = min(kept), max(kept)

    @property
    def frame(self) -> HtmlElement:
        """What the text's first paragraph stands in."""
        first: HtmlElement = next(el for el in self.root.iter() if number_of(el) == self.first)
        parent = first.getparent()
        return parent if parent is not None and first.tag in TELLING else first


def number_of(element: HtmlElement) -> int:
    """The element's place in the page's order, or -1."""
    return int(element.get(NUMBER, "-1"))


def find_body(root: HtmlElement, stated: str = "") -> Body | None:
    """The article's part of a prepared page, or None if nothing in it reads like one.

    ``stated`` is the text that the page gives to machines: where the page shows
    it, that is the article, and the verdict only adds what stands between.
    """
    elements = _numbered(root)
    if len(elements) > MOST_ELEMENTS:
        return _paragraphs(elements)
    survivors = _survivors(root)
    shown = elements_saying(elements, stated)
    if shown and _prose(elements, survivors - shown) <= 2 * _prose(elements, shown):
        first, last = min(shown), max(shown)
        survivors = shown | {number for number in survivors if first <= number <= last}
    front = None if shown else _front(root, elements, survivors)
    if front:
        return front
    if not survivors:
        return _paragraphs(elements)
    if not shown:
        survivors |= opening(elements, survivors)
    return _body(elements, survivors | notes(elements, survivors))


def _numbered(root: HtmlElement) -> list[HtmlElement]:
    elements = list(root.iter())
    for number, element in enumerate(elements):
        element.set(NUMBER, str(number))
    return elements


def _front(root: HtmlElement, elements: list[HtmlElement], chosen: frozenset[int]) -> Body | None:
    """The page's main part as a front of teasers, where the verdict holds next to nothing of it."""
    mains: list[HtmlElement] = root.xpath("//main | //*[@role='main']")
    if len(mains) != 1 or len(chosen) >= FEW:
        return None
    size = len("".join(_around(elements, chosen).itertext())) if chosen else 0
    if size > SMALL or len(" ".join("".join(mains[0].itertext()).split())) < 4 * max(size, LEAST_STATED):
        return None
    teasers = frozenset(map(number_of, _teasers(mains[0])))
    return _body(elements, frozenset(with_inner(number_of(mains[0]), mains[0])), teasers)


def _teasers(main: HtmlElement) -> Iterator[HtmlElement]:
    """The elements that hold one linked heading each, with what is said beside it; no section's heading."""
    for heading in main.iter("h2", "h3", "h4"):
        link = next(heading.iterancestors("a"), None)
        if link is None and heading.find(".//a") is None:
            continue
        parent = heading.getparent()
        item = next(heading.iterancestors("article", "li"), None)
        if item is not None and _offers_one(item):
            yield item
        elif link is not None:
            yield link
        elif parent is not None and next(parent.itersiblings(*_PARTS), None) is None:
            yield parent if parent.tag != "main" else heading


def _offers_one(item: HtmlElement) -> bool:
    """Whether all headings in an item that are links lead to one place."""
    links = [
        heading.find(".//a") if heading.find(".//a") is not None else next(heading.iterancestors("a"), None)
        for heading in islice(item.iter("h2", "h3", "h4"), 4)
    ]
    return len({link.get("href") for link in links if link is not None}) == 1


def _prose(elements: list[HtmlElement], numbers: frozenset[int]) -> int:
    """How many characters stand in paragraphs among the numbered elements."""
    paragraphs = (elements[number] for number in numbers if elements[number].tag in ("p", "pre"))
    sizes = (len("".join(paragraph.itertext())) for paragraph in paragraphs)
    return sum(size for size in sizes if size >= PROSE)


def _survivors(root: HtmlElement) -> frozenset[int]:
    from readability.readability import Unparseable

    logging.getLogger("readability").setLevel(logging.CRITICAL + 1)
    reader = _reader(root)
    try:
        reader.summary()
    except (Unparseable, RecursionError, ValueError, AttributeError, TypeError):
        return frozenset()
    chosen = reader.html
    return frozenset(int(number) for number in (el.get(NUMBER) for el in chosen.iter()) if number)


def _reader(root: HtmlElement) -> Any:
    from readability import Document

    class Reader(Document):  # type: ignore[misc]
        """readability-lxml on a tree that is parsed and cleaned already."""

        def _parse(self, input: Any) -> Any:
            return _with_short_gaps(deepcopy(root))

        def get_clean_html(self) -> str:
            return "".join(self.html.itertext())

    return Reader("", retry_length=RETRY_BELOW, handle_failures=None)


def _with_short_gaps(root: HtmlElement) -> HtmlElement:
    """The tree with one line break for each run of space around line breaks: all that is counted of them.

    readability-lxml measures texts again and again, in time that grows with the
    square of such a run.
    """
    for element in root.iter():
        text, tail = element.text, element.tail
        if text and "\n" in text:
            element.text = _short_gaps(text)
        if tail and "\n" in tail:
            element.tail = _short_gaps(tail)
    return root


def _short_gaps(text: str) -> str:
    first, *lines, last = text.split("\n")
    inner = [line for line in map(str.strip, lines) if line]
    return "\n".join((first.rstrip(), *inner, last.lstrip()))


def _paragraphs(elements: list[HtmlElement]) -> Body | None:
    """Without a verdict: the paragraphs that say something and are not all links."""
    chosen: set[int] = set()
    for number, element in enumerate(elements):
        if element.tag in ("p", "pre", "blockquote", "h2", "h3") and element.find(".//p") is None:
            words = "".join(element.itertext())
            linked = sum(len("".join(link.itertext())) for link in list(element.iter("a"))[:50])
            if len(words) > 40 and linked * 3 < len(words):
                chosen.update(int(inner.get(NUMBER, number)) for inner in element.iter())
    return _body(elements, frozenset(chosen)) if chosen else None


def _body(elements: list[HtmlElement], kept: frozenset[int], teasers: frozenset[int] = frozenset()) -> Body:
    root = _around(elements, kept)
    around: set[int] = set()
    for number in kept:
        for ancestor in elements[number].iterancestors():
            above = number_of(ancestor)
            if above in around or above in kept:
                break
            around.add(above)
    return Body(root, kept, frozenset(around), teasers)


def _around(elements: list[HtmlElement], kept: frozenset[int]) -> HtmlElement:
    """The lowest element that holds all of the kept ones."""
    first, last = elements[min(kept)], elements[max(kept)]
    above = {first, *first.iterancestors()}
    while last not in above:
        parent = last.getparent()
        if parent is None:
            break
        last = parent
    return last
