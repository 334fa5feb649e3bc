"""A thread's comments as a tree that folds. No Textual here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tui.model import Comment


class Tree:
    """A thread's comments with their depths, and which of them are folded away. Iterative throughout."""

    def __init__(self, comments: Sequence[Comment], folded: Iterable[str] = ()) -> None:
        self.comments = comments
        self.depths: list[int] = []
        self.folded = set(folded)
        self._ends: list[int] = [len(comments)] * len(comments)
        by_id: dict[str, int] = {}
        open_: list[int] = []
        for place, comment in enumerate(comments):
            depth = by_id.get(comment.parent, -1) + 1 if comment.parent else 0
            by_id.setdefault(comment.id, depth)
            self.depths.append(depth)
            while open_ and self.depths[open_[-1]] >= depth:
                self._ends[open_.pop()] = place
            open_.append(place)

    def replies(self, place: int) -> int:
        """How many comments stand below this one."""
        return self._ends[place] - place - 1

    def toggle(self, place: int) -> bool:
        """Folds or unfolds a comment's replies; False where it has none."""
        if not self.replies(place):
            return False
        self.folded ^= {self.comments[place].id}
        return True

    def visible(self) -> list[int]:
        """The places of the comments that are not folded away, in order."""
        found: list[int] = []
        place = 0
        while place < len(self.comments):
            found.append(place)
            place = self._ends[place] if self.comments[place].id in self.folded else place + 1
        return found
