"""The room: a story's comments as a tree that folds, at its site and elsewhere, and the chats of its site."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment as Painted
from textual.content import Content
from textual.events import Blur, Click, Focus, Resize
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.articles.lines import BLANK, Line
from tui.locale import _
from tui.model import Article, Comment, Story, Thread
from tui.ui.panes.room_discussion import Discussion
from tui.ui.panes.room_head import foot_lines, head_lines
from tui.ui.panes.room_items import Items
from tui.ui.panes.room_rows import comment_lines, found_lines, room_lines
from tui.ui.panes.room_talk import Talk
from tui.ui.panes.room_tree import Tree
from tui.ui.widgets.lines_view import LinesView
from tui.ui.writing.participation import Participation

if TYPE_CHECKING:
    from tui.desk import Desk


class RoomPane(LinesView):
    """Tabs under the story's title: its comments; elsewhere, once that was asked; its source's chats."""

    WHEEL: ClassVar[int] = 1  # a step is a comment, of several lines

    class StoryChosen(Message):
        """The reader opens the story that a chat is about."""

        def __init__(self, url: str) -> None:
            super().__init__()
            self.url = url

    class Stands(Message):
        """What the reader may do here may have changed."""

    def __init__(self, desk: Desk, key: Callable[[str], str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._key = key
        self._thread: Thread | None = None  # as it is shown
        self._discussion = Discussion(desk, self._changed, self._is_in_sight)
        self._tree = Tree(())
        self._visible: list[int] = []
        self._items = Items(0, self._item)
        self._sight: list[tuple[int, Line]] = []
        self.participation = Participation(desk, self)

    # --- what is shown ------------------------------------------------------------

    @property
    def _talk(self) -> Talk | None:
        return self._discussion.talk

    def show_story(self, story: Story, article: Article | None) -> None:
        """Shows a story's discussion: the stored one at once, then as it is now."""
        self._discussion.open(story, article)

    def ask_elsewhere(self) -> bool:
        """Asks third parties for the story's discussion, or goes back to what they have; False: no story."""
        return self._discussion.ask_elsewhere()

    def next_tab(self) -> bool:
        """Goes to the next tab; False where there is only one."""
        return self._discussion.next_tab()

    @property
    def page_url(self) -> str:
        """The discussion's own page, "" where there is none."""
        return self._talk.page_url if self._talk else ""

    @property
    def thread(self) -> Thread | None:
        """The thread that is shown, as its service answered."""
        return self._talk.shown if self._talk else None

    @property
    def comment(self) -> Comment | None:
        """The comment under the cursor."""
        if self._thread is None or not 0 <= self._items.cursor < len(self._visible):
            return None
        return self._tree.comments[self._visible[self._items.cursor]]

    @property
    def landing(self) -> Widget:
        """What takes the keys in the room."""
        return self.participation.open.landing if self.participation.open else self

    def show_own(self) -> None:
        """Shows what the reader did here, and what he may do."""
        if self._talk:
            self._changed(self._talk)

    def _is_in_sight(self) -> bool:
        """Whether somebody may be looking: the pane is there, and its terminal is not left."""
        return self.is_attached and self.size.height > 0 and self.app.app_focus

    def _changed(self, before: Talk | None) -> None:
        """Shows what is known now. The reader stays where he is, but for another story, tab or thread."""
        talk = self._talk
        assert talk is not None
        self.participation.show(talk.shown)
        drawn, self._thread = self._thread, self.participation.laid_over(talk.shown)
        here = before if before and (before.story.id, before.tab) == (talk.story.id, talk.tab) else None
        if here and drawn is self._thread and here.lists_found == talk.lists_found:
            self._lay_out()
        else:
            self._show(self._thread, drawn if here else None)
        self.post_message(self.Stands())

    # --- laying out ---------------------------------------------------------------

    def _show(self, thread: Thread | None, before: Thread | None) -> None:
        """Takes the tab's items anew. What the reader is at stays, where ``before`` was shown and has it."""
        here = self._visible[self._items.cursor] if before and self._visible else 0
        name = before.comments[here].id if before and here < len(before.comments) else ""
        name = self.participation.known_as(name)
        shown = [self._tree.comments[place].id for place in self._visible] if before else []
        self._tree = Tree(thread.comments if thread else (), self._tree.folded if before else ())
        self._visible = self._tree.visible()
        names = [self._tree.comments[place].id for place in self._visible]
        if shown and names[: len(shown)] == shown:
            self._items.forget()
            self._items.grow(len(names))
            self._show_tabs()
            self.refresh()
            return
        self._lay_out(names.index(name) if name in names else 0)

    def _lay_out(self, cursor: int | None = None) -> None:
        """Lays the tab's items out, with the cursor on one; without, it stays."""
        cursor = self._items.cursor if cursor is None else cursor
        self._visible = self._tree.visible()
        self._items = Items(self._count(), self._item)
        self._items.height = self._body_height
        if self._items.count:
            self._items.go(cursor)
        self._show_tabs()
        self.refresh()

    def _count(self) -> int:
        talk = self._talk
        if talk is None:
            return 0
        if talk.tab == "chats":
            return len(talk.rooms)
        if talk.lists_found:
            return len(talk.elsewhere.found) if talk.elsewhere else 0
        return len(self._visible)

    @property
    def _width(self) -> int:
        return max(16, self.size.width - 2 * self.MARGIN)

    def _item(self, item: int) -> Sequence[Line]:
        talk = self._talk
        assert talk is not None
        if talk.tab == "chats":
            return room_lines(talk.rooms[item], self._width)
        if talk.lists_found and talk.elsewhere:
            ref = talk.elsewhere.found[item]
            return found_lines(ref, talk.service(ref.provider), self._width)
        place = self._visible[item]
        note = self.participation.note(self._tree.comments[place])
        return comment_lines(self._tree, place, self._width, talk.story.author, note=note)

    def _head(self) -> list[Line]:
        return head_lines(self._talk, self._width, empty=not self._items.count)

    def _foot(self) -> list[Line]:
        if self.participation.open:
            return []
        return foot_lines(self._talk, self.participation.standing, self._key, self._width)

    @property
    def _body_height(self) -> int:
        return max(1, self.size.height - len(self._head()) - len(self._foot()))

    def _show_tabs(self) -> None:
        frame = self.parent
        talk = self._talk
        if frame is None or not hasattr(frame, "border_title"):
            return
        tabs = talk.tabs() if talk else []
        titles = [(talk.tab_title(tab), "bold" if tab == talk.tab else "") for tab in tabs] if talk else []
        titles = titles or [(_("Comments"), "bold")]
        parts = [part for title in titles for part in ((" │ ", ""), title)][1:]
        frame.border_title = Content.assemble(*parts)

    # --- moving -------------------------------------------------------------------

    def step(self, lines: int) -> bool:
        return self._moved(lambda: self._items.move(lines))

    def step_page(self, pages: int) -> bool:
        return self._moved(lambda: self._items.page(pages))

    def to_end(self, *, top: bool) -> None:
        self._moved(lambda: self._items.to_end(top=top))

    def _moved(self, move: Callable[[], bool]) -> bool:
        """Moves, and draws what that changed: two marks in the gutter, or the body where it scrolled."""
        rows, left = self._items.rows(), self._items.cursor
        if move():
            top = len(self._head())
            if self._items.rows() == rows:
                marked = [
                    top + y for y, (item, _line) in enumerate(rows) if item in (left, self._items.cursor)
                ]
                self.refresh(*(Region(0, y, 1, 1) for y in marked))
            else:
                self.refresh(Region(0, top, self.size.width, self._items.height))
        if self._items.at_end:
            self._discussion.ask_page()
        return self._items.cursor != left or self._items.rows() != rows

    def choose(self) -> bool:
        """Folds or unfolds the comment under the cursor, or opens a chat's story; False for nothing to do."""
        item = self._items.cursor
        if item >= self._items.count or self._talk is None:
            return False
        if self._talk.tab == "chats":
            url = self._talk.rooms[item].story_url
            if url:
                self.post_message(self.StoryChosen(url))
            return bool(url)
        if self._talk.lists_found:
            self._discussion.choose_found(item)
            return True
        if not self._tree.toggle(self._visible[item]):
            return False
        self._lay_out()
        return True

    # --- drawing ------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        self._sight = self._in_sight()
        return super().render_lines(crop)

    def _in_sight(self) -> list[tuple[int, Line]]:
        """The pane's rows from the top, each with its item, -1 for head and foot."""
        head, foot = self._head(), self._foot()
        body = [(item, self._items.lines(item)[number]) for item, number in self._items.rows()]
        body += [(-1, BLANK)] * (self._items.height - len(body))
        return [*((-1, line) for line in head), *body, *((-1, line) for line in foot)]

    def render_line(self, y: int) -> Strip:
        item, line = self._sight[y] if y < len(self._sight) else (-1, BLANK)
        strip = self.paint(line.segments, right=line.align == "right")
        if item != self._items.cursor or line is BLANK:
            return strip
        mark = Strip([Painted("▌", self.ink("accent" if self.has_focus else "faint"))])
        return Strip.join([mark, strip.crop(1)])

    # --- events -------------------------------------------------------------------

    def on_resize(self, event: Resize) -> None:
        self._items.forget()
        self._items.height = self._body_height
        if self._items.count:
            self._items.go(self._items.cursor)
        self.refresh()

    def on_focus(self, _event: Focus) -> None:
        self.refresh()

    def on_blur(self, _event: Blur) -> None:
        self.refresh()

    def on_click(self, event: Click) -> None:
        rows = self._items.rows()
        place = event.y - len(self._head())
        if 0 <= place < len(rows):
            if rows[place][0] == self._items.cursor:
                self.choose()
            else:
                self._moved(lambda: self._items.go(rows[place][0]))
