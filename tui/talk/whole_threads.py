"""Threads that come whole in one answer: their comments are made part by part, as they are read.

Turning ten thousand bodies into blocks takes seconds; the first fifty are shown
in no time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from threading import Lock

from tui.model import Comment, Thread
from tui.talk.thread_order import MOST_COMMENTS

PART = 50  # comments
MOST_KEPT = 2  # threads


@dataclass(frozen=True, slots=True)
class Draft:
    """A comment's place in its thread, and the way to make the comment itself."""

    id: str
    parent: str
    published: datetime | None
    make: Callable[[], Comment]


@dataclass
class _Kept:
    """A thread without its comments, those that were drawn so far as drafts, and the rest."""

    thread: Thread
    rest: Iterator[Draft]
    drawn: list[Draft] = field(default_factory=list)

    def part(self, cursor: str) -> Thread:
        start = int(cursor) if cursor.isascii() and cursor.isdigit() else 0
        end = start + PART
        self.drawn += islice(self.rest, max(end + 1 - len(self.drawn), 0))
        comments = tuple(draft.make() for draft in self.drawn[start:end])
        return replace(self.thread, comments=comments, more=str(end) if end < len(self.drawn) else "")


@dataclass
class WholeThreads:
    """The last threads that came whole, by their address."""

    _kept: dict[str, _Kept] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def keep(self, thread: Thread, drafts: Iterable[Draft], cursor: str = "") -> Thread:
        """Takes in a thread without its comments, and those as drafts in thread order; gives a part.

        No more of ``drafts`` is drawn than the parts that are asked for need.
        """
        with self._lock:
            self._kept.pop(thread.id, None)
            kept = self._kept[thread.id] = _Kept(thread, islice(iter(drafts), MOST_COMMENTS))
            while len(self._kept) > MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
            return kept.part(cursor)

    def part(self, url: str, cursor: str) -> Thread | None:
        """The part of a kept thread at ``cursor``; None without a cursor, or where it is kept no more."""
        with self._lock:
            kept = self._kept.get(url) if cursor else None
            return kept.part(cursor) if kept else None
