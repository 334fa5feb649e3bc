"""Lemmy, version 3 of its interface: ``search`` by address, ``post``, ``comment/list`` page by page.

A comment's ``path`` ("0.24.27") names those above it. Bodies are Markdown.
(``resolve_object`` is for people who are logged in, and is not asked.)
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
from tui.talk.answers import (
    Fields,
    ask,
    body,
    count,
    fields,
    link,
    name_of,
    not_understood,
    number,
    objects,
    text,
    when,
)
from tui.talk.markdown_body import html_of_markdown
from tui.talk.post_address import post_at
from tui.talk.provider import Capability, ThreadRef
from tui.talk.same_address import same_address, without_marks
from tui.talk.sending import host_of, origin_of
from tui.talk.thread_order import in_thread_order

if TYPE_CHECKING:
    from tui.net.client import Client

PER_PAGE = 50  # the most that an instance gives
MOST_FOUND = 20
_POST = re.compile(r"/post/(\d{1,18})(?:[/?#]|$)")


@dataclass(frozen=True)
class Lemmy:
    """Finds and reads discussions at one Lemmy instance, which knows those of many."""

    name: ClassVar[str] = "lemmy"
    title: ClassVar[str] = "Lemmy"
    capabilities: ClassVar[frozenset[Capability]] = frozenset(
        {Capability.READ, Capability.REPLIES, Capability.PAGES, Capability.SCORES, Capability.SEARCH}
    )
    site: str = "https://lemmy.world"

    def find(self, story: Story, article: Article | None) -> list[ThreadRef]:
        at = post_at(self.site, _POST, story, article)
        return [ThreadRef(self.name, self._address(at.post), at.url, story.title)] if at else []

    def _address(self, post: str) -> str:
        return f"{self.site}/api/v3/post?id={quote(post)}"

    async def search(self, client: Client, url: str) -> list[ThreadRef]:
        asked = without_marks(url)
        answer, reply = await ask(
            client,
            f"{self.site}/api/v3/search?q={quote(asked, safe='')}&type_=Url&listing_type=All&sort=TopAll"
            f"&limit={MOST_FOUND}",
        )
        if not isinstance(fields(answer).get("posts"), list):
            raise not_understood(reply.url)
        return [
            self._ref(view)
            for view in objects(answer["posts"])[:MOST_FOUND]
            if same_address(text(fields(view.get("post")).get("url"), 4096), asked)
        ]

    def _ref(self, view: Fields) -> ThreadRef:
        post, counts = fields(view.get("post")), fields(view.get("counts"))
        name = name_of(post.get("id"))
        return ThreadRef(
            self.name,
            self._address(name),
            f"{self.site}/post/{quote(name)}",
            text(post.get("name")),
            score=number(counts.get("score")),
            count=count(counts.get("comments")),
            started=when(post.get("published")),
        )

    async def load(self, client: Client, ref: ThreadRef, cursor: str = "") -> Thread:
        page = int(cursor) if cursor.isascii() and cursor.isdigit() else 1
        post = ref.url.rpartition("id=")[2]
        site = origin_of(ref.url)  # a post's number means nothing to another instance
        url = f"{site}/api/v3/comment/list?post_id={post}&type_=All&sort=Old&limit={PER_PAGE}&page={page}"
        about, _reply = await ask(client, ref.url)
        answer, _reply = await ask(client, url)
        view, views = fields(fields(about).get("post_view")), fields(answer).get("comments")
        if not view or not isinstance(views, list):
            raise not_understood(url)
        comments = await asyncio.to_thread(_comments, objects(views), ref.page)
        found = self._ref(view)
        return Thread(
            id=ref.url,
            provider=self.name,
            title=found.title or ref.title,
            url=ref.page,
            comments=in_thread_order(comments),
            count=found.count,
            closed=fields(view.get("post")).get("locked") is True,
            more=str(page + 1) if len(views) >= PER_PAGE else "",
            fetched=datetime.now(UTC),
            score=found.score,
            started=found.started,
            starter=_name(fields(view.get("creator"))),
            starter_id=_author_id(fields(view.get("creator"))),
        )


def _comments(views: list[Fields], page: str) -> list[Comment]:
    named = [view for view in views[:PER_PAGE] if name_of(fields(view.get("comment")).get("id"))]
    return [comment_in(view, page) for view in named]


def comment_in(view: Fields, page: str) -> Comment:
    """The comment of a ``CommentView``; ``page`` is its thread's."""
    comment, creator = fields(view["comment"]), fields(view.get("creator"))
    above = text(comment.get("path"), 4_000).split(".")[:-1]
    gone = comment.get("deleted") is True or comment.get("removed") is True
    url = link(comment.get("ap_id"))
    html = "<p><em>[…]</em></p>" if gone else html_of_markdown(body(comment.get("content")))
    return Comment(
        id=name_of(comment["id"]),
        author=_name(creator),
        blocks=blocks_from_html(html, url or page),
        parent=above[-1] if above and above[-1] != "0" else "",
        published=when(comment.get("published")),
        url=url,
        score=number(fields(view.get("counts")).get("score")),
        edited=bool(comment.get("updated")),
        author_id=_author_id(creator),
    )


def _name(creator: Fields) -> str:
    return text(creator.get("display_name") or creator.get("name"), 80)


def _author_id(creator: Fields) -> str:
    """A name at this instance, else ``name@host``: each gives its own names. "" where none is told."""
    name = text(creator.get("name"), 80)
    if creator.get("local") is True:
        return name
    home = host_of(link(creator.get("actor_id")))
    return f"{name}@{home}" if home else ""
