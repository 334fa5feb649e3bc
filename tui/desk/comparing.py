"""Comparing: what came is compared with the last days' stories, aside, once it is stored."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from tui.desk.listeners import Listeners
from tui.events import StoriesChanged
from tui.store import Store

if TYPE_CHECKING:
    from tui.feeds.coverage_window import Window

SLICE = 1_000  # stories compared before anybody else may write, or closing is heeded


class Comparing:
    """Finds which stories are of one event, and tells whose coverage changed."""

    def __init__(self, store: Store, listeners: Listeners) -> None:
        self._store = store
        self._listeners = listeners
        self._busy = threading.Lock()
        self._window: Window | None = None
        self._last = 0  # row of the signature last read
        self._closed = False
        self._task: asyncio.Task[None] | None = None
        self._again = False

    def soon(self) -> None:
        """Starts on a thread, from the engine's loop; asked again while it runs, it looks once more."""
        self._again = True
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        while self._again:
            self._again = False
            await asyncio.to_thread(self.catch_up)

    def catch_up(self) -> None:
        """Compares all that waits for it."""
        with self._busy:
            while not self._closed and self._slice():
                pass

    def close(self) -> None:
        """Ends after the slice under way; the rest waits for the next time."""
        self._closed = True

    def _slice(self) -> bool:
        """Compares some; False when nothing waits."""
        waiting = self._store.uncompared(SLICE)
        if not waiting:
            return False
        from tui.feeds.coverage import group
        from tui.feeds.coverage_terms import Signature, signature
        from tui.feeds.coverage_window import Told, Window
        from tui.store.coverage import SPAN, Found

        window = self._window = self._window or Window(SPAN)
        known = self._store.compared(self._last)
        window.add(
            Told(one.id, one.source, one.address, Signature.from_bytes(one.terms)) for one in known.signed
        )
        self._last = max([self._last, *(one.row for one in known.signed)])
        fresh = [
            Told(one.id, one.source, one.address, signature(one.title, one.summary, one.html))
            for one in {one.id: one for one in waiting}.values()
        ]
        window.add(fresh)
        window.drop_before(known.floor)
        groups = group(window, [one.id for one in fresh if one.id in window], known.events)
        changed = self._store.keep_coverage(
            Found(
                (waiting[-1].row if len(waiting) == SLICE else 0, waiting[0].row),
                known.floor,
                known.events,
                [(one.id, one.source, one.address, bytes(one.signature)) for one in fresh],
                [(one.stories, one.events) for one in groups],
            )
        )
        if changed:
            self._listeners.emit(StoriesChanged(tuple(changed)))
        return True
