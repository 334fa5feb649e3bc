"""The Desk: the application without a screen. The commands and the screen are two skins over it.

Reading from ``desk.store`` is allowed and fast. What may take long (the network,
extraction) runs on the engine and is handed out as ``concurrent.futures.Future``:
a screen awaits it with ``asyncio.wrap_future``, a command asks for its result.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui.config import Home, Settings
from tui.engine import Engine
from tui.events import Event, RefreshEnded, RefreshProgress, SourcesChanged, StoriesArrived, StoriesChanged
from tui.model import Article, Change, RefreshSummary, Room, Source, SourceOutcome, Story, Thread
from tui.store import Store, View

if TYPE_CHECKING:
    from tui.feeds.discover import Found
    from tui.feeds.opml import Subscription
    from tui.net.client import Client

Listener = Callable[[Event], None]
UNSORTED = "Feeds"  # the section of what comes without one
LONGEST_NAP = 60.0  # seconds between two looks at what is due


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import took: sources added, and how many were there already."""

    added: tuple[Source, ...]
    known: int


class Desk:
    """One reader's newsroom: the store, the engine, and those who listen."""

    def __init__(self, home: Home, store: Store, settings: Settings) -> None:
        self.home = home
        self.store = store
        self.settings = settings
        self.online = True  # whether the last thing asked of the network was answered
        self._engine = Engine(settings)
        self._listeners: list[Listener] = []
        self._refreshing: Future[RefreshSummary] | None = None
        self._one_refresh = threading.Lock()
        self._turn: asyncio.Lock | None = None

    @classmethod
    def open(cls, home: Home, settings: Settings | None = None) -> Desk:
        """The desk over the store in ``home``, made where there is none.

        Raises ``StoreFailure`` or ``BadSettings``.
        """
        from tui.config import load_settings

        home.ensure()
        return cls(home, Store.open(home.store), settings or load_settings(home.settings))

    def close(self) -> None:
        """Ends what is under way, keeping all that was merged, and closes the store."""
        self._listeners.clear()
        self._engine.close()
        self.store.close()

    # --- listeners ----------------------------------------------------------------

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Calls ``listener`` with every event, on the thread it happens on; gives the way to stop."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def _emit(self, event: Event) -> None:
        for listener in tuple(self._listeners):
            listener(event)

    # --- refreshing ---------------------------------------------------------------

    def refresh(
        self, source_ids: Sequence[str] | None = None, *, everything: bool = False
    ) -> Future[RefreshSummary]:
        """Asks the sources named, else all (``everything``), else those that are due.

        One refresh runs at a time; a second waits for its turn.
        """

        async def work(client: Client) -> RefreshSummary:
            if self._turn is None:
                self._turn = asyncio.Lock()
            async with self._turn:
                return await self._refresh(client, self._chosen(source_ids, everything))

        with self._one_refresh:
            self._refreshing = self._engine.run(work)
            return self._refreshing

    def cancel_refresh(self) -> bool:
        """Stops the running refresh; what was merged stays. False when none runs."""
        with self._one_refresh:
            running, self._refreshing = self._refreshing, None
        return running.cancel() if running and not running.done() else False

    def _chosen(self, source_ids: Sequence[str] | None, everything: bool) -> list[Source]:
        if source_ids is not None:
            wanted = set(source_ids)
            return [source for source in self.store.sources() if source.id in wanted]
        if everything:
            return [source for source in self.store.sources() if not source.retired]
        return self.store.due(datetime.now(UTC))

    async def _refresh(self, client: Client, sources: list[Source]) -> RefreshSummary:
        from tui.feeds.refresh import refresh

        done = failed = 0

        def on_outcome(outcome: SourceOutcome) -> None:
            nonlocal done, failed
            done += 1
            failed += outcome.change is Change.FAILED
            self._tell(outcome)
            self._emit(RefreshProgress(done, len(sources), failed))

        if not sources:
            return RefreshSummary()
        self._emit(RefreshProgress(0, len(sources), 0))
        try:
            summary = await refresh(self.store, client, sources, on_outcome=on_outcome)
        except asyncio.CancelledError:
            self._emit(RefreshEnded(RefreshSummary(cancelled=True)))
            raise
        self.online = not summary.outcomes or any(
            outcome.failure_code not in ("unreachable", "timeout") for outcome in summary.outcomes
        )
        self._emit(RefreshEnded(summary))
        await asyncio.to_thread(self.store.index_pending)
        return summary

    def _tell(self, outcome: SourceOutcome) -> None:
        if outcome.arrived:
            self._emit(StoriesArrived(outcome.arrived_ids, frozenset({outcome.source_id})))
        if outcome.edited:
            self._emit(StoriesChanged(outcome.edited_ids))

    def keep_fresh(self, *, every: float | None = None) -> Future[None]:
        """Refreshes for as long as it runs: what is due, or everything ``every`` seconds.

        Cancel the future to stop.
        """

        async def work(_client: Client) -> None:
            while True:
                due = self._chosen(None, every is not None)
                if due:
                    await asyncio.wrap_future(self.refresh([source.id for source in due]))
                await asyncio.sleep(every or LONGEST_NAP)

        return self._engine.run(work)

    # --- articles -----------------------------------------------------------------

    def cached_article(self, story: Story) -> Article | None:
        """The extracted article as stored, or None."""
        found = self.store.article(story.url) if story.url else None
        return found[0] if found else None

    def feed_article(self, story: Story) -> Article:
        """The feed's own text as an article; no network."""
        from tui.articles.extract import article_from_story

        return article_from_story(story, self.store.html(story.id))

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
            article = await self._reach(fetch_article(client, story.url))
            own = self.feed_article(story)
            article = own if _fuller(own, article) else article
            await asyncio.to_thread(self.store.save_article, story.url, article)
            return article

        return self._engine.run(work)

    def open_url(self, url: str, *, fresh: bool = False) -> Future[Article]:
        """The article at an address, through the same cache. Raises ``Failure``."""

        async def work(client: Client) -> Article:
            from tui.articles.fetch import fetch_article

            found = None if fresh else self.store.article(url)
            if found:
                return found[0]
            article = await self._reach(fetch_article(client, url))
            await asyncio.to_thread(self.store.save_article, url, article)
            return article

        return self._engine.run(work)

    async def _reach(self, fetching: asyncio.Future[Article] | object) -> Article:
        """Awaits a fetch and notes whether the network is there."""
        from tui.net.failures import Unreachable

        try:
            article: Article = await fetching  # type: ignore[misc]
        except Unreachable:
            self.online = False
            raise
        self.online = True
        return article

    # --- the room -----------------------------------------------------------------

    def cached_thread(self, story: Story) -> Thread | None:
        """The story's discussion as last loaded, or None."""
        return self.store.thread(story.url or story.id)

    def thread(self, story: Story, article: Article | None = None) -> Future[Thread | None]:
        """The story's discussion, loaded afresh; None when its page and feed announce none.

        Raises ``Failure``.
        """

        async def work(client: Client) -> Thread | None:
            from tui.talk.providers import PROVIDERS

            for provider in PROVIDERS:
                for ref in provider.find(story, article):
                    thread = await provider.load(client, ref)
                    await asyncio.to_thread(self.store.save_thread, story.url or story.id, thread)
                    return thread
            return None

        return self._engine.run(work)

    def chats(self, story: Story | None) -> Future[list[Room]]:
        """The public chats at the homeserver of the story's source; [] where there is none."""
        source = self.store.source(story.source_id) if story else None
        return self.public_rooms(source.homeserver if source else "")

    def public_rooms(self, homeserver: str) -> Future[list[Room]]:
        """The public chats of a homeserver; [] for ""."""

        async def work(client: Client) -> list[Room]:
            from tui.talk.public_rooms import public_rooms

            return await public_rooms(client, homeserver) if homeserver else []

        return self._engine.run(work)

    # --- marks --------------------------------------------------------------------

    def set_read(self, which: Sequence[str] | View, read: bool, label: str = "") -> int:
        """Marks stories read or unread; gives how many changed. ``undo()`` takes it back."""
        changed = self.store.set_read(which, read, label)
        return self._marked(changed, which)

    def set_starred(self, ids: Sequence[str], starred: bool, label: str = "") -> int:
        """Stars stories or takes the star; gives how many changed."""
        return self._marked(self.store.set_starred(ids, starred, label), ids)

    def _marked(self, changed: int, which: Sequence[str] | View) -> int:
        if changed:
            self._emit(StoriesChanged(None if isinstance(which, View) else tuple(which)))
        return changed

    def undo(self) -> str | None:
        """Takes the last change back and gives its label; None when there is nothing left."""
        label = self.store.undo()
        if label is not None:
            self._emit(SourcesChanged())
            self._emit(StoriesChanged(None))
        return label

    # --- sources ------------------------------------------------------------------

    def discover(self, url: str) -> Future[list[Found]]:
        """The feeds at an address a person typed. Raises ``NotAFeed`` and network failures."""

        async def work(client: Client) -> list[Found]:
            from tui.feeds.discover import discover

            return await discover(client, url)

        return self._engine.run(work)

    def add(self, found: Sequence[Found], section: str = "") -> list[Source]:
        """Subscribes to what discovery found, each in its own section or in ``section``."""
        added = []
        for one in found:
            name = section or one.section or UNSORTED
            made = self.store.add_section(name, one.description if one.section == name else "")
            added.append(
                self.store.add_source(
                    one.url,
                    one.title,
                    made.id,
                    site_url=one.feed.site_url if one.feed else "",
                    description=one.description,
                    language=one.feed.language if one.feed else "",
                    homeserver=one.homeserver,
                )
            )
        self._emit(SourcesChanged())
        return added

    def remove(self, source_ids: Sequence[str]) -> None:
        """Drops sources with their stories; ``undo()`` brings them back."""
        for source_id in source_ids:
            self.store.remove_source(source_id)
        self._emit(SourcesChanged())
        self._emit(StoriesChanged(None))

    def import_subscriptions(self, subscriptions: Sequence[Subscription]) -> ImportReport:
        """Adds the subscriptions of a file that are not there yet; no network."""
        there = {source.url for source in self.store.sources()}
        fresh = [one for one in subscriptions if one.url not in there]
        added = []
        for one in fresh:
            section = self.store.add_section(one.section or UNSORTED)
            added.append(
                self.store.add_source(one.url, one.title or one.url, section.id, site_url=one.site_url)
            )
        self._emit(SourcesChanged())
        return ImportReport(tuple(added), len(subscriptions) - len(fresh))


def _fuller(own: Article, page: Article) -> bool:
    """Whether the feed's own text says clearly more than what the page gave."""
    return len(own.text) > 400 and len(own.text) > 1.5 * len(page.text)
