"""Which lines of a chat are in sight: only those are ever laid out. No Textual here.

The cursor is on a message. On the last one, the view stays at the end while more is said;
anywhere else, nothing moves it but the reader.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tui.articles.lines import Line

LinesOf = Callable[[int], Sequence[Line]]
LeadOf = Callable[[Sequence[Line]], int]


class Window:
    """Messages ``0 … count-1`` in a view ``height`` lines high. ``lines_of`` lays one out, and keeps it.

    ``lead_of`` says how many of a message's lines stand before what it says itself: those may
    come and go, and what is kept in its row is the line after them.
    """

    def __init__(self, lines_of: LinesOf, lead_of: LeadOf) -> None:
        self.count = 0
        self.cursor = 0
        self.height = 1
        self.top = 0  # the message at the view's top
        self._offset = 0  # how many of its lines are above the view
        self._lines_of = lines_of
        self._lead_of = lead_of

    @property
    def follows(self) -> bool:
        """Whether what comes next is to be shown at once."""
        return self.cursor >= self.count - 1

    @property
    def at_top(self) -> bool:
        """Whether the first line of all is in sight."""
        return not (self.top or self._offset)

    def show_top(self) -> None:
        """Shows the first line of all; the cursor stays where it is."""
        self.top = self._offset = 0

    def rows(self) -> list[tuple[int, int]]:
        """Message and line number of each row in sight."""
        rows: list[tuple[int, int]] = []
        item, line = self.top, self._offset
        while item < self.count and len(rows) < self.height:
            tall = len(self._lines_of(item))
            rows += [(item, n) for n in range(line, min(tall, line + self.height - len(rows)))]
            item, line = item + 1, 0
        return rows

    # --- what there is --------------------------------------------------------------

    def hold(self) -> int:
        """The row in which the cursor's message itself begins; for ``take``."""
        row = -self._offset
        for item in range(self.top, min(self.cursor, self.count)):
            row += len(self._lines_of(item))
            if row > self.height:
                break
        return row + (self._lead_of(self._lines_of(self.cursor)) if self.cursor < self.count else 0)

    def take(self, count: int, cursor: int, row: int, *, follow: bool) -> None:
        """Takes other messages in: the cursor's stays in its row, or the end is shown."""
        self.count = count
        if follow:
            self.cursor = max(count - 1, 0)
            self._show_end()
        else:
            self.cursor = max(0, min(cursor, count - 1))
            self.put(self.cursor, row)

    def resize(self, height: int) -> None:
        """Takes another height or width: the cursor's message stays in sight."""
        self.height = max(height, 1)
        if self.follows:
            self._show_end()
        else:
            self.put(self.cursor, min(max(self.hold(), 0), self.height - 1))
            self._reach(0)

    # --- moving ---------------------------------------------------------------------

    def move(self, step: int) -> bool:
        """Moves the cursor; inside a message taller than the view, through its lines. False at an end."""
        if abs(step) == 1 and self._through(step):
            return True
        goal = max(0, min(self.cursor + step, self.count - 1))
        if goal == self.cursor:
            return False
        self.cursor = goal
        self._reach(step)
        return True

    def page(self, pages: int) -> bool:
        """Moves by what is in sight, two lines less."""
        return self.scroll(pages * max(self.height - 2, 1)) or self.move(pages * self.count)

    def scroll(self, lines: int) -> bool:
        """Moves the view by lines; the cursor comes along. False where that moves nothing."""
        before = (self.top, self._offset)
        self._offset += lines
        while self._offset < 0 and self.top > 0:
            self.top -= 1
            self._offset += len(self._lines_of(self.top))
        self._offset = max(self._offset, 0)
        while self.top < self.count - 1 and self._offset >= len(self._lines_of(self.top)):
            self._offset -= len(self._lines_of(self.top))
            self.top += 1
        self._fill()
        seen = [item for item, _line in self.rows()]
        if seen and lines > 0:
            at_end = seen[-1] == self.count - 1 and self._ends(seen)
            self.cursor = self.count - 1 if at_end else max(self.cursor, seen[0])
        elif seen:
            self.cursor = min(self.cursor, seen[-1])
        return (self.top, self._offset) != before

    def to_end(self, *, top: bool) -> bool:
        """Goes to the first message that is known, or to the last."""
        before = (self.cursor, self.top, self._offset)
        self.cursor = 0 if top else max(self.count - 1, 0)
        if top:
            self.top = self._offset = 0
        else:
            self._show_end()
        return (self.cursor, self.top, self._offset) != before

    def go(self, item: int) -> None:
        """Puts the cursor on a message, which comes into sight with a third of the view above it."""
        self.cursor = max(0, min(item, self.count - 1))
        if self.count and not self._whole(self.cursor):
            self.put(self.cursor, self.height // 3 + self._lead_of(self._lines_of(self.cursor)))

    def put(self, item: int, row: int) -> None:
        """Puts what a message says into this row of the view, as far as it can."""
        if not self.count:
            self.top = self._offset = 0
            return
        row -= self._lead_of(self._lines_of(item))
        self.top, self._offset = item, min(max(-row, 0), len(self._lines_of(item)) - 1)
        while row > 0 and self.top > 0:
            self.top -= 1
            above = len(self._lines_of(self.top))
            self._offset = max(above - row, 0)
            row -= above
        self._fill()

    # --- where things are -------------------------------------------------------------

    def _whole(self, item: int) -> bool:
        """Whether all of a message is in sight."""
        if item < self.top or (item == self.top and self._offset):
            return False
        return sum(1 for one, _line in self.rows() if one == item) == len(self._lines_of(item))

    def _ends(self, seen: Sequence[int]) -> bool:
        """Whether the last line of all is in sight."""
        tall = len(self._lines_of(self.count - 1))
        shown = sum(1 for one in seen if one == self.count - 1)
        return shown == (tall - self._offset if self.top == self.count - 1 else tall)

    def _through(self, step: int) -> bool:
        """Scrolls inside the cursor's message where part of it is beyond the view."""
        if not self.count or len(self._lines_of(self.cursor)) <= self.height:
            return False
        shown = [line for item, line in self.rows() if item == self.cursor]
        tall = len(self._lines_of(self.cursor))
        if not shown or (step > 0 and shown[-1] == tall - 1) or (step < 0 and shown[0] == 0):
            return False
        cursor = self.cursor
        self.scroll(step * max(self.height - 2, 1))
        self.cursor = cursor
        return True

    def _reach(self, step: int) -> None:
        """Scrolls by a part of a page where the cursor's message is not in sight: a scroll is dear."""
        if not self.count or self._whole(self.cursor):
            return
        lines = self._lines_of(self.cursor)
        if len(lines) >= self.height:
            self.put(self.cursor, self._lead_of(lines) if step >= 0 else self.height - len(lines))
            return
        row = (self.height // 3) if step >= 0 else max(2 * self.height // 3 - len(lines), 0)
        self.put(self.cursor, min(row, self.height - len(lines)) + self._lead_of(lines))

    def _fill(self) -> None:
        """Leaves nothing empty at the bottom while there is something above."""
        if len(self.rows()) < self.height and (self.top or self._offset):
            self._show_end()

    def _show_end(self) -> None:
        """Puts the last line of all into the last row."""
        self.top, self._offset = self.count, 0
        left = self.height
        while left > 0 and self.top > 0:
            self.top -= 1
            tall = len(self._lines_of(self.top))
            self._offset = max(tall - left, 0)
            left -= tall
