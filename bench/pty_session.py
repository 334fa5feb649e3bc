"""A program in a pseudo-terminal, measured from outside: what it draws, in how many bytes, how soon."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyte

CHUNK = 65536
GLANCE = 0.02  # seconds between two looks at whether the program works
# A terminal draws nothing of an application program command (ECMA-48 §8.3.2); pyte writes it as text.
_COMMAND = re.compile(rb"\x1b_[^\x1b]*\x1b\\")
# What a terminal would answer to the questions a program asks at its start.
_ANSWERS = {
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",  # synchronized output: known, off
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b[6n": b"\x1b[1;1R",
}


@dataclass(frozen=True, slots=True)
class Output:
    """Bytes that came, and the seconds from the asking to the last of them."""

    data: bytes
    seconds: float


class PtySession:
    """Runs ``command`` at ``columns`` × ``lines``. Use as a context manager."""

    def __init__(
        self, command: Sequence[str], columns: int = 120, lines: int = 40, env: dict[str, str] | None = None
    ) -> None:
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self._begun = b""  # a command whose end has not come yet
        self.written = bytearray()  # everything the program has written
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
            os.execvpe(command[0], list(command), {**os.environ, **terminal, **(env or {})})
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def __enter__(self) -> PtySession:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
        os.close(self._fd)

    def send(self, keys: bytes) -> None:
        os.write(self._fd, keys)

    def read(self, timeout: float) -> bytes:
        """What comes within ``timeout`` seconds, b"" when nothing does (or the program ended)."""
        data = self.receive(timeout)
        self.take(data)
        return data

    def receive(self, timeout: float) -> bytes:
        """As ``read``, but the screen has it only after ``take``, which takes a while itself."""
        ready, _, _ = select.select([self._fd], [], [], timeout)
        if not ready:
            return b""
        try:
            data = os.read(self._fd, CHUNK)
        except OSError:
            return b""
        for question, answer in _ANSWERS.items():
            if question in data:
                self.send(answer)
        return data

    def take(self, data: bytes) -> None:
        """Draws what was received."""
        self.written += data
        self._feed(data)

    def _feed(self, data: bytes) -> None:
        data, self._begun = self._begun + data, b""
        last = data.rfind(b"\x1b_")
        if last >= 0 and b"\x1b\\" not in data[last:]:
            data, self._begun = data[:last], data[last:]
        self._stream.feed(_COMMAND.sub(b"", data))

    def until(self, seen: Callable[[str], bool], timeout: float = 30.0) -> float:
        """Seconds from the start until ``seen(text of the screen)``; raises ``TimeoutError``."""
        deadline = time.perf_counter() + timeout
        while time.perf_counter() < deadline:
            if self.read(0.5) and seen(self.text()):
                return time.perf_counter() - self.started
        raise TimeoutError("the screen shows:\n" + self.text())

    def settle(self, quiet: float = 0.3, timeout: float = 30.0) -> Output:
        """Everything until nothing has come for ``quiet`` seconds in which the program had nothing to do."""
        began = last = rested = time.perf_counter()
        parts: list[bytes] = []
        while (now := time.perf_counter()) - rested < quiet and now - began < timeout:
            if data := self.read(min(GLANCE, quiet)):
                parts.append(data)
                last = time.perf_counter()
            if data or self.working():
                rested = time.perf_counter()
        return Output(b"".join(parts), last - began)

    def working(self) -> bool:
        """Whether a thread of the program runs, or would if a core were free (Linux; elsewhere False)."""
        for status in Path(f"/proc/{self.pid}/task").glob("*/stat"):
            with suppress(OSError):  # the thread has ended
                if status.read_text().rpartition(")")[2].split()[0] == "R":  # proc(5): state, after the name
                    return True
        return False

    def press(self, keys: bytes, quiet: float = 0.08) -> Output:
        """What a key press makes the program write."""
        self.send(keys)
        return self.settle(quiet)

    def text(self) -> str:
        return "\n".join(self.screen.display)

    def memory(self) -> float:
        """Resident memory in MiB (Linux)."""
        with open(f"/proc/{self.pid}/status", encoding="ascii") as status:
            for line in status:
                if line.startswith("VmRSS"):
                    return int(line.split()[1]) / 1024
        return 0.0
