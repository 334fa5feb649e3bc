"""A desk on a home of its own, a server, and what the desk tells."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.net.rough_server import Request, RoughServer, Writer, answer
from tests.store.scratch import new_store
from tui.config import Settings, home
from tui.desk import Desk
from tui.events import Event, RefreshEnded, SourcesChanged
from tui.model import RefreshSummary, Source


def feed(*titles: str) -> bytes:
    items = "".join(f"<item><title>{title}</title><guid>{title}</guid></item>" for title in titles)
    return answer(f"<rss version='2.0'><channel><title>Harbour</title>{items}</channel></rss>")


class Scene:
    """One reader at one desk; ``reopen`` is the next process on the same home."""

    def __init__(self, server: RoughServer, folder: Path) -> None:
        self.server = server
        self._folder = folder
        self._loop = asyncio.get_running_loop()
        new_store(folder / "wireroom.db")
        self._open()

    def _open(self) -> None:
        self.desk = Desk.open(home(str(self._folder)), Settings())
        self.told: list[Event] = []
        self.ended: asyncio.Queue[RefreshSummary] = asyncio.Queue()
        self.desk.subscribe(self._hear)

    def _hear(self, event: Event) -> None:
        self.told.append(event)
        if isinstance(event, RefreshEnded):
            self._loop.call_soon_threadsafe(self.ended.put_nowait, event.summary)

    async def reopen(self) -> None:
        await asyncio.to_thread(self.desk.close)
        self._open()

    def add(self, url: str) -> Source:
        store = self.desk.store
        url = url if "://" in url else self.server.url(url)
        return store.add_source(url, url, store.add_section("World").id)

    def source(self, source: Source) -> Source:
        found = self.desk.store.source(source.id)
        assert found is not None
        return found

    async def refresh(self, *sources: Source) -> RefreshSummary:
        """Asks these, else everything."""
        ids = [source.id for source in sources]
        running = self.desk.refresh(ids) if ids else self.desk.refresh(everything=True)
        return await asyncio.wrap_future(running)

    @property
    def sources_changed(self) -> int:
        return sum(isinstance(event, SourcesChanged) for event in self.told)


class Held:
    """A route whose answer waits until it may go."""

    def __init__(self, answer: bytes) -> None:
        self.asked = asyncio.Event()
        self.may_go = asyncio.Event()
        self._answer = answer

    async def __call__(self, _request: Request, writer: Writer) -> None:
        self.asked.set()
        await self.may_go.wait()
        writer.write(self._answer)


def play(folder: Path, act: Callable[[Scene], Awaitable[None]]) -> None:
    async def run() -> None:
        async with asyncio.timeout(60), RoughServer() as server:
            scene = Scene(server, folder)
            try:
                await act(scene)
            finally:
                await asyncio.to_thread(scene.desk.close)

    asyncio.run(run())


def silent(number: int) -> str:
    """An address on loopback where nobody listens; each number is another host."""
    return f"http://127.0.{number // 250}.{number % 250 + 1}:9/feed"
