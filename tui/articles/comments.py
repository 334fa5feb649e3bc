"""Where a page says its discussion is: the feed of its comments, and their place on the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tui.articles.structured import Stated, first_text
from tui.articles.tree import absolute

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_FEED_TYPES = frozenset(
    (
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
        "application/rdf+xml",
        "text/xml",
    )
)
_COMMENTS = re.compile(
    r"comment|discussion|replies|respon|kommentar|коммент|обсужд|отзыв|تعليق|النقاش|コメント|评论|評論|댓글",
    re.I,
)
_ANCHOR = re.compile(r"#(?:comments?|respond|discussion|disqus_thread|comment-?list|comments-area)\b", re.I)
_IDS = ("comments", "discussion", "disqus_thread", "respond")


def comments_feed(root: HtmlElement, page_url: str, title: str) -> str:
    """The feed of this page's comments, never the whole site's (RSS autodiscovery), or ""."""
    path = _path(page_url)
    about_this: list[str] = []
    below_this: list[str] = []
    for link in list(root.iter("link"))[:500]:
        rel = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").split(";")[0].strip().lower()
        if kind not in _FEED_TYPES or not {"alternate", "replies"} & set(rel):
            continue
        href = absolute(page_url, link.get("href"))
        named = link.get("title") or ""
        if not href:
            continue
        if "replies" in rel:
            return href
        if path != "/" and _path(href).startswith(path.rstrip("/") + "/"):
            below_this.append(href)
        elif title and title.casefold() in named.casefold() and _COMMENTS.search(f"{named} {href}"):
            about_this.append(href)
    named_so = [href for href in below_this if _COMMENTS.search(href)]
    return next(iter([*named_so, *about_this, *below_this]), "")


def _path(url: str) -> str:
    try:
        return urlsplit(url).path or "/"
    except ValueError:
        return "/"


def comments_url(root: HtmlElement, said: Stated, page_url: str) -> str:
    """Where the discussion of this page is to be read, or ""."""
    stated = absolute(page_url, first_text(said.article.get("discussionUrl")))
    if stated:
        return stated
    here = page_url.partition("#")[0]
    for link in root.iter("a"):
        href = link.get("href") or ""
        if "#" in href and _ANCHOR.search(href):
            url = absolute(page_url, href) if href[0] != "#" else here + href
            if url.partition("#")[0].rstrip("/") == here.rstrip("/"):
                return url
    for name in _IDS:
        if root.xpath("//*[@id=$name]", name=name):
            return f"{here}#{name}"
    return ""
