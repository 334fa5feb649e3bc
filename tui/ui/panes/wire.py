"""The wire: headlines, newest first, drawn line by line from the part of the store in sight.

A press of a key repaints the cursor's mark alone: one cell a line of the story
left and of the story reached. What leaves the view scrolls by most of a page.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.events import Blur, Click, Focus, MouseScrollDown, MouseScrollUp, Resize
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.locale import _
from tui.model import Story
from tui.store import Store, View
from tui.text import cells
from tui.ui.panes.wire_rows import INDENT, Row, Rows, marks
from tui.ui.panes.wire_window import Window

CONTEXT = 4  # a scroll leaves a quarter of the page in sight
WHEEL = 3


class Wire(Widget, can_focus=True):
    """A view of the store as rows. ``story`` is the one under the cursor."""

    DEFAULT_CSS = """
    Wire {
        height: 1fr;
        & > .wire--cursor { color: $accent; }
        & > .wire--cursor-away { color: $ink-faint; text-style: $faint-style; }
        & > .wire--mark { color: $accent; }
        & > .wire--unread { color: $ink; text-style: bold; }
        & > .wire--read { color: $ink-muted; text-style: $muted-style; }
        & > .wire--meta { color: $ink-faint; text-style: $faint-style; }
        & > .wire--comments { color: $link; }
        & > .wire--day { color: $ink-muted; text-style: $muted-style; }
        & > .wire--day-rule { color: $ink-faint; text-style: $faint-style; }
    }
    """
    COMPONENT_CLASSES: ClassVar = {
        "wire--cursor",
        "wire--cursor-away",
        "wire--mark",
        "wire--unread",
        "wire--read",
        "wire--meta",
        "wire--comments",
        "wire--day",
        "wire--day-rule",
    }
    ALLOW_SELECT = False

    class Chosen(Message):
        """The reader asks to open a story."""

        def __init__(self, story: Story) -> None:
            super().__init__()
            self.story = story

    class NewsWaiting(Message):
        """How many stories wait above has changed."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, Wire.NewsWaiting)

    def __init__(self, store: Store, *, whole_pages: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self.view = View()
        self.follow = False
        self._store = store
        self._whole_pages = whole_pages
        self._layout = Rows()
        self._window = Window(self._pages)
        self._rows: list[Row] = []
        self._starts: list[int] = []
        self._total = 0
        self._top = 0
        self._cursor = 0
        self._ink: dict[str, Style] = {}

    # --- what it shows -----------------------------------------------------------

    @property
    def story(self) -> Story | None:
        return self._rows[self._cursor].story if self._rows else None

    @property
    def waiting(self) -> int:
        """How many stories arrived since the reader last looked at the top."""
        return len(self._window.waiting)

    @property
    def scroll_line(self) -> int:
        """The line of the loaded rows that stands at the top of the pane."""
        return self._top

    @property
    def short(self) -> bool:
        return self._layout.short

    def show(self, view: View) -> None:
        """Shows a view from its newest story."""
        self.view = view
        self.show_waiting()

    def show_waiting(self) -> None:
        """Lets what waits in, and goes to the newest story."""
        self._window.waiting.clear()
        self._window.load_top()
        self._cursor = self._top = 0
        self._lay_out()
        self._redraw()
        self.post_message(self.NewsWaiting())

    def toggle_short(self) -> None:
        """Rows of one line, or of as many as the headline needs."""
        self._layout.short = not self._layout.short
        self._keeping_place(self._lay_out)

    def mark(self, story_id: str, *, read: bool | None = None, starred: bool | None = None) -> None:
        """Shows a mark at once, before the store has it."""
        at = self._window.index(story_id)
        if at < 0:
            return
        story = self._window.stories[at]
        story = replace(
            story,
            read=story.read if read is None else read,
            starred=story.starred if starred is None else starred,
        )
        self._window.stories[at] = story
        self._rows[at] = replace(self._rows[at], story=story)
        self._repaint(at)

    def _pages(self, *, before: str | None = None, after: str | None = None, limit: int = 0) -> list[Story]:
        return self._store.stories(self.view, before=before, after=after, limit=limit)

    # --- news --------------------------------------------------------------------

    def hear_arrived(self, ids: Iterable[str], source_ids: Iterable[str]) -> None:
        """Counts stories that arrived; they wait unless the reader follows at the very top."""
        if self.view.starred:
            return
        fresh = [one for one in self._concerned(ids, frozenset(source_ids)) if self._window.index(one) < 0]
        if not fresh:
            return
        at_top = self._top == 0 and self._cursor == 0
        if not self._rows or (self.follow and at_top):
            self.show_waiting()
            return
        self._window.waiting.update(dict.fromkeys(fresh))
        self.post_message(self.NewsWaiting())

    def _concerned(self, ids: Iterable[str], source_ids: frozenset[str]) -> Iterable[str]:
        if not (self.view.section or self.view.source):
            return ids
        if self.view.source:
            mine = {self.view.source} & source_ids
        else:
            found = (self._store.source(one) for one in source_ids)
            mine = {one.id for one in found if one and one.section_id == self.view.section}
        if mine == source_ids or not mine:
            return ids if mine else ()
        stories = (self._store.story(one) for one in ids)
        return [one.id for one in stories if one and one.source_id in mine]

    def hear_changed(self, ids: Iterable[str] | None) -> None:
        """Takes changed stories from the store again; the place stays."""
        held = self.story
        if self._window.reread(self._store.story, ids):
            self._keeping_place(self._lay_out)
        if held is None or (ids is None and not self._rows):
            self.show_waiting()

    def tick(self) -> None:
        """Brings the ages up to the minute; repaints only if one is told differently."""
        before = [row.lines for row in self._rows]
        self._keeping_place(self._lay_out, repaint=False)
        if [row.lines for row in self._rows] != before:
            self._redraw()

    # --- moving ------------------------------------------------------------------

    def move(self, step: int) -> bool:
        """Moves the cursor by rows; False when it is at the end already."""
        wanted = self._cursor + step
        if wanted >= len(self._rows):
            self._extend_down()
            wanted = self._cursor + step
        elif wanted < 0:
            self._extend_up()
            wanted = self._cursor + step
        return self._put_cursor(max(0, min(wanted, len(self._rows) - 1)))

    def to_top(self) -> None:
        """The newest story of those shown."""
        self._window.load_top()
        self._cursor = self._top = 0
        self._lay_out()
        self._redraw()

    def to_bottom(self) -> None:
        """The oldest story."""
        self._window.load_bottom()
        self._lay_out()
        self._cursor = max(0, len(self._rows) - 1)
        self._top = max(0, self._total - self.size.height)
        self._redraw()

    def page(self, pages: float) -> bool:
        """Moves the cursor by pages; False when it is at the end already."""
        if not self._rows:
            return False
        line = self._starts[self._cursor] + int(pages * self.size.height)
        if line >= self._total:
            self._extend_down()
        elif line < 0:
            self._extend_up()
            line = self._starts[self._cursor] + int(pages * self.size.height)
        line = max(0, min(line, self._total - 1))
        return self._put_cursor(bisect_right(self._starts, line) - 1)

    def next_unread(self, *, newer: bool = False) -> bool:
        """Moves to the next older unread story, or the next newer; False when there is none."""
        if self.story is None:
            return False
        unread = replace(self.view, unread=True)
        key = {"after" if newer else "before": self.story.id}
        page = [s for s in self._store.stories(unread, limit=50, **key) if s.id not in self._window.waiting]
        return bool(page) and self.go_to(page[-1 if newer else 0].id)

    def go_to(self, story_id: str) -> bool:
        """Puts the cursor on a story; False when the view has it no longer."""
        if self._window.index(story_id) < 0:
            self._window.load_around(story_id)
            self._lay_out()
            self._cursor = max(0, self._window.index(story_id))
            self._top = max(0, self._starts[self._cursor] - self.size.height // CONTEXT) if self._rows else 0
            self._redraw()
        at = self._window.index(story_id)
        if at >= 0:
            self._put_cursor(at)
        return at >= 0

    def scroll_lines(self, step: int) -> None:
        """Scrolls the view and leaves the cursor where it is."""
        if step > 0 and self._top + step + self.size.height > self._total:
            self._extend_down()
        elif self._top + step < 0:
            self._extend_up()
        self._scroll_to(self._top + step)

    def _put_cursor(self, at: int) -> bool:
        if not self._rows or at == self._cursor:
            return False
        left, self._cursor = self._cursor, at
        self._repaint_mark(left)
        self._repaint_mark(at)
        self._bring_into_view(at)
        return True

    def _bring_into_view(self, at: int) -> None:
        first, height = self._starts[at], self.size.height
        end = first + self._rows[at].height
        context = self._rows[max(0, at - 1)].height if self._whole_pages else height // CONTEXT
        if end > self._top + height:
            if first + height > self._total:
                self._extend_down()
                first = self._starts[self._cursor]
            self._scroll_to(max(first - context, end - height) if end - first <= height else first)
        elif first < self._top:
            if first < height:
                self._extend_up()
                first = self._starts[self._cursor]
                end = first + self._rows[self._cursor].height
            self._scroll_to(min(end + context - height, first))

    def _scroll_to(self, line: int) -> None:
        line = max(0, min(line, self._total - self.size.height))
        if line != self._top:
            self._top = line
            self._redraw()

    # --- the rows that are laid out ---------------------------------------------

    def _extend_down(self) -> None:
        self._keeping_place(lambda: (self._window.extend_down(), self._lay_out()), repaint=False)

    def _extend_up(self) -> None:
        self._keeping_place(lambda: (self._window.extend_up(), self._lay_out()), repaint=False)

    def _keeping_place(self, change: Callable[[], object], *, repaint: bool = True) -> None:
        """Changes the rows while the story under the cursor and the one at the top stay put."""
        if not self._rows:
            change()
        else:
            under = self._rows[self._cursor].story.id
            first = bisect_right(self._starts, self._top) - 1
            anchor, into = self._rows[first].story.id, self._top - self._own_start(first)
            order = [row.story.id for row in self._rows]
            change()
            self._cursor = self._nearest(under, order)
            if self._rows:
                at = self._nearest(anchor, order)
                into = min(into, len(self._rows[at].lines) - 1)
                self._top = max(0, self._own_start(at) + into)
        if repaint:
            self._redraw()

    def _nearest(self, story_id: str, order: list[str]) -> int:
        """Where a story is now; if it is gone, the next one after it that is left."""
        places = {row.story.id: at for at, row in enumerate(self._rows)}
        after = order[order.index(story_id) :]
        return next((places[one] for one in after if one in places), max(0, len(self._rows) - 1))

    def _own_start(self, at: int) -> int:
        return self._starts[at] + bool(self._rows[at].day)

    def _lay_out(self) -> None:
        width = self.size.width
        self._rows = self._layout.lay_out(self._window.stories, width, datetime.now(UTC)) if width else []
        self._starts = []
        self._total = 0
        for row in self._rows:
            self._starts.append(self._total)
            self._total += row.height
        self._cursor = max(0, min(self._cursor, len(self._rows) - 1))

    # --- drawing -----------------------------------------------------------------

    def _redraw(self) -> None:
        self.refresh()

    def _repaint(self, at: int) -> None:
        first = self._own_start(at) - self._top
        self._refresh_lines(first, len(self._rows[at].lines), self.size.width)

    def _repaint_mark(self, at: int) -> None:
        first = self._own_start(at) - self._top
        self._refresh_lines(first, len(self._rows[at].lines), 1)

    def _refresh_lines(self, first: int, lines: int, width: int) -> None:
        start, end = max(0, first), min(self.size.height, first + lines)
        if start < end:
            self.refresh(Region(0, start, width, end - start))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        line = self._top + y
        if line >= self._total:
            return self._nothing(width) if not self._rows and y == 1 else Strip.blank(width, self._style(""))
        at = bisect_right(self._starts, line) - 1
        row = self._rows[at]
        offset = line - self._own_start(at)
        return self._day_line(row.day, width) if offset < 0 else self._story_line(row, at, offset, width)

    def _nothing(self, width: int) -> Strip:
        words = _("Nothing unread here.") if self.view.unread else _("Nothing here yet.")
        return Strip([Segment("   " + words, self._style("meta"))]).adjust_cell_length(width, self._style(""))

    def _day_line(self, day: str, width: int) -> Strip:
        rule = "─" * max(0, width - cells(day) - 6)
        segments = [
            Segment(" ── ", self._style("day-rule")),
            Segment(day, self._style("day")),
            Segment(f" {rule} ", self._style("day-rule")),
        ]
        return Strip(segments).adjust_cell_length(width, self._style(""))

    def _story_line(self, row: Row, at: int, offset: int, width: int) -> Strip:
        cursor = self._style("cursor" if self.has_focus else "cursor-away")
        mark = marks(row.story, len(row.lines))[offset]
        lively = not row.story.read or row.story.starred
        segments = [
            Segment("▌" if at == self._cursor else " ", cursor),
            Segment(f"{mark} ".ljust(INDENT - 1), self._style("mark")),
        ]
        for text, role in row.lines[offset]:
            segments.append(Segment(text, self._style(self._role(role, row.story, lively=lively))))
        return Strip(segments).adjust_cell_length(width, self._style(""))

    @staticmethod
    def _role(role: str, story: Story, *, lively: bool) -> str:
        if role == "title":
            return "read" if story.read else "unread"
        return "meta" if role == "comments" and not lively else role

    def _style(self, role: str) -> Style:
        if role not in self._ink:
            self._ink[role] = self.get_component_rich_style(f"wire--{role}") if role else self.rich_style
        return self._ink[role]

    def notify_style_update(self) -> None:
        self._ink.clear()
        super().notify_style_update()

    # --- events ------------------------------------------------------------------

    def on_resize(self, event: Resize) -> None:
        if not self._rows and not self._window.stories:
            self._window.load_top()
        self._keeping_place(self._lay_out)
        if self._rows:
            self._bring_into_view(self._cursor)

    def on_focus(self, _event: Focus) -> None:
        if self._rows:
            self._repaint_mark(self._cursor)

    def on_blur(self, _event: Blur) -> None:
        if self._rows:
            self._repaint_mark(self._cursor)

    def on_click(self, event: Click) -> None:
        line = self._top + event.y
        if line < self._total:
            at = bisect_right(self._starts, line) - 1
            if not self._put_cursor(at) and self.story:
                self.post_message(self.Chosen(self.story))

    def on_mouse_scroll_down(self, _event: MouseScrollDown) -> None:
        self.scroll_lines(WHEEL)

    def on_mouse_scroll_up(self, _event: MouseScrollUp) -> None:
        self.scroll_lines(-WHEEL)
