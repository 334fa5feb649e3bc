"""The room: a story's discussion, at its site and elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from concurrent.futures import Future
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tui.config import Settings
from tui.desk.listeners import Listeners
from tui.engine import Engine
from tui.events import StoriesChanged
from tui.failure import Failure
from tui.store import Store

if TYPE_CHECKING:
    from tui.model import Article, Story, Thread
    from tui.net.client import Client
    from tui.talk.elsewhere import Elsewhere
    from tui.talk.provider import Provider, ThreadRef
    from tui.talk.providers import Providers


class Discussing:
    """Loads discussions.

    Only ``elsewhere`` asks third parties about a story: nothing else sends them anything.
    """

    def __init__(self, store: Store, engine: Engine, listeners: Listeners, settings: Settings) -> None:
        self._store = store
        self._engine = engine
        self._listeners = listeners
        self._settings = settings

    @cached_property
    def providers(self) -> Providers:
        """Every discussion service, as the settings have them."""
        from tui.talk.providers import Providers

        return Providers(self._settings.sites)

    # --- the site's own -------------------------------------------------------------

    def cached_thread(self, story: Story) -> Thread | None:
        """The story's own discussion as last loaded, or None."""
        return self._store.thread(story.url or story.id)

    def announced(self, story: Story, article: Article | None = None) -> list[ThreadRef]:
        """Where the story's feed and page say that it is discussed, the best first; no request.

        A third party's thread counts only where the story itself comes from that party,
        and what this machine serves only for what it serves: a page out there can't have
        it asked.
        """
        from tui.net.address import is_own

        refs = [ref for provider in self.providers.own for ref in provider.find(story, article)]
        source = self._store.source(story.source_id) if story.source_id else None
        home = {_host(story.url), _host(source.url if source else "")} - {""}
        for party in self.providers.third_parties:
            refs += [ref for ref in party.find(story, article) if _host(ref.url) in home]
        if any(is_own(_name(host)) for host in home):
            return refs
        return [ref for ref in refs if not is_own(_name(_host(ref.url)))]

    def thread(self, story: Story, article: Article | None = None) -> Future[Thread | None]:
        """The story's own discussion, its first page loaded afresh; None where none is announced.

        Where what is announced first can't be read, the next is. Raises ``Failure``.
        """

        async def work(client: Client) -> Thread | None:
            from tui.talk.thread_order import refreshed

            first: Failure | None = None
            for ref in self.announced(story, article):
                try:
                    thread = await self.load(client, ref)
                except Failure as failure:
                    first = first or failure
                else:
                    thread = await asyncio.to_thread(refreshed, self.cached_thread(story), thread)
                    await self._save(story, thread)
                    return thread
            if first:
                raise first
            return None

        return self._engine.run(work)

    # --- elsewhere ------------------------------------------------------------------

    @property
    def asks_elsewhere(self) -> bool:
        """Whether the reader has switched a third party on for every story."""
        return bool(self._settings.elsewhere)

    def elsewhere(self, story: Story, names: Sequence[str] | None = None) -> Future[Elsewhere]:
        """Where the story is discussed, as all third parties say, or those with these names.

        This tells them what the reader reads. Raises ``BadSettings``.
        """

        async def work(client: Client) -> Elsewhere:
            from tui.talk.elsewhere import Elsewhere, ask_elsewhere

            asked = self.providers.third_parties if names is None else self.providers.asked(names)
            return await ask_elsewhere(client, asked, story.url) if story.url else Elsewhere()

        return self._engine.run(work)

    def switched_on(self, story: Story) -> Future[Elsewhere]:
        """As ``elsewhere``, of the third parties that the settings switch on."""
        return self.elsewhere(story, tuple(self._settings.elsewhere))

    def thread_at(self, ref: ThreadRef) -> Future[Thread]:
        """A thread that was found, its first page. Raises ``Failure``."""

        return self._engine.run(lambda client: self.load(client, ref))

    # --- pages ----------------------------------------------------------------------

    def more(self, story: Story, thread: Thread, *, own: bool) -> Future[Thread]:
        """A thread with its next page; as it is where that was the last. Raises ``Failure``.

        ``own`` says that it is the one to keep for the story.
        """

        async def work(client: Client) -> Thread:
            from tui.talk.thread_order import joined

            if not thread.more:
                return thread
            page = await self._provider(thread.provider).load(client, ref_of(thread), thread.more)
            whole = await asyncio.to_thread(joined, thread, page)
            if own:
                await self._save(story, whole)
            return whole

        return self._engine.run(work)

    def now(self, story: Story, thread: Thread, *, own: bool) -> Future[Thread]:
        """A thread as it is now, as far as it was read. ``own`` as in ``more``. Raises ``Failure``."""

        async def work(client: Client) -> Thread:
            from tui.talk.following import as_it_is_now

            fresh = await as_it_is_now(client, self._provider(thread.provider), ref_of(thread), thread)
            if own and fresh.comments != thread.comments:
                await self._save(story, fresh)
            return fresh

        return self._engine.run(work)

    def _provider(self, name: str) -> Provider:
        found = self.providers.named(name)
        if found is None:
            raise Failure(f"There is no discussion service {name!r} any more.", "Open the story anew.")
        return found

    def _save(self, story: Story, thread: Thread) -> Awaitable[None]:
        return asyncio.to_thread(self.keep, story, thread)

    def keep(self, story: Story, thread: Thread) -> None:
        """Stores a story's own discussion, and how many comments it has."""
        self._store.save_thread(story.url or story.id, thread)
        if self._store.count_comments(story.id, max(thread.count, len(thread.comments))):
            self._listeners.emit(StoriesChanged((story.id,)))

    async def load(self, client: Client, ref: ThreadRef) -> Thread:
        """A thread's first page, loaded afresh. Raises ``Failure``."""
        return await self._provider(ref.provider).load(client, ref)


def ref_of(thread: Thread) -> ThreadRef:
    """Where a thread that was loaded is loaded from again."""
    from tui.talk.provider import ThreadRef

    return ThreadRef.of(thread)


def _name(host: str) -> str:
    """A host without its port."""
    return urlsplit(f"//{host}").hostname or ""


def _host(url: str) -> str:
    try:
        return (urlsplit(url).netloc or "").rpartition("@")[2].lower().removeprefix("www.")
    except ValueError:
        return ""
