"""Commands of taking part: what to do in a discussion, and what while one writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui.locale import _
from tui.ui.commands.command import WRITING, Command

if TYPE_CHECKING:
    from tui.ui.panes.room import RoomPane
    from tui.ui.screens.newsroom import NewsroomScreen
    from tui.ui.writing.below import Below
    from tui.ui.writing.participation import Participation


class _Here(Command):
    """A command about the discussion that the room shows.

    ``needs`` is the value of the ``Capability`` that its service must declare: the first
    screen knows the commands, and not what they are about.
    """

    group = WRITING
    needs: ClassVar[str]

    def describe(self, room: NewsroomScreen) -> str:
        return self.sentence if self.offered(room.room) else ""

    def offered(self, pane: RoomPane) -> bool:
        """Whether it does anything now."""
        standing = pane.participation.standing
        return self.needs in standing.can and not standing.closed

    def run(self, room: NewsroomScreen) -> None:
        said = self.act(room.room.participation)
        if room.room.participation.open and room.place != "room":
            room.go_to_comments()
        if said:
            room.say(said)
        elif room.room.participation.open:
            room.status.hush()  # the keys of what opened are told there

    def act(self, participation: Participation) -> str:
        """Does it; gives the sentence to say, "" for none."""
        raise NotImplementedError


class _OfComment(_Here):
    """A command about the comment under the cursor."""

    def offered(self, pane: RoomPane) -> bool:
        return super().offered(pane) and pane.comment is not None


class Reply(_OfComment):
    name, keys, needs = "reply", ("i",), "reply"
    sentence = _("Write: an answer to the comment under the cursor; from elsewhere, a comment on the story")
    hint = _("reply")

    def run(self, room: NewsroomScreen) -> None:
        if room.pane == "room":
            super().run(room)
        else:
            Comment().run(room)

    def act(self, participation: Participation) -> str:
        return participation.reply()


class Comment(_Here):
    name, keys, needs = "comment", ("I",), "post"
    sentence = _("Write a comment on the story, at the top of the discussion")
    hint = _("comment")

    def act(self, participation: Participation) -> str:
        return participation.comment()


class QuoteReply(_OfComment):
    name, keys, needs = "quote", ('"',), "reply"
    sentence = _("Answer the comment under the cursor with its words quoted")

    def act(self, participation: Participation) -> str:
        return participation.reply(quoting=True)


class Edit(_OfComment):
    name, keys, needs = "edit-comment", ("e",), "edit"
    sentence = _("Edit your own comment under the cursor")

    def offered(self, pane: RoomPane) -> bool:
        return pane.comment is not None and pane.participation.may_edit(pane.comment)

    def act(self, participation: Participation) -> str:
        return participation.edit()


class VoteUp(_OfComment):
    name, keys, needs = "vote-up", ("+",), "vote"
    sentence = _("Vote for the comment under the cursor; again takes the vote back")

    def act(self, participation: Participation) -> str:
        return participation.vote(1)


class VoteDown(_OfComment):
    name, keys, needs = "vote-down", ("-",), "vote"
    sentence = _("Vote against the comment under the cursor; again takes the vote back")

    def act(self, participation: Participation) -> str:
        return participation.vote(-1)


class Report(_OfComment):
    name, keys, needs = "report", ("!",), "report"
    sentence = _("Report the comment under the cursor to the moderators, with a reason")

    def act(self, participation: Participation) -> str:
        return participation.report()


class LogIn(_Here):
    name, keys, needs = "log-in", ("L",), "log in"
    sentence = _("Log in or register where the discussion is, or log out there")
    hint = _("log in")

    def offered(self, pane: RoomPane) -> bool:
        standing = pane.participation.standing
        return standing.makes_accounts or standing.account is not None

    def act(self, participation: Participation) -> str:
        return participation.log_in()


class Typing(Command):
    """A command to what is typed into."""

    group, pane = WRITING, "writing"

    def describe(self, room: NewsroomScreen) -> str:
        below = room.room_frame.open
        return self.sentence if below and below.offers(self.name) else ""

    def run(self, room: NewsroomScreen) -> None:
        below = room.room_frame.open
        if below and below.offers(self.name):
            self.act(below)
        else:
            key = room.keymap.first("reply")
            room.say(_("That is for while you write: {key} begins.").format(key=key or ":"))

    def act(self, below: Below) -> None:
        below.run(self.name)


class Send(Typing):
    name, keys = "send", ("ctrl+s", "ctrl+enter")
    sentence = _("Send what you have written, or the form")
    hint = _("send")

    def describe(self, room: NewsroomScreen) -> str:
        below = room.room_frame.open  # a message has a key of its own
        return "" if below and below.offers("send-message") else super().describe(room)

    def act(self, below: Below) -> None:
        below.send()


class Preview(Typing):
    name, keys = "preview", ("ctrl+r",)
    sentence = _("See what you write as it will look, or write on")
    hint = _("preview")


class Editor(Typing):
    name, keys = "editor", ("ctrl+e",)
    sentence = _("Write on in your own editor: $VISUAL or $EDITOR")
    hint = _("editor")


class Sign(Typing):
    name, keys = "sign", ("ctrl+g",)
    sentence = _("Say anew who you are as a guest")
    hint = _("who you are")


class FormPage(Typing):
    name, keys = "form-page", ("ctrl+o",)
    sentence = _("Open the form's page in the browser")
    hint = _("browser")


class OtherForm(Typing):
    name, keys = "other-form", ("ctrl+n",)
    sentence = _("Register in place of logging in, or log in")
    hint = _("register / log in")


class StopWriting(Typing):
    name, keys = "stop-writing", ("escape",)
    sentence = _("Leave what you write: it is kept as a draft")
    hint = _("back")

    def act(self, below: Below) -> None:
        below.leave()
