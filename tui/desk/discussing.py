"""The room: a story's discussion, and the chats of its source."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import TYPE_CHECKING

from tui.engine import Engine
from tui.store import Store

if TYPE_CHECKING:
    from tui.model import Article, Room, Story, Thread
    from tui.net.client import Client


class Discussing:
    """Loads discussions and lists chats."""

    def __init__(self, store: Store, engine: Engine) -> None:
        self._store = store
        self._engine = engine

    def cached_thread(self, story: Story) -> Thread | None:
        """The story's discussion as last loaded, or None."""
        return self._store.thread(story.url or story.id)

    def thread(self, story: Story, article: Article | None = None) -> Future[Thread | None]:
        """The story's discussion, loaded afresh; None when its page and feed announce none.

        Raises ``Failure``.
        """

        async def work(client: Client) -> Thread | None:
            from tui.talk.providers import PROVIDERS

            for provider in PROVIDERS:
                for ref in provider.find(story, article):
                    thread = await provider.load(client, ref)
                    await asyncio.to_thread(self._store.save_thread, story.url or story.id, thread)
                    return thread
            return None

        return self._engine.run(work)

    def chats(self, story: Story | None) -> Future[list[Room]]:
        """The public chats at the homeserver of the story's source; [] where there is none."""
        source = self._store.source(story.source_id) if story else None
        return self.public_rooms(source.homeserver if source else "")

    def public_rooms(self, homeserver: str) -> Future[list[Room]]:
        """The public chats of a homeserver; [] for ""."""

        async def work(client: Client) -> list[Room]:
            from tui.talk.public_rooms import public_rooms

            return await public_rooms(client, homeserver) if homeserver else []

        return self._engine.run(work)
