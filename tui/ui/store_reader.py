"""Questions to the store that may take longer than a frame, asked off the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class StoreReader:
    """One thread for all of them, made with the first: it keeps one connection, and its pages."""

    def __init__(self) -> None:
        self._thread: ThreadPoolExecutor | None = None

    async def ask(self, question: Callable[[], T]) -> T:
        """The answer, after those that were asked for before. Raises ``Failure``."""
        return await asyncio.wrap_future(self.begin(question))

    def begin(self, question: Callable[[], T]) -> Future[T]:
        """The same for who waits for it in another way."""
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="wireroom-reader")
        return self._thread.submit(question)

    def close(self) -> None:
        """Answers no more."""
        if self._thread:
            self._thread.shutdown(wait=False, cancel_futures=True)
