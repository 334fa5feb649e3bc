"""Commands about sources: asking them, adding them, seeing how they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.locale import _
from tui.ui.commands.command import SOURCES, Command

if TYPE_CHECKING:
    from tui.ui.screens.newsroom import NewsroomScreen


class Refresh(Command):
    name, keys, group = "refresh", ("r",), SOURCES
    sentence = _("Ask this story's source for news; while reading, fetch the article anew too")

    def run(self, room: NewsroomScreen) -> None:
        if room.pane == "article":
            room.article.retry()
        if room.story:
            room.refreshes.one(room.story)


class RefreshAll(Command):
    name, keys, group = "refresh-all", ("R",), SOURCES
    sentence = _("Ask all sources for news; esc stops it")
    hint = _("refresh")

    def run(self, room: NewsroomScreen) -> None:
        room.refreshes.everything()


class FetchAhead(Command):
    name, keys, group = "fetch-ahead", ("D",), SOURCES
    sentence = _("Fetch articles ahead, to read without a network; esc stops it")

    def run(self, room: NewsroomScreen) -> None:
        room.refreshes.ahead.start()


class AddSource(Command):
    name, keys, group = "add-source", ("a",), SOURCES
    sentence = _("Add a source by the address of its feed or its site")
    hint = _("add")

    def run(self, room: NewsroomScreen) -> None:
        from tui.ui.screens.add_source import AddSourceScreen

        room.app.push_screen(AddSourceScreen(room.desk), room.subscriptions.added)


class Sources(Command):
    name, keys, group = "sources", ("E",), SOURCES
    sentence = _("List the sources and how they are")

    def run(self, room: NewsroomScreen) -> None:
        from tui.ui.screens.sources import SourcesScreen

        room.app.push_screen(SourcesScreen(room), room.views.show_source)


class ImportFile(Command):
    name, keys, group = "import", (), SOURCES
    sentence = _("Import sources from a file: OPML, or a list of addresses")

    def run(self, room: NewsroomScreen) -> None:
        from tui.ui.screens.import_file import ImportScreen

        room.app.push_screen(ImportScreen(room.desk), room.subscriptions.imported)
