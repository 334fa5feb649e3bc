"""What came while the reader was away: the view of it, and a word of it when they come back."""

from __future__ import annotations

import time
from concurrent.futures import Future
from typing import TYPE_CHECKING

from tui.desk.presence import Presence, told
from tui.locale import _
from tui.model import Failure
from tui.store import View

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.store.presence import Absence
    from tui.ui.screens.newsroom import NewsroomScreen

LONG = 3600  # seconds of an absence that is worth a word
MANY = 25  # stories: more than the wire has in sight


class Away:
    """Notes that the reader is here, and shows what they missed."""

    def __init__(self, desk: Desk, room: NewsroomScreen) -> None:
        self._desk = desk
        self._room = room
        self._presence = Presence(desk.store)
        self._ended: Absence | None = None  # nothing was said of it yet
        self._said = ""

    def show(self) -> None:
        """Shows what came in the last absence; from there goes back."""
        if self._room.wire.view.absence is None or not self._room.searching.leave():
            self._room.run_worker(self._show(), group="search", exclusive=True)

    async def _show(self) -> None:
        try:
            absence = await self._room.reader.ask(lambda: self._desk.store.absence(time.time()))
        except Failure as failure:
            self._room.say(failure.sentence)
            return
        if absence is None:
            self._room.say(_("You were not away yet. What comes while you are for half an hour stands here."))
            return
        place = self._room.wire.place
        if not (place.view.asked and place.aside):
            place.set_aside()
        self._room.searching.ask(View(absence=absence, order="coverage"))

    # --- the reader is here ---------------------------------------------------------

    def acted(self) -> None:
        """The reader did something, or has come."""
        if self._said and self._said == self._room.status.sentence:
            self._room.status.hush()
        self._said = ""
        noting = self._presence.act()
        if noting:
            noting.add_done_callback(self._noted)

    def leave(self) -> None:
        """The reader leaves."""
        self._presence.leave()

    def _noted(self, noting: Future[Absence | None]) -> None:
        ended = None if noting.cancelled() or noting.exception() else noting.result()
        if ended is not None and ended.back - ended.left >= LONG:
            self._room.call_later(self._come_back, ended)

    def _come_back(self, ended: Absence) -> None:
        self._ended = ended
        self._room.run_worker(self._offer(), group="away", exclusive=True)

    def hear_ended(self) -> None:
        """A refresh is over: the first one may have brought what is worth a word."""
        if self._ended is not None:
            self._room.run_worker(self._offer(last=True), group="away", exclusive=True)

    async def _offer(self, *, last: bool = False) -> None:
        """Says once how much came, where that is a lot; after the ``last`` look no more."""
        absence, came = await self._room.reader.ask(self._came)
        if absence is not None and came >= MANY:
            key = self._room.keymap.first("away")
            back = " · " + _("{key} shows the most covered").format(key=key) if key else ""
            self._said = told(absence, came) + back
            self._room.say(self._said)
        if last or came >= MANY:
            self._ended = None

    def _came(self) -> tuple[Absence | None, int]:
        """The last absence, and how many stories came in it."""
        absence = self._desk.store.absence(time.time())
        return absence, self._desk.store.counts(View(absence=absence)).total if absence else 0
