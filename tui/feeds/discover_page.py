"""What a page tells of its site's feeds: advertised links, subscription lists, links in its text.

RFC 4287 and the RSS Advisory Board's autodiscovery (``<link rel="alternate">``),
WHATWG HTML for ``base`` and ``rel``. Pure: bytes in, nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urljoin, urlsplit

from tui.feeds.page_tree import page_tree
from tui.text import clean, safe_url

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_BYTES = 2 * 2**20
MOST_LINKS = 20_000
_FORMATS = {
    "application/atom+xml": "atom",
    "application/rss+xml": "rss",
    "application/feed+json": "json",
    "application/rdf+xml": "rdf",
    "application/x-atom+xml": "atom",
    "application/x-rss+xml": "rss",
}
_VAGUE_TYPES = ("application/json", "application/xml", "text/xml")
_OPML_TYPES = ("text/x-opml", "text/x-opml+xml", "application/xml+opml", "application/opml+xml", "text/opml")
_FEED_LIKE = re.compile(
    r"(?:^|[/._=-])(?:rss|rss2|atom|feeds?|rdf)(?:$|[/.=&_-])|\.(?:rss|atom|rdf)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link that may lead to a feed. ``format`` is "atom", "rss", "json", "rdf" or ""."""

    url: str
    title: str = ""
    format: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says of itself and its feeds; addresses are absolute."""

    url: str
    title: str = ""
    site: str = ""  # the site's own name
    wordpress: bool = False
    alternates: tuple[Link, ...] = ()
    outlines: tuple[str, ...] = ()  # OPML
    linked: tuple[Link, ...] = ()  # in the text, on the same site, with a feed's look


@dataclass(slots=True)
class _Reading:
    base: str
    title: str = ""
    site: str = ""
    wordpress: bool = False
    alternates: dict[str, Link] = field(default_factory=dict)
    outlines: dict[str, None] = field(default_factory=dict)
    linked: dict[str, Link] = field(default_factory=dict)


def read_page(body: bytes, url: str, charset: str = "") -> Page:
    """What the page in ``body``, fetched from ``url``, tells. Any bytes give a page, maybe an empty one."""
    reading = _Reading(url)
    for count, element in enumerate(_elements(body[:MOST_BYTES], charset)):
        if count >= MOST_LINKS:
            break
        _take(element, reading, url)
    return Page(
        url,
        reading.title,
        reading.site,
        reading.wordpress,
        tuple(reading.alternates.values()),
        tuple(reading.outlines),
        tuple(link for link in reading.linked.values() if link.url not in reading.alternates),
    )


def _elements(body: bytes, charset: str) -> Iterator[HtmlElement]:
    root = page_tree(body, charset, MOST_BYTES)
    return iter(()) if root is None else root.iter("base", "title", "meta", "link", "a")


def _take(element: HtmlElement, reading: _Reading, url: str) -> None:
    href = (element.get("href") or "").strip()
    match element.tag:
        case "base":
            if href and reading.base == url:
                reading.base = _absolute(url, href) or url
        case "title":
            reading.title = reading.title or clean(element.text or "", 300)
        case "meta":
            _take_meta(element, reading)
        case "link":
            _take_link(element, _absolute(reading.base, href), reading)
        case "a":
            target = _absolute(reading.base, href)
            if target and looks_like_feed(target) and same_site(target, url):
                title = clean("".join(element.itertext()), 200) or clean(element.get("title") or "", 200)
                reading.linked.setdefault(target, Link(target, title))


def _take_meta(element: HtmlElement, reading: _Reading) -> None:
    content = element.get("content") or ""
    name = (element.get("name") or element.get("property") or "").lower()
    if name in ("og:site_name", "application-name"):
        reading.site = reading.site or clean(content, 200)
    elif name == "generator":
        reading.wordpress = reading.wordpress or content.lower().startswith("wordpress")


def _take_link(element: HtmlElement, target: str, reading: _Reading) -> None:
    rel = (element.get("rel") or "").lower().split()
    kind = (element.get("type") or "").partition(";")[0].strip().lower()
    if not target or not {"alternate", "feed", "outline"} & set(rel) or "stylesheet" in rel:
        return
    if kind in _OPML_TYPES:
        reading.outlines.setdefault(target)
        return
    if "outline" in rel:
        return
    vague = kind in _VAGUE_TYPES or (not kind and "feed" in rel)
    if kind in _FORMATS or (vague and looks_like_feed(target)):
        title = clean(element.get("title") or "", 200)
        reading.alternates.setdefault(target, Link(target, title, _FORMATS.get(kind, "")))


def _absolute(base: str, href: str) -> str:
    """The address without its fragment, "" if it is not one of the web."""
    try:
        return safe_url(urljoin(base, href).partition("#")[0]) if href else ""
    except ValueError:
        return ""


def looks_like_feed(url: str) -> bool:
    """Whether the address is one that feeds usually have."""
    parts = urlsplit(url)
    if "/wp-json/" in parts.path:
        return False
    query = any(name in ("feed", "format", "type", "output") and _FEED_LIKE.search(f"/{value}/")
                for name, value in parse_qsl(parts.query[:500]))  # fmt: skip
    return bool(query or _FEED_LIKE.search(parts.path))


def same_site(url: str, other: str) -> bool:
    """Whether both are of one site: the same host, or one a subdomain of the other, ``www.`` aside."""
    a, b = (host_of(one) for one in (url, other))
    return bool(a) and (a == b or a.endswith(f".{b}") or b.endswith(f".{a}"))


def host_of(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
