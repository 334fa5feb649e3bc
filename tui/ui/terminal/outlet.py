"""The way out to the terminal: a thread of its own, so that a stalled terminal stalls nothing else.

What waits to be written is bounded: while more than ``BACKLOG`` waits, ``hold``
tells the driver to drop its frames, and ``caught_up`` is called once all is
written, to draw the newest state instead of every one there was.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable

BACKLOG = 4096  # bytes that may wait before frames are held back
CHUNK = 1024  # bytes a write
STALL = 0.1  # seconds that a write of a chunk takes on a line too slow for a screen (10 kB/s)
STALLS, WITHIN = 4, 20.0  # that many stalls in so many seconds are no hiccup
PATIENCE = 5.0  # seconds to wait at the end for a terminal that takes nothing


class Outlet:
    """Writes to the file ``descriptor``. The two callbacks are called on the outlet's thread."""

    def __init__(self, descriptor: int, *, caught_up: Callable[[], None], slow: Callable[[], None]) -> None:
        self._descriptor = descriptor
        self._caught_up = caught_up
        self._slow = slow
        self._news = threading.Condition()
        self._waiting = bytearray()
        self._unwritten = 0  # what waits, and what is being written
        self._held = False
        self._ending = False
        self._gone = False  # the terminal is closed
        self._stalls: deque[float] = deque(maxlen=STALLS)
        self._thread = threading.Thread(target=self._run, name="wireroom-outlet", daemon=True)
        self._thread.start()

    @property
    def unwritten(self) -> int:
        """Bytes that the terminal has not taken yet."""
        return self._unwritten

    def hold(self) -> bool:
        """Whether a frame has to be dropped now; if so, ``caught_up`` will be called."""
        with self._news:
            self._held = self._held or self._unwritten > BACKLOG
            return self._held

    def write(self, text: str) -> None:
        """Hands text over; returns at once."""
        data = text.encode("utf-8", "replace")
        with self._news:
            if not self._gone:
                self._waiting += data
                self._unwritten += len(data)
                self._news.notify()

    def close(self) -> None:
        """Writes what waits, for as long as the terminal takes it."""
        with self._news:
            self._ending = True
            self._news.notify()
        self._thread.join(PATIENCE)

    def _run(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._waiting or self._ending)
                data = bytes(self._waiting)
                self._waiting.clear()
            if not data:
                return
            for start in range(0, len(data), CHUNK):
                self._put(data[start : start + CHUNK])
            with self._news:
                caught_up = self._held and not self._unwritten
                self._held = self._held and not caught_up
            if caught_up:
                self._caught_up()

    def _put(self, chunk: bytes) -> None:
        left = chunk
        while left and not self._gone:
            began = time.monotonic()
            try:
                left = left[os.write(self._descriptor, left) :]
            except OSError:
                self._gone = True
            else:
                self._time(began, time.monotonic())
        with self._news:
            self._unwritten -= len(chunk)

    def _time(self, began: float, ended: float) -> None:
        """Takes note of how long a write took; several slow ones make a slow line."""
        if ended - began < STALL:
            return
        self._stalls.append(ended)
        if len(self._stalls) == STALLS and ended - self._stalls[0] < WITHIN:
            self._stalls.clear()
            self._slow()
