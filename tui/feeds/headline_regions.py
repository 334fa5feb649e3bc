"""The parts of a page that repeat, lead elsewhere or advertise, and hold none of its own stories.

Told by what WHATWG HTML and WAI-ARIA have for them (``nav``, ``aside``, ``footer``,
roles), by the names sites give their boxes, and by the boxes' headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from tui.feeds.headline_text import is_box_title, is_headline
from tui.feeds.page_tree import SILENT, text_of
from tui.text import clean

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_ELEMENTS = 30_000
_TAGS = SILENT | frozenset("nav aside footer form dialog menu head".split())
_ROLES = frozenset(
    "navigation complementary contentinfo search menu menubar dialog banner form tablist".split()
)
_NAMES = re.compile(
    r"^(?:nav|navbar|navigation|menu|submenu|footer|sidebar|aside|breadcrumbs?|pagination|pager|share|sharing|social"
    r"|comments?|respond|newsletter|advert|advertisement|ads?|sponsored|promo|cookie|consent|banner|masthead"
    r"|popular|trending|related|recommended|recommendations|tags|tagcloud|toc|byline|skip)$",
    re.IGNORECASE,
)
_PAIRS = re.compile(
    r"most[-_]?(?:read|popular|viewed|shared)|read[-_]?(?:more|next|also)|tag[-_]?(?:cloud|list)|cookie[-_]?|"
    r"site[-_]?(?:header|footer|nav)|(?:main|top|sub)[-_]?nav|meist[-_]?gelesen|more[-_]stories",
    re.IGNORECASE,
)
_CONTENT = frozenset("main article section li".split())
_NEVER = frozenset("html body main article".split())
_RANKS = {f"h{rank}": rank for rank in range(1, 7)}


def content_walk(root: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    """("start" | "end", element) in document order, outside the parts passed over, within bounds."""
    from lxml import etree

    skipped: set[HtmlElement] = set()
    within = 0
    walker = etree.iterwalk(root, events=("start", "end"))
    for _step, (event, element) in zip(range(2 * MOST_ELEMENTS), walker, strict=False):
        if event == "end":
            if element not in skipped:
                within -= element.tag in _CONTENT
                yield event, element
        elif element in skipped or _lies_aside(element, within > 0):
            skipped.add(element)
            walker.skip_subtree()
        elif element.tag in _RANKS and (box := _box_below(element)):
            skipped.update(box)
            walker.skip_subtree()
        else:
            within += element.tag in _CONTENT
            yield event, element


def _lies_aside(element: HtmlElement, within_content: bool) -> bool:
    tag = element.tag
    if tag in _NEVER:
        return False
    if tag in _TAGS or (element.get("role") or "").lower() in _ROLES or element.get("hidden") is not None:
        # A teaser has a header and a footer of its own, which may hold its headline.
        return not (tag == "footer" and within_content)
    if tag == "header":
        return not within_content
    if tag == "a" or tag in _RANKS:
        return False
    return _named_aside(f"{element.get('class') or ''} {element.get('id') or ''}")


def _named_aside(names: str) -> bool:
    """Whether class or id name a box ("sidebar", "most-read"), not only mention one ("has-sidebar")."""
    for name in names[:1_000].split():
        words = re.split(r"[-_]+|(?<=[a-z])(?=[A-Z])", name)
        if words[0].lower() in ("has", "no", "with", "not", "is", "wp", "post", "format", "type"):
            continue
        if _PAIRS.search(name) or (len(words) <= 2 and (_NAMES.match(words[0]) or _NAMES.match(words[-1]))):
            return True
    return False


def _box_below(heading: HtmlElement) -> list[HtmlElement]:
    """What follows a heading like "Most read", up to the next heading of its rank that names a box."""
    if not is_box_title(_opening(heading)):
        return []
    start = heading
    for _step in range(3):
        parent = start.getparent()
        if start.getnext() is not None or parent is None or parent.tag in ("body", "main"):
            break
        start = parent
    found = [heading]
    for sibling in start.itersiblings():
        if _opens_part(sibling, _RANKS[str(heading.tag)]):
            break
        found.append(sibling)
    return found


def _opening(heading: HtmlElement) -> str:
    """The heading's text by its first elements: a box's title is short."""
    inner = [
        part for element in islice(heading.iterdescendants(), 6) for part in (element.text, element.tail)
    ]
    return clean(" ".join(filter(None, [heading.text, *inner]))[:300], 80)


def _opens_part(element: HtmlElement, rank: int) -> bool:
    """Whether the element is, or begins with, a heading that opens another part of the page."""
    inner = element
    for _step in range(4):
        if inner.tag in _RANKS or not len(inner):
            break
        inner = inner[0]
    own = _RANKS.get(str(inner.tag), 9)
    return own < rank or (
        own == rank and not (is_headline(text_of(inner, 200)) and inner.find(".//a") is not None)
    )
