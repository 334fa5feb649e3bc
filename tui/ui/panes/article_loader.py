"""Waiting for an article: what for, how long already, and what to do when it does not come."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Future

from tui.locale import _
from tui.model import Article, Failure

SLOW = 2.0  # seconds after which a wait is told with its length, and esc ends it
TICK, LONG_TICK = 1.0, 5.0  # seconds between two tellings; on a slow line


class Loader:
    """One article on its way. ``changed`` is called when what is to be said of it changed."""

    def __init__(self, changed: Callable[[], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._changed = changed
        self._clock = clock
        self._task: asyncio.Task[None] | None = None
        self._since = 0.0
        self._host = ""
        self.failure: Failure | None = None
        self.stopped = False

    @property
    def waiting(self) -> bool:
        return self._task is not None and not self._task.done()

    @property
    def seconds(self) -> int:
        """How long the wait has been, 0 while it is no matter."""
        waited = self._clock() - self._since
        return int(waited) if self.waiting and waited >= SLOW else 0

    def load(
        self, host: str, asked: Future[Article], take: Callable[[Article], None], *, tick: float = TICK
    ) -> None:
        """Waits for ``asked``, in place of anything before it, and hands it to ``take``."""
        self.clear()
        self._host, self._since = host, self._clock()
        self._task = asyncio.create_task(self._wait(asked, take, tick))
        self._changed()

    async def _wait(self, asked: Future[Article], take: Callable[[Article], None], tick: float) -> None:
        arriving = asyncio.wrap_future(asked)
        try:
            while not (await asyncio.wait([arriving], timeout=tick))[0]:
                if self.seconds:
                    self._changed()
            article = arriving.result()
        except asyncio.CancelledError:
            arriving.cancel()
            raise
        except Failure as failure:
            self._task = None
            self.failure = failure
            self._changed()
            return
        self._task = None
        take(article)

    def stop(self) -> bool:
        """Ends a wait that has become long; False when there is none."""
        if not self.seconds or self._task is None:
            return False
        self.stopped = True
        self._task.cancel()
        self._task = None
        self._changed()
        return True

    def clear(self) -> None:
        """Waits for nothing more, and has nothing to say."""
        if self._task:
            self._task.cancel()
        self._task, self.failure, self.stopped = None, None, False

    def told(self, keys: Callable[[str], str]) -> tuple[str, ...]:
        """What is to be said, sentence by sentence; ``keys`` gives the key of a command."""
        if self.waiting:
            words = _("Fetching the article from {host} …").format(host=self._host)
            if not self.seconds:
                return (words,)
            return (f"{words} {self.seconds} s", _("{key}: stop").format(key=keys("back")))
        steps = _("{again}: try again · {browser}: open it in the browser").format(
            again=keys("refresh"), browser=keys("browser")
        )
        if self.failure:
            return (self.failure.sentence, self.failure.next_step, steps)
        return (_("Stopped waiting for {host}.").format(host=self._host), steps) if self.stopped else ()
