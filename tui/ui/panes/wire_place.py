"""Where the reader is on the wire: rows, cursor, and the line at the top of the pane. No Textual here."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui.store import Store, View
from tui.stories import Story
from tui.ui.panes.wire_news import arrived_for
from tui.ui.panes.wire_rows import Row, Rows
from tui.ui.panes.wire_window import OrderedWindow, Standing, WholeWindow, Window

if TYPE_CHECKING:
    from tui.events import StoriesArrived

CONTEXT = 4  # a scroll leaves a quarter of the page in sight


def _window(view: View) -> type[Window]:
    return WholeWindow if view.is_whole else OrderedWindow if view.order else Window


class Place:
    """A view of the store laid out for a pane. Lines are counted from the first row that is loaded."""

    def __init__(self, store: Store) -> None:
        self.view = View(order=store.wire_order())
        self.follow = False
        self.rows: list[Row] = []
        self.top = 0
        self.cursor = 0
        self.width = 0
        self.height = 0
        self._store = store
        self._whole_pages = False  # a scroll leaves one row of the page in sight
        self._short_before = False
        self._layout = Rows()
        self._window = Window(self._pages)
        self._take(self.view, _window(self.view)(self._pages))
        self._aside: list[Standing] = []
        self._filling = False  # an empty wire gets its first stories, and nobody has moved on it yet
        self._starts: list[int] = []
        self._total = 0

    @property
    def story(self) -> Story | None:
        """The story under the cursor."""
        return self.rows[self.cursor].story if self.rows else None

    @property
    def waiting(self) -> int:
        """How many stories arrived since the reader last looked at the top."""
        return len(self._window.waiting)

    @property
    def seen(self) -> View:
        """The view without what waits."""
        return self.let_in(self.view)

    def let_in(self, view: View) -> View:
        """Another view without what waits."""
        return replace(view, besides=tuple(self._window.waiting))

    @property
    def sought(self) -> re.Pattern[str] | None:
        """What the view's query looks for in texts."""
        if self.view.query is None:
            return None
        from tui.store.query_marks import pattern

        return pattern(self.view.query, "", "title")

    @property
    def short(self) -> bool:
        return self._layout.short

    def at_line(self, line: int) -> int | None:
        """The row that a line of the pane belongs to; None below the last."""
        line += self.top
        return bisect_right(self._starts, line) - 1 if 0 <= line < self._total else None

    def own_line(self, at: int) -> int:
        """The pane's line where a row's own lines begin, after the day's name."""
        return self._starts[at] + bool(self.rows[at].day) - self.top

    # --- what is shown -----------------------------------------------------------

    def resize(self, width: int, height: int) -> None:
        """Lays out for another size; the first time, loads the view."""
        self.width, self.height = width, height
        if not self._window.stories:
            self._window.load_top()
        self._keeping(self._lay_out)
        self._bring_into_view()

    def show(self, view: View, page: Sequence[Story] | None = None) -> None:
        """Shows a view from its first story; ``page`` has the first ones where they were read already."""
        self._take(view, _window(view)(self._pages))
        if page is None:
            self._window.load_top()
        else:
            self._window.load(page)
        self.cursor = self.top = 0
        self._lay_out()

    def _take(self, view: View, window: Window) -> None:
        self.view, self._window = view, window
        self._layout.in_order = not (view.ranked or view.order)
        self._layout.sought = self.sought

    def set_aside(self) -> None:
        """Keeps the view as it stands, for ``return_to``; what arrives for it waits there."""
        if self._aside and self._aside[-1].window is self._window:
            self._aside.pop()
        self._aside.append(Standing(self.view, self._window, self.cursor, self.top))

    @property
    def aside(self) -> int:
        """How many views were set aside."""
        return len(self._aside)

    def return_to(self, number: int) -> None:
        """Goes back to where the reader stood in the view that was set aside as that one, from 0."""
        stood = self._aside[number]
        del self._aside[number:]
        self._take(stood.view, stood.window)
        self._lay_out()
        self.cursor = min(stood.cursor, max(0, len(self.rows) - 1))
        self._scroll_to(stood.top)
        self.reread(None)

    def forget_aside(self) -> None:
        """Lets go of all the views that were set aside."""
        self._aside.clear()

    def forget_found(self) -> None:
        """Lets go of what searches found; the first may be a saved one, and stays."""
        self._aside[1:] = [stood for stood in self._aside[1:] if stood.view.query is None]

    def show_waiting(self) -> None:
        """Lets what waits in, and goes to the newest story."""
        self._window.waiting.clear()
        self.to_top()

    def toggle_short(self) -> None:
        """Rows of one line, or of as many as the headline needs."""
        self._set_short(not self.short)

    def save_bytes(self, saving: bool) -> None:
        """Rows of one line and scrolls by whole pages, or back to what they were."""
        if saving != self._whole_pages:
            self._whole_pages = saving
            if saving:
                self._short_before = self.short
            self._set_short(saving or self._short_before)

    def _set_short(self, short: bool) -> None:
        self._layout.short = short
        self._keeping(self._lay_out)
        self._bring_into_view()

    def mark(self, story_id: str, read: bool | None, starred: bool | None) -> int | None:
        """Shows a mark before the store has it; gives the row, None if it is not loaded."""
        at = self._window.index(story_id)
        if at < 0 or at >= len(self.rows):
            return None
        story = self._window.stories[at]
        story = replace(
            story,
            read=story.read if read is None else read,
            starred=story.starred if starred is None else starred,
        )
        self._window.stories[at] = story
        self.rows[at] = replace(self.rows[at], story=story)
        return at

    def reread(self, ids: Iterable[str] | None) -> bool:
        """Takes changed stories from the store again; the place stays. False when nothing differs."""
        held = self.story
        changed = self._window.reread(self._store.some_stories, ids)
        if changed:
            self._keeping(self._lay_out)
            self._bring_into_view()
        if held is None or not self.rows:
            (self.to_top if self.view.asked else self.show_waiting)()
            return True
        return changed

    def tick(self) -> bool:
        """Brings the ages up to the minute; False when all are told as before."""
        before = [(row.day, row.lines) for row in self.rows]
        self._keeping(self._lay_out)
        return [(row.day, row.lines) for row in self.rows] != before

    # --- news --------------------------------------------------------------------

    def arrived(self, news: Iterable[StoriesArrived]) -> bool:
        """Takes in that stories arrived. True when they are let in; else they wait."""
        news = list(news)
        for stood in self._aside:
            stood.window.wait(arrived_for(stood.view, news, self._store))
        fresh = self._window.not_held(arrived_for(self.view, news, self._store))
        self._filling = self._filling or not (self.rows or self.view.asked)
        if fresh and not self.view.asked and (self._filling or self.is_open):
            self.show_waiting()
            return True
        self._window.wait(fresh)
        return False

    @property
    def queries(self) -> list[View]:
        """The views with a query that stand, aside and in sight."""
        views = (*(stood.view for stood in self._aside), self.view)
        return list(dict.fromkeys(view for view in views if view.query is not None))

    def wait(self, view: View, ids: Sequence[str]) -> None:
        """Has stories wait that arrived for a view, wherever it stands."""
        for stood in (*self._aside, Standing(self.view, self._window, self.cursor, self.top)):
            if stood.view == view:
                stood.window.wait(ids)

    @property
    def is_open(self) -> bool:
        """Whether news comes in by itself, as the reader has it follow and is at the top."""
        return self.follow and self.top == self.cursor == 0

    def filled(self) -> None:
        """Ends the first filling of an empty wire: what comes from now on waits."""
        self._filling = False

    # --- moving ------------------------------------------------------------------

    def move(self, step: int) -> bool:
        """Moves the cursor by rows; False when it is at the end already."""
        if self.cursor + step >= len(self.rows):
            self._extend_down()
        elif self.cursor + step < 0:
            self._extend_up()
        return self._put_cursor(self.cursor + step)

    def page(self, pages: int) -> bool:
        """Moves the cursor by pages; False when it is at the end already."""
        if not self.rows:
            return False
        distance = pages * self.height
        if self._starts[self.cursor] + distance >= self._total:
            self._extend_down()
        elif self._starts[self.cursor] + distance < 0:
            self._extend_up()
        line = max(0, min(self._starts[self.cursor] + distance, self._total - 1))
        return self._put_cursor(bisect_right(self._starts, line) - 1)

    def to_top(self) -> None:
        """Goes to the newest story of those let in."""
        self._window.load_top()
        self.cursor = self.top = 0
        self._lay_out()

    def to_bottom(self) -> None:
        """Goes to the oldest story."""
        self._window.load_bottom()
        self._lay_out()
        self.cursor = max(0, len(self.rows) - 1)
        self._scroll_to(self._total)

    def next_unread(self, *, newer: bool = False) -> bool:
        """Goes to the next older unread story, or the next newer; False when there is none."""
        if self.story is None:
            return False
        if self.view.is_whole:
            return self._next_in_rank(-1 if newer else 1)
        unread = replace(self.view, unread=True)
        here = self.story.id
        if newer:
            page = self._store.stories(unread, after=here, limit=50)[::-1]
        else:
            page = self._store.stories(unread, before=here, limit=50)
        found = next((story.id for story in page if story.id not in self._window.waiting), None)
        return found is not None and self.go_to(found)

    def _next_in_rank(self, step: int) -> bool:
        places = range(self.cursor + step, len(self.rows) if step > 0 else -1, step)
        found = next((at for at in places if not self.rows[at].story.read), None)
        return found is not None and self._put_cursor(found)

    def go_to(self, story_id: str) -> bool:
        """Puts the cursor on a story; False when the view has it no longer."""
        if self._window.index(story_id) < 0:
            self._window.load_around(story_id)
            self._lay_out()
            self.cursor = max(0, self._window.index(story_id))
            if self.rows:
                self._scroll_to(self._starts[self.cursor] - self.height // CONTEXT)
        at = self._window.index(story_id)
        if at >= 0:
            self._put_cursor(at)
        return at >= 0

    def scroll(self, lines: int) -> None:
        """Scrolls the pane; the cursor stays on its story."""
        self.filled()
        if lines > 0 and self.top + lines + self.height > self._total:
            self._extend_down()
        elif self.top + lines < 0:
            self._extend_up()
        self._scroll_to(self.top + lines)

    def _put_cursor(self, at: int) -> bool:
        at = max(0, min(at, len(self.rows) - 1))
        if not self.rows or at == self.cursor:
            return False
        self.filled()
        self.cursor = at
        self._bring_into_view()
        return True

    def _bring_into_view(self) -> None:
        if not (self.rows and self.height):
            return
        if self._cursor_end() > self.top + self.height:
            if self._starts[self.cursor] + self.height > self._total:
                self._extend_down()
            first = self._starts[self.cursor]
            above = min(first - self._context(self.cursor - 1), self._cursor_end())
            self._scroll_to(min(first, max(above, self._cursor_end() - self.height)))
        elif self._starts[self.cursor] < self.top:
            if self._starts[self.cursor] < self.height:
                self._extend_up()
            below = self._cursor_end() + self._context(self.cursor + 1) - self.height
            self._scroll_to(min(below, self._starts[self.cursor]))

    def _cursor_end(self) -> int:
        return self._starts[self.cursor] + self.rows[self.cursor].height

    def _context(self, neighbour: int) -> int:
        """How many lines stay in sight beside the cursor's row after a scroll."""
        if self._whole_pages:
            return self.rows[max(0, min(neighbour, len(self.rows) - 1))].height
        return self.height // CONTEXT

    def _scroll_to(self, line: int) -> None:
        self.top = max(0, min(line, self._total - self.height))

    # --- the rows that are laid out ------------------------------------------------

    def _pages(self, *, before: str | None = None, after: str | None = None, limit: int = 0) -> list[Story]:
        return self._store.stories(self.view, before=before, after=after, limit=limit)

    def _extend_down(self) -> None:
        self._keeping(self._longer_down)

    def _extend_up(self) -> None:
        self._keeping(self._longer_up)

    def _longer_down(self) -> None:
        self._window.extend_down()
        self._lay_out()

    def _longer_up(self) -> None:
        self._window.extend_up()
        self._lay_out()

    def _keeping(self, change: Callable[[], None]) -> None:
        """Changes the rows while the story under the cursor and the one at the top stay put."""
        if not self.rows:
            change()
            return
        under = self.rows[self.cursor].story.id
        first = bisect_right(self._starts, self.top) - 1
        anchor, into = self.rows[first].story.id, -self.own_line(first)
        order = [row.story.id for row in self.rows]
        change()
        self.cursor = self._nearest(under, order)
        if self.rows:
            at = self._nearest(anchor, order)
            day = bool(self.rows[at].day)
            into = max(-day, min(into, len(self.rows[at].lines) - 1))
            self.top = max(0, self._starts[at] + day + into)

    def _nearest(self, story_id: str, order: list[str]) -> int:
        """Where a story is now; if it is gone, the next one after it that is left."""
        places = {row.story.id: at for at, row in enumerate(self.rows)}
        after = order[order.index(story_id) :]
        return next((places[one] for one in after if one in places), max(0, len(self.rows) - 1))

    def _lay_out(self) -> None:
        stories = self._window.stories if self.width else []
        self.rows = self._layout.lay_out(stories, self.width, datetime.now(UTC))
        self._starts = []
        self._total = 0
        for row in self.rows:
            self._starts.append(self._total)
            self._total += row.height
        self.cursor = max(0, min(self.cursor, len(self.rows) - 1))
