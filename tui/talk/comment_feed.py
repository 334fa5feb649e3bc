"""Comment feeds: a story's discussion as its site syndicates it.

Sources: ``wfw:commentRss`` (Well-Formed Web), Atom ``rel="replies"`` and
``thr:in-reply-to`` (RFC 4685), and the ``<link rel="alternate">`` a page gives
for its comments.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from typing import TYPE_CHECKING

from tui.articles.blocks import blocks_from_html
from tui.feeds.parse import parse_syndication
from tui.model import Article, Comment, Entry, Story, Thread
from tui.talk.provider import Capability, ThreadRef
from tui.text import clean, safe_url

if TYPE_CHECKING:
    from tui.net.client import Client, Reply

MOST_COMMENTS = 10_000
# WordPress gives no thr:in-reply-to in RSS; it opens an answer's text with a
# paragraph that links to the comment answered.
_ANSWERS = re.compile(r'\s*<p>[^<]{1,80}<a href="([^"]{1,2000})">[^<]{0,200}</a>[^<]{0,10}</p>')
ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5"


class CommentFeed:
    """Reads discussions from comment feeds."""

    name = "comment feed"
    capabilities = frozenset({Capability.READ, Capability.REPLIES})

    def find(self, story: Story, article: Article | None) -> list[ThreadRef]:
        feed = story.comments_feed or (article.comments_feed if article else "")
        page = story.comments_url or (article.comments_url if article else "") or story.url
        return [ThreadRef(self.name, feed, page, story.title)] if safe_url(feed) else []

    async def load(self, client: Client, ref: ThreadRef) -> Thread:
        reply = await client.get(ref.url, accept=ACCEPT)
        return await asyncio.to_thread(_thread, reply, ref)


def _thread(reply: Reply, ref: ThreadRef) -> Thread:
    feed = parse_syndication(reply.body, reply.url, reply.content_type)
    entries = _with_parents(feed.entries[:MOST_COMMENTS])
    comments = in_thread_order([_comment(entry, reply.url) for entry in entries])
    return Thread(
        id=ref.url,
        provider=ref.provider,
        title=ref.title,
        url=ref.page,
        comments=comments,
        count=len(feed.entries),
        fetched=datetime.now(UTC),
    )


def _with_parents(entries: tuple[Entry, ...]) -> list[Entry]:
    """The entries with the answered comment's id taken from their text where only the text has it."""
    by_url = {entry.url: entry.id or entry.url for entry in entries if entry.url}
    return [entry if entry.in_reply_to else _with_parent(entry, by_url) for entry in entries]


def _with_parent(entry: Entry, by_url: dict[str, str]) -> Entry:
    opening = _ANSWERS.match(entry.html)
    parent = by_url.get(unescape(opening[1])) if opening else None
    if opening is None or parent is None or parent == entry.id:
        return entry
    return replace(entry, in_reply_to=parent, html=entry.html[opening.end() :])


def _comment(entry: Entry, base: str) -> Comment:
    return Comment(
        id=entry.id or entry.url,
        author=entry.author or _author_in_title(entry.title),
        blocks=blocks_from_html(entry.html or entry.summary, entry.url or base),
        parent=entry.in_reply_to,
        published=entry.published,
        url=safe_url(entry.url),
    )


def _author_in_title(title: str) -> str:
    """The author in "By: mira", as WordPress titles its comments."""
    return clean(title.partition(":")[2] or title, limit=80)


def in_thread_order(comments: list[Comment]) -> tuple[Comment, ...]:
    """The comments as a tree read from the top: siblings by time, each before its answers.

    A parent that is not there, or one that leads in a circle, makes a comment a
    top-level one. No recursion: a feed may be as deep as it is long.
    """
    known: dict[str, Comment] = {}
    for comment in comments:
        known.setdefault(comment.id, comment)
    children: dict[str, list[Comment]] = {}
    for comment in known.values():
        parent = comment.parent if comment.parent in known else ""
        children.setdefault(parent, []).append(comment)
    for siblings in children.values():
        siblings.sort(key=_age_key)
    ordered: list[Comment] = []
    seen: set[str] = set()
    roots = children.get("", [])
    # What is in a circle is reached from no root: start again from its oldest.
    for start in [*roots, *sorted(known.values(), key=_age_key)]:
        stack = [start]
        while stack:
            comment = stack.pop()
            if comment.id in seen:
                continue
            seen.add(comment.id)
            ordered.append(comment)
            stack.extend(reversed(children.get(comment.id, ())))
    return tuple(ordered)


def _age_key(comment: Comment) -> tuple[float, str]:
    return (comment.published.timestamp() if comment.published else 0.0, comment.id)
