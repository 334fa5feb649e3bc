"""WordPress: comments over its REST interface (REST API Handbook, Comments).

Found through the page's ``https://api.w.org/`` link: what that says is the root,
be it ``/wp-json/`` or, under plain permalinks, ``?rest_route=``. The post is the
one that the page's JSON alternate, or its shortlink, names.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import parse_qs, quote, urlsplit

from tui.articles.blocks import blocks_from_html
from tui.model import Article, Comment, Failure, Story, Thread
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
from tui.talk.provider import Capability, ThreadRef
from tui.talk.thread_order import in_thread_order

if TYPE_CHECKING:
    from tui.net.client import Client

PER_PAGE = 100  # the most that WordPress gives
_POST = re.compile(r"/wp/v2/([a-z][\w-]{0,40})/(\d{1,18})/?$")
FIELDS = "id,parent,author,author_name,date_gmt,content,link,status"


@dataclass(frozen=True)
class WordPress:
    """Reads the comments of WordPress sites."""

    name: ClassVar[str] = "wordpress"
    title: ClassVar[str] = "WordPress"
    capabilities: ClassVar[frozenset[Capability]] = frozenset(
        {Capability.READ, Capability.REPLIES, Capability.PAGES}
    )

    def find(self, story: Story, article: Article | None) -> list[ThreadRef]:
        said = article.announced if article else ()
        root = next((one.url for one in said if one.rel == "https://api.w.org/"), "")
        kind, post = _post([one.url for one in said if one.rel == "alternate json"])
        if not post:
            post = _short_post([one.url for one in said if one.rel == "shortlink"])
        if not root or not post or article is None:
            return []
        page = story.comments_url or article.comments_url or article.url
        return [ThreadRef(self.name, f"{root}#{kind}/{post}", page, article.title)]

    async def load(self, client: Client, ref: ThreadRef, cursor: str = "") -> Thread:
        root, _hash, place = ref.url.partition("#")
        page = int(cursor) if cursor.isascii() and cursor.isdigit() else 1
        query = f"post={place.rpartition('/')[2]}&per_page={PER_PAGE}&page={page}&order=asc&_fields={FIELDS}"
        url = under(root, "wp/v2/comments", query)
        answer, reply = await ask(client, url)
        if not isinstance(answer, list):
            raise not_understood(url)
        comments = await asyncio.to_thread(_comments, objects(answer), ref.page)
        pages = _header(reply.headers.get("x-wp-totalpages", ""))
        return Thread(
            id=ref.url,
            provider=self.name,
            title=ref.title,
            url=ref.page,
            comments=in_thread_order(comments),
            count=_header(reply.headers.get("x-wp-total", "")) or len(comments),
            closed=page == 1 and await self._closed(client, root, place),  # it is the same on every page
            more=str(page + 1) if page < pages else "",
            fetched=datetime.now(UTC),
        )

    async def _closed(self, client: Client, root: str, place: str) -> bool:
        """Whether the post takes no comments; False where it does not say."""
        try:
            answer, _reply = await ask(client, under(root, f"wp/v2/{place}", "_fields=comment_status"))
        except Failure:
            return False
        return fields(answer).get("comment_status") == "closed"


def _post(alternates: list[str]) -> tuple[str, str]:
    """A post's kind and number, from its own address in the interface."""
    for url in alternates:
        parts = urlsplit(url)
        for path in (parts.path, *parse_qs(parts.query).get("rest_route", [])):
            found = _POST.search(path)
            if found:
                return found[1], found[2]
    return "posts", ""


def _short_post(shortlinks: list[str]) -> str:
    for url in shortlinks:
        for number in parse_qs(urlsplit(url).query).get("p", []):
            if number.isascii() and number.isdigit():
                return number[:18]
    return ""


def under(root: str, path: str, query: str) -> str:
    """An address below the interface's root, which may be a path or a ``rest_route``."""
    if "rest_route=" in root:
        return f"{root.rstrip('/')}/{quote(path)}&{query}"
    return f"{root.rstrip('/')}/{path}?{query}"


def _header(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def _comments(items: list[Fields], base: str) -> list[Comment]:
    return [comment_in(item, base) for item in items[:PER_PAGE] if name_of(item.get("id"))]


def comment_in(item: Fields, base: str) -> Comment:
    """The comment in an answer that has an id; ``base`` is the address that its links are relative to."""
    url = link(item.get("link"))
    parent = count(item.get("parent"))
    return Comment(
        id=name_of(item["id"]),
        author=text(item.get("author_name"), 80),
        blocks=blocks_from_html(body(fields(item.get("content")).get("rendered")), url or base),
        parent=str(parent) if parent else "",
        published=when(item.get("date_gmt")),
        url=url,
        author_id=name_of(item.get("author") or None),  # 0 for who has no account
        pending=item.get("status") in ("hold", "spam"),
    )
