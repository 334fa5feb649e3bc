"""A chat that the reader is not in: looked into as a guest or with an account, and followed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.failure import Failure

if TYPE_CHECKING:
    from tui.model import Room
    from tui.talk.matrix.link import LinkStatus
    from tui.talk.matrix.peek import Peek
    from tui.talk.matrix.timeline import TimelineView

_BETWEEN = 0.1  # seconds between two looks at a room where much is said


class LookedInto:
    """A peek that is followed until ``close``. Lives on the engine's loop; ``view`` and ``status`` anywhere.

    ``tell`` is called with True when the link changed, with False when something was said.
    """

    def __init__(self, peek: Peek, tell: Callable[[bool], None]) -> None:
        from tui.talk.matrix.link import Link

        self._peek = peek
        self._tell = tell
        self._link = Link(lambda _status: tell(True))
        self._link.up()
        self._following = asyncio.create_task(self._follow())

    @property
    def room(self) -> Room:
        return self._peek.room

    @property
    def view(self) -> TimelineView:
        return self._peek.view

    @property
    def status(self) -> LinkStatus:
        return self._link.status

    async def more(self) -> bool:
        """Loads what was said before the first message; False at the room's beginning."""
        return await self._peek.more()

    def wake(self) -> None:
        """Asks again at once."""
        self._link.wake()

    def close(self) -> None:
        """Follows it no more."""
        self._following.cancel()

    async def _follow(self) -> None:
        while True:
            try:
                heard = await self._peek.follow()
            except Failure as failure:
                await self._link.down(failure)
            else:
                self._link.up()
                if heard:
                    self._tell(False)
                await asyncio.sleep(_BETWEEN)
