"""Searching and filtering: the line that is typed into, what it finds on the wire, and the way back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from tui.locale import _, ngettext
from tui.model import Failure
from tui.store import View
from tui.store.query import EVERYTHING, Query, QueryError, printed
from tui.store.query_parser import parse
from tui.store.view import ORDERS
from tui.ui.panes.wire_window import HELD, PAGE

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.stories import Story
    from tui.ui.screens.newsroom import NewsroomScreen
    from tui.ui.widgets.bar_parts import Part

PAUSE, LONG_PAUSE = 0.05, 0.4  # seconds without a key before a query is asked; on a slow line
REMEMBERED = 50  # queries
AT_ONCE = 0.012  # seconds in which most views are found: the screen waits so long for one
BATCHES = 10  # of stories that are indexed before an answer
_Found = tuple[View, "list[Story]", int]


class Searching:
    """What is asked for while a query is typed, one answer at a time, off the event loop.

    The view that a search began in is the last that the wire's place has set aside.
    """

    def __init__(self, desk: Desk, room: NewsroomScreen) -> None:
        self._desk = desk
        self._room = room
        self.history: list[str] = []

    def search(self) -> None:
        """Opens the line for a search of all stories, in the order of what was found before."""
        view = self._room.wire.view
        order = view.order if view.query is not None else ""
        self._begin(View(ranked=view.ranked, order=order, hidden=True), _("Search"), "")

    def filter(self) -> None:
        """Opens the line for a filter of what the wire shows."""
        view = replace(self._room.wire.view, order="")
        text = printed(view.query) if view.query is not None else ""
        self._begin(view, _("Filter"), text)

    def _begin(self, base: View, label: str, text: str) -> None:
        if self._room.pane != "wire":
            self._room.go_to_pane("wire")
        self._desk.store.index_soon()
        self._room.wire.place.set_aside()
        self._room.line_input.begin(_Line(self, self._room, base, label), text)

    def ask(self, view: View, line: _Line | None = None) -> None:
        """Shows a view as soon as it is found, unless another is asked for before."""
        pause = LONG_PAUSE if self._room.wireroom.slow else PAUSE
        self._start(self._answer(partial(self._look, view), pause if line else 0.0, line))

    def ask_again(self) -> None:
        """Shows what is on the wire anew, with what has arrived for it."""
        self._start(self._answer(partial(self._look_again, self._room.wire.view), 0.0, None))

    def _start(self, answer: Coroutine[None, None, None]) -> None:
        self._room.run_worker(answer, group="search", exclusive=True)

    def cancel(self) -> None:
        """Asks for nothing any more."""
        self._room.workers.cancel_group(self._room, "search")

    def open(self, view: View) -> None:
        """Shows a view at once; what is not found so soon comes a moment later: marks mean it already."""
        self.cancel()
        looking, given_up = self._looking(partial(self._look, view))
        try:
            found = looking.result(AT_ONCE)
        except TimeoutError:
            self._room.views.show_found(view, ())
            self._start(self._show(looking, given_up, None))
        except Failure as failure:
            self._room.say(failure.sentence)
        else:
            self._room.views.show_found(*found)

    def _looking(self, look: Callable[[Event], _Found]) -> tuple[Future[_Found], Event]:
        """What is asked for now, and what gives it up."""
        given_up = Event()
        return self._room.reader.begin(partial(look, given_up)), given_up

    async def _answer(self, look: Callable[[Event], _Found], pause: float, line: _Line | None) -> None:
        await asyncio.sleep(pause)
        await self._show(*self._looking(look), line)

    async def _show(self, looking: Future[_Found], given_up: Event, line: _Line | None) -> None:
        try:
            found = await asyncio.wrap_future(looking)
        except asyncio.CancelledError:  # something else is asked for: the one reader is free for it at once
            given_up.set()
            raise
        except Failure as failure:
            self._room.say(failure.sentence)
            return
        self._room.views.show_found(*found)
        if line:
            line.answered(len(found[1]))

    def _look_again(self, view: View, given_up: Event) -> _Found:
        """``_look`` with the latest in the index, as far as that is done while one waits."""
        if view.query is not None:
            self._desk.store.index_pending(BATCHES)
        return self._look(view, given_up)

    def _look(self, view: View, given_up: Event) -> _Found:
        """The view up to now, its first page, and how many stories came in its absence."""
        store, came = self._desk.store, 0
        if view.absence and (now := store.absence(time.time())):
            view = replace(view, absence=view.absence._replace(last=now.last))
            came = store.counts(View(absence=view.absence)).total
        limit = HELD if view.is_whole else PAGE
        return view, store.stories(view, limit=limit, unless=given_up), came

    def turn_order(self) -> bool:
        """Puts what was found in the next order: by time, the best, then a wire's; False: no query."""
        view = self._room.wire.view
        if view.query is None:
            return False
        orders = [("", False), ("", True), *((order, False) for order in ORDERS if order)]
        here = ("", True) if view.ranked else (view.order, False)
        order, ranked = orders[(orders.index(here) + 1) % len(orders)]
        self.ask(replace(view, order=order, ranked=ranked))
        return True

    def leave(self) -> bool:
        """Goes back to the view before what was asked for, where the reader stood; False: there is none."""
        place = self._room.wire.place
        if not (place.view.asked and place.aside):
            return False
        self.return_to(place.aside - 1)
        return True

    def return_to(self, number: int) -> None:
        """Goes back to a view that was set aside."""
        self.cancel()
        self._room.wire.return_to(number)
        self._room.views.read()

    def remember(self, text: str) -> None:
        """Puts a query at the end of the history."""
        others = [one for one in self.history if one != text]
        self.history = [*others[1 - REMEMBERED :], text]


