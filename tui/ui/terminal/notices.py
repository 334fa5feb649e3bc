"""Notices from the running app: a burst becomes one, and nothing waits for the reader's own command."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.notices import Notice, NoticeFailed, run_command, sequences

if TYPE_CHECKING:
    from textual.timer import Timer

    from tui.config import NoticeSettings
    from tui.ui.app import WireroomApp

GATHERED = 0.5  # seconds that a notice waits for others like it
APART = 5.0  # seconds between two takes of what waits
KINDS = 16  # of notices that may wait; rules are the reader's own, and few


@dataclass(slots=True)
class _Waiting:
    """What waits of one kind: how many there were, the newest, and what to say of several."""

    count: int
    newest: Notice
    several: Callable[[int], str]
    ways: Sequence[str]


class Notices:
    """Calls the reader as ``settings`` say, or a caller of its own."""

    def __init__(self, app: WireroomApp, settings: NoticeSettings) -> None:
        self._app = app
        self._settings = settings
        self._waiting: dict[str, _Waiting] = {}
        self._timer: Timer | None = None
        self._told = 0.0
        self._work: asyncio.Task[None] | None = None

    def give(
        self, told: Notice, kind: str, several: Callable[[int], str], ways: Sequence[str] | None = None
    ) -> None:
        """Calls soon; several of one ``kind`` until then are one notice, titled by ``several(7)``.

        ``ways`` are those of the settings where the caller has none of its own.
        """
        ways = self._settings.ways if ways is None else ways
        before = self._waiting.get(kind)
        if ways and (before or len(self._waiting) < KINDS):
            self._waiting[kind] = _Waiting(before.count + 1 if before else 1, told, several, ways)
            self._wait()

    def _wait(self) -> None:
        if self._timer is None:
            apart = self._told + APART - time.monotonic()
            self._timer = self._app.set_timer(max(GATHERED, apart), self._tell)

    def _tell(self) -> None:
        """Tells what waits, unless the terminal or the command is still busy with the last."""
        self._timer, self._told = None, time.monotonic()
        if self._app.terminal_behind or (self._work and not self._work.done()):
            self._wait()
            return
        waiting, self._waiting = list(self._waiting.values()), {}
        notices = [(_as_one(one), one.ways) for one in waiting]
        # One ring for all of them.
        written = "".join(sequences(one, [way for way in ways if way != "bell"]) for one, ways in notices)
        if any("bell" in ways for _one, ways in notices):
            written += sequences(Notice(""), ["bell"])
        if written:
            self._app.tell_terminal(written)
        run = [one for one, ways in notices if "command" in ways and self._settings.command]
        if run:
            self._work = asyncio.create_task(self._run(run))

    async def _run(self, notices: Sequence[Notice]) -> None:
        for one in notices:
            try:
                await asyncio.to_thread(run_command, self._settings.command, one)
            except NoticeFailed as failure:
                self._app.notify(failure.words)
                return


def _as_one(waiting: _Waiting) -> Notice:
    if waiting.count == 1:
        return waiting.newest
    return Notice(waiting.several(waiting.count), waiting.newest.title)
