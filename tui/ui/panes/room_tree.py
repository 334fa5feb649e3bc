"""A thread's comments as a tree that folds, in the order they are read. No Textual here."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence

from tui.model import Comment
from tui.talk.orders import Order, best, newest, parents


class Tree:
    """Comments with their depths, and which of them are folded away. Iterative throughout.

    ``comments`` are given in thread order; a place counts them in the order that is shown.
    ``new`` are the ids of those that the reader has not seen.
    """

    def __init__(
        self,
        comments: Sequence[Comment],
        folded: Iterable[str] = (),
        order: Order = Order.THREAD,
        new: Collection[str] = (),
    ) -> None:
        self.order = order
        self.folded = set(folded)
        above = parents(comments)
        if order is not Order.THREAD:
            places = newest(comments) if order is Order.NEWEST else best(comments, above)
            comments, above = _rearranged(comments, above, places)
        self.comments = comments
        self.depths: list[int] = []
        self._parents = above
        self._ends: list[int] = []
        self._nest()
        self._new = [place for place, comment in enumerate(comments) if comment.id in new] if new else []

    def _nest(self) -> None:
        """Says how deep each comment stands and where its answers end; a list has no depth."""
        if self.order is Order.NEWEST:
            self.depths = [0] * len(self.comments)
            self._ends = list(range(1, len(self.comments) + 1))
            return
        sizes = [1] * len(self.comments)
        for place, parent in zip(range(len(sizes) - 1, -1, -1), reversed(self._parents), strict=True):
            if parent >= 0:
                sizes[parent] += sizes[place]
        self._ends = [place + size for place, size in enumerate(sizes)]
        for parent in self._parents:
            self.depths.append(self.depths[parent] + 1 if parent >= 0 else 0)

    # --- folding ------------------------------------------------------------------

    def replies(self, place: int) -> int:
        """How many comments stand below this one."""
        return self._ends[place] - place - 1

    def new_replies(self, place: int) -> int:
        """How many of those are new."""
        return bisect_left(self._new, self._ends[place]) - bisect_left(self._new, place + 1)

    def toggle(self, place: int) -> bool:
        """Folds or unfolds a comment's replies; False where it has none."""
        if not self.replies(place):
            return False
        self.folded ^= {self.comments[place].id}
        return True

    def unfold_to(self, place: int) -> bool:
        """Unfolds what hides a comment; False where nothing does."""
        before = len(self.folded)
        if self.order is not Order.NEWEST:
            above = self._parents[place]
            while above >= 0:
                self.folded.discard(self.comments[above].id)
                above = self._parents[above]
        return len(self.folded) != before

    def visible(self) -> list[int]:
        """The places of the comments that are not folded away, in order."""
        if not self.folded:
            return list(range(len(self.comments)))
        found: list[int] = []
        place = 0
        while place < len(self.comments):
            found.append(place)
            place = self._ends[place] if self.comments[place].id in self.folded else place + 1
        return found

    # --- where to go --------------------------------------------------------------

    def parent(self, place: int) -> int | None:
        """The comment that this one answers."""
        return self._parents[place] if self._parents[place] >= 0 else None

    def sibling(self, place: int, step: int) -> int | None:
        """The next answer to the same comment (``step`` 1), or the one before (-1)."""
        beside = self._ends[place] if step > 0 else place - 1
        if not 0 <= beside < len(self.comments):
            return None
        while self.depths[beside] > self.depths[place]:
            beside = self._parents[beside]
        return beside if self.depths[beside] == self.depths[place] else None

    def new(self, place: int, step: int) -> int | None:
        """The next new comment, folded away or not (``step`` 1), or the one before (-1)."""
        at = bisect_left(self._new, place + 1) if step > 0 else bisect_left(self._new, place) - 1
        return self._new[at] if 0 <= at < len(self._new) else None

    def is_new(self, place: int) -> bool:
        """Whether the reader has not seen a comment before."""
        at = bisect_left(self._new, place)
        return at < len(self._new) and self._new[at] == place

    @property
    def new_count(self) -> int:
        """How many comments are new."""
        return len(self._new)


def _rearranged(
    comments: Sequence[Comment], above: Sequence[int], places: Sequence[int]
) -> tuple[list[Comment], list[int]]:
    """The comments in another order, and where their parents stand in it."""
    now = [0] * len(places)
    for place, before in enumerate(places):
        now[before] = place
    moved = [now[above[before]] if above[before] >= 0 else -1 for before in places]
    return [comments[before] for before in places], moved