class _Line:
    """A query as it is typed: ⏎ keeps what it found on the wire, esc goes back."""

    def __init__(self, searching: Searching, room: NewsroomScreen, base: View, label: str) -> None:
        self._searching = searching
        self._room = room
        self._base = base
        self._label = label
        self._stood = room.wire.place.aside - 1
        self._text: str | None = None
        self._asked: Query | None = base.query
        self._found: int | None = None
        self._wrong: QueryError | None = None
        self._kept = False
        self._recalled = len(searching.history)

    # --- what ``LineInput`` asks ----------------------------------------------------

    def typed(self, text: str) -> list[Part] | None:
        if self._kept:
            return None
        if text != self._text:
            self._text = text
            self._understand(text)
        return self._told(text)

    def take(self, key: str) -> bool:
        if key == "enter":
            self._kept = self._wrong is None
        elif key in ("up", "down"):
            self._recall(-1 if key == "up" else 1)
        elif key == "tab":
            self._base = replace(self._base, ranked=not self._base.ranked)
            if self._asked is not None:
                self._searching.ask(replace(self._base, query=self._asked), self)
        else:
            return False
        return True

    def left(self) -> None:
        if not self._kept:
            self._searching.return_to(self._stood)
        elif self._asked is None:
            self._clear()
        else:
            self._searching.remember(self._text or "")
            self._room.wire.place.forget_found()
            wanted = replace(self._base, query=self._asked)
            if self._room.wire.view != wanted:
                self._searching.ask(wanted)

    # --- what it does ---------------------------------------------------------------

    def _understand(self, text: str) -> None:
        """Asks for what the text means now; a mistake leaves on the wire what was found before."""
        try:
            query, self._wrong = parse(text), None
        except QueryError as error:
            self._wrong = error
            return
        wanted = None if query == EVERYTHING else query
        if wanted == self._asked:
            return
        self._asked, self._found = wanted, None
        ranked = self._base.ranked and wanted is not None
        self._searching.ask(replace(self._base, query=wanted, ranked=ranked), self)

    def answered(self, found: int) -> None:
        """Takes in how many stories the first page has."""
        self._found = found if self._asked is not None else None
        self._room.line_input.show()

    def _told(self, text: str) -> list[Part]:
        label = f"{self._label}, {_('best first')}: " if self._base.ranked else f"{self._label}: "
        if self._wrong:
            start, end = self._wrong.start, self._wrong.end
            said = f"  {self._wrong.words}"
            wrong: list[Part] = [(text[:start], "sentence"), (text[start:end], "wrong")]
            return [(label, "sentence"), *wrong, (text[end:] + "▏", "sentence"), (said, "sentence")]
        return [(label, "sentence"), (text + "▏", "sentence"), (f"  {self._count()}", "sentence")]

    def _count(self) -> str:
        if self._found is None:
            return "" if self._text else _("⏎ keeps, esc goes back, ↑ recalls, tab orders")
        if self._found >= PAGE and not (self._base.ranked or self._base.order):
            return _("{n} or more").format(n=PAGE)
        return ngettext("{n} story", "{n} stories", self._found).format(n=self._found)

    def _recall(self, step: int) -> None:
        history = self._searching.history
        self._recalled = max(0, min(self._recalled + step, len(history)))
        self._room.line_input.put(history[self._recalled] if self._recalled < len(history) else "")

    def _clear(self) -> None:
        """Leaves with nothing to look for: as before there was a query."""
        place = self._room.wire.place
        place.forget_found()
        self._searching.return_to(place.aside - 1)
        view = self._room.wire.view
        if view.query is not None:
            self._room.views.show(replace(view, query=None, ranked=False))
