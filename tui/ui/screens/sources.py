"""The sources and how they are: what each was last asked, what failed, and a key to drop one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual.events import Key

from tui.locale import _
from tui.model import Section, Source
from tui.ui.ages import age
from tui.ui.desk_link import SourcesMoved
from tui.ui.screens.sheet import Sheet
from tui.ui.widgets.choices import Choice, Choices

if TYPE_CHECKING:
    from tui.ui.screens.newsroom import NewsroomScreen


class SourcesScreen(Sheet[str]):
    """Lists sources by section; gives the id of the one whose stories to show."""

    def __init__(self, room: NewsroomScreen) -> None:
        hints = [
            ("j/k", _("move")),
            ("⏎", _("its stories")),
            ("r", _("ask it")),
            ("x", _("drop")),
            ("u", _("undo")),
            ("esc", _("back")),
        ]
        super().__init__(_("Sources"), hints)
        self._room = room

    def on_mount(self) -> None:
        self._show()

    def _show(self) -> None:
        store = self._room.desk.store
        sources = store.sources()
        self.choices.show(lines(store.sections(), sources, datetime.now(UTC)))
        failing = sum(1 for source in sources if source.failures)
        self.status.show_alert(_("{n} failing").format(n=failing) if failing else "")

    def on_sources_moved(self, _message: SourcesMoved) -> None:
        self._show()

    def on_choices_taken(self, message: Choices.Taken) -> None:
        self.dismiss(message.choice.id)

    def take(self, event: Key) -> bool:
        source = self._current()
        if event.character == "x" and source:
            self._room.marks.drop_source(source.id)
            self.status.say(_("Dropped {title} · u brings it back.").format(title=source.title))
        elif event.character == "u":
            self._room.marks.undo()
        elif event.character == "r" and source:
            self._room.desk.refresh([source.id])
            self.status.say(_("Asking {title} …").format(title=source.title))
        else:
            return False
        return True

    def _current(self) -> Source | None:
        here = self.choices.current
        return self._room.desk.store.source(here.id) if here else None


def lines(sections: Iterable[Section], sources: Iterable[Source], now: datetime) -> list[Choice]:
    """The sources as lines, under a heading for each section that has any."""
    by_section: dict[str, list[Source]] = {}
    for source in sources:
        by_section.setdefault(source.section_id, []).append(source)
    told: list[Choice] = []
    for section in sections:
        here = by_section.get(section.id, [])
        if here:
            told += [Choice("", section.name, heading=True), *(_line(one, now) for one in here)]
    return told or [Choice("", _("No sources yet."), heading=True)]


def _line(source: Source, now: datetime) -> Choice:
    title = source.title or source.url
    if source.retired:
        return Choice(source.id, title, source.failure or _("gone for good"), mark="✕", alert=True)
    if source.failures:
        return Choice(source.id, title, source.failure, mark="!", alert=True)
    checked = age(source.checked, now) if source.checked else _("not asked yet")
    told = _("{unread} of {total} unread · {checked}").format(
        unread=source.unread, total=source.total, checked=checked
    )
    return Choice(source.id, title, told, mark=" ")
