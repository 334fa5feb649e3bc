"""A chat that is open: its messages as they come, newest at the bottom; only those in sight are laid out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.events import Blur, Click, Focus, MouseScrollDown, MouseScrollUp, Resize
from textual.geometry import Region
from textual.message import Message as Posted
from textual.strip import Strip
from textual.widget import Widget

from tui.articles.lines import BLANK, Line
from tui.locale import _
from tui.model import Message, Room
from tui.ui.chats.chat_rows import BEFORE, lead, links
from tui.ui.chats.chat_view_head import foot_line, head_lines, link_told
from tui.ui.chats.chat_view_messages import Messages
from tui.ui.chats.chat_view_window import Window
from tui.ui.widgets.lines_view import LinesView

if TYPE_CHECKING:
    from textual.timer import Timer

    from tui.ui.chats.conversation import Conversation

HEAD = -1  # what stands in the place of a message's number for a row of the head
FOOT = -2


class ChatView(LinesView):
    """Head, messages, a line below. ``message`` is the one under the cursor."""

    WHEEL: ClassVar[int] = 3

    class StoryChosen(Posted):
        """The reader opens the story that the chat is about."""

        def __init__(self, room: Room) -> None:
            super().__init__()
            self.room = room

    class Moved(Posted):
        """The cursor is on another message, or it has changed."""

        def can_replace(self, message: Posted) -> bool:
            return isinstance(message, ChatView.Moved)

    def __init__(
        self, key: Callable[[str], str], title: Callable[[Room], str], *, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self.looks = 0  # how often what is in sight was made anew
        self._key = key
        self._title = title
        self._conversation: Conversation | None = None
        self._messages = Messages()
        self._window = Window(self._lines_at, lead)
        self._on_head = False
        self._width = 12  # cells that lines are laid out in; asking Textual for each line is dear
        self._looked_at = False  # when it was drawn last
        self._sight: list[tuple[int, Line]] = []
        self._marks: list[bool] = []  # which rows have the cursor's mark
        self._ticking: Timer | None = None

    # --- what is shown ------------------------------------------------------------

    def show(self, conversation: Conversation | None) -> None:
        """Shows another chat, or none."""
        self._conversation = conversation
        self._messages = Messages()
        self._window = Window(self._lines_at, lead)
        self._window.height = self._body_height
        self._on_head = False
        self.look()

    @property
    def message(self) -> Message | None:
        """The message under the cursor."""
        messages = self._messages.view.messages
        return None if self._on_head or not messages else messages[self._window.cursor]

    @property
    def link(self) -> str:
        """The address in the message under the cursor, "" for none."""
        return next(iter(links(self.message)), "") if self.message else ""

    def look(self) -> None:
        """Shows the chat as it is now. The reader stays where he is, unless that is the end."""
        conversation = self._conversation
        if conversation is None:
            self._sight, self._marks = [], []
            self.refresh()
            return
        self.looks += 1
        landing = conversation.land() if self.size.height else None  # hidden, it has no third of a view
        window, messages = self._window, self._messages
        self._looked_at = self.looked_at
        if not self._looked_at:
            conversation.look_away(messages.view)
        follow, row, at_top = window.follows or landing is not None, window.hold(), window.at_top
        cursor = messages.take(conversation, window.cursor)
        window.height = self._body_height
        window.take(len(messages.view.messages), cursor, row, follow=follow)
        if landing and (first := messages.first_new()) is not None:
            window.go(first)
        elif at_top and cursor == 0 and not follow:
            window.show_top()
        self._asked()
        self._draw()
        self._tick()
        self.post_message(self.Moved())
        if conversation.seeking:
            self._seek()

    @property
    def looked_at(self) -> bool:
        """Whether somebody may be reading: the pane is there, and its terminal is not left."""
        if not self.is_attached or not self.size.height or not self.app.app_focus:
            return False
        return all(one.display for one in self.ancestors_with_self if isinstance(one, Widget))

    def _lines_at(self, item: int) -> list[Line]:
        return self._messages.lines(item, self._width)

    # --- head and foot ------------------------------------------------------------

    def _head(self) -> list[Line]:
        conversation = self._conversation
        if conversation is None:
            return []
        told, room = link_told(conversation.chat.status), conversation.room
        notice = conversation.notice or self._said_of_it(conversation)
        if not notice and not conversation.view.messages:
            notice = _("Nothing has been said here yet.")
        return head_lines(room, self._title(room), notice, told, self._width, self.size.height)

    def _said_of_it(self, conversation: Conversation) -> str:
        """Why nothing more is said here, and the key to where it goes on."""
        chat, key = conversation.chat, self._key("follow-chat")
        if chat.notice and chat.successor and key:
            return _("{notice} {key} goes there.").format(notice=chat.notice, key=key)
        return chat.notice

    def _foot(self) -> Line:
        conversation = self._conversation
        if conversation is None:
            return BLANK
        return foot_line(self._messages.unseen(), conversation.view.typing, self._key("bottom"), self._width)

    @property
    def _body_height(self) -> int:
        return max(1, self.size.height - len(self._head()) - 1)

    def _tick(self) -> None:
        """Counts the seconds until the link is tried again, while somebody sees them; else nothing moves."""
        conversation = self._conversation
        wanted = conversation is not None and conversation.chat.status.again is not None and self.looked_at
        wanted = wanted and bool(conversation and link_told(conversation.chat.status))
        if wanted and self._ticking is None:
            self._ticking = self.set_interval(1.0, self._ticked)
        elif not wanted and self._ticking is not None:
            self._ticking.stop()
            self._ticking = None

    def _ticked(self) -> None:
        self._draw()
        self._tick()

    # --- drawing ------------------------------------------------------------------

    def _draw(self) -> None:
        """Draws what differs from what is drawn."""
        height = self._body_height
        if height != self._window.height:
            self._window.resize(height)
        before, marked = self._sight, self._marks
        self._sight = self._in_sight()
        self._marks = [self._is_marked(item, line) for item, line in self._sight]
        if len(before) != len(self._sight):
            self.refresh()
            return
        width = self.size.width
        rows = [
            Region(0, y, width, 1)
            for y, (was, now) in enumerate(zip(before, self._sight, strict=True))
            if was[1] is not now[1] or marked[y] != self._marks[y]
        ]
        if rows:
            self.refresh(*rows)

    def _in_sight(self) -> list[tuple[int, Line]]:
        """The pane's rows from the top, each with its message's number."""
        body = [(item, self._lines_at(item)[number]) for item, number in self._window.rows()]
        if self._conversation and body and self.looked_at and (seen := self._messages.saw(body[-1][0])):
            self._conversation.saw(seen)
        body += [(FOOT, BLANK)] * (self._window.height - len(body))
        return [*((HEAD, line) for line in self._head()), *body, (FOOT, self._foot())]

    def _is_marked(self, item: int, line: Line) -> bool:
        """Whether the cursor's mark stands before a row."""
        if line.kind in (BEFORE, "blank", "rule"):
            return False
        return item == (HEAD if self._on_head else self._window.cursor)

    def render_line(self, y: int) -> Strip:
        line = self._sight[y][1] if y < len(self._sight) else BLANK
        strip = self.paint(line.segments, right=line.align == "right")
        if y >= len(self._marks) or not self._marks[y]:
            return strip
        return self.marked(strip)

    # --- moving -------------------------------------------------------------------

    def step(self, lines: int) -> bool:
        if self._on_head:
            if lines < 0:
                return False
            self._on_head = False
            return self._after(True)
        if self._window.move(lines):
            return self._after(True)
        self._on_head = lines < 0 and self._conversation is not None
        return self._after(self._on_head)

    def step_page(self, pages: int) -> bool:
        return self._after(self._window.page(pages))

    def to_end(self, *, top: bool) -> None:
        self._on_head = top and self._window.cursor == 0 and self._conversation is not None
        self._after(self._window.to_end(top=top) or self._on_head)

    def go_to(self, message: str) -> bool:
        """Goes to the message with this id; False where it is not among those that are known."""
        place = self._messages.place(message)
        if place is None:
            return False
        self._on_head = False
        self._window.go(place)
        return self._after(True)

    def step_unread(self, step: int) -> str:
        """Goes to where the new messages begin, or past them; gives what there is to say if none are."""
        conversation = self._conversation
        if conversation is None:
            return _("No chat is open.")
        first, cursor = self._messages.first_new(), self._window.cursor
        if first is not None and (cursor < first if step > 0 else cursor > first):
            self._on_head = False
            self._window.go(first)
            self._after(True)
            return ""
        if step > 0 and not self._window.follows:
            self.to_end(top=False)
            return ""
        if step < 0 and first is None and conversation.room.unread and conversation.seek_unread():
            return _("Looking for where you left off …")
        return _("Nothing new below.") if step > 0 else _("Nothing new above.")

    def _seek(self) -> None:
        conversation = self._conversation
        if conversation and not conversation.history and not conversation.seek_unread():
            first = self._messages.find_unread(conversation)
            if first is not None:
                self._window.go(first)
                self._after(True)

    def choose(self) -> str:
        """Opens the story from the head, all of a long message, or what one answers; else says why not."""
        conversation, message = self._conversation, self.message
        if conversation is None:
            return ""
        if self._on_head:
            self.post_message(self.StoryChosen(conversation.room))
            return ""
        if message is None and conversation.failed:
            conversation.open()
            self.look()
            return ""
        if message is None:
            return _("There is no message here.")
        if self._messages.unfold(self._window.cursor, self._width):
            self.look()
            return ""
        answered = message.reply_to or message.thread
        if answered:
            return "" if self.go_to(answered) else _("What this answers is further up.")
        return _("This message answers no other.")

    def _after(self, moved: bool) -> bool:
        self._asked()
        self._draw()
        self.post_message(self.Moved())
        return moved

    def _asked(self) -> None:
        """Asks for what is missing in sight: earlier messages at the top, what a gap left out."""
        conversation, window = self._conversation, self._window
        if conversation is None or not window.count:
            return
        rows = window.rows()
        if rows and rows[0][0] == 0 and not conversation.history:
            conversation.ask_history()
        view = self._messages.view
        if view.gaps:
            for item in sorted({item for item, _line in rows}):
                if view.messages[item].id in view.gaps:
                    conversation.ask_gap(view.messages[item].id)
            if "" in view.gaps and rows and rows[-1][0] == window.count - 1:
                conversation.ask_gap("")

    # --- events -------------------------------------------------------------------

    def on_mount(self) -> None:
        self.watch(self.app, "app_focus", self.look, init=False)
        # Textual tells a widget of no ``Show`` where it was a frame around it that was hidden.
        self.screen.screen_layout_refresh_signal.subscribe(self, self._laid_out, immediate=True)

    def _laid_out(self, _screen: object) -> None:
        """Looks again where the pane was hidden: what came meanwhile is read now."""
        if self._conversation and self.looked_at and not self._looked_at:
            self.look()

    def on_resize(self, event: Resize) -> None:
        self._width = max(12, self.size.width - 2 * self.MARGIN)
        self._messages.forget()
        self._window.resize(self._body_height)
        self.look()

    def on_focus(self, _event: Focus) -> None:
        self.refresh()

    def on_blur(self, _event: Blur) -> None:
        self.refresh()

    def on_unmount(self) -> None:
        if self._conversation:
            self._conversation.close()

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        event.stop()
        self._after(self._window.scroll(self.WHEEL))

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        event.stop()
        self._after(self._window.scroll(-self.WHEEL))

    def on_click(self, event: Click) -> None:
        item = self._sight[event.y][0] if event.y < len(self._sight) else FOOT
        if item == FOOT:
            return
        if self._marks[event.y]:
            self.choose()
        else:
            self._on_head = item == HEAD
            if item >= 0:
                self._window.cursor = item
            self._after(True)
