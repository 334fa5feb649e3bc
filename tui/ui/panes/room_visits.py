"""Which comments are new since the last visit, and which of them were in sight. No Textual here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Protocol

from tui.model import Comment, Thread
from tui.store import Visit
from tui.store.visits import MOST_SEEN, comment_key
from tui.ui.panes.room_people import People


class Kept(Protocol):
    """Where visits are kept."""

    def visit(self, thread: str) -> Visit | None: ...

    def keep_visit(self, visit: Visit) -> None: ...


class Visits:
    """The visits to the threads of one story. Those that were in sight are kept when the reader leaves."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._under_way: dict[str, _Visit] = {}

    def take(self, thread: Thread, people: People) -> Collection[str]:
        """The ids of a thread's comments that are new; it may have been taken before and have grown."""
        here = self._under_way.get(thread.id)
        if here is None:
            here = self._under_way[thread.id] = _Visit(self._kept.visit(thread.id))
        here.take(thread, people)
        return here.new

    def saw(self, thread: Thread, ids: Iterable[str]) -> None:
        """Notes that comments of a thread are in sight."""
        here = self._under_way.get(thread.id)
        if here:
            here.unseen.difference_update(ids)
            if not here.drawn:
                here.drawn = True
                self._kept.keep_visit(here.record())

    def leave(self) -> None:
        """Ends the visits: the reader goes on to another story."""
        for visit in self._under_way.values():
            if visit.drawn:
                self._kept.keep_visit(visit.record())
        self._under_way.clear()


class _Visit:
    """One thread since the reader came to it. In a first visit nothing is new but what comes later."""

    def __init__(self, before: Visit | None) -> None:
        self.new: set[str] = set()
        self.unseen: set[str] = set()
        self.drawn = False
        self._before = before
        self._first = before is None
        self._taken: set[str] = set()
        self._keys: set[int] = set()  # of those taken
        self._thread: Thread | None = None

    def take(self, thread: Thread, people: People) -> None:
        if thread is self._thread:
            return
        self._thread = thread
        more = {comment.id: comment for comment in thread.comments if comment.id not in self._taken}
        keys = {comment_key(id_): id_ for id_ in more}
        before = self._before
        if before:
            unknown = [more[keys[key]] for key in keys.keys() - before.seen]
            fresh = {one.id for one in unknown if self._is_new(one, before) and not people.is_reader(one)}
            self.new |= fresh
            self.unseen |= fresh
        self._taken |= more.keys()
        self._keys |= keys.keys()
        if self._first:
            self._before = self.record()

    def _is_new(self, comment: Comment, before: Visit) -> bool:
        """Whether a comment came since; in a first visit, since that began, but not with a further page."""
        if comment.pending:
            return False
        if self._first and not before.whole:
            return comment.published is not None and comment.published > before.looked
        return before.is_new(comment)

    def record(self) -> Visit:
        """The visit as it is to be kept: what was new and not in sight is new the next time too."""
        assert self._thread is not None
        seen = frozenset(self._keys.difference(map(comment_key, self.unseen)))
        before = self._before.seen if self._before else seen
        return Visit(
            self._thread.id,
            datetime.now(UTC),
            seen | before if len(seen) + len(before) <= MOST_SEEN else seen,
            not self._thread.more,
            max(self._thread.count, len(self._thread.comments)),
            len(self.unseen),
        )
