"""Well-formed RSS 2.0, RSS 1.0 and Atom 1.0 read quickly; None for whatever asks for more care.

No entities, no document type, no network, no tree without bounds. The answer is
feedparser's, or there is none: see ``fast_names.Doubt``. The tree is the standard
library's, on the same expat that feedparser reads with: building it and walking
through it takes half of lxml's time, and loading it a tenth.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from xml.etree.ElementTree import TreeBuilder
from xml.parsers.expat import ExpatError, ParserCreate

from tui.entries import Entry, ParsedFeed
from tui.feeds.fast_item import Item
from tui.feeds.fast_item import guid as item_guid
from tui.feeds.fast_item import link as item_link
from tui.feeds.fast_names import (
    ATOM,
    RDF,
    RSS10,
    Doubt,
    Element,
    Names,
    Spaces,
    attributes,
    descendants,
    language_of,
)
from tui.feeds.fast_text import HTML, PLAIN, XHTML, kind_of, rss_body, text_of
from tui.feeds.fast_vocabulary import draft_of
from tui.feeds.parse_entry import MAX_ENTRIES, Body, entry_from, join, language_tag
from tui.feeds.parse_feed_facts import FeedFacts, feed_from

MOST_MARKS = 1_000_000  # "<" in a document: each element takes some 150 bytes

_ROOT = re.compile(r"<\w")
_RSS10_AT_HOME = re.compile(rf"""<[^>]*\sxmlns\s*=\s*["']{re.escape(RSS10)}["']""")
_SCHEME = re.compile(r"https?://[^/\s]", re.IGNORECASE)
_VERSIONS = {"0.91": "rss091u", "0.92": "rss092", "0.93": "rss093", "0.94": "rss094"}
# What may stand beside a channel's own elements, with elements inside that are not the channel's.
_CONTAINERS = frozenset("image textinput skiphours skipdays items author managingeditor contributor".split())
_IN_CONTAINERS = frozenset(
    "url title link width height description name hour day email uri rdf:seq rdf:li itunes:category "
    "itunes:name itunes:email".split()
)
_DOUBTS = frozenset(
    "item entry dc:title dc:description media:title media:description summary content body".split()
)


def parse_fast(text: str, url: str) -> ParsedFeed | None:
    """The feed in a decoded document, or None where feedparser should read it."""
    try:
        return _parse(text, url)
    except (Doubt, ExpatError):
        return None


def _parse(text: str, url: str) -> ParsedFeed:
    start = _ROOT.search(text)
    # None stands before a root that is the very beginning; where comments may stand, it is anywhere.
    if start is None or (start.start() and "<!DOCTYPE" in text):
        raise Doubt("a document type")
    if len(text) > MOST_MARKS and text.count("<") > MOST_MARKS:
        raise Doubt("enormous")
    if url and not _SCHEME.match(url):
        raise Doubt("an unusual address")
    root, spaces = _tree(text)
    if root.tag == "rss":
        return _Reading(root, spaces, "", url).rss()
    if root.tag == f"{ATOM}}}feed":
        return _Reading(root, spaces, ATOM, url).atom()
    if root.tag == f"{RDF}}}RDF":
        if not _RSS10_AT_HOME.match(text, start.start()):
            raise Doubt("an unusual RDF")
        return _Reading(root, spaces, RSS10, url).rdf()
    raise Doubt(f"{root.tag} as root")


def _tree(text: str) -> tuple[Element, Spaces]:
    """The root, and every namespace that is declared anywhere, with its prefix.

    Names are written "namespace}name", as expat gives them. Fed whole by hand it takes two
    thirds of the time that ElementTree's own parser does, which keeps count of lines and columns.
    """
    spaces: Spaces = set()
    builder = TreeBuilder()
    parser = ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartNamespaceDeclHandler = lambda prefix, namespace: spaces.add((prefix or "", namespace or ""))
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.Parse(text.encode("utf-8", "surrogatepass"), True)
    return builder.close(), spaces


class _Reading:
    """One document's reading: the facts about the feed, and where its entries are."""

    def __init__(self, root: Element, spaces: Spaces, home: str, url: str) -> None:
        self.root = root
        self.url = url
        self.home = home
        self.is_atom = home == ATOM
        self.names = Names(spaces, home)
        self.facts = FeedFacts()
        self.top = attributes(root)
        self.language = language_of(self.top) or ""
        self.has_summary = self.has_content = self.has_link = False

    def rss(self) -> ParsedFeed:
        version = self.top.get("version", "")
        self.facts.version = _VERSIONS.get(version, "rss20" if version.startswith("2.") else "rss")
        if self.names.declares(RSS10) or len(self.root) != 1 or self.root[0].tag != "channel":
            raise Doubt("an unusual RSS")
        self.facts.language = self.language
        return self._channel(self.root[0], "item", self.root[0])

    def rdf(self) -> ParsedFeed:
        if not len(self.root):
            raise Doubt("an unusual RDF")
        self.facts.version = "rss10"
        channel = self.root[0]
        for child in self.root:
            name = self.names.of(child)
            if name not in ("channel", "item", "image", "textinput") or (name == "channel") != (
                child is channel
            ):
                raise Doubt(f"{name} in RDF")
            if name not in ("channel", "item"):
                self._container(child)
        return self._channel(channel, "", self.root)

    def atom(self) -> ParsedFeed:
        self.facts.version = "atom10"
        self.facts.language = self.language
        return self._channel(self.root, "entry", self.root)

    def _channel(self, channel: Element, entry_name: str, parent: Element) -> ParsedFeed:
        """The feed of a channel whose entries are children of ``parent``."""
        found = attributes(channel)
        if "href" in found or "lastmod" in found:
            raise Doubt("CDF")
        own = language_of(found)
        language = self.language if own is None else own
        seen_entry = False
        for child in channel:
            name = self.names.of(child)
            if name == entry_name:
                seen_entry = True
            else:
                self._fact(name, child, seen_entry)
        tag = f"{self.home}}}{entry_name or 'item'}" if self.home else "item"
        return self._finish((child for child in parent if child.tag == tag), language)

    def _finish(self, elements: Iterable[Element], language: str) -> ParsedFeed:
        base = self.facts.base(self.url)
        fallback = language_tag(self.facts.language)
        entries: list[Entry] = []
        for element in islice(elements, MAX_ENTRIES):
            item = Item(self.names, self.url, self.is_atom, has_content=self.has_content and not entries)
            entries.append(entry_from(draft_of(element, item, language), base, fallback))
        return feed_from(self.facts, tuple(entries), self.url)

    # --- the feed's own elements ----------------------------------------------------

    def _fact(self, name: str, element: Element, seen_entry: bool) -> None:
        reader = _FACTS.get(name)
        if reader is not None:
            if seen_entry and name in ("title", "itunes:summary"):
                raise Doubt("the feed speaks of itself after its entries")
            reader(self, element)
        elif name in _DOUBTS or (":" not in name and "_" in name):
            raise Doubt(name)
        elif len(element) or element.attrib:
            attributes(element)
            self._container(element)

    def _container(self, element: Element) -> None:
        name = self.names.of(element)
        allowed = name in _CONTAINERS or name in ("itunes:owner", "itunes:category")
        for child in descendants(element):
            inside = self.names.of(child)
            attributes(child)
            if not inside.startswith("?") and not (allowed and inside in _IN_CONTAINERS):
                raise Doubt(f"{inside} in {name}")

    def _body(self, element: Element, default: str) -> Body:
        kind = kind_of(attributes(element), default)
        if kind == XHTML:
            raise Doubt("XHTML in the feed's own words")
        text = text_of(element)
        return Body(text, kind == HTML) if self.is_atom else rss_body(text, kind)

    def title(self, element: Element) -> None:
        if self.facts.title.value:
            raise Doubt("which title")
        self.facts.title = self._body(element, PLAIN)

    def description(self, element: Element) -> None:
        if self.has_summary and not self.has_content:
            self.has_content = True  # feedparser takes it for content of its own
            text_of(element)
        else:
            self.facts.description = self._body(element, HTML)

    def subtitle(self, element: Element) -> None:
        self.facts.description = self._body(element, PLAIN)

    def summary(self, element: Element) -> None:
        text_of(element)
        self.has_content = self.has_content or self.has_summary
        self.has_summary = True

    def link(self, element: Element) -> None:
        if attributes(element).get("rel") == "self":
            self._self_link(element)
            return
        item = Item(self.names, self.url, self.is_atom)
        item_link(item, element)
        if item.has_link:
            self.facts.site, self.has_link = item.draft.link, True

    def identity(self, element: Element) -> None:
        """A permanent link stands for the site where there is no other (``guid``, ``atom:id``)."""
        item = Item(self.names, self.url, self.is_atom, has_link=self.has_link)
        item_guid(item, element)
        if item.has_link and not self.has_link:
            self.facts.site, self.has_link = item.draft.link, True

    def _self_link(self, element: Element) -> None:
        href = attributes(element).get("href", "")
        self.facts.itself = self.facts.itself or (join(self.url, href) if href else "")

    def language_element(self, element: Element) -> None:
        self.facts.language = text_of(element)

    def ttl(self, element: Element) -> None:
        self.facts.ttl = text_of(element)

    def update_period(self, element: Element) -> None:
        self.facts.update_period = text_of(element)

    def update_frequency(self, element: Element) -> None:
        self.facts.update_frequency = text_of(element)


_FACTS = {
    "title": _Reading.title,
    "link": _Reading.link,
    "guid": _Reading.identity,
    "id": _Reading.identity,
    "description": _Reading.description,
    "subtitle": _Reading.subtitle,
    "tagline": _Reading.subtitle,
    "itunes:subtitle": _Reading.subtitle,
    "itunes:summary": _Reading.summary,
    "language": _Reading.language_element,
    "dc:language": _Reading.language_element,
    "ttl": _Reading.ttl,
    "sy:updateperiod": _Reading.update_period,
    "sy:updatefrequency": _Reading.update_frequency,
}
