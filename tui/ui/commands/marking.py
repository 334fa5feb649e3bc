"""Commands that mark stories, and the one that takes a mark back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.locale import _
from tui.ui.commands.command import MARKING, READING, Command

if TYPE_CHECKING:
    from tui.ui.screens.newsroom import NewsroomScreen


class Star(Command):
    name, keys, group = "star", ("s",), MARKING
    sentence = _("Star the story, or take the star away")
    hint = _("star")

    def run(self, room: NewsroomScreen) -> None:
        story = room.story
        if story:
            room.marks.star(story, not story.starred)
            room.say(_("Star taken away.") if story.starred else _("Starred."))


class ToggleRead(Command):
    name, keys, group = "read", ("N",), MARKING
    sentence = _("Mark the story read, or unread again")

    def run(self, room: NewsroomScreen) -> None:
        story = room.story
        if story:
            room.marks.read(story, not story.read)
            room.say(_("Marked unread.") if story.read else _("Marked read."))


class ReadAll(Command):
    name, keys, group = "read-all", ("A",), MARKING
    sentence = _("Mark all of this view read, but for what waits above")

    def run(self, room: NewsroomScreen) -> None:
        room.marks.read_all(room.wire.place.seen)


class Undo(Command):
    name, keys, group = "undo", ("u",), MARKING
    sentence = _("Take the last change back")

    def run(self, room: NewsroomScreen) -> None:
        room.marks.undo()


class Browser(Command):
    name, keys, group = "browser", ("o",), READING
    sentence = _("Open the chosen link, the comment, or the story's page in the browser")
    hint = _("browser")

    def run(self, room: NewsroomScreen) -> None:
        from tui.ui.browser import open_link

        link = room.link
        room.say(open_link(link) if link else _("This story has no link."))


class CopyLink(Command):
    name, keys, group = "copy-link", ("y",), READING
    sentence = _("Copy the address of the chosen link, the comment, or the story")

    def run(self, room: NewsroomScreen) -> None:
        link = room.link
        if link:
            room.app.copy_to_clipboard(link)
        room.say(_("Copied: {link}").format(link=link) if link else _("This story has no link."))
