"""Which of the sources that are due are asked now, and when to look again. No clock and no network."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from tui.feeds.schedule import BATCH, due_at, held_back, overdue, spread
from tui.stories import Source

AGAIN = timedelta(seconds=60)  # before a source that asking did nothing for is asked again
_FURTHEST = timedelta(minutes=2)  # beyond it, a place in the queue was given by another clock
PROBES = 2
FIRST_PROBE = 15.0
LONGEST_PROBE = 600.0


class Queue:
    """Places of the sources where many are due at once, as after a night: one batch after another."""

    def __init__(self) -> None:
        self._places: dict[str, datetime] = {}
        self._asked: dict[str, datetime] = {}

    def waiting(self, sources: Sequence[Source], now: datetime, busy: Collection[str]) -> list[Source]:
        """What could be asked, the most urgent first."""
        held = held_back(sources, now)
        return [
            source
            for source in overdue(sources, now)
            if source.id not in held and source.id not in busy and not self._just_asked(source, now)
        ]

    def take(
        self, sources: Sequence[Source], now: datetime, *, busy: Collection[str] = (), most: int = 10**6
    ) -> list[Source]:
        """The sources to be asked now, at most so many. Ones that never were do not queue."""
        waiting = self.waiting(sources, now, busy)
        self._places = {one.id: self._places[one.id] for one in waiting if one.id in self._places}
        newcomers = [one for one in waiting if one.due is not None and one.id not in self._places]
        if len(newcomers) > BATCH:
            self._places |= spread(newcomers, now)
        taken = [one for one in waiting if self._place(one, now) <= now][:most]
        self._asked = {id_: moment for id_, moment in self._asked.items() if now - moment < AGAIN}
        self._asked |= {one.id: now for one in taken}
        return taken

    def next(self, sources: Sequence[Source], now: datetime, busy: Collection[str] = ()) -> datetime | None:
        """When there is something to ask again; None where that depends on what is being asked."""
        held = held_back(sources, now)
        moments = [
            max(due_at(one, now), self._place(one, now), held.get(one.id, now), self._freed(one, now))
            for one in sources
            if not one.retired and one.id not in busy
        ]
        return min(moments, default=None)

    def _place(self, source: Source, now: datetime) -> datetime:
        place = self._places.get(source.id, now)
        return place if place - now <= _FURTHEST else now

    def _just_asked(self, source: Source, now: datetime) -> bool:
        return self._freed(source, now) > now

    def _freed(self, source: Source, now: datetime) -> datetime:
        asked = self._asked.get(source.id)
        return asked + AGAIN if asked is not None and asked <= now else now


class Probing:
    """When to try whether the link is back: after 15 seconds, then ever more rarely. Monotonic seconds."""

    def __init__(self) -> None:
        self.over()

    def over(self) -> None:
        """The link is up: the next time that it is lost, it begins anew."""
        self._next: float | None = None
        self._delay = FIRST_PROBE

    def at_once(self) -> None:
        """The machine has slept: it may be elsewhere now."""
        self._next, self._delay = 0.0, FIRST_PROBE

    def wait(self, now: float) -> float:
        """Seconds until the next try."""
        if self._next is None:
            self.failed(now)
            assert self._next is not None
        return max(self._next - now, 0.0)

    def failed(self, now: float) -> None:
        """Nobody answers, or still nobody."""
        self._next = now + self._delay
        self._delay = min(self._delay * 2, LONGEST_PROBE)


def probes(waiting: Sequence[Source]) -> list[Source]:
    """The sources most likely to answer, of different hosts: those that last did."""
    by_host: dict[str, Source] = {}
    for source in sorted(waiting, key=lambda one: one.checked.timestamp() if one.checked else 0.0):
        by_host[urlsplit(source.url).netloc] = source
    return sorted(by_host.values(), key=lambda one: one.checked.timestamp() if one.checked else 0.0)[-PROBES:]
