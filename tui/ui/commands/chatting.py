"""Commands about chats: to them, through what is unread in them, to what they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.locale import _
from tui.ui.commands.command import CHATS, Command

if TYPE_CHECKING:
    from tui.ui.chats.chat_pane import ChatPane
    from tui.ui.screens.newsroom import NewsroomScreen


class Chats(Command):
    name, keys, group = "chats", ("C",), CHATS
    sentence = _(
        "Go to the chats, the open story's first; from there to comments, or what was found elsewhere"
    )
    hint = _("chats")

    def run(self, room: NewsroomScreen) -> None:
        if room.place == "chats":
            room.room.next_tab()
            room.go_to_comments()
        else:
            if room.reading is None and room.wire.story:
                room.chats.show_story(room.wire.story, None)
            room.go_to_chats()


class InChats(Command):
    """A command that means the list of chats, or the chat that is open; what it gives is said."""

    group, pane = CHATS, "chats"

    def describe(self, room: NewsroomScreen) -> str:
        return self.sentence if room.place == "chats" else ""

    def run(self, room: NewsroomScreen) -> None:
        if room.place != "chats":
            room.go_to_chats()
        if said := self.do(room.chats):
            room.say(said)

    def do(self, pane: ChatPane) -> str:
        raise NotImplementedError


class NextUnread(InChats):
    name, keys = "next-unread-chat", ("n",)
    sentence = _("Go to the next chat with unread messages; in a chat, to where they begin, then to the end")
    hint = _("next unread")

    def do(self, pane: ChatPane) -> str:
        return pane.step_unread(1)


class PreviousUnread(InChats):
    name, keys = "previous-unread-chat", ("p",)
    sentence = _("Go to the chat with unread messages before; in a chat, back to where they begin")

    def do(self, pane: ChatPane) -> str:
        return pane.step_unread(-1)


class LeaveChat(InChats):
    name, keys = "leave-chat", ("X",)
    sentence = _("Leave the chat, or decline the invitation, at the second press")

    def describe(self, room: NewsroomScreen) -> str:
        here = room.chats.room
        return super().describe(room) if here and here.membership else ""

    def do(self, pane: ChatPane) -> str:
        return pane.writing.leave_chat()


class FollowChat(InChats):
    name, keys = "follow-chat", (">",)
    sentence = _("Go to the room that a closed chat goes on in")
    hint = _("where it goes on")

    def describe(self, room: NewsroomScreen) -> str:
        return super().describe(room) if room.chats.successor else ""

    def do(self, pane: ChatPane) -> str:
        return pane.go_on()


class CopyMessage(InChats):
    name, keys = "copy-message", ("Y",)
    sentence = _("Copy the text of the message under the cursor")

    def do(self, pane: ChatPane) -> str:
        text = pane.message.text if pane.message else ""
        if text:
            pane.app.copy_to_clipboard(text)
        return _("Copied: {text}").format(text=text) if text else _("There is no message to copy.")


class ChatStory(InChats):
    name, keys = "chat-story", ("H",)
    sentence = _("Open the story that the chat is about")

    def do(self, pane: ChatPane) -> str:
        return pane.choose_story()
