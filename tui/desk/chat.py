"""A chat as this reader may use it: looked into, and followed as long as it is open."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

from tui.desk.with_secrets import run_with_secrets
from tui.engine import Engine
from tui.failure import Failure

if TYPE_CHECKING:
    from tui.model import Identity, Room
    from tui.net.client import Client
    from tui.talk.matrix.link import Link, LinkStatus
    from tui.talk.matrix.peek import Guests, Peek
    from tui.talk.matrix.timeline import TimelineView

T = TypeVar("T")
PAUSE = 0.1  # seconds between two looks at a room where much is said


async def _nothing(_client: object) -> None:
    """What there is to do in a room that is only looked into, where a member would do something."""


class Chat:
    """One room. ``tell`` is called on the engine when there is something new; True: the link changed.

    ``view``, ``room`` and ``status`` are free, on any thread. Every future raises ``Failure``.
    """

    may_write = False
    may_join = False
    account: Identity | None = None

    def __init__(
        self, room: Room, engine: Engine, guests: Callable[[], Guests], tell: Callable[[bool], None]
    ) -> None:
        from tui.talk.matrix.link import Link
        from tui.talk.matrix.timeline import TimelineView

        self.room = room
        self.homeserver = room.homeserver
        self._engine = engine
        self._guests = guests
        self._tell = tell
        self._nothing: TimelineView = TimelineView()
        self._link: Link = Link(lambda _status: tell(True))
        self._peek: Peek | None = None
        self._following: Future[None] | None = None

    @property
    def view(self) -> TimelineView:
        """The messages, as far as they are known."""
        return self._peek.view if self._peek else self._nothing

    @property
    def status(self) -> LinkStatus:
        """How the link to the homeserver is."""
        return self._link.status

    def open(self) -> Future[None]:
        """Looks into the room, and follows what is said there until ``close``."""

        async def work(client: Client) -> None:
            from tui.talk.matrix.discovery import discover
            from tui.talk.matrix.peek import peek

            if self._peek is None:
                home = await discover(client, self.homeserver)
                self._peek = await peek(await self._guests().at(home), self.room)
            self._link.up()
            if self._following is None:
                self._following = self._run(lambda _client: self._follow())

        return self._run(work)

    async def _follow(self) -> None:
        """Waits for what is said, and for the link where it breaks, until it is cancelled."""
        assert self._peek is not None
        while True:
            try:
                heard = await self._peek.follow()
            except Failure as failure:
                await self._link.down(failure)
            else:
                self._link.up()
                if heard:
                    self._tell(False)
                await asyncio.sleep(PAUSE)

    def more(self) -> Future[bool]:
        """Loads what was said before the first message; False at the room's beginning."""

        async def work(_client: Client) -> bool:
            return await self._peek.more() if self._peek else False

        return self._run(work)

    def fill(self, _message: str) -> Future[None]:
        """Loads what is missing before a message; what is looked into has no gaps."""
        return self._run(_nothing)

    def read(self, _message: str) -> Future[None]:
        """Tells the homeserver what was read, where the reader is somebody."""
        return self._run(_nothing)

    def close(self) -> None:
        """Follows the room no more."""
        if self._following:
            self._following.cancel()
            self._following = None

    def _run(self, work: Callable[[Client], Awaitable[T]]) -> Future[T]:
        return run_with_secrets(self._engine, work)
