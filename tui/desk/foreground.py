"""What somebody waits for: work that can wait itself lets it go first."""

from __future__ import annotations

import asyncio


class Foreground:
    """Entered for as long as something is waited for. To be used on the engine's loop."""

    def __init__(self) -> None:
        self._under_way = 0
        self._quiet = asyncio.Event()
        self._quiet.set()

    def __enter__(self) -> None:
        self._under_way += 1
        self._quiet.clear()

    def __exit__(self, *_exc: object) -> None:
        self._under_way -= 1
        if not self._under_way:
            self._quiet.set()

    async def quiet(self) -> None:
        """Waits until nothing is waited for."""
        await self._quiet.wait()
