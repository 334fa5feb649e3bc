"""One feed for each topic: the same section in several formats is one, comments are none.

Sites advertise a section as RSS, Atom and JSON side by side, and each story's
comments next to it; whoever subscribes wants each section once.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from tui.feeds.discover_page import Link, Page, host_of
from tui.model import ParsedFeed
from tui.text import clean

_COMMENTS = re.compile(
    r"\bcomments?\b|\breplies\b|kommentar|commentaire|comentario|commenti\b|комментари|коментар|"
    r"コメント|评论|評論|댓글",
    re.IGNORECASE,
)
_FORMAT_WORDS = re.compile(
    r"\b(?:rss|atom|json|rdf|xml|opml|feeds?|newsfeed|syndication|subscribe|format|[0-9]\.[0-9]+|2)\b|[«»()\[\]|·•—–:>/-]+",
    re.IGNORECASE,
)
_FORMAT_PARTS = re.compile(
    r"(?:^|[._-])(?:rss2?|atom|json|rdf|feeds?|xml|index|jsonfeed)(?=$|[._-])", re.IGNORECASE
)
_GENERIC = frozenset("all latest posts entries articles news blog main home top stories full site".split())


def is_about_comments(link: Link) -> bool:
    """Whether the link's title or address says that it is a feed of comments."""
    parts = urlsplit(link.url)
    return bool(
        _COMMENTS.search(link.title)
        or re.search(r"(?:^|[/._=-])(?:comments?|replies)(?:$|[/._-])", f"{parts.path}?{parts.query}".lower())
    )


def by_topic(page: Page, links: tuple[Link, ...]) -> list[list[Link]]:
    """The links grouped: each group is one topic in its formats, the best format first.

    Links are one topic if their addresses differ only in the format, or if their
    titles do; two of the same format are never one. Feeds of comments are left out.
    """
    groups: list[list[Link]] = []
    for link in links:
        if is_about_comments(link):
            continue
        group = next((group for group in groups if _same_topic(link, group)), None)
        if group is None:
            groups.append([link])
        else:
            group.append(link)
    order = ("rss", "atom", "json", "", "rdf") if page.wordpress else ("atom", "rss", "json", "", "rdf")
    for group in groups:
        group.sort(key=lambda link: order.index(_format(link)))
    return groups


def _same_topic(link: Link, group: list[Link]) -> bool:
    if any(_format(link) == _format(other) for other in group):
        return False
    stem, title = _stem(link.url), _title_key(link.title)
    return any(stem == _stem(other.url) or (title and title == _title_key(other.title)) for other in group)


def _format(link: Link) -> str:
    if link.format:
        return link.format
    found = re.findall(
        r"rss|atom|json|rdf", urlsplit(link.url).path.lower() + urlsplit(link.url).query.lower()
    )
    return found[-1] if found else ""


def _stem(url: str) -> tuple[str, ...]:
    """What is left of an address without what names a format ("/world/feed.atom" → "world")."""
    parts = urlsplit(url)
    path = [_FORMAT_PARTS.sub("", part) for part in parts.path.lower().split("/")]
    query = [
        f"{n}={v}" for n, v in parse_qsl(parts.query) if n not in ("feed", "format", "type", "output", "alt")
    ]
    return (host_of(url), *(part for part in path if part), *query)


def _title_key(title: str) -> str:
    return " ".join(_FORMAT_WORDS.sub(" ", title).casefold().split())


def topic(title: str, site: str) -> str:
    """The section that a feed's title names, without its site and its format; "" if it names none.

    "Harbour Wire – World (RSS)" of "Harbour Wire" is "World".
    """
    rest = re.sub(re.escape(site), " ", title, flags=re.IGNORECASE) if site else title
    if rest == title:
        return ""
    rest = re.sub(
        r"\b(?:rss|atom|json|rdf|xml)\b|\bfeeds?\b|\b[0-9]\.[0-9]\b|[()\[\]]", " ", rest, flags=re.I
    )
    rest = clean(rest, 80).strip(" -–—|·•:»«›>/,.")
    return "" if set(rest.casefold().split()) <= _GENERIC else rest


def own_feeds(page: Page, groups: list[list[Link]]) -> list[list[Link]]:
    """The groups whose feed lies below the page's own address, if any does and the page is not the front."""
    path = urlsplit(page.url).path.rstrip("/") + "/"
    if path == "/":
        return groups
    own = [group for group in groups if urlsplit(group[0].url).path.startswith(path)]
    return own or groups


def repeats_others(feed: ParsedFeed | None, others: list[ParsedFeed | None]) -> bool:
    """Whether the feed only gathers what the others have: a site's "all" beside its sections."""
    own = _stories(feed)
    theirs = [stories for stories in map(_stories, others) if stories]
    if not own or sum(1 for stories in theirs if stories & own) < 2:
        return False
    return len(own & set().union(*theirs)) >= 0.8 * len(own)


def _stories(feed: ParsedFeed | None) -> set[str]:
    return {entry.url for entry in feed.entries if entry.url} if feed else set()
