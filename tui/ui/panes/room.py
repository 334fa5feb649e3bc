"""The room: a story's comments as a tree that folds, at its site and elsewhere, and the chats of its site."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from rich.segment import Segment as Painted
from textual.content import Content
from textual.events import Blur, Click, Focus, Resize
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from tui.articles.lines import BLANK, Line, Segment
from tui.locale import _
from tui.model import Article, Failure, Room, Story, Thread
from tui.text import clean, wrap
from tui.ui.panes.room_items import Items
from tui.ui.panes.room_rows import Tree, comment_lines, found_lines, heading_lines, room_lines
from tui.ui.panes.room_talk import Tab, Talk, asked_in_words, failure_in_words
from tui.ui.widgets.lines_view import LinesView

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.talk.elsewhere import Elsewhere
    from tui.talk.provider import ThreadRef


class RoomPane(LinesView):
    """Tabs under the story's title: its comments; elsewhere, once that was asked; its source's chats."""

    WHEEL: ClassVar[int] = 1  # a step is a comment, of several lines

    class StoryChosen(Message):
        """The reader opens the story that a chat is about."""

        def __init__(self, url: str) -> None:
            super().__init__()
            self.url = url

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._desk = desk
        self._talk: Talk | None = None
        self._tab: Tab = "comments"
        self._tree = Tree(())
        self._visible: list[int] = []
        self._items = Items(0, self._item)
        self._announced: ThreadRef | None = None  # what was loaded last
        self._work: list[asyncio.Task[None]] = []
        self._paging: asyncio.Task[None] | None = None
        self._sight: list[tuple[int, Line]] = []

    # --- what is shown ------------------------------------------------------------

    def show_story(self, story: Story, article: Article | None) -> None:
        """Shows a story's discussion: the stored one at once, then as it is now."""
        announced = next(iter(self._desk.discussing.announced(story, article)), None)
        if self._talk is None or self._talk.story.id != story.id:
            self._stop()
            self._talk = Talk(story, self._desk.cached_thread(story))
            self._tab = "comments"
            self._show(None)
            self._start(self._await_rooms(story, self._desk.chats(story)))
            if self._desk.discussing.asks_elsewhere:
                self._start(self._await_elsewhere(story, self._desk.discussing.switched_on(story)))
        elif announced == self._announced:
            return  # the page announces nothing that the feed had not
        self._announced = announced
        if announced:
            if not self._talk.thread:
                self._know(story, notice=_("Fetching the comments …"))
            self._start(self._await_thread(story, self._desk.thread(story, article)))

    def _start(self, work: Coroutine[None, None, None]) -> None:
        self._work.append(asyncio.create_task(work))

    def _stop(self) -> None:
        for task in (*self._work, *filter(None, [self._paging])):
            task.cancel()
        self._work, self._paging = [], None

    async def _await_thread(self, story: Story, future: Future[Thread | None]) -> None:
        try:
            thread = await asyncio.wrap_future(future)
        except Failure as failure:
            self._know(story, notice=failure_in_words(failure))
        else:
            self._know(story, thread=thread, notice="")

    async def _await_rooms(self, story: Story, future: Future[list[Room]]) -> None:
        try:
            rooms = await asyncio.wrap_future(future)
        except Failure:
            return  # a site whose chats can't be listed is a site without chats
        self._know(story, rooms=tuple(rooms))

    def _know(self, story: Story, **told: Any) -> None:
        """Takes in an answer, fields of ``Talk``, unless the reader has gone on to another story."""
        talk = self._talk
        if talk is None or talk.story.id != story.id:
            return
        before = talk.thread_in(self._tab)
        self._talk = replace(talk, **{name: value for name, value in told.items() if value is not None})
        if self._talk.thread_in(self._tab) == before:
            self._lay_out()
        else:
            self._show(before)

    # --- elsewhere ----------------------------------------------------------------

    def ask_elsewhere(self) -> bool:
        """Asks third parties for the story's discussion, or goes back to what they have; False: no story."""
        talk = self._talk
        if talk is None:
            return False
        if self._tab == "elsewhere" and talk.chosen and talk.elsewhere and len(talk.elsewhere.found) > 1:
            self._talk = replace(talk, chosen=None, notice="")
            self._show(None)
            return True
        self._know(talk.story, notice=_("Asking who discusses this elsewhere …"))
        self._start(self._await_elsewhere(talk.story, self._desk.discussing.elsewhere(talk.story), open=True))
        return True

    async def _await_elsewhere(self, story: Story, future: Future[Elsewhere], *, open: bool = False) -> None:
        try:
            found = await asyncio.wrap_future(future)
        except Failure as failure:
            self._know(story, notice=failure_in_words(failure))
            return
        self._know(story, elsewhere=found, notice="")
        if open and self._talk and self._talk.story.id == story.id:
            self._talk = replace(self._talk, chosen=None)
            self._tab = "elsewhere"
            self._show(None)
            if len(found.found) == 1:
                await self._open_found(found.found[0])

    async def _open_found(self, ref: ThreadRef) -> None:
        """Loads a thread that was found elsewhere."""
        assert self._talk is not None
        story = self._talk.story
        self._know(story, notice=_("Fetching the comments …"))
        try:
            thread = await asyncio.wrap_future(self._desk.discussing.thread_at(ref))
        except Failure as failure:
            self._know(story, notice=failure_in_words(failure))
        else:
            self._know(story, chosen=thread, notice="")

    # --- pages --------------------------------------------------------------------

    def _reach_on(self) -> None:
        """Loads a thread's next page where its end is in sight."""
        thread = self._talk.thread_in(self._tab) if self._talk else None
        if thread and thread.more and not self._paging and self._items.at_end:
            self._paging = asyncio.create_task(self._await_page(thread, self._tab))

    async def _await_page(self, thread: Thread, tab: Tab) -> None:
        assert self._talk is not None
        story = self._talk.story
        try:
            future = self._desk.discussing.more(story, thread, own=tab == "comments")
            longer = await asyncio.wrap_future(future)
        except Failure as failure:
            self._know(story, notice=failure_in_words(failure))
        else:
            if self._talk and self._talk.thread_in(tab) is thread:
                self._know(story, **{"thread" if tab == "comments" else "chosen": longer, "notice": ""})
        self._paging = None

    def next_tab(self) -> bool:
        """Goes to the next tab; False where there is only one."""
        tabs = self._talk.tabs() if self._talk else []
        if len(tabs) < 2:
            return False
        self._tab = tabs[(tabs.index(self._tab) + 1) % len(tabs)]
        self._show(None)
        return True

    @property
    def page_url(self) -> str:
        """The discussion's own page, "" where there is none."""
        return self._talk.page_url(self._tab) if self._talk else ""

    # --- laying out ---------------------------------------------------------------

    def _show(self, before: Thread | None) -> None:
        """Takes the tab's items anew. What the reader is at stays, where ``before`` was shown and has it."""
        thread = self._talk.thread_in(self._tab) if self._talk else None
        here = self._visible[self._items.cursor] if before and self._visible else 0
        name = before.comments[here].id if before and here < len(before.comments) else ""
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
        if self._tab == "chats":
            return len(talk.rooms)
        if self._lists_found(talk):
            return len(talk.elsewhere.found) if talk.elsewhere else 0
        return len(self._visible)

    def _lists_found(self, talk: Talk) -> bool:
        """Whether what others have is listed, and none of it opened."""
        return self._tab == "elsewhere" and talk.chosen is None

    @property
    def _width(self) -> int:
        return max(16, self.size.width - 2 * self.MARGIN)

    def _item(self, item: int) -> Sequence[Line]:
        assert self._talk is not None
        if self._tab == "chats":
            return room_lines(self._talk.rooms[item], self._width)
        if self._lists_found(self._talk) and self._talk.elsewhere:
            ref = self._talk.elsewhere.found[item]
            return found_lines(ref, self._talk.service(ref.provider), self._width)
        return comment_lines(self._tree, self._visible[item], self._width, self._talk.story.author)

    def _head(self) -> list[Line]:
        talk = self._talk
        if talk is None:
            return self._said(_("The discussion of the open story stands here."), "meta")
        thread = talk.thread_in(self._tab)
        lines = heading_lines(thread, talk.story.title, self._where(talk), self._width)
        said = [talk.notice] if talk.notice else []
        if self._lists_found(talk) and talk.elsewhere:
            said += asked_in_words(talk.elsewhere)
        elif not said and not self._items.count:
            said = [_("No comments yet.")]
        for sentence in said:
            lines += self._said(sentence)
        return [*lines, BLANK] if said else lines

    def _where(self, talk: Talk) -> str:
        """What the tab shows is there: a service's name, or a host."""
        if self._tab == "elsewhere":
            return talk.service(talk.chosen.provider) if talk.chosen else _("Discussion elsewhere")
        where = self.page_url if self._tab == "comments" else (talk.rooms[0].homeserver if talk.rooms else "")
        return clean(urlsplit(where).hostname or "", 60)

    def _said(self, sentence: str, role: str = "notice") -> list[Line]:
        return [Line((Segment(line, role),)) for line in wrap(sentence, self._width, 4)]

    def _foot(self) -> list[Line]:
        if self._talk is None or not self.page_url:
            return []
        thread = self._talk.thread_in(self._tab)
        if self._tab == "chats":
            words = [(_("⏎"), _("open the story a chat is about"))]
        elif self._lists_found(self._talk):
            words = [(_("⏎"), _("read a discussion"))]
        elif thread and thread.closed:
            words = [("o", _("closed to new comments; read it in the browser"))]
        else:
            words = [("o", _("log in or register to join, in the browser"))]
        rule = Line((Segment("─" * self._width, "rule"),))
        lines = []
        for key, sentence in words:
            first, *more = wrap(sentence, self._width - 2, 2)
            lines.append(Line((Segment(f"{key} ", "title"), Segment(first, "meta"))))
            lines += [Line((Segment(f"  {line}", "meta"),)) for line in more]
        return [rule, *lines]

    @property
    def _body_height(self) -> int:
        return max(1, self.size.height - len(self._head()) - len(self._foot()))

    def _show_tabs(self) -> None:
        frame = self.parent
        talk = self._talk
        if frame is None or not hasattr(frame, "border_title"):
            return
        tabs = talk.tabs() if talk else []
        titles = [(talk.tab_title(tab), "bold" if tab == self._tab else "") for tab in tabs] if talk else []
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
        self._reach_on()
        return self._items.cursor != left or self._items.rows() != rows

    def choose(self) -> bool:
        """Folds or unfolds the comment under the cursor, or opens a chat's story; False for nothing to do."""
        item = self._items.cursor
        if item >= self._items.count or self._talk is None:
            return False
        if self._tab == "chats":
            url = self._talk.rooms[item].story_url
            if url:
                self.post_message(self.StoryChosen(url))
            return bool(url)
        if self._lists_found(self._talk):
            found = self._talk.elsewhere.found if self._talk.elsewhere else ()
            self._start(self._open_found(found[item]))
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
