"""From bytes to entries: RSS, RDF, Atom, CDF and JSON Feed; news sitemaps and pages of headlines.

Well-formed documents of the usual kinds are read by ``fast``, everything
odd by feedparser (``parse_slowly``); both give the same answer. What sites have
in a feed's place is read by modules of their own. Nothing here raises anything
but ``Failure``.
"""

from __future__ import annotations

import re

from tui.entries import ParsedFeed
from tui.feeds import failures
from tui.feeds.parse_document import decode_document
from tui.feeds.parse_rhythm import with_rhythm
from tui.feeds.parse_whole import whole_entries

_PAGE = re.compile(r"(?:\s*<!--.{0,5000}?-->)*\s*<(?:!doctype\s+html|html[\s>])", re.IGNORECASE | re.DOTALL)
_SITEMAP_BEGINS = 4_096  # bytes of a document in which it says that it is one


def parse_feed(data: bytes, url: str, content_type: str | None = None) -> ParsedFeed:
    """What ``data`` gives of news: the feed in it, or the headlines of a page that has none.

    ``url`` is where it was fetched and resolves relative addresses (RFC 3986
    §5); ``content_type`` is the answer's header, with its charset. ``format`` says
    what was found ("page-jsonld", "page-hentry" and "page-links" for a page).
    Raises ``NotAFeed``, and ``EmptyAnswer`` where there is nothing at all.
    """
    try:
        return parse_syndication(data, url, content_type)
    except failures.WebPage:
        pass
    from tui.feeds.headline_page import parse_headline_page

    return parse_headline_page(data, url, content_type)


def parse_syndication(data: bytes, url: str, content_type: str | None = None) -> ParsedFeed:
    """The feed or news sitemap in ``data``, its entries in their own order, every string cleaned and bounded.

    As ``parse_feed``, but a page is none: raises ``WebPage``. A document that is
    cut off gives the entries that were whole before the cut.
    """
    if data.startswith(b"\x1f\x8b"):
        from tui.feeds.sitemap import unpacked

        data = unpacked(data)
    if data.find(b"urlset", 0, _SITEMAP_BEGINS) >= 0 or data.find(b"sitemapindex", 0, _SITEMAP_BEGINS) >= 0:
        from tui.feeds.sitemap import is_sitemap, parse_sitemap

        if is_sitemap(data):
            return parse_sitemap(data, url)
    if not data.strip():
        raise failures.empty(url)
    text = decode_document(data, content_type)
    if not text:
        raise failures.empty(url)
    if text.startswith(("{", "[")):
        from tui.feeds.json_feed import parse_json_feed

        return parse_json_feed(text, url)
    if _PAGE.match(text):
        raise failures.web_page(url)
    if "<" not in text:
        raise failures.no_feed(url)
    return _parse_xml(text, url)


def _parse_xml(text: str, url: str) -> ParsedFeed:
    from tui.feeds.fast import parse_fast

    feed = parse_fast(text, url)
    if feed is None:
        from tui.feeds.parse_slowly import parse_slowly

        feed = parse_slowly(text, url)
    if feed is None:
        raise failures.no_feed(url)
    return with_rhythm(whole_entries(feed, text), text)
