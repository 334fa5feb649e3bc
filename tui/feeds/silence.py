"""Sources that nobody answered for, until it is known whose fault that is: theirs, or the link's."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

from tui.feeds.refresh_basket import Answered

MANY = 8  # hosts that are silent: then nobody else is asked until one has answered


class Silence:
    """Holds what failed for want of an answer, while nobody has answered at all.

    ``hosts`` is how many must be silent, and nobody else answer, for the link to
    be down; 0 where it is known to be up.
    """

    def __init__(self, hosts: int) -> None:
        self._least = hosts
        self._known = asyncio.Event()
        self._held: list[Answered] = []
        self._hosts: set[str] = set()
        self._broken = hosts == 0
        self._asking = 0

    @property
    def offline(self) -> bool:
        """Whether it is the link that is down."""
        return not self._broken and len(self._hosts) >= max(self._least, 1)

    async def may_ask(self) -> bool:
        """Whether to ask another source; waits while that is in doubt."""
        while not self._broken and len(self._hosts) >= MANY:
            if not self._asking:
                return False
            await self._known.wait()
        return True

    def ask(self) -> None:
        """A source is being asked."""
        self._asking += 1
        if not self._broken:
            self._known.clear()

    def unanswered(self, failed: list[Answered]) -> list[Answered]:
        """Nobody answered; gives what is to be stored of it by now."""
        self._done()
        if self._broken:
            return failed
        self._held += failed
        self._hosts.update(urlsplit(one.url).netloc for one in failed)
        return []

    def answered(self, answered: list[Answered]) -> list[Answered]:
        """Somebody answered: so the link is up, and who was silent failed. Gives what is to be stored."""
        self._broken = True
        self._known.set()
        self._done()
        return [*self.take(), *answered]

    def unasked(self, postponed: list[Answered]) -> list[Answered]:
        """Nobody was asked after all."""
        self._done()
        return postponed

    def take(self) -> list[Answered]:
        """What was held."""
        held, self._held = self._held, []
        return held

    def _done(self) -> None:
        self._asking -= 1
        if not self._asking:
            self._known.set()
