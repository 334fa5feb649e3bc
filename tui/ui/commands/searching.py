"""Commands that find stories by a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.locale import _
from tui.stories import SavedSearch
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


class SaveSearch(Command):
    name, keys, group, pane = "save-search", ("+",), VIEW, "wire"
    sentence = _("Save the search or filter on the wire as a section; of a saved one, change the name")

    def describe(self, room: NewsroomScreen) -> str:
        return self.sentence if room.wire.view.query is not None else ""

    def run(self, room: NewsroomScreen) -> None:
        from tui.ui.saving import begin

        begin(room)


class RemoveSearch(Command):
    name, keys, group = "remove-search", (), VIEW
    sentence = _("Remove the saved search on the wire from the sections; undo brings it back")

    def describe(self, room: NewsroomScreen) -> str:
        return self.sentence if isinstance(room.views.here, SavedSearch) else ""

    def run(self, room: NewsroomScreen) -> None:
        from tui.ui.saving import remove

        if isinstance(room.views.here, SavedSearch):
            remove(room, room.views.here)


class SavedSearches(Command):
    name, keys, group = "saved-searches", ("P",), VIEW
    sentence = _("List the saved searches, to open, change or remove them")

    def run(self, room: NewsroomScreen) -> None:
        from tui.ui.screens.saved import SavedScreen

        room.app.push_screen(SavedScreen(room), room.views.show_saved)


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
