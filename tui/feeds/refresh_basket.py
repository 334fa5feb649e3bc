"""What is parsed and waits to be merged: taken in batches, and never more than memory should hold."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from tui.store.merge import Fetched

# Sources in a batch. Rows in time order are of all times in every batch, so that each writes most of their
# pages anew: with half as many batches, 3,000 sources take a sixth less time and bytes to write.
FULL = 128
LONGEST_WAIT = 0.3  # seconds until a batch that is not full is taken
HEAVY = 16 * 2**20  # bytes of documents that were parsed: then a batch is full, whatever its number


@dataclass(frozen=True, slots=True)
class Answered:
    """A source's answer on its way to the store. ``weight`` is the size of its document in bytes."""

    fetched: Fetched
    url: str
    not_modified: bool = False
    weight: int = 0


class Basket:
    """Filled by many, emptied by one; two batches wait at most, so that one is parsed while one is merged."""

    def __init__(self) -> None:
        self._waiting: list[Answered] = []
        self._weight = 0
        self._closed = False
        self._some = asyncio.Event()
        self._full = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()

    def put(self, answered: Answered) -> None:
        self._waiting.append(answered)
        self._weight += answered.weight
        self._some.set()
        if len(self._waiting) >= FULL or self._weight >= HEAVY:
            self._full.set()
        if len(self._waiting) >= 2 * FULL or self._weight >= 2 * HEAVY:
            self._room.clear()

    async def room(self) -> None:
        """Waits until there is room for more."""
        await self._room.wait()

    def close(self) -> None:
        """Nothing more comes: what is there is the last batch."""
        self._closed = True
        self._some.set()
        self._full.set()

    async def batch(self) -> list[Answered]:
        """The next batch: when it is full, or when its first has waited; [] at the end."""
        await self._some.wait()
        if not self._closed:
            try:
                async with asyncio.timeout(LONGEST_WAIT):
                    await self._full.wait()
            except TimeoutError:
                pass
        batch, self._waiting, self._weight = self._waiting, [], 0
        self._room.set()
        if not self._closed:
            self._some.clear()
            self._full.clear()
        return batch
