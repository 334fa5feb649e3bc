"""The news sitemaps of a site: named in its robots.txt (RFC 9309 §2.2.4), or in the usual places."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from tui.feeds.headline_text import is_dated
from tui.feeds.sitemap import listed_sitemaps, parse_sitemap, unpacked
from tui.model import Failure, ParsedFeed
from tui.net.address import is_own
from tui.net.reply import Reply
from tui.text import safe_url

MOST_ASKED = 12
MOST_FOUND = 6
_DEEPEST = 2  # indexes above a sitemap
_LARGEST_ROBOTS = 512 * 1024  # bytes, a little more than RFC 9309 §2.5 asks to be read
_MOST_NAMED = 200
_NAMED = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S{1,2000})", re.IGNORECASE | re.MULTILINE)
_NEWS = re.compile(r"news(?!letter)|nachrichten|actualit|noticias|новост", re.IGNORECASE)
_OTHER = re.compile(
    r"image|video|product|categor|[/_-]tags?\b|post_tag|author|[/_-]pages?\b|archive|newsletter",
    re.IGNORECASE,
)
_USUAL = (
    "news-sitemap.xml",
    "sitemap-news.xml",
    "sitemap_news.xml",
    "sitemaps/news.xml",
    "sitemap.xml",
    "sitemap_index.xml",
)

Get = Callable[[str], Awaitable[Reply]]


class NewsSitemap(NamedTuple):
    """A sitemap that has news, as it answered at the address asked."""

    url: str
    reply: Reply
    feed: ParsedFeed


async def news_sitemaps(get: Get, asked: Reply) -> list[NewsSitemap]:
    """The news sitemaps behind an answer: those that it lists, else its site's; [] if there are none."""
    url = asked.url
    if listed := await asyncio.to_thread(_listed, asked):
        return await _with_news(get, listed, url)
    try:
        robots = (await get(urljoin(url, "/robots.txt"))).body[:_LARGEST_ROBOTS].decode("utf-8", "replace")
    except Failure:
        robots = ""
    named = [urljoin(url, place) for place in _NAMED.findall(robots)[:_MOST_NAMED]]
    usual = [urljoin(url, f"/{place}") for place in _USUAL]
    return await _with_news(get, named, url) or await _with_news(get, usual, url)


async def _with_news(get: Get, places: Iterable[str], url: str) -> list[NewsSitemap]:
    """Those of the places, and of the sitemaps that they list, which have news that no other has."""
    found: list[NewsSitemap] = []
    stories: set[str] = set()
    waiting = [(place, 0) for place in _promising(places, url)]
    asked: set[str] = set()
    while waiting and len(asked) < MOST_ASKED and len(found) < MOST_FOUND:
        place, depth = waiting.pop(0)
        if place in asked:
            continue
        asked.add(place)
        try:
            reply = await get(place)
        except Failure:
            continue
        if depth < _DEEPEST and (listed := await asyncio.to_thread(_listed, reply)):
            waiting[:0] = [(inner, depth + 1) for inner in _promising(listed, url)]
            continue
        feed = await asyncio.to_thread(_read, reply)
        news = {entry.url for entry in feed.entries} if feed else set()
        if feed and not news <= stories:
            stories |= news
            found.append(NewsSitemap(place, reply, feed))
    return found


def _promising(places: Iterable[str], url: str) -> list[str]:
    """The addresses that may be asked, those first whose names speak of news and of no one day."""
    own = is_own(urlsplit(url).hostname or "")
    kept: list[str] = []
    for place in dict.fromkeys(map(safe_url, places)):
        try:
            strange = is_own(urlsplit(place).hostname or "") and not own
        except ValueError:
            continue
        if place and not strange and (_NEWS.search(place) or not _OTHER.search(urlsplit(place).path)):
            kept.append(place)
    return sorted(kept, key=lambda place: (not _NEWS.search(urlsplit(place).path), is_dated(place)))


def _listed(reply: Reply) -> list[str]:
    return listed_sitemaps(unpacked(reply.body), reply.url)


def _read(reply: Reply) -> ParsedFeed | None:
    try:
        return parse_sitemap(unpacked(reply.body), reply.url)
    except Failure:
        return None
