"""Keeping fresh: while the app runs, every source is asked when it is due, and nothing happens between."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui.desk.link import Link
from tui.desk.listeners import Listeners
from tui.desk.queue import Probing, Queue, probes
from tui.desk.refreshing import Refreshing
from tui.engine import Engine
from tui.events import Event, RefreshEnded, SourcesChanged
from tui.store import Store
from tui.store.failures import StoreFailure

if TYPE_CHECKING:
    from tui.net.client import Client

MOST_ASKED = 128  # sources that are being asked at a time
# Timers stand still while a laptop sleeps: so often the two clocks are compared, and nothing else done.
NAP = 30.0
_BUSY = 0.25  # until it is looked again whether one of many has answered
_BROKEN = 60.0  # until a store that could not be read is tried again
_LEAST = 0.02  # between two looks, in which what was started begins
_JUMP = 30.0  # seconds by which they differ after a sleep


class KeepingFresh:
    """Asks what is due, in batches; where nobody answers, tries one or two until somebody does."""

    def __init__(
        self,
        store: Store,
        engine: Engine,
        listeners: Listeners,
        link: Link,
        refreshing: Refreshing,
        *,
        wall: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
        nap: float = NAP,
    ) -> None:
        self._store = store
        self._engine = engine
        self._listeners = listeners
        self._link = link
        self._refreshing = refreshing
        self._wall = wall
        self._monotonic = monotonic
        self._apart = wall() - monotonic()
        self._nap = nap
        self._queue = Queue()
        self._probing = Probing()

    def keep_fresh(self, *, every: float | None = None) -> Future[None]:
        """Refreshes for as long as it runs: what is due, or everything ``every`` seconds.

        Cancel the future to stop.
        """

        async def work(_client: Client) -> None:
            if every is None:
                await self._by_rhythm()
            else:
                await self._by_clock(every)

        return self._engine.run(work)

    async def _by_clock(self, seconds: float) -> None:
        while True:
            # One that is stopped, or fails, is not the last.
            await asyncio.wait([asyncio.wrap_future(self._refreshing.refresh(everything=True))])
            await asyncio.sleep(seconds)

    async def _by_rhythm(self) -> None:
        loop, alarm = asyncio.get_running_loop(), asyncio.Event()

        def hear(event: Event) -> None:
            if isinstance(event, SourcesChanged | RefreshEnded):
                loop.call_soon_threadsafe(alarm.set)

        deafen = self._listeners.subscribe(hear)
        try:
            while True:
                alarm.clear()
                try:
                    seconds = await self._look()
                except StoreFailure:  # a store that is busy elsewhere may be read later
                    seconds = _BROKEN
                await asyncio.sleep(_LEAST)
                await self._sleep(seconds, alarm)
        finally:
            deafen()

    async def _look(self) -> float | None:
        """Asks what is to be asked now; gives the seconds until there is more, None if nobody knows."""
        pause = self._refreshing.paused_until - self._monotonic()
        if pause > 0:
            return pause
        if not self._link.up:
            return await self._probe()
        sources, now, asking = self._store.sources(), self._now(), self._refreshing.asking
        ready = self._queue.take(sources, now, busy=asking, most=max(MOST_ASKED - len(asking), 0))
        if ready:
            self._refreshing.ask_beside(ready)
        if len(asking) + len(ready) >= MOST_ASKED:
            return _BUSY
        return _until(self._queue.next(sources, now, asking), now)

    async def _probe(self) -> float | None:
        sources, now = self._store.sources(), self._now()
        self._queue = Queue()  # who was asked in vain may be asked again
        waiting = self._queue.waiting(sources, now, self._refreshing.asking)
        if not waiting:
            return _until(self._queue.next(sources, now, self._refreshing.asking), now)
        wait = self._probing.wait(self._monotonic())
        if wait > 0:
            return wait
        await asyncio.wait([asyncio.wrap_future(self._refreshing.ask_beside(probes(waiting)))])
        if self._link.up:
            self._probing.over()
            return 0.0
        self._probing.failed(self._monotonic())
        return self._probing.wait(self._monotonic())

    async def _sleep(self, seconds: float | None, alarm: asyncio.Event) -> None:
        """Sleeps so long, or until the alarm, or the machine has slept, or the link has come back."""
        up, start = self._link.up, self._monotonic()
        end = float("inf") if seconds is None else start + seconds
        while (left := end - self._monotonic()) > 0 and self._link.up is up:
            try:
                async with asyncio.timeout(min(left, self._nap)):
                    await alarm.wait()
                    return
            except TimeoutError:
                pass
            if self._slept():
                self._link.doubt()
                self._probing.at_once()
                return

    def _slept(self) -> bool:
        """Whether the machine has slept, or its clock was set, since the last time."""
        apart, before = self._wall() - self._monotonic(), self._apart
        self._apart = apart
        return abs(apart - before) > _JUMP

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._wall(), UTC)


def _until(moment: datetime | None, now: datetime) -> float | None:
    return None if moment is None else max((moment - now).total_seconds(), 0.0)
