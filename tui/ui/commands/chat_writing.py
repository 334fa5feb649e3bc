"""Commands of taking part in chats: what to do with messages, and what while one is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.locale import _
from tui.ui.commands.chatting import InChats
from tui.ui.commands.command import CHATS, Command
from tui.ui.commands.writing import Typing

if TYPE_CHECKING:
    from tui.ui.chats.chat_pane import ChatPane
    from tui.ui.chats.chat_writing import ChatWriting
    from tui.ui.screens.newsroom import NewsroomScreen


class _Writing(InChats):
    """A command to what is written in a chat."""

    def describe(self, room: NewsroomScreen) -> str:
        return self.sentence if room.place == "chats" and self.offered(room.chats) else ""

    def offered(self, pane: ChatPane) -> bool:
        """Whether it does anything now."""
        return pane.message is not None

    def do(self, pane: ChatPane) -> str:
        return self.act(pane.writing)

    def run(self, room: NewsroomScreen) -> None:
        super().run(room)
        if room.chats.writing.open:
            room.status.hush()  # the keys of what opened are told there

    def act(self, writing: ChatWriting) -> str:
        """Does it; gives the sentence to say, "" for none."""
        raise NotImplementedError


class Write(_Writing):
    name, keys = "chat-write", ("i",)
    sentence = _("Write a message to the chat; where you are not in it yet, log in and join on the way")
    hint = _("write")

    def offered(self, pane: ChatPane) -> bool:
        return pane.room is not None

    def act(self, writing: ChatWriting) -> str:
        return writing.write()


class Answer(_Writing):
    name, keys = "chat-reply", ("I", '"')
    sentence = _("Answer the message under the cursor")
    hint = _("reply")

    def act(self, writing: ChatWriting) -> str:
        return writing.answer()


class EditMessage(_Writing):
    name, keys = "edit-message", ("e",)
    sentence = _("Edit your own message under the cursor, else your last one")

    def act(self, writing: ChatWriting) -> str:
        return writing.edit()


class Redact(_Writing):
    name, keys = "redact", ("x", "delete")
    sentence = _("Take back your message under the cursor; what was not sent yet becomes your draft")

    def offered(self, pane: ChatPane) -> bool:
        return pane.message is not None and pane.message.own and not pane.message.redacted

    def act(self, writing: ChatWriting) -> str:
        return writing.redact()


class React(_Writing):
    name, keys = "react", ("+",)
    sentence = _("React to the message under the cursor with an emoji; the same again takes it back")
    hint = _("react")

    def act(self, writing: ChatWriting) -> str:
        return writing.react()


class Retry(_Writing):
    name, keys = "retry-message", ("r",)
    sentence = _("Send the message under the cursor once more, which failed")
    hint = _("send again")

    def offered(self, pane: ChatPane) -> bool:
        return pane.message is not None and pane.message.state == "failed"

    def act(self, writing: ChatWriting) -> str:
        return writing.retry()


class LogIn(_Writing):
    name, keys = "chat-log-in", ("L",)
    sentence = _("Log in or register at the chat's homeserver, or log out there")
    hint = _("log in")

    def offered(self, pane: ChatPane) -> bool:
        return True

    def act(self, writing: ChatWriting) -> str:
        return writing.log_in()


class StartChat(_Writing):
    name, keys = "start-chat", ("a",)
    sentence = _("Start a public chat about the open story, once you have confirmed it")
    hint = _("start a chat")

    def offered(self, pane: ChatPane) -> bool:
        return pane.chat is None and pane.story is not None and not pane.has_chat_about(pane.story)

    def act(self, writing: ChatWriting) -> str:
        return writing.start_chat()


class GoToMention(Command):
    name, keys, group = "go-to-mention", ("@",), CHATS
    sentence = _("Go to where somebody called you in a chat")

    def run(self, room: NewsroomScreen) -> None:
        if said := room.mentions.go():
            room.say(said)


class SendMessage(Typing):
    name, keys = "send-message", ("enter",)
    sentence = _("Send the message that you have written")
    hint = _("send")


class NewLine(Typing):
    name, keys = "new-line", ("ctrl+j", "alt+enter")
    sentence = _("Begin a new line in your message")
    hint = _("new line")


class CompleteName(Typing):
    name, keys = "complete-name", ("tab",)
    sentence = _("Complete the name that you began, after @ or without; again takes the next")
    hint = _("name")
