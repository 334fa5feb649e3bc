"""Whether the network is there, as far as the last thing asked of it tells."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")


class Link:
    """``up`` is False once the network did not answer, and True again once it does."""

    def __init__(self) -> None:
        self.up = True

    async def reach(self, asking: Awaitable[T]) -> T:
        """What ``asking`` gives; notes whether anybody answered."""
        from tui.net.failures import Unreachable

        try:
            answer = await asking
        except Unreachable:
            self.up = False
            raise
        self.up = True
        return answer
