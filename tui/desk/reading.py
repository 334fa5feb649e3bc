"""Articles: from the cache, from the feed's own text, from the page."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import TYPE_CHECKING

from tui.desk.link import Link
from tui.engine import Engine
from tui.model import Article, Story
from tui.store import Store

if TYPE_CHECKING:
    from tui.net.client import Client


class Reading:
    """Opens articles."""

    def __init__(self, store: Store, engine: Engine, link: Link) -> None:
        self._store = store
        self._engine = engine
        self._link = link

    def cached_article(self, story: Story) -> Article | None:
        """The extracted article as stored, or None."""
        found = self._store.article(story.url) if story.url else None
        return found[0] if found else None

    def feed_article(self, story: Story) -> Article:
        """The feed's own text as an article; no network."""
        from tui.articles.extract import article_from_story

        return article_from_story(story, self._store.html(story.id))

    def open_article(self, story: Story, *, fresh: bool = False) -> Future[Article]:
        """The story's whole article: the stored one, else fetched, extracted and stored.

        A story without a page gives the feed's text. Raises ``Failure``.
        """

        async def work(client: Client) -> Article:
            from tui.articles.fetch import fetch_article

            if not story.url:
                return self.feed_article(story)
            cached = None if fresh else self.cached_article(story)
            if cached is not None:
                return cached
            article = await self._link.reach(fetch_article(client, story.url))
            own = self.feed_article(story)
            article = own if _fuller(own, article) else article
            await asyncio.to_thread(self._store.save_article, story.url, article)
            return article

        return self._engine.run(work)

    def open_url(self, url: str, *, fresh: bool = False) -> Future[Article]:
        """The article at an address, through the same cache. Raises ``Failure``."""

        async def work(client: Client) -> Article:
            from tui.articles.fetch import fetch_article

            found = None if fresh else self._store.article(url)
            if found:
                return found[0]
            article = await self._link.reach(fetch_article(client, url))
            await asyncio.to_thread(self._store.save_article, url, article)
            return article

        return self._engine.run(work)


def _fuller(own: Article, page: Article) -> bool:
    """Whether the feed's own text says clearly more than what the page gave."""
    return len(own.text) > 400 and len(own.text) > 1.5 * len(page.text)
