"""Commands about the thread in the room: going through its comments, their order, following it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.locale import _
from tui.ui.commands.command import ROOM, Command

if TYPE_CHECKING:
    from tui.store import Followed
    from tui.ui.panes.room import RoomPane
    from tui.ui.screens.newsroom import NewsroomScreen


class _InThread(Command):
    """A command that means the thread in the room; what it gives is said."""

    group, pane = ROOM, "room"

    def describe(self, room: NewsroomScreen) -> str:
        return self.sentence if room.room.comment else ""

    def run(self, room: NewsroomScreen) -> None:
        words = self.do(room.room) if room.room.comment else _("There are no comments here.")
        if words:
            room.say(words)
        if room.room.comment and room.pane != "room":
            room.go_to_pane("room")

    def do(self, pane: RoomPane) -> str:
        raise NotImplementedError


class NextNew(_InThread):
    name, keys = "next-new", ("n",)
    sentence = _("Go to the next new comment, in the room")
    hint = _("next new")

    def do(self, pane: RoomPane) -> str:
        return pane.step_new(1)


class PreviousNew(_InThread):
    name, keys = "previous-new", ("p",)
    sentence = _("Go to the new comment before, in the room")

    def do(self, pane: RoomPane) -> str:
        return pane.step_new(-1)


class NextSibling(_InThread):
    name, keys = "next-sibling", ("}",)
    sentence = _("Go to the next comment of the same depth, past the replies to this one")

    def do(self, pane: RoomPane) -> str:
        return "" if pane.step_sibling(1) else _("No more answers beside this one.")


class PreviousSibling(_InThread):
    name, keys = "previous-sibling", ("{",)
    sentence = _("Go to the comment of the same depth before")

    def do(self, pane: RoomPane) -> str:
        return "" if pane.step_sibling(-1) else _("No answers before this one.")


class Parent(_InThread):
    name, keys = "parent", ("H",)
    sentence = _("Go to the comment that this one answers")

    def do(self, pane: RoomPane) -> str:
        return "" if pane.to_parent() else _("This answers no other comment.")


class SortComments(_InThread):
    name, keys = "sort", ("O",)
    sentence = _("Sort the comments: in the order of the thread, newest first, best first")
    hint = _("sort")

    def do(self, pane: RoomPane) -> str:
        return _("Comments {order}.").format(order=pane.next_order())


class FollowThread(Command):
    name, keys, group, pane = "follow-thread", ("w",), ROOM, "room"
    sentence = _("Follow this thread, or follow it no more")
    hint = _("follow")

    def describe(self, room: NewsroomScreen) -> str:
        return self.sentence if room.room.thread else ""

    def run(self, room: NewsroomScreen) -> None:
        thread, story = room.room.thread, room.room.story
        if thread is None or story is None:
            room.say(_("There is no thread here to follow."))
        elif room.room.toggle_followed():
            key = room.keymap.first("followed")
            room.say(_("You follow this thread now · {key}: all you follow.").format(key=key))
        else:
            key = room.keymap.first(self.name)
            room.say(_("You follow this thread no more · {key} takes it up again.").format(key=key))


class FollowedThreads(Command):
    name, keys, group = "followed", ("W",), ROOM
    sentence = _("List the threads you follow, and ask them what is new")

    def run(self, room: NewsroomScreen) -> None:
        from tui.ui.screens.followed import FollowedScreen

        room.app.push_screen(FollowedScreen(room), partial(_open, room))


def _open(room: NewsroomScreen, thread: Followed | None) -> None:
    """Opens a followed thread in the room, with the story that it is about beside it."""
    if thread is None:
        return
    story = room.desk.visiting.story(thread)
    room.open(story)
    if not room.desk.visiting.is_own(thread, story):
        room.room.show_followed(thread)
    room.go_to_comments()
