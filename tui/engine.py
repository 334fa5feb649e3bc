"""The engine: an event loop beside the screen's, with the HTTP client that lives on it.

Parsing and fetching share no loop with the keyboard, so no key waits for them.
It starts at the first thing it is asked to do: a command that only reads the
store pays for neither the thread nor the HTTP library.
"""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, TypeVar

from tui.config import Settings

if TYPE_CHECKING:
    from tui.net.client import Client

T = TypeVar("T")
_NEW_OBJECTS = 50_000
Work = Callable[["Client"], Coroutine[Any, Any, T]]


def _collect_less() -> None:
    """Makes the garbage collector look seldom, and never at what was there before.

    Entries by the ten thousand are no garbage and no cycles: at its default it goes through
    all of them, and through every module, again and again, for a third of a refresh's time.
    """
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 20, 20)


class Engine:
    """Runs coroutines on its own thread. ``close()`` cancels what is under way."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._client: Client | None = None

    def run(self, work: Work[T]) -> Future[T]:
        """Starts ``work(client)`` on the engine's loop; the future gives its result.

        Cancelling the future cancels the work.
        """
        return asyncio.run_coroutine_threadsafe(self._work(work), self._started())

    async def _work(self, work: Work[T]) -> T:
        if self._client is None:
            self._client = self._make_client()
        return await work(self._client)

    def _make_client(self) -> Client:
        from tui.net.client import USER_AGENT, Client

        settings = self._settings
        return Client(
            per_host=settings.per_host,
            concurrency=settings.concurrency,
            proxy=settings.proxy,
            user_agent=settings.user_agent or USER_AGENT,
        )

    def _started(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                _collect_less()
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(
                    target=self._loop.run_forever, name="wireroom-engine", daemon=True
                )
                self._thread.start()
            return self._loop

    def close(self) -> None:
        """Cancels the work under way, closes the connections, ends the thread."""
        with self._lock:
            loop, thread, self._loop = self._loop, self._thread, None
        if loop is None or thread is None:
            return
        asyncio.run_coroutine_threadsafe(self._wind_up(), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()

    async def _wind_up(self) -> None:
        me = asyncio.current_task()
        tasks = [task for task in asyncio.all_tasks() if task is not me]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._client is not None:
            await self._client.aclose()
        await asyncio.get_running_loop().shutdown_default_executor()
