"""The way out to the terminal: stalled, slow, gone."""

from __future__ import annotations

import fcntl
import os
import select
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tui.ui.terminal.outlet import BACKLOG, Outlet

FRAME = "x" * 1000
PIPE = 4096  # bytes: one page, the least that Linux gives


class Line:
    """A pipe of one page for a terminal, and the outlet that writes to it."""

    def __init__(self) -> None:
        self.caught_up, self.slow = threading.Event(), threading.Event()
        self.end, way_in = os.pipe()
        fcntl.fcntl(way_in, fcntl.F_SETPIPE_SZ, PIPE)
        self.outlet = Outlet(way_in, caught_up=self.caught_up.set, slow=self.slow.set)
        self.way_in = way_in

    def fill(self) -> None:
        """Writes what the pipe takes, and waits until it has it: from here on it stalls."""
        self.outlet.write("x" * PIPE)
        pause, deadline = threading.Event(), time.monotonic() + 20
        while self.outlet.unwritten and time.monotonic() < deadline:
            pause.wait(0.01)

    def read_until(self, event: threading.Event, pause: float = 0.0) -> bytes:
        """What comes until ``event``, 1 kB at a time."""
        read, deadline = b"", time.monotonic() + 20
        while not event.is_set() and time.monotonic() < deadline:
            if select.select([self.end], [], [], 0.05)[0]:
                read += os.read(self.end, 1024)
                event.wait(pause)
        return read


@pytest.fixture
def line() -> Iterator[Line]:
    made = Line()
    yield made
    if not made.outlet.unwritten:
        made.outlet.close()
    for descriptor in (made.end, made.way_in):
        with suppress(OSError):  # a test may have closed it
            os.close(descriptor)


def test_what_waits_for_a_stalled_terminal_is_bounded(line: Line) -> None:
    line.fill()
    for _ in range(2000):
        if not line.outlet.hold():
            line.outlet.write(FRAME)
    assert BACKLOG < line.outlet.unwritten <= BACKLOG + len(FRAME)
    read = line.read_until(line.caught_up)
    assert line.caught_up.is_set()
    assert len(read) < 20 * len(FRAME)
    assert not line.outlet.hold()


def test_a_line_that_stalls_again_and_again_is_called_slow(line: Line) -> None:
    for _ in range(60):
        line.outlet.write(FRAME)
    line.read_until(line.slow, pause=0.04)  # 25 kB/s, in pages: a write waits for four reads
    assert line.slow.is_set()
    if line.outlet.hold():
        line.read_until(line.caught_up)


def test_one_long_stall_is_no_slow_line(line: Line) -> None:
    for _ in range(60):
        if not line.outlet.hold():
            line.outlet.write(FRAME)
    line.slow.wait(0.3)
    line.read_until(line.caught_up)
    assert line.caught_up.is_set()
    assert not line.slow.is_set()


def test_a_terminal_that_is_gone_takes_everything_in_silence(line: Line) -> None:
    os.close(line.end)
    for _ in range(100):
        line.outlet.write(FRAME)
    line.outlet.close()
    assert line.outlet.unwritten == 0
