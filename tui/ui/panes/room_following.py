"""Following the thread that is shown: asking again, more and more seldom while nothing new comes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

FIRST_SECONDS = 15.0
MOST_SECONDS = 240.0
HURRIED_SECONDS = 4.0


class Following:
    """Asks ``ask`` in pauses; what it gives says whether anything was new.

    Each pause is twice as long as the one before, from ``FIRST_SECONDS`` up to
    ``MOST_SECONDS``; news, or the reader who has written something, begin it anew.
    """

    def __init__(self, ask: Callable[[], Awaitable[bool]]) -> None:
        self._ask = ask
        self._hurried = asyncio.Event()
        self._pause = FIRST_SECONDS

    def hurry(self) -> None:
        """Asks soon: something is likely to come."""
        self._pause = HURRIED_SECONDS
        self._hurried.set()

    async def run(self) -> None:
        """Goes on until it is cancelled."""
        while True:
            if await self._waited():
                continue
            found = await self._ask()
            self._pause = FIRST_SECONDS if found else min(self._pause * 2, MOST_SECONDS)

    async def _waited(self) -> bool:
        """Waits for the pause; True where it was cut short by hurry, and a shorter one begins."""
        try:
            async with asyncio.timeout(self._pause):
                await self._hurried.wait()
        except TimeoutError:
            return False
        self._hurried.clear()
        return True
