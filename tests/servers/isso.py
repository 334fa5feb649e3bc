"""A real Isso, installed by ``tests.servers.isso_install``: ``with Isso(folder) as comments``."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import quote

import httpx

from tests.servers.isso_install import program
from tests.servers.processes import Server, free_port

_CONFIG = """
[general]
dbpath = {folder}/comments.db
host = http://127.0.0.1/
[server]
listen = {url}
[moderation]
enabled = {moderated}
[guard]
enabled = {guarded}
ratelimit = 2
direct-reply = 1
reply-to-self = false
require-author = true
[hash]
algorithm = none
"""


class Isso:
    """A comment server at ``url`` with nothing in it.

    ``moderated``: comments wait for approval. ``guarded``: it wants a name, and takes few comments.
    """

    def __init__(self, folder: Path, *, moderated: bool = False, guarded: bool = False) -> None:
        self.url = f"http://127.0.0.1:{free_port()}"
        self._folder = folder
        self._moderated = moderated
        self._guarded = guarded
        self._server: Server | None = None

    def __enter__(self) -> Isso:
        config = self._folder / "isso.cfg"
        told = {"moderated": str(self._moderated).lower(), "guarded": str(self._guarded).lower()}
        config.write_text(_CONFIG.format(folder=self._folder, url=self.url, **told))
        self._server = Server([str(program()), "-c", str(config), "run"], self._folder / "isso.log")
        self._server.wait(self._answers)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server:
            self._server.stop()

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/?uri=/nothing", timeout=10).status_code in (200, 404)
        except httpx.TransportError:
            return False

    def comment(self, page: str, author: str, text: str, parent: int = 0) -> int:
        """Writes a comment below the page at this path; gives its id."""
        values = {"author": author, "text": text, "title": "A page", "parent": parent or None}
        answer = httpx.post(f"{self.url}/new?uri={quote(page, safe='')}", json=values, timeout=30)
        answer.raise_for_status()
        return int(answer.json()["id"])

    def comments(self, page: str) -> list[dict[str, Any]]:
        """What the server itself tells of a page: its comments at the top, each with ``replies``."""
        answer = httpx.get(f"{self.url}/?uri={quote(page, safe='')}&plain=1", timeout=30)
        answer.raise_for_status()
        found: list[dict[str, Any]] = answer.json()["replies"]
        return found

    def many(self, page: str, author: str, texts: Sequence[str], parent: int | None = None) -> None:
        """Many comments at once below a page that has some, written where the server keeps them."""
        now = time.time()
        with closing(sqlite3.connect(self._folder / "comments.db")) as store, store:
            (thread,) = store.execute("SELECT id FROM threads WHERE uri = ?", (page,)).fetchone()
            store.executemany(
                "INSERT INTO comments (tid, parent, created, mode, remote_addr, text, author, voters)"
                " VALUES (?, ?, ?, 1, '127.0.0.0', ?, ?, x'')",
                [(thread, parent, now + n / 1000, text, author) for n, text in enumerate(texts)],
            )

    def embedded(self, thread: str = "") -> str:
        """The HTML that puts it into a page."""
        named = f" data-isso-id='{thread}'" if thread else ""
        script = f"<script data-isso='{self.url}/' src='{self.url}/js/embed.min.js'></script>"
        return f"{script}<section id='isso-thread'{named}></section>"
