"""Starting a server for a test, waiting until it answers, and ending it for certain."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

PATIENCE = 60.0  # seconds until a server that does not answer is given up
STEP = 0.02
_BELOW_EPHEMERAL = range(20_000, 32_000)  # Linux gives from 32,768 on, others from 49,152 (RFC 6335 §6)


class DidNotStart(RuntimeError):
    """The server ended, or did not answer in time; the text is what it printed last."""


def free_port() -> int:
    """A port on 127.0.0.1 that was free a moment ago, and which no system gives to whoever asks for any."""
    while True:
        port = secrets.choice(_BELOW_EPHEMERAL)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


class Server:
    """A process with its output in a file. ``wait`` polls until it answers; ``stop`` ends it."""

    def __init__(self, command: Sequence[str], log: Path, env: dict[str, str] | None = None) -> None:
        self._log = log
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=env,
                start_new_session=True,  # a server may have workers: all are ended together
            )

    def wait(self, answers: Callable[[], bool]) -> None:
        pause = threading.Event()
        for _attempt in range(int(PATIENCE / STEP)):
            if self._process.poll() is not None:
                break
            if answers():
                return
            pause.wait(STEP)
        self.stop()
        raise DidNotStart(self._log.read_text(errors="replace")[-2000:])

    def stop(self) -> None:
        self._signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=10)
        self._signal(signal.SIGKILL)
        self._process.wait()

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)
