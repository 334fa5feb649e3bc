"""Threads that come whole in one answer: their comments are made part by part, as they are read.

Turning ten thousand bodies into blocks takes seconds; the first fifty are shown
in no time.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING, Any

from tui.model import Comment, Thread
from tui.talk.thread_order import MOST_COMMENTS

if TYPE_CHECKING:
    from tui.net.client import Client
    from tui.talk.provider import ThreadRef

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


@dataclass(frozen=True)
class OneAnswer(ABC):
    """A provider whose threads come whole: ``load`` asks once, and gives the pages of what was answered."""

    _whole: WholeThreads = field(default_factory=WholeThreads, repr=False, compare=False, kw_only=True)

    async def load(self, client: Client, ref: ThreadRef, cursor: str = "") -> Thread:
        kept = await asyncio.to_thread(self._whole.part, ref.url, cursor)
        if kept:
            return kept
        answer = await self._ask(client, ref)
        return await asyncio.to_thread(self._keep, answer, ref, cursor)

    def _keep(self, answer: Any, ref: ThreadRef, cursor: str) -> Thread:
        return self._whole.keep(*self._read(answer, ref), cursor)

    @abstractmethod
    async def _ask(self, client: Client, ref: ThreadRef) -> Any:
        """What the service answers, checked to be a thread. Raises ``Failure``."""

    @abstractmethod
    def _read(self, answer: Any, ref: ThreadRef) -> tuple[Thread, Iterable[Draft]]:
        """The thread without its comments, and those as drafts in thread order. May take its time."""
