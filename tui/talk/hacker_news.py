"""Hacker News, through the search interface that Algolia runs for it (hn.algolia.com/api).

``search?query=…&restrictSearchableAttributes=url`` finds what was submitted;
``items/:id`` gives a submission with its whole tree. Nothing can be sent: who has
something to say says it on the pages of Hacker News.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import parse_qs, quote

from tui.articles.blocks import blocks_from_html
from tui.model import Article, Comment, Story, Thread
from tui.talk.answers import (
    Fields,
    ask,
    body,
    count,
    fields,
    name_of,
    not_understood,
    number,
    objects,
    text,
    when,
)
from tui.talk.provider import Capability, ThreadRef
from tui.talk.same_address import same_address, taken_apart, without_marks
from tui.talk.whole_threads import Draft, OneAnswer

if TYPE_CHECKING:
    from tui.net.client import Client

PAGES = "https://news.ycombinator.com/item?id="
MOST_FOUND = 50
MOST_COMMENTS = 200_000  # that are counted in one tree


@dataclass(frozen=True)
class HackerNews(OneAnswer):
    """Finds and reads discussions at Hacker News."""

    name: ClassVar[str] = "hackernews"
    title: ClassVar[str] = "Hacker News"
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
    site: str = "https://hn.algolia.com"

    def find(self, story: Story, article: Article | None) -> list[ThreadRef]:
        for url in (story.comments_url, article.comments_url if article else "", story.url):
            parts = taken_apart(url)
            number = parse_qs(parts.query).get("id", [""])[0]
            if parts.hostname == "news.ycombinator.com" and number.isascii() and number.isdigit():
                return [self._ref(number, story.title)]
        return []

    async def search(self, client: Client, url: str) -> list[ThreadRef]:
        asked = without_marks(url)
        query = quote(asked.partition("://")[2][:500], safe="")
        answer, reply = await ask(
            client,
            f"{self.site}/api/v1/search?query={query}&restrictSearchableAttributes=url&tags=story"
            f"&hitsPerPage={MOST_FOUND}",
        )
        if not isinstance(fields(answer).get("hits"), list):
            raise not_understood(reply.url)
        hits = [
            hit
            for hit in objects(answer["hits"])[:MOST_FOUND]
            if same_address(text(hit.get("url"), 4096), asked)
        ]
        return [self._hit(hit) for hit in hits if name_of(hit.get("objectID"))]

    def _hit(self, hit: Fields) -> ThreadRef:
        return self._ref(
            name_of(hit["objectID"]),
            text(hit.get("title")),
            score=number(hit.get("points")),
            count=count(hit.get("num_comments")),
            started=when(hit.get("created_at_i")),
        )

    def _ref(self, item: str, title: str, **more: Any) -> ThreadRef:
        return ThreadRef(
            self.name, f"{self.site}/api/v1/items/{quote(item)}", PAGES + quote(item), title, **more
        )

    async def _ask(self, client: Client, ref: ThreadRef) -> Fields:
        answer, _reply = await ask(client, ref.url)
        if not isinstance(fields(answer).get("children"), list):
            raise not_understood(ref.url)
        return fields(answer)

    def _read(self, item: Fields, ref: ThreadRef) -> tuple[Thread, Iterable[Draft]]:
        thread = Thread(
            id=ref.url,
            provider=self.name,
            title=text(item.get("title")) or ref.title,
            url=ref.page,
            fetched=datetime.now(UTC),
            score=number(item.get("points")),
            started=when(item.get("created_at_i")),
            count=_size(item),
            starter=text(item.get("author"), 80),
        )
        return thread, _drafts(item)


def _size(item: Fields) -> int:
    """How many comments a tree holds."""
    size, waiting = -1, [item]
    while waiting and size < MOST_COMMENTS:
        here = waiting.pop()
        size += 1
        answers = here.get("children")
        if answers:
            waiting += objects(answers)
    return size


def _drafts(item: Fields) -> Iterator[Draft]:
    """The comments of a tree in thread order, one by one, without recursion.

    A deleted one stays where others answer it.
    """
    seen: set[str] = set()
    waiting = [("", child) for child in _by_age(item)]
    while waiting:
        parent, child = waiting.pop()
        name = name_of(child.get("id"))
        answers = _by_age(child)
        if name and name not in seen and (answers or child.get("text")):
            seen.add(name)
            yield Draft(name, parent, when(child.get("created_at_i")), partial(_comment, child, parent))
        waiting += [(name, answer) for answer in answers]


def _by_age(item: Fields) -> list[Fields]:
    """What answers an item, the youngest first."""
    answers = objects(item.get("children"))
    answers.sort(key=lambda one: number(one.get("created_at_i")) or 0)
    return answers[::-1]


def _comment(item: Fields, parent: str) -> Comment:
    name = name_of(item["id"])
    return Comment(
        id=name,
        author=text(item.get("author"), 80),
        blocks=blocks_from_html(body(item.get("text")) or "<p><em>[…]</em></p>", PAGES + quote(name)),
        parent=parent,
        published=when(item.get("created_at_i")),
        url=PAGES + quote(name),
        score=number(item.get("points")),
        author_id=text(item.get("author"), 80),
    )
