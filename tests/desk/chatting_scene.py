"""Readers at desks of their own, and what their chats show, against a homeserver."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from tests.store.scratch import new_store
from tests.talk.matrix.readers import PASSWORD, PATIENCE, unique
from tui.config import Settings, home
from tui.desk import Desk
from tui.desk.chat import Chat
from tui.events import ChatsMoved, Event, MentionedInChat
from tui.model import Message, Room, Story


class Reporter:
    """A desk whose chats are live; ``async with`` closes it."""

    def __init__(self, folder: Path) -> None:
        if not (folder / "wireroom.db").exists():
            folder.mkdir(exist_ok=True)
            new_store(folder / "wireroom.db")
        self.desk = Desk.open(home(str(folder)), Settings())
        self.told: list[Event] = []
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()
        self.desk.subscribe(self._hear)

    def _hear(self, event: Event) -> None:
        self.told.append(event)
        self._loop.call_soon_threadsafe(self._news.set)

    async def __aenter__(self) -> Reporter:
        await asyncio.wrap_future(self.desk.live.start())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self.desk.close)

    async def until(self, comes: Callable[[], object]) -> None:
        """Waits for something that the desk tells of."""
        async with asyncio.timeout(PATIENCE):
            while not comes():
                self._news.clear()
                if not comes():
                    await self._news.wait()

    async def register(self, url: str, name: str) -> None:
        """A new account, whose chats are live from then on."""
        made = self.desk.chatting.register(url, {"user": unique(name), "password": PASSWORD})
        await asyncio.wrap_future(made)

    async def log_in(self, url: str, user: str) -> None:
        await asyncio.wrap_future(self.desk.chatting.log_in(url, {"user": user, "password": PASSWORD}))

    async def start_chat(self, story: Story) -> Chat:
        chat = await asyncio.wrap_future(self.desk.live.start_chat(story))
        await asyncio.wrap_future(chat.open())
        return chat

    async def look_into(self, room: Room) -> Chat:
        chat = self.desk.live.chat(room)
        await asyncio.wrap_future(chat.open())
        return chat

    async def join(self, room: Room) -> Chat:
        chat = await self.look_into(room)
        await asyncio.wrap_future(chat.join())
        return chat

    async def hear(self, chat: Chat, text: str) -> Message:
        """The message of this text, when it has come and is no longer on its way."""

        def heard() -> list[Message]:
            return [one for one in chat.view.messages if one.text == text and one.id.startswith("$")]

        await self.until(heard)
        return heard()[-1]

    @property
    def moved(self) -> set[str]:
        return {room for event in self.told if isinstance(event, ChatsMoved) for room in event.rooms}

    @property
    def mentions(self) -> list[MentionedInChat]:
        return [event for event in self.told if isinstance(event, MentionedInChat)]
