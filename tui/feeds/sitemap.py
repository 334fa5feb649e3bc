"""News sitemaps: the stories of a site's last days as it lists them for search engines.

The Sitemaps protocol (sitemaps.org/protocol.html) with Google's news extension
(news 0.9): ``news:title``, ``news:publication_date``, ``news:publication``. Read
as a stream, so that memory does not grow with the document; cut at the protocol's
own bounds, and to the newest ``MOST_STORIES``, which is what the extension allows.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from heapq import nlargest
from io import BytesIO
from typing import TYPE_CHECKING

from tui.feeds import failures
from tui.feeds.headline_text import moment
from tui.feeds.parse_entry import Body, Draft, absolute, entry_from, language_tag
from tui.feeds.parse_feed_facts import FeedFacts, feed_from
from tui.model import Entry, ParsedFeed
from tui.text import clean

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_BYTES = 50 * 2**20  # unpacked, as the protocol has it
MOST_URLS = 50_000  # the same
MOST_STORIES = 1_000
_PACKED = b"\x1f\x8b"
_LARGEST_URL = 500  # elements in one <url>
_NEWS = "http://www.google.com/schemas/sitemap-news/"
_LONGEST_AGO = datetime.min.replace(tzinfo=UTC)
_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s*(?:<\?[^>]{0,500}>|<!--.{0,3000}?-->|<!DOCTYPE[^>\[]{0,300}(?:\[[^\]]{0,3000}\]\s*)?>))*"
    rb"\s*<(?:[\w.-]{1,40}:)?(urlset|sitemapindex)[\s>/]",
    re.DOTALL,
)


def is_sitemap(data: bytes) -> bool:
    """Whether the document's root element is a sitemap's, or an index of sitemaps."""
    return _ROOT.match(data[:8_000]) is not None


def unpacked(data: bytes) -> bytes:
    """What a gzip file (RFC 1952) holds, up to ``MOST_BYTES`` or a broken place; other data as it is."""
    if not data.startswith(_PACKED):
        return data
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
    parts = []
    left = MOST_BYTES
    # Piece by piece: an error then loses a piece and not the whole.
    for start in range(0, len(data), 65_536):
        try:
            part = unpacking.decompress(data[start : start + 65_536], left)
        except zlib.error:
            break
        parts.append(part)
        left -= len(part)
        if left <= 0 or unpacking.eof:
            break
    return b"".join(parts)


def parse_sitemap(data: bytes, url: str) -> ParsedFeed:
    """The news in a sitemap, the newest first; none of them is no failure where it is a news sitemap.

    Raises ``NotAFeed`` for an index of sitemaps, and for a sitemap of addresses alone.
    """
    if not is_sitemap(data):
        raise failures.no_feed(url)
    reading = _Reading(url)
    reading.read(data)
    if reading.is_index:
        raise failures.sitemap_index(url)
    if not reading.stories and not (reading.speaks_news and not reading.broken):
        raise failures.bare_sitemap(url)
    facts = FeedFacts(
        title=Body(_commonest(reading.names), False),
        site=absolute(url, "/"),
        language=_commonest(reading.languages),
        version="sitemap-news",
    )
    newest = nlargest(MOST_STORIES, reading.stories, key=lambda one: one.published or _LONGEST_AGO)
    return feed_from(facts, tuple(newest), url)


def listed_sitemaps(data: bytes, url: str) -> list[str]:
    """The sitemaps that an index names, the lately changed first; [] for any other document."""
    if not is_sitemap(data):
        return []
    reading = _Reading(url)
    reading.read(data)
    newest = sorted(reading.sitemaps.items(), key=lambda one: one[1] or _LONGEST_AGO, reverse=True)
    return [place for place, _changed in newest]


def _commonest(names: Counter[str]) -> str:
    return names.most_common(1)[0][0] if names else ""


@dataclass(slots=True)
class _Reading:
    """One sitemap's reading: what it has given so far."""

    url: str
    is_index: bool = False
    speaks_news: bool = False
    broken: bool = False
    stories: list[Entry] = field(default_factory=list)
    sitemaps: dict[str, datetime | None] = field(default_factory=dict)
    names: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)

    def read(self, data: bytes) -> None:
        from lxml import etree

        # Entities stay as they are written, and nothing outside is loaded: there is no bomb to go off.
        walk = etree.iterparse(
            BytesIO(data[:MOST_BYTES]),
            events=("start", "end"),
            recover=True,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            self._read(walk)
        except etree.XMLSyntaxError:
            self.broken = True
        self.broken = self.broken or len(walk.error_log) > 0

    def _read(self, walk: Iterator[tuple[str, Element]]) -> None:
        count = depth = 0
        for event, element in walk:
            if event == "start":
                depth += 1
                if depth == 1:
                    self.is_index = _name(element) == "sitemapindex"
                    self.speaks_news = any(
                        space.startswith(_NEWS) for space in element.nsmap.values() if space
                    )
                continue
            depth -= 1
            if depth != 1:
                continue
            count += 1
            if count <= MOST_URLS:
                self._take(element)
            parent = element.getparent()
            element.clear()
            if parent is not None:
                parent.remove(element)
            if count >= MOST_URLS:
                return

    def _take(self, element: Element) -> None:
        name = _name(element)
        if name == "url":
            self._take_url(element)
        elif name == "sitemap" and len(self.sitemaps) < MOST_STORIES:
            said = _said(element)
            if place := absolute(self.url, said.get("loc", "")):
                self.sitemaps.setdefault(place, moment(said.get("lastmod")))

    def _take_url(self, element: Element) -> None:
        said = _said(element)
        title = clean(said.get("news:title", "")[:8_000], 1_000)
        place = absolute(self.url, said.get("loc", ""))
        if not title or not place:
            return
        self.speaks_news = True
        name, language = clean(said.get("news:name", ""), 200), language_tag(said.get("news:language", ""))
        if name:
            self.names[name] += 1
        if language:
            self.languages[language] += 1
        published = moment(said.get("news:publication_date"))
        draft = Draft(
            title=Body(title, False),
            link=place,
            published=published,
            updated=moment(said.get("lastmod")),
            categories=[word.strip() for word in said.get("news:keywords", "")[:2_000].split(",")],
            picture=said.get("image:loc", ""),
        )
        self.stories.append(entry_from(draft, self.url, language))
        if len(self.stories) >= 2 * MOST_STORIES:
            self.stories = nlargest(MOST_STORIES, self.stories, key=lambda one: one.published or _LONGEST_AGO)


def _said(element: Element) -> dict[str, str]:
    """The texts in a ``url`` or ``sitemap`` by name ("loc", "news:title", "image:loc"); the first of each."""
    found: dict[str, str] = {}
    for count, child in enumerate(element.iterdescendants("*")):
        if count >= _LARGEST_URL:
            break
        if child.text:
            found.setdefault(_name(child), child.text.strip())
    return found


def _name(element: Element) -> str:
    """An element's name, with the extension it belongs to in front."""
    space, _brace, name = str(element.tag).rpartition("}")
    space = space.lstrip("{")
    if space.startswith(_NEWS):
        return f"news:{name}"
    return f"image:{name}" if "sitemap-image" in space else name
