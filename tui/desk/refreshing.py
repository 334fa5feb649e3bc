"""Refreshing: asks sources, minds what their servers forbade, and tells how it goes."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tui.desk.comparing import Comparing
from tui.desk.foreground import Foreground
from tui.desk.link import Link
from tui.desk.listeners import Listeners
from tui.desk.ruling import Ruling
from tui.desk.tally import Tally
from tui.engine import Engine
from tui.entries import Change, RefreshSummary, SourceOutcome
from tui.events import SourcesChanged
from tui.locale import _
from tui.store import Store
from tui.stories import Source

if TYPE_CHECKING:
    from tui.net.client import Client

_QUIET = 1.0  # seconds
PAUSE = 300.0  # seconds in which nothing is asked by itself after the reader stopped a refresh
# Hosts that must be silent, and nobody else answer, before it is the link that is down.
SILENT = 3


class Refreshing:
    """Asks sources. What the reader asks for runs one at a time; what is due runs beside it."""

    def __init__(
        self,
        store: Store,
        engine: Engine,
        listeners: Listeners,
        link: Link,
        comparing: Comparing,
        ruling: Ruling,
        minutes: int,
    ) -> None:
        self.asking: set[str] = set()  # ids of the sources that are being asked
        self.foreground = Foreground()
        self.paused_until = 0.0  # on the monotonic clock
        self._store = store
        self._engine = engine
        self._link = link
        self._comparing = comparing
        self._ruling = ruling
        self._minutes = minutes
        self._tally = Tally(listeners)
        self._listeners = listeners
        self._running: set[Future[RefreshSummary]] = set()
        self._starting = threading.Lock()
        self._turn: asyncio.Lock | None = None

    def refresh(
        self, source_ids: Sequence[str] | None = None, *, everything: bool = False
    ) -> Future[RefreshSummary]:
        """Asks the sources named, else all (``everything``), else those that are due.

        A source that is being asked already is not asked again; one that its server
        forbade to ask is held back, and its outcome says so. One refresh of this
        kind runs at a time; a second waits for its turn.
        """

        async def work(client: Client) -> RefreshSummary:
            if self._turn is None:
                self._turn = asyncio.Lock()
            async with self._turn:
                return await self._ask_chosen(client, source_ids, everything)

        return self._start(work)

    def ask_beside(self, sources: Sequence[Source]) -> Future[RefreshSummary]:
        """Asks sources that are due, whatever else runs."""

        async def work(client: Client) -> RefreshSummary:
            return await self._ask(client, sources, silent_hosts=1)

        return self._start(work)

    def cancel_refresh(self) -> bool:
        """Stops what is being asked, for a while; what was merged stays. False when nothing is."""
        with self._starting:
            running = [future for future in self._running if not future.done()]
        stopped = [future for future in running if future.cancel()]
        if stopped:
            self.paused_until = time.monotonic() + PAUSE
        return bool(stopped)

    def _start(self, work: Callable[[Client], Coroutine[Any, Any, RefreshSummary]]) -> Future[RefreshSummary]:
        future = self._engine.run(work)
        with self._starting:
            self._running = {one for one in self._running if not one.done()} | {future}
        return future

    async def _ask_chosen(
        self, client: Client, source_ids: Sequence[str] | None, everything: bool
    ) -> RefreshSummary:
        from tui.feeds.schedule import held_back, overdue

        now = datetime.now(UTC)
        sources = self._store.sources()
        held = held_back(sources, now)
        if source_ids is not None:
            wanted = set(source_ids)
            chosen = [source for source in sources if source.id in wanted]
        elif everything:
            chosen = [source for source in sources if not source.retired]
        else:
            chosen = [source for source in overdue(sources, now) if source.id not in held]
        outcomes = tuple(_held(source, held[source.id], now) for source in chosen if source.id in held)
        asked = [source for source in chosen if source.id not in held]
        return await self._ask(client, asked, outcomes, silent_hosts=SILENT)

    async def _ask(
        self,
        client: Client,
        sources: Sequence[Source],
        held: tuple[SourceOutcome, ...] = (),
        *,
        silent_hosts: int,
    ) -> RefreshSummary:
        from tui.feeds.refresh import refresh

        sources = [source for source in sources if source.id not in self.asking]
        if not sources and not held:
            return RefreshSummary()
        self.asking.update(source.id for source in sources)
        self._tally.begin(len(sources) + len(held))
        summary = RefreshSummary(cancelled=True)
        try:
            for outcome in held:
                self._tally.count(outcome)
            with self.foreground:
                summary = await refresh(
                    self._store,
                    client,
                    sources,
                    on_outcome=self._tally.count,
                    minutes=self._minutes,
                    rules=self._ruling.holding(),
                    silent_hosts=0 if self._link.proven else silent_hosts,
                )
            summary = replace(summary, outcomes=held + summary.outcomes)
        finally:
            self.asking.difference_update(source.id for source in sources)
            self._note_link(summary)
            self._tally.end(summary)
        if any(outcome.moved_to or outcome.retired for outcome in summary.outcomes):
            self._listeners.emit(SourcesChanged())
        self._catch_up()
        return summary

    def _catch_up(self) -> None:
        """Has the stories indexed and compared, for the most part when a command is over already.

        Who searches or lists headlines has the rest done then.
        """
        loop = asyncio.get_running_loop()
        loop.call_later(_QUIET, self._store.index_soon)
        loop.call_later(_QUIET, self._comparing.soon)

    def _note_link(self, summary: RefreshSummary) -> None:
        if summary.offline:
            self._link.lost()
        elif any(
            outcome.change is not Change.HELD_BACK and outcome.failure_code not in ("unreachable", "timeout")
            for outcome in summary.outcomes
        ):
            self._link.answered()


def _held(source: Source, until: datetime, now: datetime) -> SourceOutcome:
    from tui.net.politeness import span

    sentence = _("The server of {title} forbade asking for another {wait}.").format(
        title=source.title or source.url, wait=span((until - now).total_seconds())
    )
    return SourceOutcome(source.id, source.url, Change.HELD_BACK, failure=sentence, failure_code="held-back")
