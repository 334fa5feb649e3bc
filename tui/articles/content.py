"""The blocks of a page's article: what the verdict keeps, and what stands among it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from tui.articles.blocks import blocks_of
from tui.articles.body import Body, number_of
from tui.articles.cards import LONGEST_TEXT, card_of, cards_in, is_related
from tui.articles.clutter import is_clutter
from tui.articles.datelines import marked_dateline
from tui.articles.pictures import pictures_in
from tui.articles.tree import classes, text_of
from tui.model import Block, Card, Heading, Paragraph, Picture, Rule

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ALWAYS = frozenset(("br", "hr", "wbr"))
_SHOWN = frozenset(("img", "picture", "figure", "iframe", "video", "audio", "source"))
_PROSE = frozenset("p blockquote ul ol dl pre table h2 h3 h4 h5 div section li header details math".split())
_MARGINAL = re.compile(
    r"author|byline|avatar|caption-?credit|related|footer|sidebar|meta\b|widget|login|rating"
)
_HEADINGS = frozenset("h2 h3 h4".split())
_TITLES = ("h1", "h2", "h3", "h4", "h5")  # a picture's own words have none
_OFFERED = (Card, Heading, Picture)
_INLINE = frozenset(
    "a abbr b bdi bdo cite code dfn em font i kbd mark q s small span strong sub sup u var".split()
)
_LISTS = frozenset(("ul", "ol", "dl"))
LONGEST_INLINE = 200  # characters
LARGEST_GAP = 0.4  # of a body's text
MOST_LINKED = 0.35  # of the letters of what is let in beside the verdict
MOST_LINKED_LIST = 0.75  # the same, of a list between paragraphs: references are links for the most part
MOST_CLUTTER = 0.3  # of a body's text; what is more is its text after all
LONGEST_CAPTION = 400  # characters


class Content:
    """A body's blocks, with the dateline that its page marks up."""

    def __init__(self, body: Body, base: str, own: str) -> None:
        self._body = body
        self._base = base
        self._own = own
        self._also: set[int] = set()  # let in beside the verdict
        self._size = len("".join(body.root.itertext()))
        self.dateline, self._dateline_element = marked_dateline(body.root)
        self._mute()
        blocks = blocks_of(body.root, base, self._judge)
        self.blocks: tuple[Block, ...] = _front(blocks) if body.teasers else blocks

    def _mute(self) -> None:
        """Takes away the text that stands between the chosen parts, in elements not chosen themselves."""
        for element in self._body.root.iter():
            if number_of(element) in self._body.around:
                element.text = None
                for child in element:
                    child.tail = None

    def _judge(self, element: HtmlElement) -> Sequence[Block] | None:
        if element is self._dateline_element:
            return ()
        number = number_of(element)
        if number in self._body.teasers:
            return self._offer(element)
        if is_related(element):
            cards = self._cards(element)
            if cards:
                return cards
        if number in self._body.around or number in self._also:
            return () if self._is_clutter(element) else None
        if number in self._body.kept:
            return () if self._is_clutter(element) else None
        if element.tag in _ALWAYS:
            return None
        if self._is_picture(element) or self._is_gap(element):
            self._also.update(number_of(inner) for inner in element.iter())
            return None
        return ()

    def _offer(self, teaser: HtmlElement) -> Sequence[Block]:
        """A front's offer of one story: its pictures with their captions, and its card."""
        pictures = [one for figure in teaser.iter("figure") for one in pictures_in(figure, self._base)]
        card = card_of(teaser, self._base)
        return (*pictures, card) if card else ()

    def _cards(self, element: HtmlElement) -> Sequence[Block]:
        if len("".join(element.itertext()).strip()) > LONGEST_TEXT:
            return ()
        return cards_in(element, self._base, self._own)

    def _is_clutter(self, element: HtmlElement) -> bool:
        return is_clutter(element) and len("".join(element.itertext())) < MOST_CLUTTER * self._size

    def _is_gap(self, element: HtmlElement) -> bool:
        """Whether an element left out stands between chosen ones and reads like them."""
        if not self._body.first < number_of(element) < self._body.last or is_clutter(element):
            return False
        if element.tag in _INLINE:
            return len("".join(element.itertext())) < LONGEST_INLINE
        if element.tag in _HEADINGS and self._heads(element):
            return True
        if element.tag not in _PROSE or _MARGINAL.search(classes(element)):
            return False
        words = len("".join(element.itertext()).strip())
        linked = sum(len("".join(link.itertext())) for link in list(element.iter("a"))[:200])
        most = MOST_LINKED_LIST if element.tag in _LISTS and self._is_inside(element) else MOST_LINKED
        return 0 < words < LARGEST_GAP * self._size and linked < most * words

    def _is_inside(self, element: HtmlElement) -> bool:
        """Whether an element stands directly in a chosen one."""
        parent = element.getparent()
        return parent is not None and number_of(parent) in self._body.kept

    def _heads(self, heading: HtmlElement) -> bool:
        """Whether something chosen follows a heading, in the element that it stands in."""
        following = list(islice(heading.itersiblings(), 2))
        chosen = [one for one in following if number_of(one) in self._body.kept]
        return bool(chosen) and (chosen[0].tag == "p" or self._is_inside(heading))

    def _is_picture(self, element: HtmlElement) -> bool:
        """Whether an element left out shows something, with at most a caption's worth of words."""
        if is_clutter(element):
            return False
        if element.tag in _SHOWN:
            return True
        if element.tag not in ("div", "p", "span", "a", "section") or element.find(".//img") is None:
            return False
        offers = element.find(".//li") is not None or any(True for _ in element.iter(*_TITLES))
        return not offers and len(text_of(element)) <= LONGEST_CAPTION


def _front(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """A front: offers, their pictures, the names they stand under, each with the link to the rest of it."""
    return tuple(
        block
        for before, block in pairwise((Rule(), *blocks))
        if isinstance(block, _OFFERED) or (isinstance(before, Heading) and _is_link(block))
    )


def _is_link(block: Block) -> bool:
    return isinstance(block, Paragraph) and all(span.href for span in block.spans)
