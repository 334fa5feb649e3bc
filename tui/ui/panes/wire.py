"""The wire: headlines, newest first, drawn line by line from the part of the store in sight.

A press of a key repaints the cursor's mark alone: one cell a line of the story
left and of the story reached. What leaves the view scrolls by most of a page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.events import Blur, Click, Focus, MouseScrollDown, MouseScrollUp, Resize
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.locale import _
from tui.store import Store, View
from tui.stories import Story
from tui.text import wrap
from tui.ui.panes.selection import Selection
from tui.ui.panes.wire_place import Place
from tui.ui.panes.wire_rows import INDENT, Row, day_parts, story_parts

if TYPE_CHECKING:
    from tui.events import StoriesArrived

WHEEL = 3
T = TypeVar("T")


class Wire(Widget, can_focus=True):
    """A view of the store as rows. ``story`` is the one under the cursor."""

    DEFAULT_CSS = """
    Wire {
        height: 1fr;
        & > .wire--cursor { color: $accent; }
        & > .wire--cursor-away { color: $ink-faint; text-style: $faint-style; }
        & > .wire--mark { color: $accent; }
        & > .wire--unread { color: $ink; text-style: bold; }
        & > .wire--unread-match { color: $accent; text-style: bold underline; }
        & > .wire--read-match { color: $accent; text-style: underline; }
        & > .wire--read { color: $ink-muted; text-style: $muted-style; }
        & > .wire--meta { color: $ink-faint; text-style: $faint-style; }
        & > .wire--comments { color: $link; }
        & > .wire--moved { color: $accent; }
        & > .wire--day { color: $ink-muted; text-style: $muted-style; }
        & > .wire--day-rule { color: $ink-faint; text-style: $faint-style; }
    }
    """
    COMPONENT_CLASSES: ClassVar = {
        "wire--cursor",
        "wire--cursor-away",
        "wire--mark",
        "wire--unread",
        "wire--unread-match",
        "wire--read-match",
        "wire--read",
        "wire--meta",
        "wire--comments",
        "wire--moved",
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
        """How many stories wait above may have changed."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, Wire.NewsWaiting)

    def __init__(self, store: Store, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.place = Place(store)
        self.selection = Selection()
        self._inks: dict[str, Style] = {}
        self.told_empty = ""  # where a view has nothing, marked or not

    # --- what it shows -----------------------------------------------------------

    @property
    def view(self) -> View:
        return self.place.view

    @property
    def story(self) -> Story | None:
        return self.place.story

    @property
    def waiting(self) -> int:
        """How many stories arrived since the reader last looked at the top."""
        return self.place.waiting

    @property
    def follow(self) -> bool:
        """Whether news comes in by itself while the reader is at the very top."""
        return self.place.follow

    @follow.setter
    def follow(self, follow: bool) -> None:
        self.place.follow = follow

    def show(self, view: View, page: Sequence[Story] | None = None) -> None:
        """Shows a view from its first story; ``page`` has the first ones where they were read already."""
        self.place.show(view, page)
        self.selection.clear()
        self._told_afresh()

    def return_to(self, number: int) -> None:
        """Goes back to the view that ``place`` has set aside as that one."""
        self.place.return_to(number)
        self.selection.clear()
        self._told_afresh()

    def show_waiting(self) -> None:
        """Lets what waits in, and goes to the newest story."""
        self.place.show_waiting()
        self._told_afresh()

    def _told_afresh(self) -> None:
        self.refresh()
        self.post_message(self.NewsWaiting())

    def toggle_short(self) -> None:
        """Rows of one line, or of as many as the headline needs."""
        self.place.toggle_short()
        self.refresh()

    def save_bytes(self, saving: bool) -> None:
        """Rows of one line and scrolls by whole pages, or back to what they were."""
        self.place.save_bytes(saving)
        self.refresh()

    def mark(self, story_id: str, *, read: bool | None = None, starred: bool | None = None) -> None:
        """Shows a mark at once, before the store has it."""
        at = self.place.mark(story_id, read, starred)
        if at is not None:
            self._repaint(at, self.size.width)

    # --- what is selected ----------------------------------------------------------

    def select(self) -> None:
        """Selects the story under the cursor, or selects it no more, and moves on."""
        if self.story:
            self.selection.turn(self.story.id)
            self._repaint(self.place.cursor, INDENT)
            self.move(1)

    def select_range(self, end: str, order: Sequence[str]) -> None:
        """Selects all from the story selected last to the one called ``end``, as they stand in ``order``."""
        self.selection.reach(end, order)
        self.refresh()

    def select_all(self, ids: Iterable[str]) -> None:
        """Selects these too."""
        self.selection.add(ids)
        self.refresh()

    def select_nothing(self) -> bool:
        """Selects nothing any more; False when nothing was."""
        was = len(self.selection) > 0
        self.selection.clear()
        if was:
            self.refresh()
        return was

    # --- news --------------------------------------------------------------------

    def hear_arrived(self, news: Iterable[StoriesArrived]) -> None:
        """Counts stories that arrived; they wait unless the reader follows at the very top."""
        if self.place.arrived(news):
            self.refresh()
        self.post_message(self.NewsWaiting())

    def hear_meant(self, view: View, ids: Sequence[str]) -> None:
        """Has stories wait that a view with a query means."""
        self.place.wait(view, ids)
        self.post_message(self.NewsWaiting())

    def hear_ended(self) -> None:
        """A refresh is over: an empty wire is filled with what it brought."""
        self.place.filled()

    def hear_changed(self, ids: Iterable[str] | None) -> None:
        """Takes changed stories from the store again; the place stays."""
        if self.place.reread(ids):
            self.refresh()

    def tick(self) -> None:
        """Brings the ages up to the minute; repaints only if one is told differently."""
        if self.place.tick():
            self.refresh()

    # --- moving ------------------------------------------------------------------

    def move(self, step: int) -> bool:
        """Moves the cursor by rows; False when it is at the end already."""
        return self._moving(lambda: self.place.move(step))

    def page(self, pages: int) -> bool:
        """Moves the cursor by pages; False when it is at the end already."""
        return self._moving(lambda: self.place.page(pages))

    def next_unread(self, *, newer: bool = False) -> bool:
        """Goes to the next older unread story, or the next newer; False when there is none."""
        return self._moving(lambda: self.place.next_unread(newer=newer))

    def to_top(self) -> None:
        """Goes to the newest story."""
        self._moving(self.place.to_top)

    def to_bottom(self) -> None:
        """Goes to the oldest story."""
        self._moving(self.place.to_bottom)

    def _moving(self, move: Callable[[], T]) -> T:
        """Moves, and repaints no more than the move needs."""
        left, top, row = self.place.cursor, self.place.top, self.story
        moved = move()
        if self.place.top != top or not row or self.place.at_line(0) is None:
            self.refresh()
        elif self.story is not row:
            if left < len(self.place.rows) and self.place.rows[left].story is row:
                self._repaint(left, 1)
                self._repaint(self.place.cursor, 1)
            else:
                self.refresh()
        return moved

    # --- drawing -----------------------------------------------------------------

    def _repaint(self, at: int, width: int) -> None:
        """Repaints the first ``width`` cells of a row's own lines."""
        first = self.place.own_line(at)
        start, end = max(0, first), min(self.size.height, first + len(self.place.rows[at].lines))
        if start < end:
            self.refresh(Region(0, start, width, end - start))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        at = self.place.at_line(y)
        if at is None:
            return self._nothing(y - 1, width)
        row = self.place.rows[at]
        offset = y - self.place.own_line(at)
        return self._day_line(row.day, width) if offset < 0 else self._story_line(row, at, offset, width)

    def _nothing(self, line: int, width: int) -> Strip:
        """A line below the last row; where there is none, of what is said of that."""
        words = [] if self.place.rows else wrap(self._told_empty(), max(width - 4, 1), 4)
        if not 0 <= line < len(words):
            return Strip.blank(width, self._ink(""))
        said = Segment("   " + words[line], self._ink("meta"))
        return Strip([said]).adjust_cell_length(width, self._ink(""))

    def _told_empty(self) -> str:
        if self.view.query is not None:
            return _("Nothing found.")
        if self.view.unread:
            return _("Nothing unread here.")
        return self.told_empty or _("Nothing here yet.")

    def _day_line(self, day: str, width: int) -> Strip:
        segments = [Segment(text, self._ink(role)) for text, role in day_parts(day, width)]
        return Strip(segments).adjust_cell_length(width, self._ink(""))

    def _story_line(self, row: Row, at: int, offset: int, width: int) -> Strip:
        parts = story_parts(
            row,
            offset,
            under_cursor=at == self.place.cursor,
            selected=row.story.id in self.selection,
        )
        cursor = "cursor" if self.has_focus else "cursor-away"
        segments = [Segment(text, self._ink(cursor if role == "cursor" else role)) for text, role in parts]
        return Strip(segments).adjust_cell_length(width, self._ink(""))

    def _ink(self, role: str) -> Style:
        if role not in self._inks:
            self._inks[role] = self.get_component_rich_style(f"wire--{role}") if role else self.rich_style
        return self._inks[role]

    def notify_style_update(self) -> None:
        self._inks.clear()
        super().notify_style_update()

    # --- events ------------------------------------------------------------------

    def on_resize(self, event: Resize) -> None:
        self.place.resize(event.size.width, event.size.height)
        self.refresh()

    def on_focus(self, _event: Focus) -> None:
        self._repaint_cursor()

    def on_blur(self, _event: Blur) -> None:
        self._repaint_cursor()

    def _repaint_cursor(self) -> None:
        if self.place.rows:
            self._repaint(self.place.cursor, 1)

    def on_click(self, event: Click) -> None:
        at = self.place.at_line(event.y)
        if at is None:
            return
        if at == self.place.cursor and self.story:
            self.post_message(self.Chosen(self.story))
        else:
            self.move(at - self.place.cursor)

    def on_mouse_scroll_down(self, _event: MouseScrollDown) -> None:
        self.place.scroll(WHEEL)
        self.refresh()

    def on_mouse_scroll_up(self, _event: MouseScrollUp) -> None:
        self.place.scroll(-WHEEL)
        self.refresh()
