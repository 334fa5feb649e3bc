"""The chats in the room's place: the list of them, or the one that is open, below it what is written."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message as Posted
from textual.widget import Widget

from tui.locale import _
from tui.model import Article, Failure, Message, Room, Story
from tui.ui.chats.chat_list import ChatList
from tui.ui.chats.chat_list_rows import ABOUT, Listing, in_parts
from tui.ui.chats.chat_view import ChatView
from tui.ui.chats.chat_writing import ChatWriting
from tui.ui.chats.conversation import Conversation
from tui.ui.widgets.lines_view import LinesView

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.desk.chat import Chat
    from tui.ui.keys import Keymap

STALE = 60.0  # seconds after which the list is asked for again when the reader comes to it


class ChatPane(Widget):
    """``chat`` is the open one, None while the list is shown; ``message`` the one under the cursor."""

    DEFAULT_CSS = """
    ChatPane {
        height: 1fr;
        layout: vertical;
        #chat-open { height: 1fr; overflow: hidden; display: none; }
        &.-open { #chat-list { display: none; } #chat-open { display: block; } }
    }
    """
    ALLOW_SELECT = False

    class StoryChosen(Posted):
        """The reader opens the story that a chat is about."""

        def __init__(self, url: str) -> None:
            super().__init__()
            self.url = url

    class Stands(Posted):
        """How many chats there are, or what can be done here, may have changed."""

        def can_replace(self, message: Posted) -> bool:
            return isinstance(message, ChatPane.Stands)

    def __init__(self, desk: Desk, keymap: Keymap, *, id: str | None = None) -> None:
        super().__init__(id=id)
        key = keymap.first
        self.writing = ChatWriting(desk, self, keymap)
        self.story: Story | None = None
        self.list = ChatList(key, self._title, id="chat-list")
        self.view = ChatView(key, self._title, id="chat-view")
        self._desk = desk
        self._article: Article | None = None
        self._listing = Listing()
        self._conversation: Conversation | None = None
        self._opened_at = ""  # the story that was open when the chat was opened
        self._titles: dict[str, str] = {}  # of stories, by their addresses
        self._asking: asyncio.Task[None] | None = None
        self._asked = -STALE

    def compose(self) -> ComposeResult:
        yield self.list
        with Vertical(id="chat-open"):
            yield self.view

    # --- what is shown ------------------------------------------------------------

    @property
    def chat(self) -> Chat | None:
        """The chat that is open."""
        return self._conversation.chat if self._conversation else None

    @property
    def message(self) -> Message | None:
        """The message under the cursor."""
        return self.view.message if self._conversation else None

    @property
    def room(self) -> Room | None:
        """The room of the open chat, else of the one under the cursor."""
        return self._conversation.room if self._conversation else self.list.room

    @property
    def successor(self) -> Room | None:
        """The room that the open chat goes on in."""
        return self.chat.successor if self.chat else None

    @property
    def column(self) -> LinesView:
        """The lines that the reader moves in."""
        return self.view if self._conversation else self.list

    @property
    def landing(self) -> Widget:
        """What takes the keys here."""
        below = self.writing.open
        return below.landing if below else self.column

    @property
    def tab_title(self) -> str:
        """The tab's name, how many chats there are, and whether any has something new."""
        count = len(self._listing.rooms)
        unread = any(room.unread for room in self._listing.rooms)
        mentions = sum(room.mentions for room in self._listing.rooms)
        news = f" @{mentions}" if mentions else " ●" if unread else ""
        return f"{_('Chats')} {count or ''}".rstrip() + news

    @property
    def link(self) -> str:
        """The address in the message under the cursor, else the story that the chat is about."""
        if self._conversation and self.view.link:
            return self.view.link
        return self.room.story_url if self.room else ""

    def _title(self, room: Room) -> str:
        """The title of what a chat is about."""
        url = room.story_url
        if not url:
            return room.name
        if url not in self._titles:
            story = self._desk.store.find_story(url)
            self._titles[url] = story.title if story else ""
        return self._titles[url] or room.name

    # --- the list -----------------------------------------------------------------

    def show_story(self, story: Story, article: Article | None) -> None:
        """Takes another story for the open one: what chats there are is asked for."""
        another = self.story is None or self.story.id != story.id
        names_rooms = article is not None and any(one.rel.startswith("matrix") for one in article.announced)
        self.story, self._article = story, article
        if another or names_rooms:
            self._ask(anew=another)

    def enter(self) -> None:
        """The reader comes to the chats: to the list where he opened another story since he opened a chat.

        The list is asked for where it is old, or could not be had.
        """
        if self._conversation and self.story and self.story.id != self._opened_at:
            self.back()
        failed = self._listing.failure is not None or self._listing.offline
        if not self._listing.looking and (failed or time.monotonic() - self._asked > STALE):
            self._ask(again=True)
        elif self._conversation is None:
            self.list.show(self._listing, self.story, sort=True)

    def _ask(self, *, anew: bool = False, again: bool = False) -> None:
        """Asks which chats there are; ``anew``: for another story, whose source has others.

        ``again``: who did not answer is asked once more, as the reader comes to the list himself.
        """
        if self._asking:
            self._asking.cancel()
        self._asked = time.monotonic()
        known = Listing(() if anew else self._listing.rooms, looking=True)
        self._listing = known.with_own(self._desk.live.rooms())
        self._show_list(sort=True)
        self._asking = asyncio.create_task(self._await_listed(self.story, self._article, again))

    async def _await_listed(self, story: Story | None, article: Article | None, again: bool) -> None:
        try:
            rooms = await asyncio.wrap_future(self._desk.live.listed(story, article, again=again))
        except Failure as failure:
            listing = replace(self._listing, looking=False, failure=failure)
        else:
            listing = Listing(rooms)
        self._asking = None
        before = self._listing
        self._listing = replace(listing, offline=not self._desk.online).with_own(self._desk.live.rooms())
        self._show_list(sort=before.rooms == ())

    def _show_list(self, *, sort: bool = False) -> None:
        self.list.show(self._listing, self.story, sort=sort)
        self.post_message(self.Stands())

    # --- the open chat --------------------------------------------------------------

    def open_room(self, room: Room) -> None:
        """Opens the chat of a room."""
        self.open_chat(self._desk.live.chat(room))

    def open_chat(self, chat: Chat) -> None:
        """Opens a chat, and puts the reader into it if he is in the list."""
        if self._conversation and self._conversation.chat is chat:
            return
        within = self.has_focus_within
        self._leave()
        self._conversation = Conversation(chat, self.view.look)
        self._opened_at = self.story.id if self.story else ""
        self.add_class("-open")
        self.view.show(self._conversation)
        self._conversation.open()
        if within:
            self.screen.set_focus(self.view, scroll_visible=False)
        self.writing.keep_to(chat)
        self.post_message(self.Stands())

    def reopen(self) -> None:
        """Opens the chat again, or asks for the list: the reader is somebody else now, or has left one."""
        if self._conversation:
            self._conversation.open()
        else:
            self._ask(again=True)

    def has_chat_about(self, story: Story) -> bool:
        """Whether a chat about this story is known."""
        return any(part == ABOUT for part, _room in in_parts(self._listing.rooms, story))

    def back(self) -> bool:
        """From the open chat to the list; False from the list."""
        if self._conversation is None:
            return False
        within = self.has_focus_within
        self._leave()
        self.remove_class("-open")
        self._listing = self._listing.with_own(self._desk.live.rooms())
        self._show_list()
        if within:
            self.screen.set_focus(self.list, scroll_visible=False)
        return True

    def _leave(self) -> None:
        if self._conversation:
            conversation, self._conversation = self._conversation, None
            self.writing.keep_to(None)
            self.view.show(None)
            conversation.close()

    def go_to(self, message: str) -> bool:
        """Goes to a message of the open chat; False where it is not there."""
        return self._conversation is not None and self.view.go_to(message)

    # --- news ---------------------------------------------------------------------

    def hear(self, rooms: Collection[str], *, link: bool) -> None:
        """Takes in that there is something new in these rooms, or of the link."""
        conversation = self._conversation
        if conversation and link and str(conversation.chat.status.state) == "live":
            conversation.forget_failures()
        if conversation and (link or conversation.room.id in rooms):
            self.view.look()
        if rooms:
            self._listing = self._listing.with_own(self._desk.live.rooms())
            if conversation is None:
                self.list.show(self._listing, self.story)
            self.post_message(self.Stands())

    def look_again(self) -> None:
        """Shows the open chat as it is now: the reader has done something in it."""
        if self._conversation:
            self.view.look()

    # --- what keys do ---------------------------------------------------------------

    def step_unread(self, step: int) -> str:
        """Goes to what is unread; gives what there is to say where nothing is."""
        return self.view.step_unread(step) if self._conversation else self.list.step_unread(step)

    def choose(self) -> str:
        """Opens what is under the cursor; gives what there is to say where nothing opens."""
        return self.view.choose() if self._conversation else self.list.choose()

    def go_on(self) -> str:
        """Opens the room that a chat goes on in; gives what there is to say where it goes on in none."""
        successor = self.successor
        if successor is None:
            return _("This chat goes on in no other room.")
        self.open_room(successor)
        return ""

    def choose_story(self) -> str:
        """Opens the story that a chat is about; gives what there is to say where it is about none."""
        room = self.room
        if room is None or not room.story_url:
            return _("This chat is about no story.")
        self.post_message(self.StoryChosen(room.story_url))
        return ""

    @on(ChatList.Taken)
    def _taken(self, message: ChatList.Taken) -> None:
        message.stop()
        self.open_room(message.room)

    @on(ChatView.StoryChosen)
    def _head_chosen(self, message: ChatView.StoryChosen) -> None:
        message.stop()
        if said := self.choose_story():
            self.app.notify(said)

    @on(ChatView.Moved)
    def _moved(self, message: ChatView.Moved) -> None:
        message.stop()
        self.post_message(self.Stands())
