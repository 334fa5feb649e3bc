"""Isso: a comment server that a page puts beside itself with a script (Isso, Server API: ``GET /``).

Found through the script's ``data-isso``; a thread is named by the page's path, or
by the ``data-isso-id`` of its place on the page. Replies nest one level deep;
those that an answer hides are asked for in turn.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote, urlsplit

from tui.articles.blocks import blocks_from_html
from tui.model import Article, Comment, Story, Thread
from tui.net.failures import NotFound
from tui.talk.answers import Fields, ask, body, count, fields, name_of, not_understood, objects, text, when
from tui.talk.provider import Capability, ThreadRef
from tui.talk.thread_order import in_thread_order

if TYPE_CHECKING:
    from tui.net.client import Client

PER_PAGE = 100  # comments at the top, and replies to each
PENDING, DELETED = 2, 4  # ``mode``


@dataclass(frozen=True)
class Isso:
    """Reads the comments of sites that use Isso."""

    name: ClassVar[str] = "isso"
    title: ClassVar[str] = "Isso"
    capabilities: ClassVar[frozenset[Capability]] = frozenset(
        {Capability.READ, Capability.REPLIES, Capability.PAGES, Capability.SCORES}
    )

    def find(self, story: Story, article: Article | None) -> list[ThreadRef]:
        said = {one.rel: one.url for one in reversed(article.announced)} if article else {}
        if article is None or not said.get("data-isso"):
            return []
        named = said.get("data-isso-id") or urlsplit(article.url).path or "/"
        url = f"{said['data-isso'].rstrip('/')}/?uri={quote(named, safe='')}"
        return [ThreadRef(self.name, url, f"{article.url.partition('#')[0]}#isso-thread", article.title)]

    async def load(self, client: Client, ref: ThreadRef, cursor: str = "") -> Thread:
        here, _comma, later = cursor.partition(",")
        parent, _colon, after = here.partition(":")
        url = f"{ref.url}&limit={PER_PAGE}&nested_limit={PER_PAGE}&sort=oldest"
        url += f"&parent={quote(parent)}" if parent else ""
        url += f"&after={quote(after)}" if after else ""
        try:
            answer, _reply = await ask(client, url)
        except NotFound:  # how older servers say that nobody has commented yet
            answer = {"replies": []}
        if not isinstance(fields(answer).get("replies"), list):
            raise not_understood(url)
        comments, hidden = await asyncio.to_thread(_page, answer, parent, ref)
        return Thread(
            id=ref.url,
            provider=self.name,
            title=ref.title,
            url=ref.page,
            comments=in_thread_order(comments),
            count=0 if parent else count(answer.get("total_replies")),
            more=",".join(filter(None, (*hidden, later))),
            fetched=datetime.now(UTC),
        )


def _page(answer: Fields, parent: str, ref: ThreadRef) -> tuple[list[Comment], list[str]]:
    """The comments of an answer, and cursors for those that it hides: first the replies, then the rest."""
    replies = objects(answer["replies"])[:PER_PAGE]
    comments = _comments(replies, parent, ref)
    hidden: list[str] = []
    for item in replies:
        nested = objects(item.get("replies"))[:PER_PAGE]
        comments += _comments(nested, name_of(item.get("id")), ref)
        if count(item.get("hidden_replies")) and len(nested) == PER_PAGE:
            hidden.append(_cursor(name_of(item.get("id")), nested))
    # What it hides is counted without regard to ``after``: a part that is not full is the last one.
    if count(answer.get("hidden_replies")) and len(replies) == PER_PAGE:
        hidden.append(_cursor(parent, replies))
    return comments, hidden


def _cursor(parent: str, shown: list[Fields]) -> str:
    """Where to go on below ``parent``: after the youngest that was shown."""
    created = [one for one in (item.get("created") for item in shown) if isinstance(one, float | int)]
    return f"{parent}:{max(created, default=0)!r}"


def _comments(items: list[Fields], parent: str, ref: ThreadRef) -> list[Comment]:
    return [comment_in(item, parent, ref) for item in items if name_of(item.get("id"))]


def comment_in(item: Fields, parent: str, ref: ThreadRef) -> Comment:
    """The comment in an answer that has an id; ``parent`` is what it answers where it does not say."""
    name = name_of(item["id"])
    gone = item.get("mode") == DELETED
    likes, dislikes = count(item.get("likes")), count(item.get("dislikes"))
    return Comment(
        id=name,
        author=text(item.get("author"), 80),
        blocks=blocks_from_html("<p><em>[…]</em></p>" if gone else body(item.get("text")), ref.page),
        parent=name_of(item.get("parent")) or parent,
        published=when(item.get("created")),
        url=f"{ref.page.partition('#')[0]}#isso-{quote(name)}",
        score=likes - dislikes if likes or dislikes else None,
        edited=item.get("modified") is not None,
        author_id=text(item.get("hash"), 80),
        pending=item.get("mode") == PENDING,
    )
