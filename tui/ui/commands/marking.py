"""Commands that mark stories, and the one that takes a mark back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.locale import _
from tui.store import View
from tui.store.tag_names import LATER
from tui.ui.commands.command import MARKING, READING, Command

if TYPE_CHECKING:
    from tui.ui.screens.newsroom import NewsroomScreen


class Star(Command):
    name, keys, group = "star", ("s",), MARKING
    sentence = _("Star the story or the selected ones, or take the star away")
    hint = _("star")

    def run(self, room: NewsroomScreen) -> None:
        story = room.story
        if room.marks.selected:
            room.marks.turn_star(room.marks.selected)
        elif story:
            room.marks.star(story, not story.starred)
            room.say(_("Star taken away.") if story.starred else _("Starred."))


class TagStories(Command):
    name, keys, group = "tag", ("t",), MARKING
    sentence = _("Tag the story or the selected ones; the same tag again takes it off")

    def run(self, room: NewsroomScreen) -> None:
        from tui.ui.tagging import TagLine

        if ids := room.marks.meant:
            line = TagLine(room, ids)
            room.line_input.begin(line)
            room.run_worker(line.know(), group="tags", exclusive=True)


class ReadLater(Command):
    name, keys, group = "later", ("b",), MARKING
    sentence = _("Put the story or the selected ones by for later, or take them off again")

    def run(self, room: NewsroomScreen) -> None:
        if ids := room.marks.meant:
            room.marks.turn_tag(ids, LATER)


class ToggleRead(Command):
    name, keys, group = "read", ("N",), MARKING
    sentence = _("Mark the story or the selected ones read, or unread again")

    def run(self, room: NewsroomScreen) -> None:
        story = room.story
        if room.marks.selected:
            room.marks.turn_read(room.marks.selected)
        elif story:
            room.marks.read(story, not story.read)
            room.say(_("Marked unread.") if story.read else _("Marked read."))


class ReadAll(Command):
    name, keys, group = "read-all", ("A",), MARKING
    sentence = _("Mark all of this view read, what a search or filter found too, but for what waits above")

    def run(self, room: NewsroomScreen) -> None:
        room.marks.read_all(room.wire.place.seen)


class ReadAbove(Command):
    name, keys, group = "read-above", ("(",), MARKING
    sentence = _("Mark all above the story read, but for what waits")

    def run(self, room: NewsroomScreen) -> None:
        if (story := room.wire.story) and _in_order(room):
            room.marks.read_all(replace(room.wire.place.seen, newer=story.id))


class ReadBelow(Command):
    name, keys, group = "read-below", (")",), MARKING
    sentence = _("Mark all below the story read")

    def run(self, room: NewsroomScreen) -> None:
        if (story := room.wire.story) and _in_order(room):
            room.marks.read_all(replace(room.wire.place.seen, older=story.id))


def _in_order(room: NewsroomScreen) -> bool:
    """Whether above is newer; else says that it is not."""
    view = room.wire.view
    if view.ranked or view.order:
        room.say(_("Show the newest first to mark those above or below."))
    return not (view.ranked or view.order)


class ReadSource(Command):
    name, keys, group = "read-source", ("M",), MARKING
    sentence = _("Mark all of the story's source read")

    def run(self, room: NewsroomScreen) -> None:
        if story := room.story:
            room.marks.read_all(room.wire.place.let_in(View(source=story.source_id)))


class ReadSection(Command):
    name, keys, group = "read-section", ("Z",), MARKING
    sentence = _("Mark all of the story's section read")

    def run(self, room: NewsroomScreen) -> None:
        if story := room.story:
            room.marks.read_all(room.wire.place.let_in(View(section=story.section_id)))


class Select(Command):
    name, keys, group = "select", ("x",), MARKING
    sentence = _("Select the story, or select it no more, and move on; esc selects nothing")

    def run(self, room: NewsroomScreen) -> None:
        room.wire.select()
        room.views.tell()


class SelectRange(Command):
    name, keys, group = "select-range", ("X",), MARKING
    sentence = _("Select all from the story selected last to this one")

    def run(self, room: NewsroomScreen) -> None:
        from tui.ui.selecting import select_range

        select_range(room)


class SelectAll(Command):
    name, keys, group = "select-all", ("*",), MARKING
    sentence = _("Select all of this view, but for what waits above")

    def run(self, room: NewsroomScreen) -> None:
        from tui.ui.selecting import select_all

        select_all(room)


class Undo(Command):
    name, keys, group = "undo", ("u",), MARKING
    sentence = _("Take the last change back")

    def run(self, room: NewsroomScreen) -> None:
        room.marks.undo()


class Redo(Command):
    name, keys, group = "redo", ("ctrl+y",), MARKING
    sentence = _("Do again what was undone last")

    def run(self, room: NewsroomScreen) -> None:
        room.marks.redo()


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
