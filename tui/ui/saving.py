"""Saving what the wire shows as a section: the line that its name is typed into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.locale import _
from tui.model import Failure
from tui.store.journal import Step
from tui.store.query import All, Is, printed
from tui.store.query_parser import parse
from tui.store.saved import BadSearch, clash, name_of
from tui.stories import SavedSearch
from tui.text import clean

if TYPE_CHECKING:
    from tui.ui.screens.newsroom import NewsroomScreen


def begin(room: NewsroomScreen) -> None:
    """Asks for the name of what a query shows on the wire; for a new one where it is saved already."""
    if room.wire.view.query is None:
        room.say(_("Search or filter first: that is what can be saved."))
        return
    try:
        query = _said(room)
    except Failure as failure:
        room.say(failure.words)
        return
    here = room.views.here
    own = here if isinstance(here, SavedSearch) else None
    room.line_input.begin(NameLine(room, query, own), own.name if own else "")


def remove(room: NewsroomScreen, search: SavedSearch) -> None:
    """Removes a saved search; the wire still shows what it found."""
    room.marks.do(lambda: Step("unsave", room.desk.saving.remove(search.id).name, 1))


def _said(room: NewsroomScreen) -> str:
    """The query that says all that limits the view, but for what is a way of looking: unread ones alone."""
    query = room.views.query
    assert query is not None
    if room.wire.view.starred:
        query = All((*(query.parts if isinstance(query, All) else (query,)), Is("starred")))
    text = printed(query)
    if parse(text) != query:
        raise BadSearch(_("A query can't name this section or source."), _("Search all stories instead."))
    return text


class NameLine:
    """⏎ saves the query under the name, esc leaves; a name that is there wants ⏎ again."""

    def __init__(self, room: NewsroomScreen, query: str, own: SavedSearch | None) -> None:
        self._room = room
        self._query = query
        self._own = own
        self._text = ""
        self._wrong = ""
        self._replaced: SavedSearch | None = None
        self._done = False

    def typed(self, text: str) -> str | None:
        if self._done:
            return None
        if text != self._text:
            self._text, self._wrong, self._replaced = text, "", None
        label = _("New name") if self._own else _("Save as")
        return f"{label}: {text}▏  {self._wrong or clean(self._query, 200)}"

    def take(self, key: str) -> bool:
        if key != "enter":
            return False
        try:
            self._save(name_of(self._text))
        except BadSearch as bad:
            self._wrong = bad.words
        return True

    def left(self) -> None:
        """Nothing was changed that has to be put back."""

    def _save(self, name: str) -> None:
        views = self._room.views
        others = [one for one in views.searches if one != self._own]
        there = next((one for one in others if one.name.casefold() == name.casefold()), None)
        if there and self._own is None and there != self._replaced:
            self._replaced = there
            self._wrong = _("“{name}” is there: ⏎ again gives it this query.").format(name=there.name)
            return
        if said := clash(name, [one.name for one in views.sections], [] if self._replaced else others):
            raise BadSearch(said, _("Give another name."))
        self._done = True
        self._room.marks.do(lambda: self._step(name))

    def _step(self, name: str) -> Step:
        saving = self._room.desk.saving
        if self._own:
            return Step("resave", saving.change(self._own.id, name=name).name, 1)
        if self._replaced:
            return Step("resave", saving.change(self._replaced.id, query=self._query).name, 1)
        return Step("save", saving.add(name, self._query).name, 1)
