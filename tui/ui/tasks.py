"""What is under way on the screen's loop and nobody waits for. No Textual here."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine


class Tasks:
    """Keeps each task until it is done: the loop itself would not."""

    def __init__(self) -> None:
        self._work: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[None, None, None]) -> None:
        """Begins something."""
        task = asyncio.create_task(work)
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    def cancel(self) -> None:
        """Ends all of it."""
        for task in self._work:
            task.cancel()
        self._work.clear()
