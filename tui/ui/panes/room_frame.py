"""The room's frame: comments, or the chats in their place, under one line of tabs."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.widget import Widget

from tui.locale import _
from tui.model import Article, Identity, Story
from tui.ui.chats.chat_pane import ChatPane
from tui.ui.panes.room import RoomPane
from tui.ui.panes.room_talk import Titled
from tui.ui.widgets.frame import Frame
from tui.ui.widgets.lines_view import LinesView
from tui.ui.writing.below import Below


class RoomFrame(Frame):
    """Shows ``comments`` or ``chats``, and asks the one that is shown."""

    DEFAULT_CSS = """
    RoomFrame {
        #comments { height: 1fr; overflow: hidden; }
        ChatPane { display: none; }
        &.-chats { #comments { display: none; } ChatPane { display: block; } }
    }
    """

    def __init__(self, comments: RoomPane, chats: ChatPane, *, id: str) -> None:
        super().__init__(id=id)
        self._comments = comments
        self._chats = chats
        self.showing_chats = False
        self._tabs: list[Titled] = []

    def compose(self) -> ComposeResult:
        with Vertical(id="comments"):
            yield self._comments
        yield self._chats

    def show_chats(self, shown: bool) -> None:
        """Shows the chats, or the comments."""
        if shown != self.showing_chats:
            self.showing_chats = shown
            self.set_class(shown, "-chats")
            self._show_tabs()

    def show_story(self, story: Story, article: Article | None) -> None:
        """Shows what is said about a story: its comments, its chats."""
        self._comments.show_story(story, article)
        self._chats.show_story(story, article)

    def back(self) -> bool:
        """One step back inside the room; False where the next one leaves it."""
        return self.showing_chats and self._chats.back()

    def choose(self) -> str:
        """Opens or folds what is under the cursor; gives what there is to say where nothing does."""
        if self.showing_chats:
            return self._chats.choose()
        return "" if self._comments.choose() else _("No replies to fold here.")

    @property
    def landing(self) -> Widget:
        """What takes the keys in the room."""
        return self._chats.landing if self.showing_chats else self._comments.landing

    @property
    def column(self) -> LinesView:
        """The lines that the reader moves in."""
        return self._chats.column if self.showing_chats else self._comments

    @property
    def open(self) -> Below | None:
        """What is written into below what is shown."""
        return self._chats.writing.open if self.showing_chats else self._comments.participation.open

    @property
    def types(self) -> bool:
        """Whether keys go into what is written below."""
        return self._comments.participation.types or self._chats.writing.types

    def hold(self, key: Key) -> bool:
        """Holds a key back that is typed for what is just opening below; False where nothing is."""
        return self._comments.participation.hold(key) or self._chats.writing.hold(key)

    @property
    def account(self) -> Identity | None:
        """Who the reader is in what is shown."""
        if self.showing_chats and self._chats.chat:
            return self._chats.chat.account
        return self._comments.participation.standing.account

    @property
    def link(self) -> str:
        """The address of what is under the cursor, "" for none."""
        return self._chats.link if self.showing_chats else self._comments.link

    @on(RoomPane.Stands)
    @on(ChatPane.Stands)
    def _show_tabs(self) -> None:
        """Names the tabs in the frame, the one that is shown in bold."""
        tabs = [(title, shown and not self.showing_chats) for title, shown in self._comments.tabs]
        tabs.append((self._chats.tab_title, self.showing_chats))
        if tabs == self._tabs:
            return
        self._tabs = tabs
        parts = [part for title, shown in tabs for part in ((" │ ", ""), (title, "bold" if shown else ""))]
        self.border_title = Content.assemble(*parts[1:])
