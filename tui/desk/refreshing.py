"""Refreshing: what was asked for, one refresh at a time, and what is due while the app runs."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui.desk.link import Link
from tui.desk.listeners import Listeners
from tui.engine import Engine
from tui.events import RefreshEnded, RefreshProgress, StoriesArrived, StoriesChanged
from tui.model import Change, RefreshSummary, Source, SourceOutcome
from tui.store import Store

if TYPE_CHECKING:
    from tui.net.client import Client

LONGEST_NAP = 60.0  # seconds between two looks at what is due


class Refreshing:
    """Asks sources and tells how it goes. One refresh runs at a time; a second waits for its turn."""

    def __init__(self, store: Store, engine: Engine, listeners: Listeners, link: Link) -> None:
        self._store = store
        self._engine = engine
        self._listeners = listeners
        self._link = link
        self._running: Future[RefreshSummary] | None = None
        self._starting = threading.Lock()
        self._turn: asyncio.Lock | None = None

    def refresh(
        self, source_ids: Sequence[str] | None = None, *, everything: bool = False
    ) -> Future[RefreshSummary]:
        """Asks the sources named, else all (``everything``), else those that are due."""

        async def work(client: Client) -> RefreshSummary:
            if self._turn is None:
                self._turn = asyncio.Lock()
            async with self._turn:
                return await self._refresh(client, self._chosen(source_ids, everything))

        with self._starting:
            self._running = self._engine.run(work)
            return self._running

    def cancel_refresh(self) -> bool:
        """Stops the running refresh; what was merged stays. False when none runs."""
        with self._starting:
            running, self._running = self._running, None
        return running.cancel() if running and not running.done() else False

    def keep_fresh(self, *, every: float | None = None) -> Future[None]:
        """Refreshes for as long as it runs: what is due, or everything ``every`` seconds.

        Cancel the future to stop.
        """

        async def work(_client: Client) -> None:
            while True:
                due = self._chosen(None, every is not None)
                if due:
                    await asyncio.wrap_future(self.refresh([source.id for source in due]))
                await asyncio.sleep(every or LONGEST_NAP)

        return self._engine.run(work)

    def _chosen(self, source_ids: Sequence[str] | None, everything: bool) -> list[Source]:
        if source_ids is not None:
            wanted = set(source_ids)
            return [source for source in self._store.sources() if source.id in wanted]
        if everything:
            return [source for source in self._store.sources() if not source.retired]
        return self._store.due(datetime.now(UTC))

    async def _refresh(self, client: Client, sources: list[Source]) -> RefreshSummary:
        from tui.feeds.refresh import refresh

        done = failed = 0

        def on_outcome(outcome: SourceOutcome) -> None:
            nonlocal done, failed
            done += 1
            failed += outcome.change is Change.FAILED
            self._tell(outcome)
            self._listeners.emit(RefreshProgress(done, len(sources), failed))

        if not sources:
            return RefreshSummary()
        self._listeners.emit(RefreshProgress(0, len(sources), 0))
        try:
            summary = await refresh(self._store, client, sources, on_outcome=on_outcome)
        except asyncio.CancelledError:
            self._listeners.emit(RefreshEnded(RefreshSummary(cancelled=True)))
            raise
        self._link.up = not summary.outcomes or any(
            outcome.failure_code not in ("unreachable", "timeout") for outcome in summary.outcomes
        )
        self._listeners.emit(RefreshEnded(summary))
        await asyncio.to_thread(self._store.index_pending)
        return summary

    def _tell(self, outcome: SourceOutcome) -> None:
        if outcome.arrived:
            self._listeners.emit(StoriesArrived(outcome.arrived_ids, frozenset({outcome.source_id})))
        if outcome.edited:
            self._listeners.emit(StoriesChanged(outcome.edited_ids))
