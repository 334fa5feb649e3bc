"""Threads that come whole in one answer: their comments are made part by part, as they are read.

Turning ten thousand bodies into blocks takes seconds; the first hundred are shown
in no time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from tui.model import Comment, Thread
from tui.talk.thread_order import MOST_COMMENTS, in_thread_order

PART = 100  # comments
MOST_KEPT = 2  # threads


@dataclass(frozen=True, slots=True)
class Draft:
    """A comment's place in its thread, and the way to make the comment itself."""

    id: str
    parent: str
    published: datetime | None
    make: Callable[[], Comment]


@dataclass
class WholeThreads:
    """The last threads that came whole, by their address."""

    _kept: dict[str, tuple[Thread, tuple[Draft, ...]]] = field(default_factory=dict)

    def keep(self, thread: Thread, drafts: Sequence[Draft], cursor: str = "") -> Thread:
        """Takes in a thread without its comments, and those as drafts; gives the part at ``cursor``."""
        ordered = in_thread_order(drafts)
        whole = replace(thread, count=max(thread.count, len(ordered)))
        self._kept.pop(thread.id, None)
        self._kept[thread.id] = (whole, ordered[:MOST_COMMENTS])
        while len(self._kept) > MOST_KEPT:
            self._kept.pop(next(iter(self._kept)))
        return self._part(whole, ordered[:MOST_COMMENTS], cursor)

    def part(self, url: str, cursor: str) -> Thread | None:
        """The part of a kept thread at ``cursor``; None without a cursor, or where it is kept no more."""
        kept = self._kept.get(url) if cursor else None
        return self._part(*kept, cursor) if kept else None

    @staticmethod
    def _part(thread: Thread, drafts: tuple[Draft, ...], cursor: str) -> Thread:
        start = int(cursor) if cursor.isascii() and cursor.isdigit() else 0
        end = start + PART
        comments = tuple(draft.make() for draft in drafts[start:end])
        return replace(thread, comments=comments, more=str(end) if end < len(drafts) else "")
