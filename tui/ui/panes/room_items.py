"""A list of items of several lines each, with a cursor: only those in sight are laid out. No Textual here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tui.articles.lines import Line

LinesOf = Callable[[int], Sequence[Line]]


class Items:
    """Items ``0 … count-1`` in a view ``height`` lines high. ``lines_of`` lays one out; it is asked once."""

    def __init__(self, count: int, lines_of: LinesOf) -> None:
        self.count = count
        self.cursor = 0
        self.height = 1
        self._lines_of = lines_of
        self._laid: dict[int, Sequence[Line]] = {}
        self._top = 0  # the item at the view's top
        self._offset = 0  # how many of its lines are above the view

    def lines(self, item: int) -> Sequence[Line]:
        if item not in self._laid:
            self._laid[item] = self._lines_of(item)
        return self._laid[item]

    def grow(self, count: int) -> None:
        """Takes in more items below those there are."""
        self.count = count

    @property
    def at_end(self) -> bool:
        """Whether the last item is in sight."""
        rows = self.rows()
        return not rows or rows[-1][0] == self.count - 1

    def forget(self) -> None:
        """Lays everything out anew when it is next in sight."""
        self._laid.clear()

    def rows(self) -> list[tuple[int, int]]:
        """Item and line number of each row in sight."""
        rows: list[tuple[int, int]] = []
        item, line = self._top, self._offset
        while item < self.count and len(rows) < self.height:
            if line < len(self.lines(item)):
                rows.append((item, line))
                line += 1
            else:
                item, line = item + 1, 0
        return rows

    def move(self, step: int) -> bool:
        """Moves the cursor; inside an item taller than the view, moves through its lines. False at an end."""
        if abs(step) == 1 and self._through(step):
            return True
        goal = max(0, min(self.cursor + step, self.count - 1))
        if goal == self.cursor:
            return False
        self.cursor = goal
        self._reach()
        return True

    def page(self, pages: int) -> bool:
        """Moves by what is in sight."""
        seen = {item for item, _line in self.rows()}
        return self.move(pages * max(len(seen) - 1, 1)) or self._through(1 if pages > 0 else -1)

    def to_end(self, *, top: bool) -> bool:
        return self.move(-self.count if top else self.count)

    @property
    def cursor_row(self) -> int:
        """The row in sight that the cursor's item begins in, 0 where it begins above.

        Nothing is laid out for it: what the items stand for may be gone when it is asked.
        """
        row = -self._offset
        for item in range(self._top, self.cursor):
            if item not in self._laid:
                return 0
            row += len(self._laid[item])
        return max(row, 0)

    def put(self, item: int, row: int) -> None:
        """Puts the cursor on an item that is to begin in this row of the view, as far as it can."""
        self.cursor = max(0, min(item, self.count - 1))
        self._top, self._offset = self.cursor, 0
        while row > 0 and self._top > 0:
            self._top -= 1
            above = len(self.lines(self._top))
            self._offset = max(above - row, 0)
            row -= above
        self._reach()

    def go(self, item: int) -> bool:
        """Puts the cursor on an item."""
        self.cursor = max(0, min(item, self.count - 1))
        self._reach()
        return True

    def _through(self, step: int) -> bool:
        """Scrolls inside the cursor's item where part of it is beyond the view."""
        tall = len(self.lines(self.cursor)) if self.count else 0
        if tall <= self.height or self._top != self.cursor:
            return False
        offset = max(0, min(self._offset + step * max(self.height - 2, 1), tall - self.height))
        moved, self._offset = offset != self._offset, offset
        return moved

    def _reach(self) -> None:
        """Scrolls by a page where the cursor's item is not wholly in sight: a scroll is dear."""
        shown = [line for item, line in self.rows() if item == self.cursor]
        tall = len(self.lines(self.cursor))
        if len(shown) == tall or (shown and shown[0] == 0 and tall > self.height):
            return
        room = max(0, self.height - tall) if self.cursor < self._top else 0
        self._top, self._offset = self.cursor, 0
        while self._top > 0 and len(self.lines(self._top - 1)) <= room:
            self._top -= 1
            room -= len(self.lines(self._top))
