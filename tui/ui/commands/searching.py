"""Commands that find stories by a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.locale import _
from tui.ui.commands.command import VIEW, Command

if TYPE_CHECKING:
    from tui.ui.screens.newsroom import NewsroomScreen


class Search(Command):
    name, keys, group = "search", ("/",), VIEW
    sentence = _("Search all stories: ⏎ keeps what is found, esc goes back")
    hint = _("search")

    def run(self, room: NewsroomScreen) -> None:
        room.searching.search()


class Filter(Command):
    name, keys, group = "filter", ("f",), VIEW
    sentence = _("Filter what the wire shows, in the same language as a search")

    def run(self, room: NewsroomScreen) -> None:
        room.searching.filter()


class Order(Command):
    name, keys, group = "order", ("O",), VIEW
    sentence = _("Sort by time, source, coverage or comments; what was found by how well it fits, too")

    def run(self, room: NewsroomScreen) -> None:
        if room.searching.turn_order():
            return
        if room.wire.view.absence:
            room.say(_("What came while you were away stands by coverage."))
        else:
            room.views.turn_order()
