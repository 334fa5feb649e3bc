"""Whether the network is there, as far as what was asked of it tells."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")
PROVEN = 120.0  # seconds for which an answer shows that the link is up


class Link:
    """``up`` is False once nobody answers, and True again once somebody does."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.up = True
        self._clock = clock
        self._answered: float | None = None
        self.returned: Callable[[], None] = lambda: None  # called when it may be there again

    @property
    def proven(self) -> bool:
        """Whether somebody answered just now: who is silent then is silent for himself."""
        return self._answered is not None and self._clock() - self._answered < PROVEN

    def answered(self) -> None:
        """Somebody did."""
        was_up, self.up = self.up, True
        self._answered = self._clock()
        if not was_up:
            self.returned()

    def lost(self) -> None:
        """Nobody does."""
        self.up = False
        self._answered = None

    def doubt(self) -> None:
        """What was proven may be so no more: the machine slept."""
        self._answered = None
        self.returned()

    async def reach(self, asking: Awaitable[T]) -> T:
        """What ``asking`` gives; notes whether anybody answered."""
        from tui.net.failures import Unreachable

        try:
            answer = await asking
        except Unreachable:
            if not self.proven:
                self.lost()
            raise
        self.answered()
        return answer
