"""The state of the link to a homeserver, and when to try again."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from tui.failure import Failure
from tui.net.failures import TryLater

_FIRST, _LONGEST = 1.0, 60.0  # seconds of back-off
_OFFLINE = 4  # failures in a row after which nobody expects it back in a moment


class LinkState(StrEnum):
    """``RECONNECTING`` tries again at a known moment; ``OFFLINE`` does too, but has done so in vain."""

    CONNECTING = "connecting"
    LIVE = "live"
    RECONNECTING = "reconnecting"
    OFFLINE = "offline"
    LOGGED_OUT = "logged out"


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """How the link is. ``again``: when it is tried next; ``reason``: a sentence on what went wrong."""

    state: LinkState
    again: datetime | None = None
    reason: str = ""


class Link:
    """One session's link: told of successes and failures, it says when to go on. Lives on one loop."""

    def __init__(self, tell: Callable[[LinkStatus], None]) -> None:
        self.status = LinkStatus(LinkState.CONNECTING)
        self._tell = tell
        self._failures = 0
        self._live = asyncio.Event()
        self._woken = asyncio.Event()

    def up(self) -> None:
        """It answers."""
        self._failures = 0
        self._live.set()
        self._say(LinkStatus(LinkState.LIVE))

    def lost(self, failure: Failure) -> None:
        """The homeserver does not know us any more: nothing is tried again."""
        self._live.clear()
        self._say(LinkStatus(LinkState.LOGGED_OUT, reason=failure.sentence))

    def broken(self, failure: Failure) -> None:
        """Nothing is tried again in this run."""
        self._live.clear()
        self._say(LinkStatus(LinkState.OFFLINE, reason=failure.sentence))

    async def down(self, failure: Failure) -> None:
        """It failed: waits until it is to be tried again, or until somebody wakes it."""
        self._live.clear()
        self._failures += 1
        seconds = self._pause(failure)
        state = LinkState.OFFLINE if self._failures >= _OFFLINE else LinkState.RECONNECTING
        self._say(LinkStatus(state, datetime.now(UTC) + timedelta(seconds=seconds), failure.sentence))
        await self.nap(seconds)

    def _pause(self, failure: Failure) -> float:
        """Doubling, with jitter: a homeserver that comes back must not be asked by everyone at once."""
        if isinstance(failure, TryLater) and failure.retry_after:
            return min(failure.retry_after, 60 * _LONGEST)
        whole = min(_FIRST * 2.0 ** min(self._failures - 1, 10), _LONGEST)
        return float(whole * random.uniform(0.5, 1.0))

    async def nap(self, seconds: float) -> None:
        """Sleeps, unless somebody wakes it."""
        try:
            async with asyncio.timeout(seconds):
                await self.woken()
        except TimeoutError:
            pass

    async def woken(self) -> None:
        """Waits until somebody calls ``wake``."""
        self._woken.clear()
        await self._woken.wait()

    def wake(self) -> None:
        """Tries at once: the network is back, the machine has slept, or a reader wants it."""
        self._woken.set()

    async def live(self) -> None:
        """Waits until it answers."""
        await self._live.wait()

    def _say(self, status: LinkStatus) -> None:
        if status != self.status:
            self.status = status
            self._tell(status)
