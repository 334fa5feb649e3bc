"""Refreshes that run side by side, told to the listeners as one."""

from __future__ import annotations

from tui.desk.listeners import Listeners
from tui.entries import Change, RefreshSummary, SourceOutcome
from tui.events import RefreshEnded, RefreshProgress, RuleCalled, StoriesArrived, StoriesChanged


class Tally:
    """Counts from the first one's start to the last one's end. To be used on the engine's loop."""

    def __init__(self, listeners: Listeners) -> None:
        self._listeners = listeners
        self._running = 0
        self._clear()

    def _clear(self) -> None:
        self._done = self._total = self._failed = 0
        self._outcomes: list[SourceOutcome] = []
        self._seconds = 0.0
        self._cancelled = self._offline = False

    def begin(self, sources: int) -> None:
        """Another refresh starts, with so many sources."""
        self._running += 1
        self._total += sources
        self._show()

    def count(self, outcome: SourceOutcome) -> None:
        """A source has been asked: tells of its stories, and how far it all is."""
        self._done += 1
        self._failed += outcome.change is Change.FAILED
        if outcome.arrived:
            self._listeners.emit(StoriesArrived(outcome.arrived_ids, frozenset({outcome.source_id})))
        for rule, story in outcome.called:
            self._listeners.emit(RuleCalled(rule, story))
        if outcome.edited:
            self._listeners.emit(StoriesChanged(outcome.edited_ids))
        self._show()

    def end(self, summary: RefreshSummary) -> None:
        """One of them is over; after the last one, the whole is."""
        self._outcomes += summary.outcomes
        self._seconds = max(self._seconds, summary.seconds)
        self._cancelled |= summary.cancelled
        self._offline |= summary.offline
        self._running -= 1
        if not self._running:
            whole = RefreshSummary(tuple(self._outcomes), self._seconds, self._cancelled, self._offline)
            self._clear()
            self._listeners.emit(RefreshEnded(whole))

    def _show(self) -> None:
        self._listeners.emit(RefreshProgress(self._done, self._total, self._failed))
