"""Readers with accounts and live sessions, for tests that let them talk."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from tests.talk.conversation import with_client
from tui.model import Message
from tui.net.client import Client
from tui.talk.matrix.discovery import discover
from tui.talk.matrix.register import register
from tui.talk.matrix.session import Session
from tui.talk.matrix.signals import ChatSignal, Mentioned
from tui.talk.matrix.store import ChatStore
from tui.talk.participant import Login

T = TypeVar("T")
PASSWORD = "Harbour-Lights-41"
PATIENCE = 60.0  # seconds


def unique(name: str) -> str:
    """A name that nobody has yet: the homeserver is shared by the tests of a run."""
    return f"{name}-{secrets.token_hex(4)}"


async def account(client: Client, url: str, name: str) -> Login:
    """A new account at a homeserver."""
    made = await register(await discover(client, url), {"user": unique(name), "password": PASSWORD})
    assert isinstance(made, Login)
    return made


class Reader:
    """A session in its own home, and what it told."""

    def __init__(self, client: Client, login: Login, folder: Path) -> None:
        self.login = login
        self.told: list[ChatSignal] = []
        self._news = asyncio.Event()
        folder.mkdir(exist_ok=True)
        self.store = ChatStore(folder / "chats.db")
        self.session = Session(client, login, self.store, self._hear)

    def _hear(self, signal: ChatSignal) -> None:
        self.told.append(signal)
        self._news.set()

    async def until(self, comes: Callable[[], object]) -> None:
        """Waits for something that the session tells of."""
        async with asyncio.timeout(PATIENCE):
            while not comes():
                self._news.clear()
                await self._news.wait()

    def messages(self, room: str) -> tuple[Message, ...]:
        return self.session.timeline(room).messages

    def texts(self, room: str) -> list[str]:
        return [one.text for one in self.messages(room)]

    def mentions(self) -> list[str]:
        return [one.message.text for one in self.told if isinstance(one, Mentioned)]

    async def enter(self, room: str) -> None:
        """Joins a room and opens it."""
        await self.session.open(await self.session.join(room))

    async def hear(self, room: str, text: str) -> Message:
        """The message of this text, when it has come and is no longer on its way."""

        def heard() -> list[Message]:
            return [one for one in self.messages(room) if one.text == text and one.id.startswith("$")]

        await self.until(heard)
        return heard()[-1]


@asynccontextmanager
async def live(client: Client, login: Login, folder: Path) -> AsyncIterator[Reader]:
    """A reader whose session runs meanwhile; the folder is the reader's home, and may be there already."""
    reader = Reader(client, login, folder)
    running = asyncio.create_task(reader.session.run())
    try:
        await reader.until(lambda: reader.session.status.state == "live")
        yield reader
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        reader.store.close()


def talk(url: str, folder: Path, work: Callable[[Client, Reader, Reader, str], Awaitable[T]]) -> T:
    """``work(client, mira, oleg, room)``: two readers in a room that mira made, both looking at it."""

    async def run(client: Client) -> T:
        mira, oleg = await account(client, url, "mira"), await account(client, url, "oleg")
        async with live(client, mira, folder / "mira") as one, live(client, oleg, folder / "oleg") as other:
            room = await one.session.create("The pact", "https://news.example/pact")
            await one.session.open(room)
            await other.enter(room)
            return await work(client, one, other, room)

    return with_client(run)
