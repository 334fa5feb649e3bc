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
from collections.abc import Iterable, Iterator
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

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_BYTES = 50 * 2**20  # unpacked, as the protocol has it
MOST_URLS = 50_000  # the same
MOST_STORIES = 1_000
Said = dict[str, str]  # an element's texts by name
_PACKED = b"\x1f\x8b"
_LARGEST_URL = 500  # elements in one <url>
_LONGEST_TEXT = 5_000  # characters of one element
_PIECE = 2**20
_MOST_TAGS = 2_500_000  # twice what 50,000 stories with pictures have
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
    reading = _Reading()
    reading.read(data)
    if reading.is_index:
        raise failures.sitemap_index(url)
    if not reading.stories and not (reading.speaks_news and not reading.broken):
        raise failures.bare_sitemap(url)
    newest = [said for _published, said in reading.newest()]
    facts = FeedFacts(
        title=Body(_commonest(said.get("news:name", "") for said in newest), False),
        site=absolute(url, "/"),
        language=_commonest(language_tag(said.get("news:language", "")) for said in newest),
        version="sitemap-news",
    )
    entries = (_entry(said, url) for said in newest)
    return feed_from(facts, tuple(entry for entry in entries if entry.title and entry.url), url)


def listed_sitemaps(data: bytes, url: str) -> list[str]:
    """The sitemaps that an index names, the lately changed first; [] for any other document."""
    if not is_sitemap(data):
        return []
    reading = _Reading()
    reading.read(data)
    newest = sorted(
        reading.sitemaps, key=lambda one: moment(one.get("lastmod")) or _LONGEST_AGO, reverse=True
    )
    places = (absolute(url, one.get("loc", "")) for one in newest)
    return [place for place in dict.fromkeys(places) if place]


def _commonest(names: Iterable[str]) -> str:
    counted = Counter(name for name in names if name).most_common(1)
    return counted[0][0] if counted else ""


def _entry(said: Said, url: str) -> Entry:
    draft = Draft(
        title=Body(said["news:title"], False),
        link=said["loc"],
        published=moment(said.get("news:publication_date")),
        updated=moment(said.get("lastmod")),
        categories=[word.strip() for word in said.get("news:keywords", "").split(",")],
        picture=said.get("image:loc", ""),
    )
    return entry_from(draft, url, language_tag(said.get("news:language", "")))


@dataclass(slots=True)
class _Reading:
    """One sitemap's reading: what it has given so far, as it is written."""

    is_index: bool = False
    speaks_news: bool = False
    broken: bool = False
    stories: list[tuple[datetime, Said]] = field(default_factory=list)
    sitemaps: list[Said] = field(default_factory=list)

    def read(self, data: bytes) -> None:
        from lxml import etree

        # Entities stay as they are written, and nothing outside is loaded: there is no bomb to go off.
        walk = etree.iterparse(
            BytesIO(_within_bounds(data)),
            events=("start", "end"),
            tag=("{*}urlset", "{*}sitemapindex", "{*}url", "{*}sitemap"),
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
        root: Element | None = None
        count = 0
        for event, element in walk:
            if root is None:
                root = element
                self.is_index = _name(element) == "sitemapindex"
                self.speaks_news = any(space.startswith(_NEWS) for space in element.nsmap.values() if space)
            if event == "start" or element.getparent() is not root:
                continue
            self._take(element)
            # What is read goes, with all before it that was nothing to us; what follows is being built.
            element.clear()
            while (before := element.getprevious()) is not None:
                root.remove(before)
            count += 1
            if count >= MOST_URLS:
                return

    def _take(self, element: Element) -> None:
        said = _said(element)
        if self.is_index:
            if len(self.sitemaps) < MOST_STORIES:
                self.sitemaps.append(said)
        elif said.get("news:title") and said.get("loc"):
            self.stories.append((moment(said.get("news:publication_date")) or _LONGEST_AGO, said))
            if len(self.stories) >= 4 * MOST_STORIES:
                self.stories = self.newest()

    def newest(self) -> list[tuple[datetime, Said]]:
        """The newest stories so far; those of one moment in the order of the document."""
        return nlargest(MOST_STORIES, self.stories, key=lambda one: one[0])


def _within_bounds(data: bytes) -> bytes:
    """The document up to the protocol's size, and up to as many tags as memory should hold."""
    tags = 0
    for start in range(0, min(len(data), MOST_BYTES), _PIECE):
        tags += data.count(b"<", start, start + _PIECE)
        if tags > _MOST_TAGS:
            return data[:start]
    return data[:MOST_BYTES]


def _said(element: Element) -> Said:
    """The texts in a ``url`` or ``sitemap`` by name ("loc", "news:title", "image:loc"); the first of each."""
    found: Said = {}
    for count, child in enumerate(element.iterdescendants("*")):
        if count >= _LARGEST_URL:
            break
        if child.text:
            found.setdefault(_name(child), child.text.strip()[:_LONGEST_TEXT])
    return found


def _name(element: Element) -> str:
    """An element's name, with the extension it belongs to in front."""
    space, _brace, name = str(element.tag).rpartition("}")
    space = space.lstrip("{")
    if space.startswith(_NEWS):
        return f"news:{name}"
    return f"image:{name}" if "sitemap-image" in space else name
