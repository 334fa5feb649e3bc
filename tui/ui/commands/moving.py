"""Commands that move: in a pane, between stories, between panes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.locale import _
from tui.ui.commands.command import MOVING, READING, Command

if TYPE_CHECKING:
    from tui.ui.screens.newsroom import NewsroomScreen


class Down(Command):
    name, keys, group = "down", ("j", "down"), MOVING
    sentence = _("Move down: a story on the wire, a line elsewhere")
    hint = _("move")

    def run(self, room: NewsroomScreen) -> None:
        room.step(1)


class Up(Command):
    name, keys, group = "up", ("k", "up"), MOVING
    sentence = _("Move up")

    def run(self, room: NewsroomScreen) -> None:
        room.step(-1)


class PageDown(Command):
    name, keys, group = "page-down", ("pagedown", "ctrl+d"), MOVING
    sentence = _("Move down by a page")

    def run(self, room: NewsroomScreen) -> None:
        room.step_page(1)


class PageUp(Command):
    name, keys, group = "page-up", ("pageup", "ctrl+u"), MOVING
    sentence = _("Move up by a page")

    def run(self, room: NewsroomScreen) -> None:
        room.step_page(-1)


class Top(Command):
    name, keys, group = "top", ("g", "home"), MOVING
    sentence = _("Go to the top")

    def run(self, room: NewsroomScreen) -> None:
        room.to_end(top=True)


class Bottom(Command):
    name, keys, group = "bottom", ("G", "end"), MOVING
    sentence = _("Go to the end")
    hint = _("end")

    def run(self, room: NewsroomScreen) -> None:
        room.to_end(top=False)


class NextPane(Command):
    name, keys, group = "next-pane", ("tab",), MOVING
    sentence = _("Go to the next pane")

    def run(self, room: NewsroomScreen) -> None:
        room.next_pane(1)


class PreviousPane(Command):
    name, keys, group = "previous-pane", ("shift+tab",), MOVING
    sentence = _("Go to the pane before")

    def run(self, room: NewsroomScreen) -> None:
        room.next_pane(-1)


class Open(Command):
    name, keys, group = "open", ("enter", "l", "right"), READING
    sentence = _("Open the story, the chosen link or card; fold or unfold a comment")
    hint = _("open")

    def run(self, room: NewsroomScreen) -> None:
        room.choose()


class NextLink(Command):
    name, keys, group = "next-link", ("]",), READING
    sentence = _("Choose the next link or card of the article")

    def run(self, room: NewsroomScreen) -> None:
        if not room.article.next_link():
            room.say(_("No links here."))


class PreviousLink(Command):
    name, keys, group = "previous-link", ("[",), READING
    sentence = _("Choose the link or card before")

    def run(self, room: NewsroomScreen) -> None:
        if not room.article.next_link(-1):
            room.say(_("No links here."))


class Back(Command):
    name, keys, group = "back", ("escape", "h", "left"), MOVING
    sentence = _("Go back: from the room, the article, a search, a refresh under way")
    hint = _("back")

    def run(self, room: NewsroomScreen) -> None:
        room.back()


class ReadOn(Command):
    name, keys, group = "read-on", ("space",), READING
    sentence = _("Read on: a page down, then the next unread story")
    hint = _("page, then next unread")

    def run(self, room: NewsroomScreen) -> None:
        room.read_on()


class NextUnread(Command):
    name, keys, group = "next-unread", ("n",), READING
    sentence = _("Go to the next unread story")
    hint = _("next unread")

    def run(self, room: NewsroomScreen) -> None:
        if not room.go(lambda wire: wire.next_unread()):
            room.say(_("No unread story below."))


class PreviousUnread(Command):
    name, keys, group = "previous-unread", ("p",), READING
    sentence = _("Go to the unread story before")

    def run(self, room: NewsroomScreen) -> None:
        if not room.go(lambda wire: wire.next_unread(newer=True)):
            room.say(_("No unread story above."))


class NextStory(Command):
    name, keys, group = "next-story", ("J",), READING
    sentence = _("Open the next story")
    hint = _("next story")

    def run(self, room: NewsroomScreen) -> None:
        room.go(lambda wire: wire.move(1), opening=True)


class PreviousStory(Command):
    name, keys, group = "previous-story", ("K",), READING
    sentence = _("Open the story before")

    def run(self, room: NewsroomScreen) -> None:
        room.go(lambda wire: wire.move(-1), opening=True)
