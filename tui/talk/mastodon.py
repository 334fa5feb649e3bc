"""Mastodon: posts that link to a story, and the replies to each (Mastodon API, timelines and statuses).

One instance is asked, which the reader chooses: ``timelines/link`` for the posts
about a link that is widely shared there, else ``search``, which most instances
answer only for those who are logged in. Without a login a post's ``context`` holds
at most 60 replies.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote

from tui.articles.blocks import blocks_from_html
from tui.model import Article, Comment, Story, Thread
from tui.net.failures import NotFound
from tui.talk.answers import (
    Fields,
    ask,
    body,
    count,
    fields,
    link,
    name_of,
    not_understood,
    objects,
    text,
    when,
)
from tui.talk.post_address import post_at
from tui.talk.provider import Capability, ThreadRef
from tui.talk.same_address import same_address, without_marks
from tui.talk.thread_order import MOST_COMMENTS, in_thread_order
from tui.text import clean, plain_from_html

if TYPE_CHECKING:
    from tui.net.client import Client

MOST_FOUND = 20
_POST = re.compile(r"/@[\w.@-]{1,100}/(\d{1,20})(?:[/?#]|$)")
_HREF = re.compile(r'href="([^"]{1,4096})"')


@dataclass(frozen=True)
class Mastodon:
    """Finds posts about a story at one Mastodon instance, and reads the replies to them."""

    name: ClassVar[str] = "mastodon"
    title: ClassVar[str] = "Mastodon"
    capabilities: ClassVar[frozenset[Capability]] = frozenset(
        {Capability.READ, Capability.REPLIES, Capability.SCORES, Capability.SEARCH}
    )
    site: str

    def find(self, story: Story, article: Article | None) -> list[ThreadRef]:
        at = post_at(self.site, _POST, story, article)
        return [ThreadRef(self.name, self._address(at.post), at.url, story.title)] if at else []

    def _address(self, post: str) -> str:
        return f"{self.site}/api/v1/statuses/{quote(post, safe='')}"

    async def search(self, client: Client, url: str) -> list[ThreadRef]:
        asked = without_marks(url)
        posts = [post for post in await self._posts(client, asked) if _links_to(post, asked)]
        return [self._ref(post) for post in posts if name_of(post.get("id"))]

    async def _posts(self, client: Client, url: str) -> list[Fields]:
        wanted = quote(url, safe="")
        try:
            answer, reply = await ask(
                client, f"{self.site}/api/v1/timelines/link?url={wanted}&limit={MOST_FOUND}"
            )
        except NotFound:  # not widely shared at the moment
            answer, reply = await ask(
                client, f"{self.site}/api/v2/search?q={wanted}&type=statuses&limit={MOST_FOUND}"
            )
            answer = fields(answer).get("statuses")
        if not isinstance(answer, list):
            raise not_understood(reply.url)
        return objects(answer)[:MOST_FOUND]

    def _ref(self, post: Fields) -> ThreadRef:
        account = fields(post.get("account"))
        words = plain_from_html(body(post.get("content")), 120)
        return ThreadRef(
            self.name,
            self._address(name_of(post["id"])),
            link(post.get("url")) or self.site,
            clean(f"@{text(account.get('acct'), 80)}: {words}", 200),
            score=count(post.get("favourites_count")),
            count=count(post.get("replies_count")),
            started=when(post.get("created_at")),
        )

    async def load(self, client: Client, ref: ThreadRef, cursor: str = "") -> Thread:
        post, _reply = await ask(client, ref.url)
        context, _reply = await ask(client, f"{ref.url}/context")
        replies = fields(context).get("descendants")
        if not name_of(fields(post).get("id")) or not isinstance(replies, list):
            raise not_understood(ref.url)
        about = self._ref(post)
        return Thread(
            id=ref.url,
            provider=self.name,
            title=about.title,
            url=about.page,
            comments=await asyncio.to_thread(_comments, post, objects(replies)),
            count=about.count + 1,
            fetched=datetime.now(UTC),
            score=about.score,
            started=about.started,
            starter=_name(fields(fields(post).get("account"))),
            starter_id=text(fields(fields(post).get("account")).get("acct"), 80),
        )


def _links_to(post: Fields, url: str) -> bool:
    """Whether the post's card, or a link in its text, leads to the story."""
    from html import unescape

    targets = [text(fields(post.get("card")).get("url"), 4096)]
    targets += map(unescape, _HREF.findall(body(post.get("content")))[:50])
    return any(same_address(target, url) for target in targets)


def _comments(post: Fields, replies: list[Fields]) -> tuple[Comment, ...]:
    """The post itself, and below it the replies."""
    named = [reply for reply in replies[:MOST_COMMENTS] if name_of(reply.get("id"))]
    return in_thread_order([comment_in(one) for one in (post, *named)])


def _name(account: Fields) -> str:
    return text(account.get("display_name"), 80) or text(account.get("acct"), 80)


def comment_in(post: Fields) -> Comment:
    """The comment that a ``Status`` is."""
    account = fields(post.get("account"))
    url = link(post.get("url"))
    warning = text(post.get("spoiler_text"), 300)
    blocks = blocks_from_html(body(post.get("content")), url)
    if warning:
        blocks = (*blocks_from_html(f"<p><strong>{_escaped(warning)}</strong></p>", url), *blocks)
    return Comment(
        id=name_of(post["id"]),
        author=_name(account),
        blocks=blocks,
        parent=name_of(post.get("in_reply_to_id")),
        published=when(post.get("created_at")),
        url=url,
        score=count(post.get("favourites_count")),
        edited=bool(post.get("edited_at")),
        author_id=text(account.get("acct"), 80),
    )


def _escaped(words: str) -> str:
    from html import escape

    return escape(words)
