"""From the bytes of a feed to its entries: RSS, RDF, Atom, CDF and JSON Feed.

Well-formed documents of the usual kinds are read on lxml (``fast``), everything
odd by feedparser (``parse_slowly``); both give the same answer. Nothing here
raises anything but ``Failure``.
"""

from __future__ import annotations

import re

from tui.feeds import failures
from tui.feeds.parse_document import decode_document
from tui.feeds.parse_rhythm import with_rhythm
from tui.model import ParsedFeed

_PAGE = re.compile(r"(?:\s*<!--.{0,5000}?-->)*\s*<(?:!doctype\s+html|html[\s>])", re.IGNORECASE | re.DOTALL)


def parse_feed(data: bytes, url: str, content_type: str | None = None) -> ParsedFeed:
    """The feed in ``data``, its entries in their own order, every string cleaned and bounded.

    ``url`` is where it was fetched and resolves relative addresses (RFC 3986
    §5); ``content_type`` is the answer's header, with its charset. A document
    that is cut off gives what came before the cut. Raises ``NotAFeed``, and
    ``EmptyAnswer`` where there is nothing at all.
    """
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
    return with_rhythm(feed, text)
