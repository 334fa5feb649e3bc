"""Chats as they are under way: which there are, and each of them."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from functools import cached_property
from typing import TYPE_CHECKING

from tui.desk.chat import Chat
from tui.desk.chatting import Chatting
from tui.desk.listeners import Listeners
from tui.engine import Engine
from tui.events import ChatsMoved

if TYPE_CHECKING:
    from tui.model import Article, Room, Story
    from tui.talk.matrix.peek import Guests


class LiveChats:
    """The chats of a desk. What is new in one is told to whoever listens to the desk."""

    def __init__(self, engine: Engine, chatting: Chatting, listeners: Listeners) -> None:
        self._engine = engine
        self._chatting = chatting
        self._listeners = listeners
        self._chats: dict[str, Chat] = {}

    @cached_property
    def _guests(self) -> Guests:
        from tui.talk.matrix.peek import Guests

        return Guests()

    def rooms(self) -> tuple[Room, ...]:
        """The rooms that the reader is in."""
        return ()

    def listed(self, story: Story | None, article: Article | None = None) -> Future[tuple[Room, ...]]:
        """The chats about a story, then the others of its source's homeserver. Raises ``Failure``."""
        asked = self._chatting.chats(story, article)

        async def work(_client: object) -> tuple[Room, ...]:
            rooms = await asyncio.wrap_future(asked)
            return tuple(rooms)

        return self._engine.run(work)

    def chat(self, room: Room) -> Chat:
        """The chat of a room: the same one for the same room."""
        if room.id not in self._chats:
            moved = frozenset({room.id})
            self._chats[room.id] = Chat(
                room,
                self._engine,
                lambda: self._guests,
                lambda link: self._listeners.emit(ChatsMoved(moved, link=link)),
            )
        return self._chats[room.id]
