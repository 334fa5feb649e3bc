"""The feeds behind any address a person types: a feed's own, a page's, a site's front.

Looked for in this order: what the address itself is; what the page advertises
(RSS Advisory Board's autodiscovery, OPML 2.0 for a whole site); links in its text
that look like feeds; the usual paths. Only where there is no feed at all, a news
sitemap or the page's own headlines take its place. Everything is fetched and
parsed before it is offered. Bounded in requests and in time.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from tui.feeds.discover_address import meant_by
from tui.feeds.discover_page import Link, Page, read_page, same_site
from tui.feeds.discover_topics import by_topic, own_feeds, repeats_others, topic
from tui.feeds.failures import NotAFeed
from tui.feeds.opml import Subscription, read_subscriptions
from tui.feeds.parse import parse_feed, parse_syndication
from tui.locale import _, ngettext
from tui.model import Failure, ParsedFeed
from tui.net.address import Address, is_own, keeps_login, parse_address, shown
from tui.net.failures import TimedOut, Unreachable
from tui.net.reply import Limits, Reply
from tui.text import clean, safe_url

if TYPE_CHECKING:
    from tui.net.client import Client

MOST_REQUESTS = 60
MOST_SECONDS = 60.0
MOST_FEEDS = 40
_MOST_LINKED = 12
_AT_ONCE = 8
_LIMITS = Limits(max_bytes=8 * 2**20, connect=8, read=15, total=25)
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json;q=0.9, "
    "application/xml;q=0.8, text/html;q=0.7, */*;q=0.5"
)
_USUAL = (
    "feed",
    "feed/",
    "rss",
    "rss.xml",
    "atom.xml",
    "feed.xml",
    "index.xml",
    "feed.json",
    "feeds/posts/default",
    "?feed=rss2",
)


Parse = Callable[[bytes, str, str | None], ParsedFeed]


@dataclass(frozen=True, slots=True)
class Found:
    """A feed that was found, fetched and parsed. ``homeserver`` is its site's Matrix server, or ""."""

    url: str
    title: str
    section: str = ""
    description: str = ""
    homeserver: str = ""
    format: str = ""
    feed: ParsedFeed | None = None

    @property
    def kind(self) -> str:
        """What it is where it is no feed: "news sitemap", "headlines of the page"; "" for a feed."""
        if self.format == "sitemap-news":
            return _("no feed: news sitemap")
        return _("no feed: headlines of the page") if self.format.startswith("page-") else ""


async def discover(client: Client, url: str) -> list[Found]:
    """The feeds at an address as a person types it, each section of a site once.

    Raises ``NotAFeed`` naming the address and what was tried, and what
    ``Client.get`` raises if the address itself does not answer.
    """
    search = _Search(client)
    asked, reply = await search.open(url)
    found = await search.feeds_of(asked, reply)
    if not found:
        raise search.nothing_at(url)
    homeserver = await search.homeserver(reply.url)
    return [replace(one, homeserver=homeserver) for one in found]


