"""The room: a story's comments as a tree that folds, and the chats of its site, each headed by its story."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, TypeVar
from urllib.parse import urlsplit

from rich.segment import Segment as Painted
from textual.content import Content
from textual.events import Blur, Click, Focus, Resize
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from tui.articles.lines import BLANK, Line, Segment
from tui.locale import _, ngettext
from tui.model import Article, Failure, Room, Story, Thread
from tui.text import clean, fit, wrap
from tui.ui.panes.room_items import Items
from tui.ui.panes.room_rows import Tree, comment_lines, heading_lines
from tui.ui.widgets.lines_view import LinesView

if TYPE_CHECKING:
    from tui.desk import Desk

Tab = Literal["comments", "chats"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Talk:
    """What is known of a story's discussion."""

    story: Story
    thread: Thread | None = None
    rooms: tuple[Room, ...] = ()
    notice: str = ""  # what is waited for, or what went wrong


class RoomPane(LinesView):
    """Two tabs under the story's title. The chats' tab is there where the source has any."""

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
        self._work: list[asyncio.Task[None]] = []
        self._sight: list[tuple[int, Line]] = []

    # --- what is shown ------------------------------------------------------------

    def show_story(self, story: Story, article: Article | None) -> None:
        """Shows a story's discussion: the stored one at once, then as it is now."""
        if self._talk is None or self._talk.story.id != story.id:
            self._talk = Talk(story, self._desk.cached_thread(story))
            self._tab = "comments"
            self._lay_out(afresh=True)
        elif article is not None and (story.comments_feed or not article.comments_feed):
            return  # the page announces nothing that the feed had not
        self._load(story, article)

    def _load(self, story: Story, article: Article | None) -> None:
        for task in self._work:
            task.cancel()
        self._work = [
            asyncio.create_task(self._await_thread(story, self._desk.thread(story, article))),
            asyncio.create_task(self._await_rooms(story, self._desk.chats(story))),
        ]
        if self._talk and not self._talk.thread and (story.comments_feed or article):
            self._know(story, notice=_("Fetching the comments …"))

    async def _await_thread(self, story: Story, future: Future[Thread | None]) -> None:
        try:
            thread = await asyncio.wrap_future(future)
        except Failure as failure:
            self._know(story, notice=f"{failure.sentence} {failure.next_step}".strip())
        else:
            self._know(story, thread=thread, notice="")

    async def _await_rooms(self, story: Story, future: Future[list[Room]]) -> None:
        try:
            rooms = await asyncio.wrap_future(future)
        except Failure:
            return  # a site whose chats can't be listed is a site without chats
        self._know(story, rooms=tuple(rooms))

    def _know(
        self,
        story: Story,
        *,
        thread: Thread | None = None,
        rooms: tuple[Room, ...] | None = None,
        notice: str | None = None,
    ) -> None:
        """Takes in an answer, unless the reader has gone on to another story."""
        talk = self._talk
        if talk is None or talk.story.id != story.id:
            return
        same = thread is None or (talk.thread is not None and thread.comments == talk.thread.comments)
        self._talk = Talk(
            talk.story,
            thread or talk.thread,
            talk.rooms if rooms is None else rooms,
            talk.notice if notice is None else clean(notice, 300),
        )
        self._lay_out(afresh=not same)

    def next_tab(self) -> bool:
        """Goes to the other tab; False where there is only one."""
        if not self._talk or not self._talk.rooms:
            return False
        self._tab = "chats" if self._tab == "comments" else "comments"
        self._lay_out(afresh=True)
        return True

    @property
    def page_url(self) -> str:
        """The discussion's own page, "" where there is none."""
        talk = self._talk
        if not talk:
            return ""
        return (talk.thread.url if talk.thread else "") or talk.story.comments_url or talk.story.url

    # --- laying out ---------------------------------------------------------------

    def _lay_out(self, *, afresh: bool) -> None:
        """Takes the items anew; ``afresh`` begins at the first one and unfolds everything."""
        cursor = 0 if afresh else self._items.cursor
        if afresh:
            self._tree = Tree(self._talk.thread.comments if self._talk and self._talk.thread else ())
        self._visible = self._tree.visible()
        rooms = self._talk.rooms if self._talk else ()
        count = len(rooms) if self._tab == "chats" else len(self._visible)
        self._items = Items(count, self._item)
        self._items.height = self._body_height
        if count:
            self._items.go(cursor)
        self._show_tabs()
        self.refresh()

    @property
    def _width(self) -> int:
        return max(16, self.size.width - 2 * self.MARGIN)

    def _item(self, item: int) -> Sequence[Line]:
        assert self._talk is not None
        if self._tab == "chats":
            return self._room_lines(self._talk.rooms[item])
        return comment_lines(self._tree, self._visible[item], self._width, self._talk.story.author)

    def _room_lines(self, room: Room) -> list[Line]:
        people = ngettext("{n} person", "{n} people", room.people).format(n=room.people)
        told = [people] if not room.alias else [people, room.alias]
        titles = wrap(room.name, self._width, 3)
        return [
            *(Line((Segment(line, "title"),)) for line in titles),
            Line((Segment(fit(" · ".join(told), self._width), "meta"),)),
            BLANK,
        ]

    def _head(self) -> list[Line]:
        talk = self._talk
        if talk is None:
            return self._said(_("The discussion of the open story stands here."), "meta")
        where = self.page_url if self._tab == "comments" else (talk.rooms[0].homeserver if talk.rooms else "")
        host = clean(urlsplit(where).hostname or "", 60)
        lines = heading_lines(
            talk.thread if self._tab == "comments" else None, talk.story.title, host, self._width
        )
        said = talk.notice or ("" if self._items.count else _("No comments yet."))
        return lines + ([*self._said(said), BLANK] if said else [])

    def _said(self, sentence: str, role: str = "notice") -> list[Line]:
        return [Line((Segment(line, role),)) for line in wrap(sentence, self._width, 4)]

    def _foot(self) -> list[Line]:
        if self._talk is None or not self.page_url:
            return []
        if self._tab == "chats":
            words = [(_("⏎"), _("open the story a chat is about"))]
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
        thread = talk.thread if talk else None
        counted = (
            max(thread.count, len(thread.comments)) if thread else (talk.story.comment_count if talk else 0)
        )
        comments = f"{_('Comments')} {counted}" if counted else _("Comments")
        titles = [(comments, "bold" if self._tab == "comments" else "")]
        if talk and talk.rooms:
            titles.append((f"{_('Chats')} {len(talk.rooms)}", "bold" if self._tab == "chats" else ""))
        parts = [part for title in titles for part in ((" │ ", ""), title)][1:]
        frame.border_title = Content.assemble(*parts)

    # --- moving -------------------------------------------------------------------

    def step(self, lines: int) -> bool:
        return self._moved(self._items.move(lines))

    def step_page(self, pages: int) -> bool:
        return self._moved(self._items.page(pages))

    def to_end(self, *, top: bool) -> None:
        self._items.to_end(top=top)
        self._moved(True)

    def _moved(self, moved: bool) -> bool:
        if moved:
            height = len(self._head())
            self.refresh(Region(0, height, self.size.width, self._items.height))
        return moved

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
        if not self._tree.toggle(self._visible[item]):
            return False
        self._lay_out(afresh=False)
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
                self._items.go(rows[place][0])
                self._moved(True)
