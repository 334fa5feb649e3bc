"""The saved searches, each with what it finds: to open, rename, change or remove."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from textual.events import Key
from textual.widgets.input import Selection

from tui.locale import _, ngettext
from tui.store.query import QueryError
from tui.stories import SavedSearch
from tui.ui.desk_link import SourcesMoved
from tui.ui.saving import remove
from tui.ui.screens.asking import AskingSheet
from tui.ui.screens.newsroom import NewsroomScreen
from tui.ui.screens.sheet import Sheet
from tui.ui.widgets.choices import Choice, Choices


class SavedScreen(Sheet[str]):
    """Lists saved searches; gives the id of the one to show."""

    def __init__(self, room: NewsroomScreen) -> None:
        hints = [
            ("j/k", _("move")),
            ("⏎", _("open")),
            ("n", _("name")),
            ("e", _("query")),
            ("x", _("remove")),
            ("u", _("undo")),
            ("esc", _("back")),
        ]
        super().__init__(_("Saved searches"), hints)
        self._room = room
        self._key = room.keymap.first("save-search")

    def on_mount(self) -> None:
        self._show()

    def _show(self) -> None:
        self.choices.show(lines(self._room.desk.store.saved.known(), self._key))

    def on_sources_moved(self, _message: SourcesMoved) -> None:
        self._show()

    def on_choices_taken(self, message: Choices.Taken) -> None:
        self.dismiss(message.choice.id)

    def take(self, event: Key) -> bool:
        search, saving = self._current(), self._room.desk.saving
        if event.character == "u":
            self._room.marks.undo()
        elif search is None or event.character not in ("n", "e", "x"):
            return False
        elif event.character == "x":
            remove(self._room, search)
            self.status.say(_("Removed {name} · u brings it back.").format(name=search.name))
        elif event.character == "n":
            self._ask(_("New name"), search, search.name, lambda name: saving.change(search.id, name=name))
        else:
            self._ask(_("Query"), search, search.query, lambda text: saving.change(search.id, query=text))
        return True

    def _ask(
        self, question: str, search: SavedSearch, text: str, change: Callable[[str], SavedSearch]
    ) -> None:
        self.app.push_screen(ChangeSheet(question, search, text, change), lambda _done: self._show())

    def _current(self) -> SavedSearch | None:
        here = self.choices.current
        known = self._room.desk.store.saved.known()
        return next((one for one in known if here and one.id == here.id), None)


class ChangeSheet(AskingSheet[None]):
    """Asks for a saved search's name or query; of a mistake in a query the place is chosen in the line."""

    def __init__(
        self, question: str, search: SavedSearch, text: str, change: Callable[[str], SavedSearch]
    ) -> None:
        super().__init__(search.name, question, [("⏎", _("save")), ("esc", _("back"))])
        self.input.value = text
        self._change = change

    async def answer(self, text: str) -> None:
        try:
            await asyncio.to_thread(self._change, text)
        except QueryError as error:
            self.input.selection = Selection(error.start, error.end)
            raise
        self.dismiss(None)


def lines(searches: Sequence[SavedSearch], key: str) -> list[Choice]:
    """The saved searches as lines; ``key`` saves one."""
    nothing = _("No saved searches yet: {key} saves what a search or filter found.").format(key=key)
    return list(map(_line, searches)) or [Choice("", nothing, heading=True)]


def _line(search: SavedSearch) -> Choice:
    unread = ngettext("{n} unread", "{n} unread", search.unread).format(n=search.unread)
    return Choice(search.id, search.name, f"{search.query} · {unread}", mark="●" if search.unread else " ")
