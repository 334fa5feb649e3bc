"""Comment feeds: a story's discussion as its site syndicates it.

Sources: ``wfw:commentRss`` (Well-Formed Web), Atom ``rel="replies"`` and
``thr:in-reply-to`` (RFC 4685), and the ``<link rel="alternate">`` a page gives
for its comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from html import unescape
from typing import TYPE_CHECKING, ClassVar

from tui.articles.blocks import blocks_from_html
from tui.feeds.parse import parse_syndication
from tui.model import Article, Comment, Entry, Story, Thread
from tui.talk.answers import believable
from tui.talk.provider import Capability, ThreadRef
from tui.talk.thread_order import MOST_COMMENTS, in_thread_order
from tui.talk.whole_threads import Draft, OneAnswer
from tui.text import clean, safe_url

if TYPE_CHECKING:
    from tui.net.client import Client, Reply

# WordPress gives no thr:in-reply-to in RSS; it opens an answer's text with a
# paragraph that links to the comment answered.
_ANSWERS = re.compile(r'\s*<p>[^<]{1,80}<a href="([^"]{1,2000})">[^<]{0,200}</a>[^<]{0,10}</p>')
ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5"


@dataclass(frozen=True)
class CommentFeed(OneAnswer):
    """Reads discussions from comment feeds."""

    name: ClassVar[str] = "comment feed"
    title: ClassVar[str] = "comment feed"
    capabilities: ClassVar[frozenset[Capability]] = frozenset(
        {Capability.READ, Capability.REPLIES, Capability.PAGES, Capability.ONE_ANSWER}
    )

    def find(self, story: Story, article: Article | None) -> list[ThreadRef]:
        feed = story.comments_feed or (article.comments_feed if article else "")
        page = story.comments_url or (article.comments_url if article else "") or story.url
        return [ThreadRef(self.name, feed, page, story.title)] if safe_url(feed) else []

    async def _ask(self, client: Client, ref: ThreadRef) -> Reply:
        return await client.get(ref.url, accept=ACCEPT)

    def _read(self, reply: Reply, ref: ThreadRef) -> tuple[Thread, Iterable[Draft]]:
        feed = parse_syndication(reply.body, reply.url, reply.content_type)
        entries = _with_parents(feed.entries[:MOST_COMMENTS])
        thread = Thread(
            id=ref.url,
            provider=ref.provider,
            title=ref.title,
            url=ref.page,
            count=len(feed.entries),
            fetched=datetime.now(UTC),
        )
        return thread, in_thread_order([_draft(entry, reply.url) for entry in entries])


def _draft(entry: Entry, base: str) -> Draft:
    name = entry.id or entry.url
    return Draft(name, entry.in_reply_to, believable(entry.published), partial(_comment, entry, base))


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
        published=believable(entry.published),
        url=safe_url(entry.url),
    )


def _author_in_title(title: str) -> str:
    """The author in "By: mira", as WordPress titles its comments."""
    return clean(title.partition(":")[2] or title, limit=80)
