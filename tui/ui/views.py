"""What the wire shows, and what is told of it: sections and their tabs, titles, counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.locale import _, ngettext
from tui.store import View
from tui.store.saved_counts import meant
from tui.store.view import ORDERS
from tui.stories import SavedSearch, Section, Story
from tui.text import clean
from tui.ui.screens.telling import alert, asked_about, sorted_by, view_about, view_title
from tui.ui.widgets.bar_parts import section_tabs, tab_of

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.store.query import Query
    from tui.ui.screens.newsroom import NewsroomScreen


class Views:
    """The sections and saved searches that there are, and the view on the wire."""

    def __init__(self, desk: Desk, room: NewsroomScreen) -> None:
        self._desk = desk
        self._room = room
        self.sections: list[Section] = []
        self.searches: list[SavedSearch] = []
        self._order = room.wire.view.order
        self._came = 0

    def read(self) -> None:
        """Takes the sections from the store: tabs, titles, counts."""
        room = self._room
        self.sections = self._desk.store.sections()
        self.searches = self._desk.store.saved.known()
        if not all(one.exact for one in self.searches):
            self._desk.saving.count_soon()
        self.tell()
        room.status.show_alert(alert(self._desk.store.failing(), online=self._desk.online))

    def tab(self, number: int) -> Section | SavedSearch | None:
        """The section, or behind them the saved search, with this number, from 1."""
        tabs: list[Section | SavedSearch] = [*self.sections, *self.searches]
        return tabs[number - 1] if 0 < number <= len(tabs) else None

    @property
    def here(self) -> Section | SavedSearch | None:
        """The section or the saved search that the wire shows."""
        view = self._room.wire.view
        if view.query is None or view.section or view.source or view.starred or view.absence:
            return next((one for one in self.sections if one.id == view.section), None)
        return next((one for one in self.searches if meant(one.query) == view.query), None)

    def go_to(self, tab: Section | SavedSearch | None, *, unread: bool = False) -> None:
        """Shows a section, a saved search, or all."""
        if isinstance(tab, SavedSearch):
            self._room.wire.place.forget_aside()
            self._room.searching.open(View(query=meant(tab.query), unread=unread))
        else:
            self.show(View(section=tab.id if tab else "", unread=unread))

    def show(self, view: View) -> None:
        """Shows a view on the wire; what was set aside for one that is asked for is let go with that."""
        if view.asked:
            self._room.searching.ask(view)
        else:
            self._room.searching.cancel()
            self._room.wire.place.forget_aside()
            self.show_found(replace(view, order=self._order, ranked=False))

    def show_found(self, view: View, page: Sequence[Story] | None = None, came: int = 0) -> None:
        """Shows a view on the wire.

        ``page`` has its first stories where they were read already, ``came`` how many came in its absence.
        """
        room = self._room
        self._came = came
        room.wire.told_empty = self._told_empty(view)
        room.wire.show(view, page)
        self.tell()
        if room.head.cut:
            room.say(room.head.cut)
        if room.pane != "wire":
            room.go_to_pane("wire")

    @property
    def query_text(self) -> str:
        """The query that the wire shows, with the section and source that it is limited to; "" for none."""
        from tui.store.query import printed

        query = self.query
        return printed(query) if query else ""

    @property
    def query(self) -> Query | None:
        """What ``query_text`` says."""
        from tui.store.query import All, Named

        view = self._room.wire.view
        if view.query is None:
            return None
        section = next((one for one in self.sections if one.id == view.section), None)
        source = self._desk.store.source(view.source) if view.source else None
        within = [Named("section", section.name, whole=True)] if section else []
        within += [Named("source", source.title, whole=True)] if source else []
        parts = view.query.parts if isinstance(view.query, All) else (view.query,)
        return All((*parts, *within)) if within else view.query

    def show_saved(self, search_id: str | None) -> None:
        """Shows a saved search, if one was chosen."""
        if found := next((one for one in self.searches if one.id == search_id), None):
            self.go_to(found)

    def _told_empty(self, view: View) -> str:
        """What is said of a view without a story that has its own words and a next step."""
        if view.absence is None:
            return ""
        keys = self._room.keymap
        told = _("Nothing came while you were away. {all} asks all sources, {back} goes back.")
        return told.format(all=keys.first("refresh-all"), back=keys.first("back"))

    def turn_order(self) -> None:
        """Sorts the wire by the next of the orders there are, and keeps it."""
        self._order = ORDERS[(ORDERS.index(self._order) + 1) % len(ORDERS)]
        self._desk.store.keep_wire_order(self._order)
        self.show(self._room.wire.view)
        self._room.say(sorted_by(self._order))

    def show_source(self, source_id: str | None) -> None:
        """Shows one source's stories."""
        if source_id:
            self.show(View(source=source_id))

    def show_waiting(self) -> None:
        """Lets what waits in, and goes to the top of the view."""
        if self._room.wire.view.asked:
            self._room.searching.ask_again()
        else:
            self._room.wire.show_waiting()

    def hear_waiting(self) -> None:
        """Tells what waits; where the reader has it follow, or sees nothing, it is let in."""
        wire, typing = self._room.wire, self._room.line_input.is_open
        if wire.waiting and wire.view.asked and not typing and (wire.place.is_open or not wire.place.rows):
            self.show_waiting()
        self.tell()

    def tell(self) -> None:
        """Names the view on the wire, and says what waits above it."""
        room = self._room
        view, waiting, here = room.wire.view, room.wire.waiting, self.here
        room.sections_bar.show_tabs(section_tabs(self.sections, self.searches), tab_of(here))
        search = here if isinstance(here, SavedSearch) else None
        section = here if isinstance(here, Section) else None
        source = self._desk.store.source(view.source) if view.source else None
        title = view_title(view, section, source, search)
        news = ngettext("{n} new", "{n} new", waiting).format(n=waiting) if waiting else ""
        if selected := len(room.wire.selection):
            title += " · " + ngettext("{n} selected", "{n} selected", selected).format(n=selected)
        room.show_title("wire", f"{title} · " if news else title, news)
        room.head.show_news(waiting, room.keymap.first("show-new"))
        about = view_about(section, self.sections, view.order)
        room.head.show_about(asked_about(view, self._came, search) if view.asked else about)

    def tell_article(self, story: Story) -> None:
        """Names the section of the open story."""
        section = next((one for one in self.sections if one.id == story.section_id), None)
        self._room.show_title("article", clean(section.name, 60) if section else "")
