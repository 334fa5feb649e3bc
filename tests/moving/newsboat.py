"""A real newsboat, driven as its reader drives it: from the shell, and by keys in a terminal of its own."""

from __future__ import annotations

import os
import pty
import select
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

PATIENCE = 30.0  # seconds until it must have done what it was asked for
FLAG = "\x05"  # ctrl+e asks for an article's flags


def missing() -> str:
    """Why newsboat can't be had; "" where it can."""
    return "" if shutil.which("newsboat") else "newsboat is not installed"


class Newsboat:
    """newsboat over a list and a cache of its own in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.urls = folder / "urls"
        self.cache = folder / "cache.db"
        (folder / "config").write_text("cleanup-on-quit no\n")
        self._command = ["newsboat", "-C", "config", "-u", "urls", "-c", "cache.db"]
        self._environment = {**os.environ, "HOME": str(folder), "TERM": "xterm", "LANG": "C.UTF-8"}

    def run(self, *arguments: str) -> None:
        subprocess.run(
            [*self._command, *arguments],
            cwd=self.folder,
            env=self._environment,
            check=True,
            timeout=PATIENCE,
            capture_output=True,
        )

    def reload(self) -> None:
        self.run("-x", "reload")

    def mark_read(self, guids: Sequence[str]) -> None:
        """Marks read by newsboat's own list of read articles."""
        (self.folder / "read").write_text("".join(f"{guid}\n" for guid in guids))
        self.run("-I", "read")

    def press(self, keys: str) -> None:
        """Presses keys in its list of feeds, the last of which must make it quit."""
        pid, terminal = pty.fork()
        if pid == 0:
            os.chdir(self.folder)
            os.execvpe(self._command[0], self._command, self._environment)
        try:
            _until_shown(terminal, b"newsboat")
            os.write(terminal, keys.encode())
            _until_gone(terminal)
        finally:
            os.close(terminal)
            os.kill(pid, signal.SIGHUP)
            os.waitpid(pid, 0)

    def items(self) -> list[tuple[str, str, str, bool, str]]:
        """Feed, guid, address, whether read, and the flags of every article."""
        connection = sqlite3.connect(self.cache)
        try:
            found = connection.execute(
                "SELECT feedurl, guid, url, unread = 0, coalesce(flags, '') FROM rss_item ORDER BY id"
            ).fetchall()
        finally:
            connection.close()
        return [(feed, guid, url, bool(read), flags) for feed, guid, url, read, flags in found]


def _until_shown(terminal: int, wanted: bytes) -> None:
    seen = b""
    until = time.monotonic() + PATIENCE
    while wanted not in seen.lower() and time.monotonic() < until:
        seen += _heard(terminal) or b""


def _until_gone(terminal: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if _heard(terminal) == b"":
            return
    raise AssertionError("newsboat did not quit")


def _heard(terminal: int) -> bytes | None:
    """What it has written; b"" when it is gone, None when it says nothing for a while."""
    if not select.select([terminal], [], [], 1)[0]:
        return None
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux: the other end is closed
        return b""
