"""Articles: from the cache, from the feed's own text, from the page."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.desk.foreground import Foreground
from tui.desk.link import Link
from tui.desk.listeners import Listeners
from tui.engine import Engine
from tui.events import StoriesChanged
from tui.store import Store

if TYPE_CHECKING:
    from tui.model import Article, Story
    from tui.net.client import Client


class Reading:
    """Opens articles. What is stored takes at most ``most`` bytes."""

    def __init__(
        self,
        store: Store,
        engine: Engine,
        listeners: Listeners,
        link: Link,
        foreground: Foreground,
        most: int,
    ) -> None:
        self._store = store
        self._engine = engine
        self._listeners = listeners
        self._link = link
        self._foreground = foreground
        self._most = most

    def prepare(self) -> None:
        """Imports what the first article needs, which takes longer than the article itself."""
        import tui.articles.extract
        import tui.articles.fetch
        import tui.articles.layout  # noqa: F401

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
            if not story.url:
                return self.feed_article(story)
            cached = None if fresh else self.cached_article(story)
            if cached is not None:
                return cached
            return await self._awaited(self._link.reach(self.fetch(client, story)))

        return self._engine.run(work)

    def open_url(self, url: str, *, fresh: bool = False) -> Future[Article]:
        """The article at an address, through the same cache. Raises ``Failure``."""

        async def work(client: Client) -> Article:
            from tui.articles.fetch import fetch_article

            found = None if fresh else self._store.article(url)
            if found:
                return found[0]
            article = await self._awaited(self._link.reach(fetch_article(client, url)))
            await asyncio.to_thread(self._keep, url, article)
            return article

        return self._engine.run(work)

    async def fetch(self, client: Client, story: Story) -> Article:
        """A story's article from its page, or the feed's if that is fuller; stored. Raises ``Failure``."""
        from tui.articles.fetch import fetch_article

        article = await fetch_article(client, story.url)
        own = self.feed_article(story)
        article = replace(own, announced=article.announced) if _fuller(own, article) else article
        evicted = await asyncio.to_thread(self._keep, story.url, article)
        self._listeners.emit(StoriesChanged(None if evicted else (story.id,)))
        return article

    def _keep(self, url: str, article: Article) -> int:
        """Stores an article; gives how many others gave way to it."""
        self._store.save_article(url, article)
        return self._store.evict_articles(self._most)

    async def _awaited(self, asking: Awaitable[Article]) -> Article:
        with self._foreground:
            return await asking


def _fuller(own: Article, page: Article) -> bool:
    """Whether the feed's own text says clearly more than what the page gave."""
    return len(own.text) > 400 and len(own.text) > 1.5 * len(page.text)
