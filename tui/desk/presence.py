"""That the reader is here, kept for what they are told when they come back."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING

from tui.locale import _, ngettext
from tui.store import Store, presence

if TYPE_CHECKING:
    from tui.store.presence import Absence

EVERY = 60.0  # seconds between two notes: what a crash can take


class Presence:
    """Notes what the reader does: the first thing at once, then once in a while, the last when they leave."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock
        self._noted = 0.0
        self._since = 0.0  # when something was done that is not noted

    def act(self) -> Future[Absence | None] | None:
        """The reader did something. Where that is noted, gives the absence that ends with it."""
        self._since = now = self._clock()
        return None if 0 <= now - self._noted < EVERY else self._note(now)

    def leave(self) -> None:
        """The reader leaves; what came after the last thing they did is for when they are back."""
        if 0 <= self._clock() - self._since < EVERY:
            self._note(self._since)

    def _note(self, now: float) -> Future[Absence | None]:
        self._noted, self._since = now, 0.0
        return self._store.submit(partial(presence.note, now=int(now)))


def told(absence: Absence, came: int) -> str:
    """How many stories came, and how long the reader was away: "412 stories came in 9 h"."""
    minutes = (absence.back - absence.left) // 60
    if minutes < 60:
        away = _("{n} min").format(n=minutes)
    elif minutes < 48 * 60:
        away = _("{n} h").format(n=minutes // 60)
    else:
        away = ngettext("{n} day", "{n} days", minutes // 1440).format(n=minutes // 1440)
    words = ngettext("{n} story came in {time}", "{n} stories came in {time}", came)
    return words.format(n=came, time=away)
