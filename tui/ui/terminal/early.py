"""The terminal taken over before Textual is there, so that the reader reads while it loads."""

from __future__ import annotations

import os
import signal
import sys
import termios
from types import FrameType, TracebackType
from typing import Any

from tui.terminal import terminal_size
from tui.ui.terminal.thinning import Thinning

_ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l"  # the alternate screen, no cursor, no wrapping
_LEAVE = "\x1b[?7h\x1b[?1049l\x1b[?25h"
_LOCAL, _INPUT, _CHARACTERS = 3, 0, 6  # places in what tcgetattr gives
_FATAL = (signal.SIGTERM, signal.SIGHUP)


def takable() -> bool:
    """Whether standard input and output are a terminal that Textual would take, and can be taken early."""
    streams = (sys.__stdin__, sys.__stdout__, sys.__stderr__)
    return (
        all(stream is not None and stream.isatty() for stream in streams)
        and os.environ.get("TERM", "dumb") != "dumb"
        and not os.environ.get("TEXTUAL_DRIVER")
    )


class EarlyTerminal:
    """The terminal, from ``paint`` until a driver takes it over; a context manager that gives it back.

    Keys typed meanwhile wait in the terminal's queue. Ctrl-C interrupts; a fatal
    signal gives the terminal back before it kills.
    """

    def __init__(self) -> None:
        self.size = terminal_size()
        self.thinning = Thinning()
        self.attributes: list[Any] | None = None  # as they were before; None until ``paint``
        self._before: dict[int, Any] = {}

    @property
    def painted(self) -> bool:
        """Whether the terminal is ours to give back or hand over."""
        return self.attributes is not None

    def paint(self, data: str) -> None:
        """Takes the terminal over and writes ``data`` (cursor positions, SGR and text) on it."""
        self.attributes = termios.tcgetattr(0)
        for number in _FATAL:
            self._before[number] = signal.signal(number, self._die)
        termios.tcsetattr(0, termios.TCSANOW, _quiet(termios.tcgetattr(0)))
        self._write(_ENTER + self.thinning.thin(data))

    def hand_over(self) -> list[Any] | None:
        """Lets a driver have the terminal; gives the attributes it has to restore at the end."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before.clear()
        attributes, self.attributes = self.attributes, None
        return attributes

    def give_back(self) -> None:
        """Leaves the terminal as it was; nothing where it was handed over."""
        attributes = self.hand_over()
        if attributes is not None:
            self._write(_LEAVE)
            termios.tcsetattr(0, termios.TCSANOW, attributes)

    def _die(self, number: int, _frame: FrameType | None) -> None:
        self.give_back()
        os.kill(os.getpid(), number)

    def _write(self, data: str) -> None:
        # Where Textual writes, and unbuffered, so that nothing is left to be written later.
        left = data.encode("utf-8", "replace")
        while left:
            left = left[os.write(2, left) :]

    def __enter__(self) -> EarlyTerminal:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self.give_back()


def _quiet(attributes: list[Any]) -> list[Any]:
    """No echo, no lines, keys as they are typed; Ctrl-C alone still interrupts."""
    attributes[_LOCAL] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
    attributes[_INPUT] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
    for name in (termios.VSUSP, termios.VQUIT):
        attributes[_CHARACTERS][name] = b"\x00"
    attributes[_CHARACTERS][termios.VMIN] = 1
    return attributes
