"""HTML trees that are safe to walk: bounded in size and depth, without scripts and comments.

Everything here and in the modules that walk these trees is iterative: what a page
nests ten thousand deep costs it time, never our stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui.text import clean, safe_url

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LARGEST_PAGE = 3 * 2**20  # characters that are parsed; an article's text is at the beginning
MOST_TAGS = 60_000  # that are parsed, ends of elements counted
MOST_ELEMENTS = 25_000  # that readability-lxml is asked about
LARGEST_SCRIPT = 2**20  # characters; a larger one states nothing that is worth its place
_NO_CONTENT = ("script", "style", "template", "link", "base")
# What nests without meaning: dropped when the parser gave up at its own depth limit.
_NESTING = re.compile(
    r"</?(?:div|span|font|center|a|b|i|u|s|em|strong|small|big|q|cite|ins|del|code|section|article|main|aside|header|footer|"
    r"figure|form|fieldset|details|table|tbody|thead|tfoot|tr|td|th|ul|ol|li|dl|dt|dd|menu|blockquote|address|nav)\b[^<>]*>",
    re.I,
)
_SCRIPTS = re.compile(r"<(script|style|svg)\b([^<>]*)>.*?</\1\s*>", re.I | re.S)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_UNQUOTED = {ord(c): f"%{ord(c):02X}" for c in ' "<>`\\^{}|'}

BLOCK_TAGS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre "
    "section summary table tbody td tfoot th thead tr ul".split()
)
_METADATA = frozenset("base link meta noscript script style template title".split())
SILENT_TAGS = frozenset(
    "script style template noscript head title svg canvas map area object applet param button select option "
    "datalist textarea input progress meter dialog link meta base annotation annotation-xml rp track".split()
)


def parse_page(html: str) -> HtmlElement | None:
    """The page's root element, or None if there is nothing to parse."""
    html = _bounded(_CONTROLS.sub("", html))
    root, too_deep = _parsed(html)
    if too_deep:
        root, _ = _parsed(_NESTING.sub(" ", html))
    if root is not None:
        _end_head(root)
    return root


def _bounded(html: str) -> str:
    """The page without what is never read, if it is a large one, and cut where it is too large."""
    if len(html) > LARGEST_PAGE or html.count("<") > MOST_TAGS:
        html = _SCRIPTS.sub(_worth_reading, html)[:LARGEST_PAGE]
    if html.count("<") > MOST_TAGS:
        html = "<".join(html.split("<", MOST_TAGS)[:MOST_TAGS])
    return html


def _worth_reading(script: re.Match[str]) -> str:
    states = ("ld+json" in script[2] or "data-isso" in script[2]) and len(script[0]) <= LARGEST_SCRIPT
    return script[0] if states else ""


def _end_head(root: HtmlElement) -> None:
    """Moves what stands in the head to a body: the tags of both may be left out (WHATWG HTML §13.1.2.4)."""
    head = root.find("head")
    if head is None:
        return
    first = next((place for place, child in enumerate(head) if child.tag not in _METADATA), None)
    if first is None:
        return
    body = root.find("body")
    if body is None:
        body = root.makeelement("body")
        root.append(body)
    body[:0] = head[first:]


def parse_fragment(html: str) -> HtmlElement | None:
    """The element around a fragment of HTML (a feed's content, a comment)."""
    root = parse_page(f"<html><body>{html}</body></html>")
    if root is None:
        return None
    from lxml import etree

    etree.strip_elements(root, *_NO_CONTENT, with_tail=False)
    body: HtmlElement | None = root.find("body")
    return root if body is None else body


def _parsed(html: str) -> tuple[HtmlElement | None, bool]:
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    if not html.strip():
        return None, False
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None, False
    return root, any("depth" in error.message for error in parser.error_log)


def walk(root: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    """("start" | "end", element) in document order, without recursion."""
    from lxml import etree

    yield from etree.iterwalk(root, events=("start", "end"))


def text_of(element: HtmlElement, skip: frozenset[HtmlElement] | None = None, limit: int = 2_000) -> str:
    """The element's text as one clean line, without what is in ``skip``; block ends are spaces."""
    from lxml import etree

    parts: list[str] = []
    walker = etree.iterwalk(element, events=("start", "end"))
    size = 0
    for event, node in walker:
        if event == "start":
            if node.tag in SILENT_TAGS or (skip and node in skip):
                walker.skip_subtree()
            else:
                if node.tag in BLOCK_TAGS or node.tag == "br":
                    parts.append(" ")
                parts.append(node.text or "")
        elif node is not element:
            if node.tag in BLOCK_TAGS:
                parts.append(" ")
            parts.append(node.tail or "")
        size += len(parts[-1]) if parts else 0
        if size > 4 * limit:
            break
    return clean("".join(parts), limit)


def absolute(base: str, href: str | None) -> str:
    """The web address that ``href`` means on a page at ``base``, or "" (fragments, other schemes)."""
    href = (href or "").strip()
    if not href or href[0] == "#" or len(href) > 4096:
        return ""
    if href[:8].lower() not in ("https://",) and href[:7].lower() != "http://":
        from urllib.parse import urljoin

        try:
            href = urljoin(base, re.sub(r"[\t\r\n]", "", href))
        except ValueError:
            return ""
    return safe_url(href.translate(_UNQUOTED))


def classes(element: HtmlElement) -> str:
    """The element's class and id, lower case, as one string to search."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower()
