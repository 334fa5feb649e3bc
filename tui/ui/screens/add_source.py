"""Adding a source: an address, what was found there, and what of it to keep."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.locale import _, ngettext
from tui.ui.screens.asking import AskingSheet
from tui.ui.widgets.choices import Choice, Choices

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.feeds.discover import Found


class AddSourceScreen(AskingSheet[list[str]]):
    """Asks for an address; gives the titles of what was subscribed to."""

    def __init__(self, desk: Desk) -> None:
        hints = [("⏎", _("look there")), ("esc", _("back"))]
        super().__init__(_("Add a source"), _("The address of a feed, or of a site that has one:"), hints)
        self.choices.picks = True
        self._desk = desk
        self._found: list[Found] = []
        self._picked: set[str] = set()

    async def answer(self, text: str) -> None:
        self._found, self._picked = [], set()
        self.status.show_hints(self._hints)
        self.choices.show([])
        self.spoken.say(_("Looking for feeds at {address} … (esc stops it)").format(address=text))
        found = await asyncio.wrap_future(self._desk.discover(text))
        if len(found) == 1 and not found[0].kind:
            await self._add(found)
            return
        self._found, self._picked = found, {one.url for one in found}
        if found[0].kind:
            words = _("No feed there; this can take its place.")
        else:
            words = ngettext("{n} feed there.", "{n} feeds there.", len(found)).format(n=len(found))
        self.spoken.say(f"{words} {_('space leaves one out or takes it in, enter adds what is marked.')}")
        self.status.show_hints(
            [("space", _("take or leave")), ("⏎", _("add")), ("tab", _("address")), ("esc", _("back"))]
        )
        self._show()
        self.choices.focus()

    def _show(self) -> None:
        self.choices.show(
            [
                Choice(
                    one.url,
                    one.title or one.url,
                    one.kind or one.section,
                    mark="[x]" if one.url in self._picked else "[ ]",
                )
                for one in self._found
            ]
        )

    async def _add(self, found: list[Found]) -> None:
        added = await asyncio.to_thread(self._desk.add, found)
        self.dismiss([source.title for source in added])

    def on_choices_taken(self, message: Choices.Taken) -> None:
        message.stop()
        picked = [one for one in self._found if one.url in self._picked]
        if picked:
            self.run_worker(self._add(picked))
        else:
            self.spoken.say(_("Nothing is marked."))

    def on_choices_picked(self, message: Choices.Picked) -> None:
        message.stop()
        self._picked ^= {message.choice.id}
        self._show()
