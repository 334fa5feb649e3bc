"""The terminal driver: Textual's own, with thinned output."""

from __future__ import annotations

import os
import selectors
import sys
from codecs import getincrementaldecoder
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, Any

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from tui.ui.terminal.answers import QUESTION, Answers
from tui.ui.terminal.outlet import Outlet
from tui.ui.terminal.thinning import FRAME_MARKS, Thinning, controls

if TYPE_CHECKING:
    from tui.ui.terminal.early import EarlyTerminal


TICK = 0.1  # seconds without input after which what was typed is taken as it is


class CaughtUp(Message):
    """The terminal has taken all that waited; frames were dropped meanwhile."""


class SlowTerminal(Message):
    """The terminal takes what is written so slowly that the reader must feel it."""


class ThinDriver(LinuxDriver):
    """Writes what changes on the terminal and nothing else.

    An app with an ``early`` terminal goes on where that one stands: its screen is
    there already, and what is typed since then is still to be read.
    """

    thinning: Thinning
    outlet: Outlet
    answers: Answers
    _entered = False

    def start_application_mode(self) -> None:
        early: EarlyTerminal | None = getattr(self._app, "early", None)
        before: list[Any] | None = None
        self.thinning = Thinning()
        self.answers = Answers()
        self.outlet = Outlet(
            sys.__stderr__.fileno() if sys.__stderr__ else 2,
            caught_up=lambda: self._tell(CaughtUp()),
            slow=lambda: self._tell(SlowTerminal()),
        )
        if early is not None and early.painted:
            before = early.hand_over()
            self.thinning = early.thinning
            self.thinning.hold()
            self._entered = True
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._entered = False
        if before is not None:
            self.attrs_before = before
        if getattr(self._app, "asks_name", False):
            self.answers.asked()
            self.write(QUESTION)

    def run_input_thread(self) -> None:
        """As Textual's own, with the terminal's answers taken out of what is typed."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(TICK):
                    data = os.read(self.fileno, 4096)
                    if not data:
                        break  # the terminal is gone
                    typed = self.answers.take(decode(data))
                else:
                    typed = self.answers.let_go()
                for event in chain(parser.feed(typed) if typed else (), parser.tick()):
                    self.process_message(event)

    def _tell(self, message: Message) -> None:
        """From the outlet's thread."""
        with suppress(RuntimeError):  # the loop has ended
            self._app.post_message(message)

    def write(self, data: str) -> None:
        if self._entered and data == "\x1b[?1049h":
            return  # asking again would clear what is shown
        if data not in FRAME_MARKS and self.outlet.hold():
            data = controls(data)
        left = self.thinning.thin(data)
        if left:
            self.outlet.write(left)

    def close(self) -> None:
        super().close()
        self.outlet.close()
