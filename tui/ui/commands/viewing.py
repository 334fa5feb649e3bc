"""Commands that choose what the wire shows and how the screen is laid."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.locale import _
from tui.store import View
from tui.store.query import Named
from tui.store.tag_names import LATER
from tui.ui.commands.command import VIEW, Command

if TYPE_CHECKING:
    from tui.ui.screens.newsroom import NewsroomScreen


class AllSections(Command):
    name, keys, group = "section-all", ("0",), VIEW
    sentence = _("Show all sections")

    def run(self, room: NewsroomScreen) -> None:
        room.views.show(View(unread=room.wire.view.unread))


class GoToSection(Command):
    """The command of one section; ``number`` counts the tabs from 1."""

    group = VIEW
    sentence = _("Show the section with this number")

    def __init__(self, number: int) -> None:
        self.number = number
        self.name = f"section-{number}"  # type: ignore[misc]
        self.keys = (str(number),)  # type: ignore[misc]

    def describe(self, room: NewsroomScreen) -> str:
        tab = room.views.tab(self.number)
        return _("Show the section {name}").format(name=tab.name) if tab else ""

    def run(self, room: NewsroomScreen) -> None:
        if tab := room.views.tab(self.number):
            room.views.go_to(tab, unread=room.wire.view.unread)


class StepSection(Command):
    """Goes ``step`` tabs on; after the last comes the first."""

    group = VIEW
    step = 1

    def run(self, room: NewsroomScreen) -> None:
        tabs = [None, *room.views.sections, *room.views.searches]
        wanted = tabs[(tabs.index(room.views.here) + self.step) % len(tabs)]
        room.views.go_to(wanted, unread=room.wire.view.unread)


class NextSection(StepSection):
    name, keys = "next-section", (">",)
    sentence = _("Show the next section")


class PreviousSection(StepSection):
    name, keys, step = "previous-section", ("<",), -1
    sentence = _("Show the section before")


class ShowNew(Command):
    name, keys, group = "show-new", (".",), VIEW
    sentence = _("Show the stories that wait above")

    def run(self, room: NewsroomScreen) -> None:
        room.views.show_waiting()


class Follow(Command):
    name, keys, group = "follow", ("F",), VIEW
    sentence = _("Let new stories in by themselves while you are at the very top")

    def run(self, room: NewsroomScreen) -> None:
        wire = room.wire
        wire.follow = not wire.follow
        room.say(
            _("New stories come in by themselves at the top.")
            if wire.follow
            else _("New stories wait until you ask.")
        )


class UnreadOnly(Command):
    name, keys, group = "unread-only", ("U",), VIEW
    sentence = _("Show unread stories only, or all again")

    def run(self, room: NewsroomScreen) -> None:
        room.views.show(replace(room.wire.view, unread=not room.wire.view.unread))


class Starred(Command):
    name, keys, group = "starred", ("S",), VIEW
    sentence = _("Show starred stories only, or all again")

    def run(self, room: NewsroomScreen) -> None:
        room.views.show(replace(room.wire.view, starred=not room.wire.view.starred))


class Later(Command):
    name, keys, group = "later-only", ("T",), VIEW
    sentence = _("Show what is put by for later, or what stood here before")

    def run(self, room: NewsroomScreen) -> None:
        later = View(query=Named("tag", LATER))
        if room.wire.view != later:
            if room.wire.view.query is None or not room.wire.place.aside:
                room.wire.place.set_aside()
            room.views.show(later)
        elif not room.searching.leave():
            room.views.show(View())


class Away(Command):
    name, keys, group = "away", ("V",), VIEW
    sentence = _("Show what came while you were away, the most covered first, or what stood here before")

    def run(self, room: NewsroomScreen) -> None:
        room.away.show()


class ShortRows(Command):
    name, keys, group = "short-rows", ("=",), VIEW
    sentence = _("Headlines in one line for skimming, or whole")

    def run(self, room: NewsroomScreen) -> None:
        room.wire.toggle_short()


class Room(Command):
    name, keys, group = "room", ("c",), VIEW
    sentence = _("Go to the room: comments or chats, or leave it")
    hint = _("room")

    def run(self, room: NewsroomScreen) -> None:
        room.toggle_room()


class Elsewhere(Command):
    name, keys, group = "elsewhere", ("d",), VIEW
    sentence = _("Ask other services who discusses this story; they learn that you read it")
    hint = _("elsewhere")

    def run(self, room: NewsroomScreen) -> None:
        if room.room.ask_elsewhere():
            room.go_to_comments()
        else:
            room.say(_("Open a story first."))


class Zen(Command):
    name, keys, group = "zen", ("z",), VIEW
    sentence = _("The article alone, or all panes again")
    hint = _("zen")

    def run(self, room: NewsroomScreen) -> None:
        room.toggle_zen()


class Pictures(Command):
    name, keys, group = "pictures", ("v",), VIEW
    sentence = _("Show the pictures, or their descriptions alone")

    def run(self, room: NewsroomScreen) -> None:
        room.say(room.wireroom.pictures.toggle())
        room.article.show_pictures(afresh=True)
