"""Lobsters: ``/stories/url/all.json?url=…`` finds submissions, ``/s/ID.json`` gives one with its comments.

Nothing can be sent: who has something to say says it on the pages of Lobsters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
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
    not_understood,
    number,
    objects,
    text,
    when,
)
from tui.talk.provider import Capability, ThreadRef
from tui.talk.same_address import same_address, without_marks
from tui.talk.thread_order import in_thread_order
from tui.talk.whole_threads import Draft, OneAnswer

if TYPE_CHECKING:
    from tui.net.client import Client

MOST_FOUND = 50
_ID = re.compile(r"/s/([a-z0-9]{1,20})(?:[/?#.]|$)")


@dataclass(frozen=True)
class Lobsters(OneAnswer):
    """Finds and reads discussions at Lobsters, or at a sister site that runs its software."""

    name: ClassVar[str] = "lobsters"
    title: ClassVar[str] = "Lobsters"
    capabilities: ClassVar[frozenset[Capability]] = frozenset(
        {
            Capability.READ,
            Capability.REPLIES,
            Capability.PAGES,
            Capability.ONE_ANSWER,
            Capability.SCORES,
            Capability.SEARCH,
        }
    )
    site: str = "https://lobste.rs"

    def find(self, story: Story, article: Article | None) -> list[ThreadRef]:
        for url in (story.comments_url, article.comments_url if article else "", story.url):
            found = _ID.match(url[len(self.site) :]) if url.startswith(self.site) else None
            if found:
                return [ThreadRef(self.name, f"{self.site}/s/{found[1]}.json", url, story.title)]
        return []

    async def search(self, client: Client, url: str) -> list[ThreadRef]:
        asked = without_marks(url)
        answer, reply = await ask(client, f"{self.site}/stories/url/all.json?url={quote(asked, safe='')}")
        if not isinstance(answer, list):
            raise not_understood(reply.url)
        stories = [
            one for one in objects(answer)[:MOST_FOUND] if same_address(text(one.get("url"), 4096), asked)
        ]
        return [self._ref(one) for one in stories if text(one.get("short_id"))]

    def _ref(self, story: Fields) -> ThreadRef:
        name = quote(text(story["short_id"], 40), safe="")
        return ThreadRef(
            self.name,
            f"{self.site}/s/{name}.json",
            link(story.get("comments_url")) or f"{self.site}/s/{name}",
            text(story.get("title")),
            score=number(story.get("score")),
            count=count(story.get("comment_count")),
            started=when(story.get("created_at")),
        )

    async def _ask(self, client: Client, ref: ThreadRef) -> Fields:
        answer, _reply = await ask(client, ref.url)
        if not isinstance(fields(answer).get("comments"), list):
            raise not_understood(ref.url)
        return fields(answer)

    def _read(self, story: Fields, ref: ThreadRef) -> tuple[Thread, Iterable[Draft]]:
        thread = Thread(
            id=ref.url,
            provider=self.name,
            title=text(story.get("title")) or ref.title,
            url=ref.page,
            count=max(count(story.get("comment_count")), len(objects(story["comments"]))),
            fetched=datetime.now(UTC),
            score=number(story.get("score")),
            started=when(story.get("created_at")),
            starter=_name(story.get("submitter_user")),
        )
        items = [item for item in objects(story["comments"]) if text(item.get("short_id"))]
        return thread, in_thread_order([_draft(item, ref.page) for item in items])


def _draft(item: Fields, page: str) -> Draft:
    name, parent = text(item["short_id"], 40), text(item.get("parent_comment"), 40)
    return Draft(name, parent, when(item.get("created_at")), partial(_comment, item, page))


def _name(user: object) -> str:
    """A reader's name; older releases gave an object with the name in it."""
    return text(fields(user).get("username") or user, 80)


def _comment(item: Fields, page: str) -> Comment:
    edited = when(item.get("last_edited_at"))
    published = when(item.get("created_at"))
    url = link(item.get("short_id_url"))
    name = _name(item.get("commenting_user"))
    return Comment(
        id=text(item["short_id"], 40),
        author=name,
        blocks=blocks_from_html(body(item.get("comment")), url or page),
        parent=text(item.get("parent_comment"), 40),
        published=published,
        url=url,
        score=number(item.get("score")),
        edited=bool(edited and published and (edited - published).total_seconds() > 60),
        author_id=name,
    )