class _Search:
    """One discovery: what it may still ask, and what it has tried."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._left = MOST_REQUESTS
        self._until = time.monotonic() + MOST_SECONDS
        self._hands = asyncio.Semaphore(_AT_ONCE)
        self._tried: dict[str, None] = {}
        self._start: Address | None = None

    async def get(self, url: str, accept: str = _ACCEPT) -> Reply:
        """The answer, while there are requests and time left; else ``TimedOut``."""
        async with self._hands:
            seconds = self._until - time.monotonic()
            if self._left <= 0 or seconds <= 0:
                raise TimedOut(_("The search for feeds took too long."))
            self._left -= 1
            self._tried.setdefault(shown(url, 60))
            limits = replace(_LIMITS, total=min(_LIMITS.total, seconds))
            return await self._client.get(self._with_login(url), accept=accept, limits=limits)

    def _with_login(self, url: str) -> str:
        """The address with the login that the typed one carried, if it may see it."""
        if self._start is None or not self._start.userinfo:
            return url
        address = parse_address(url)
        if not keeps_login(self._start, address):
            return url
        return replace(address, userinfo=self._start.userinfo).url_with_login

    async def open(self, typed: str) -> tuple[str, Reply]:
        """The first address that may be meant and answers; the most telling failure if none does."""
        failures: list[Failure] = []
        for url in meant_by(typed):
            try:
                reply = await self.get(url)
            except Failure as failure:
                failures.append(failure)
            else:
                self._start = parse_address(url)
                return self._start.url, reply
        raise next((f for f in failures if not isinstance(f, Unreachable)), failures[0])

    async def feeds_of(self, asked: str, reply: Reply) -> list[Found]:
        """The feeds that the answer is, lists or leads to."""
        feed = await _parsed(reply)
        if feed is not None:
            return [self._found(asked, reply, feed)]
        page = await asyncio.to_thread(read_page, reply.body, reply.url, reply.charset)
        listed = await asyncio.to_thread(_subscriptions, reply)
        if listed:
            return await self._subscribed(listed)
        front = urlsplit(page.url).path in ("", "/")
        ways = [self._outlined, self._advertised] if front else [self._advertised, self._outlined]
        for way in (*ways, self._linked, self._usual):
            found = await way(page)
            if found:
                return found
        return await self._without_feed(asked, reply, front)

    # --- the ways -----------------------------------------------------------------

    async def _outlined(self, page: Page) -> list[Found]:
        """Every section of the site, where it publishes the list of them."""
        for url in page.outlines[:2]:
            try:
                reply = await self.get(url, accept="text/x-opml, application/xml;q=0.8, */*;q=0.5")
            except Failure:
                continue
            listed = await asyncio.to_thread(_subscriptions, reply)
            # What lies elsewhere is a blogroll: other people's feeds, not this site's sections.
            own = [one for one in listed if same_site(one.url, page.url)]
            found = await self._subscribed(_by_section(own, page.site))
            if found:
                return found
        return []

    async def _subscribed(self, listed: Sequence[Subscription]) -> list[Found]:
        """The feeds of a subscription list, in their sections."""
        listed = listed[:MOST_FEEDS]
        found = await asyncio.gather(*(self._verified([Link(one.url, one.title)]) for one in listed))
        return [
            replace(feed, section=one.section)
            for one, feed in zip(listed, found, strict=True)
            if feed is not None
        ]

    async def _advertised(self, page: Page) -> list[Found]:
        groups = own_feeds(page, by_topic(page, page.alternates))
        return await self._chosen(groups[:MOST_FEEDS], page)

    async def _linked(self, page: Page) -> list[Found]:
        return await self._chosen(by_topic(page, page.linked)[:_MOST_LINKED], page)

    async def _usual(self, page: Page) -> list[Found]:
        bases = dict.fromkeys((urljoin(page.url, "/"), urljoin(page.url, ".")))
        for base in bases:
            for path in _USUAL:
                found = await self._verified([Link(urljoin(base, path))])
                if found is not None:
                    return [found]
        return []

    async def _without_feed(self, asked: str, reply: Reply, front: bool) -> list[Found]:
        """What takes a feed's place: of a whole site its news sitemaps, of a section what its page shows."""
        shown_there = await _parsed(reply, parse_feed)
        here = [] if shown_there is None else [self._found(asked, reply, shown_there)]
        if here and not front:
            return here
        from tui.feeds.discover_sitemap import news_sitemaps

        listed = [self._found(*one) for one in await news_sitemaps(self.get, reply)]
        if len(listed) > 1:
            listed = [_in_its_language(one) for one in listed]
        return listed or here

    # --- one feed -----------------------------------------------------------------

    async def _chosen(self, groups: Sequence[list[Link]], page: Page) -> list[Found]:
        """The best feed of each group that is one, without what only repeats the others."""
        feeds = await asyncio.gather(*(self._verified(group) for group in groups))
        found = [
            replace(feed, section=topic(feed.title, page.site) or topic(group[0].title, page.site))
            for group, feed in zip(groups, feeds, strict=True)
            if feed is not None
        ]
        kept = {one.url: one for one in found}
        for one in list(kept.values()):
            others = [other.feed for url, other in kept.items() if url != one.url]
            if repeats_others(one.feed, others):
                del kept[one.url]
        return list(kept.values())

    async def _verified(self, links: Sequence[Link]) -> Found | None:
        """The first of the links that is a feed, if any."""
        for link in links:
            try:
                reply = await self.get(link.url)
            except Failure:
                continue
            feed = await _parsed(reply)
            if feed is not None:
                found = self._found(link.url, reply, feed)
                return found if feed.title or not link.title else replace(found, title=link.title)
        return None

    def _found(self, asked: str, reply: Reply, feed: ParsedFeed) -> Found:
        # The address asked stays, unless its site says that it moved for good.
        return Found(
            url=reply.permanent_url or self._with_login(asked),
            title=feed.title or shown(asked),
            description=clean(feed.description, 500),
            format=feed.format,
            feed=feed,
        )

    # --- around it ----------------------------------------------------------------

    async def homeserver(self, url: str) -> str:
        """The Matrix homeserver that the site names (Client-Server API, "Well-known URI"), or ""."""
        try:
            reply = await self.get(urljoin(url, "/.well-known/matrix/client"), accept="application/json")
            if not same_site(reply.url, url):
                return ""
            base = json.loads(reply.body)["m.homeserver"]["base_url"]
        except (Failure, ValueError, KeyError, TypeError, RecursionError):
            return ""
        base = safe_url(base).rstrip("/") if isinstance(base, str) else ""
        strange = is_own(urlsplit(base).hostname or "") and not is_own(urlsplit(url).hostname or "")
        return "" if strange else base

    def nothing_at(self, typed: str) -> NotAFeed:
        tried = list(self._tried)
        some = ", ".join(tried[:4])
        more = len(tried) - 4
        if more > 0:
            some = ngettext(
                "{some} and {more} other address", "{some} and {more} other addresses", more
            ).format(some=some, more=more)
        return NotAFeed(
            _("No feed and no list of headlines was found at {place}: tried {some}.").format(
                place=shown(typed), some=some
            ),
            _("Give the address of the feed itself, if you know it, or of a page with the headlines."),
        )


async def _parsed(reply: Reply, parse: Parse = parse_syndication) -> ParsedFeed | None:
    try:
        return await asyncio.to_thread(parse, reply.body, reply.url, reply.content_type)
    except Failure:
        return None


def _in_its_language(found: Found) -> Found:
    language = found.feed.language if found.feed else ""
    return replace(found, title=f"{found.title} ({language})") if language else found


def _subscriptions(reply: Reply) -> list[Subscription]:
    """The answer read as OPML, its addresses made absolute; [] if it is none."""
    if b"<opml" not in reply.body[:5_000].lower():
        return []
    try:
        listed = read_subscriptions(reply.body, shown(reply.url))
    except Failure:
        return []
    absolute: dict[str, Subscription] = {}
    for one in listed:
        url = safe_url(urljoin(reply.url, one.url))
        if url:
            absolute.setdefault(url, replace(one, url=url))
    return list(absolute.values())


def _by_section(listed: Sequence[Subscription], site: str) -> list[Subscription]:
    """A site's list with a section for each: its folder, or its title where all are in one folder."""
    parted = len({one.section for one in listed}) > 1
    return [
        replace(one, section=(one.section if parted else "") or topic(one.title, site) or one.title)
        for one in listed
    ]
