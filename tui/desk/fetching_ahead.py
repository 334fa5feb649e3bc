"""Fetching ahead: articles to be read where there is no network, under a budget, behind all else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tui.desk.foreground import Foreground
from tui.desk.link import Link
from tui.desk.listeners import Listeners
from tui.desk.reading import Reading
from tui.desk.refreshing import SILENT
from tui.engine import Engine
from tui.entries import AheadSummary
from tui.events import AheadEnded, AheadProgress, Event, RefreshEnded
from tui.failure import Failure
from tui.store import Store, View
from tui.stories import Story

if TYPE_CHECKING:
    from tui.net.client import Client

HOSTS = 4  # asked at a time, each for one article
LOOKED_THROUGH = 2_000  # stories of a view, for those whose article is not stored
REMEMBERED = 5_000  # stories that are not tried again by themselves in this sitting


@dataclass(frozen=True, slots=True)
class Budget:
    """At most so many articles, and so many bytes of pages. ``unread``: not starred stories alone."""

    articles: int
    bytes: int
    unread: bool


class FetchingAhead:
    """Fetches articles that are not stored yet: of starred stories, then of unread ones, newest first."""

    def __init__(
        self,
        store: Store,
        engine: Engine,
        listeners: Listeners,
        link: Link,
        foreground: Foreground,
        reading: Reading,
        budget: Budget,
    ) -> None:
        self._store = store
        self._engine = engine
        self._listeners = listeners
        self._link = link
        self._foreground = foreground
        self._reading = reading
        self._budget = budget
        self._running: Future[AheadSummary] | None = None
        self._failed: dict[str, None] = {}

    def fetch_ahead(
        self, budget: Budget | None = None, *, allowed: Callable[[], bool] = lambda: True
    ) -> Future[AheadSummary]:
        """Fetches once; what runs already is what is given.

        It ends early when ``allowed`` says so, which is asked before each article,
        when the budget is spent, and when nobody answers.
        """
        if self._running is None or self._running.done():
            self._running = self._start(budget or self._budget, allowed, again=True)
        return self._running

    def stop_ahead(self) -> bool:
        """Stops fetching ahead; what came stays. False when nothing was fetched ahead."""
        running = self._running
        return running is not None and not running.done() and running.cancel()

    def keep_ahead(self, allowed: Callable[[], bool]) -> Callable[[], None]:
        """Fetches ahead after each refresh that was not stopped; gives the way to end that."""

        def hear(event: Event) -> None:
            if not isinstance(event, RefreshEnded) or event.summary.cancelled or event.summary.offline:
                return
            if allowed() and (self._running is None or self._running.done()):
                self._running = self._start(self._budget, allowed, again=False)

        return self._listeners.subscribe(hear)

    def _start(self, budget: Budget, allowed: Callable[[], bool], *, again: bool) -> Future[AheadSummary]:
        async def work(client: Client) -> AheadSummary:
            known = {} if again else self._failed
            chosen = await asyncio.to_thread(lambda: list(self._choose(budget, known)))
            run = _Run(client, chosen, budget, allowed)
            try:
                await asyncio.gather(*(self._fetch_some(run) for _ in range(HOSTS)))
            except asyncio.CancelledError:
                run.ended = "stopped"
                raise
            finally:
                self._remember(run.failed)
                self._running = None
                self._listeners.emit(AheadEnded(run.summary))
            return run.summary

        return self._engine.run(work)

    def _choose(self, budget: Budget, known: dict[str, None]) -> Iterator[Story]:
        views = [View(starred=True)] + ([View(unread=True)] if budget.unread else [])
        taken: set[str] = set()
        feed_text: dict[str, bool] = {}
        for view in views:
            for story in self._store.stories(view, limit=LOOKED_THROUGH):
                if len(taken) == budget.articles:
                    return
                source = story.source_id
                if source not in feed_text:
                    feed_text[source] = self._store.feed_text(source)
                unwanted = story.cached or not story.url or feed_text[source]
                if not unwanted and story.url not in taken and story.id not in known:
                    taken.add(story.url)
                    yield story

    async def _fetch_some(self, run: _Run) -> None:
        while (story := run.next()) is not None:
            await self._foreground.quiet()
            if run.over():
                return
            try:
                await self._reading.fetch(run.client, story)
            except Failure as failure:
                run.count(story, failure)
                if len(run.silent) >= SILENT and not (run.fetched or self._link.proven):
                    self._link.lost()
                    run.ended = "offline"
            else:
                run.count(story)
                self._link.answered()
            self._listeners.emit(AheadProgress(run.done, run.total))

    def _remember(self, failed: list[str]) -> None:
        self._failed |= dict.fromkeys(failed)
        while len(self._failed) > REMEMBERED:
            del self._failed[next(iter(self._failed))]


class _Run:
    """One time of fetching ahead: what is left, what is being asked, what came."""

    def __init__(
        self, client: Client, chosen: list[Story], budget: Budget, allowed: Callable[[], bool]
    ) -> None:
        self.client = client
        self.total = len(chosen)
        self.fetched = 0
        self.failed: list[str] = []
        self.failures: list[tuple[str, str]] = []
        self.silent: set[str] = set()
        self.ended = ""
        self._left = chosen
        self._busy: set[str] = set()
        self._budget = budget
        self._allowed = allowed
        self._received = client.received

    def next(self) -> Story | None:
        """The next story whose host is not being asked; None when others will do the rest."""
        for at, story in enumerate(self._left):
            if _host(story) not in self._busy:
                self._busy.add(_host(story))
                return self._left.pop(at)
        return None

    def over(self) -> bool:
        """Whether no more may be fetched."""
        if not self.ended and self._bytes >= self._budget.bytes:
            self.ended = "budget"
        if not self.ended and not self._allowed():
            self.ended = "stopped"
        return bool(self.ended)

    def count(self, story: Story, failure: Failure | None = None) -> None:
        """Notes what became of a story."""
        self._busy.discard(_host(story))
        if failure is None:
            self.fetched += 1
            return
        self.failed.append(story.id)
        self.failures.append((story.url, failure.sentence))
        if failure.code in ("unreachable", "timeout"):
            self.silent.add(_host(story))

    @property
    def done(self) -> int:
        return self.fetched + len(self.failed)

    @property
    def _bytes(self) -> int:
        return self.client.received - self._received

    @property
    def summary(self) -> AheadSummary:
        return AheadSummary(self.total, self.fetched, tuple(self.failures), self._bytes, self.ended)


def _host(story: Story) -> str:
    return urlsplit(story.url).netloc
