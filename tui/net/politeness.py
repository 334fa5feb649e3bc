"""Politeness: how many may ask one host at a time, and when a host wants to be left alone.

This machine itself is asked as often as there are hands.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tui.locale import _
from tui.net.address import Address
from tui.net.failures import HostResting

REST = 60.0  # seconds for a host that asks for patience and does not say how much
Host = tuple[str, int]
_MOST_REMEMBERED = 10_000


class Politeness:
    """Gives turns: at most ``concurrency`` at a time in all and ``per_host`` at one host."""

    def __init__(self, per_host: int, concurrency: int) -> None:
        self._per_host = per_host
        self._all = Turns(concurrency)
        self._hosts: dict[Host, _Queue] = {}
        self._resting: dict[Host, float] = {}

    @asynccontextmanager
    async def turn(self, address: Address) -> AsyncIterator[None]:
        """Waits for the turn. Raises ``HostResting`` at once if the host wants to be left alone."""
        host = (address.host, address.port)
        if address.loopback:
            async with self._all:
                self._check(host)
                yield
            return
        self._check(host)
        queue = self._hosts.setdefault(host, _Queue(self._per_host))
        queue.people += 1
        try:
            # The host's turn first: who waits for a busy host keeps nobody else out.
            async with queue.turns, self._all:
                self._check(host)
                yield
        finally:
            queue.people -= 1
            if not queue.people:
                self._hosts.pop(host, None)

    def rest(self, address: Address, seconds: float) -> None:
        """Remembers that the host is to be left alone for so long."""
        now = time.monotonic()
        if len(self._resting) >= _MOST_REMEMBERED:
            self._resting = {host: until for host, until in self._resting.items() if until > now}
        if len(self._resting) < _MOST_REMEMBERED:
            self._resting[(address.host, address.port)] = now + seconds

    def _check(self, host: Host) -> None:
        until = self._resting.get(host)
        if until is None:
            return
        wait = until - time.monotonic()
        if wait <= 0:
            del self._resting[host]
            return
        raise HostResting(
            _("{host} asked to be left alone for another {wait}.").format(host=host[0], wait=span(wait)),
            _("Try again after that."),
            retry_after=wait,
        )


class Turns:
    """So many at a time, first come first served: an ``asyncio.Semaphore`` for many hundreds.

    That one looks, at each turn that ends, at everyone it has called and who has not yet
    come: with hundreds waiting a twentieth of a refresh's time.
    """

    def __init__(self, turns: int) -> None:
        self._free = turns
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def __aenter__(self) -> None:
        if self._free:
            self._free -= 1
            return
        called = asyncio.get_running_loop().create_future()
        self._waiting.append(called)
        try:
            await called
        except asyncio.CancelledError:
            if not called.cancelled():  # called just as it gave up
                self._pass_on()
            raise

    async def __aexit__(self, *_exc: object) -> None:
        self._pass_on()

    def _pass_on(self) -> None:
        while self._waiting:
            called = self._waiting.popleft()
            if not called.done():
                called.set_result(None)
                return
        self._free += 1


class _Queue:
    __slots__ = ("people", "turns")

    def __init__(self, turns: int) -> None:
        self.turns = Turns(turns)
        self.people = 0


def span(seconds: float) -> str:
    """A length of time in words ("40 s", "5 min", "3 h")."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    if seconds < 5_400:
        return f"{round(seconds / 60)} min"
    return f"{round(seconds / 3_600)} h"
