"""The order in which things happen: one count for all, and whoever waits for what comes next."""

from __future__ import annotations

import asyncio
import secrets

from tui.newsroom.matrix.refusal import bad_parameter

_LONGEST = 18  # digits of a position


class Stream:
    """Gives each thing that happens its position, and wakes who waits. Lives on one loop.

    A token says a position of this run alone: of another run it is refused, for the counts
    of two runs say nothing of each other.
    """

    def __init__(self) -> None:
        self.position = 0
        self.closed = False
        self.waiting = 0  # how many wait for what comes next
        self._run = secrets.token_hex(4)
        self._moved = asyncio.Event()

    def advance(self) -> int:
        """The position of what happens now."""
        self.position += 1
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()
        return self.position

    async def moved(self, seconds: float) -> None:
        """Waits until something happens, for so long at most."""
        self.waiting += 1
        try:
            await asyncio.wait_for(self._moved.wait(), seconds)
        except TimeoutError:
            pass
        finally:
            self.waiting -= 1

    def close(self) -> None:
        """Nobody waits any longer."""
        self.closed = True
        self._moved.set()

    def token(self, position: int | None = None) -> str:
        """What a client names a position by; now, without one."""
        return f"s{self._run}_{self.position if position is None else position}"

    def position_of(self, token: str) -> int:
        """The position that a token names. Raises ``Refusal`` for what is no token of this run."""
        run, _, position = token.partition("_")
        known = run == f"s{self._run}" and position.isdecimal() and len(position) < _LONGEST
        if not known or int(position) > self.position:
            raise bad_parameter("This token is of no sync of this run.")
        return int(position)
