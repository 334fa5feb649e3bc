"""A page's tree, bounded and free of comments, and what its elements say.

WHATWG HTML for ``base`` and ``lang``, RFC 3986 §5 for addresses. Every walk is
iterative: what a page nests ten thousand deep costs it time, never our stack.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from tui.text import clean, safe_url

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_BYTES = 4 * 2**20  # of a page; what comes after is not looked at
SILENT = frozenset("script style template noscript svg canvas iframe object select textarea button".split())
_MOST_STEPS = 200  # into and out of the elements in one text
_BLOCKS = frozenset(
    "p div section article li ul ol h1 h2 h3 h4 h5 h6 header br td tr dt dd figcaption".split()
)


def page_tree(body: bytes, charset: str = "", most: int = MOST_BYTES) -> HtmlElement | None:
    """The root element of the page in ``body``; None where there is nothing to parse.

    ``charset`` is the answer's own; one that nobody knows is passed over.
    """
    from lxml import etree, html

    body = body[:most]
    for encoding in dict.fromkeys((charset or _utf8(body), _utf8(body))):
        try:
            parser = html.HTMLParser(
                encoding=encoding, huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
            )
            return html.document_fromstring(body, parser=parser)
        except LookupError:
            continue
        except (etree.LxmlError, ValueError, AssertionError):
            return None
    return None


def _utf8(body: bytes) -> str | None:
    """UTF-8 if that is what the bytes are, cut off or not; else the page's own ``meta`` decides."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(body)
    except UnicodeDecodeError:
        return None
    return "utf-8"


def text_of(element: HtmlElement, limit: int = 1_000, without: frozenset[str] = SILENT) -> str:
    """The element's text as one clean line, without what stands in tags of ``without``."""
    from lxml import etree

    parts: list[str] = []
    size = 0
    walker = etree.iterwalk(element, events=("start", "end"))
    for _step, (event, node) in zip(range(_MOST_STEPS), walker, strict=False):
        if event == "start":
            if node.tag in without:
                walker.skip_subtree()
                continue
            part = node.text or ""
        else:
            part = (node.tail or "") if node is not element else ""
        if node.tag in _BLOCKS:
            parts.append(" ")
        parts.append(part)
        size += len(part)
        if size > 4 * limit:
            break
    return clean("".join(parts), limit)


def base_of(root: HtmlElement, url: str) -> str:
    """What relative addresses on the page hang from: its first ``base``, else where it was fetched."""
    for element in root.iter("base"):
        if href := element.get("href"):
            return address(url, href) or url
    return url


def address(base: str, href: str | None) -> str:
    """The web address that ``href`` means at ``base``, without its fragment; "" for any other."""
    href = (href or "").strip()
    try:
        return safe_url(urljoin(base, href).partition("#")[0]) if href and href[0] != "#" else ""
    except ValueError:
        return ""


def meta_of(root: HtmlElement) -> dict[str, str]:
    """The page's ``meta`` values by lower-case name or property, the first of each."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or "").lower()
        if name and (content := element.get("content")):
            found.setdefault(name, content)
    return found
