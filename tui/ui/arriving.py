"""What arrives, matched with the queries that stand on the wire: off the event loop, some at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from tui.model import Failure

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.events import StoriesArrived
    from tui.ui.screens.newsroom import NewsroomScreen

BATCH = 200  # stories, matched in about a tenth of a second
MOST = 5_000  # that wait to be matched; of more the latest: all are found when the query is asked anew


class Arriving:
    """Has wait on the wire what a query means of what arrives."""

    def __init__(self, desk: Desk, room: NewsroomScreen) -> None:
        self._desk = desk
        self._room = room
        self._ids: deque[str] = deque(maxlen=MOST)
        self._matching = False

    def hear(self, news: Iterable[StoriesArrived]) -> None:
        """Takes in that stories arrived."""
        if not self._room.wire.place.queries:
            return
        self._ids.extend(id_ for one in news for id_ in one.ids)
        if not self._matching:
            self._matching = True
            self._room.run_worker(self._match(), group="arriving")

    async def _match(self) -> None:
        wire = self._room.wire
        try:
            while self._ids:
                some = [self._ids.popleft() for _ in range(min(BATCH, len(self._ids)))]
                for view in wire.place.queries:
                    found = await self._room.reader.ask(partial(self._desk.store.meant, view, some))
                    wire.hear_meant(view, found)
        except Failure as failure:
            self._room.say(failure.sentence)
        finally:
            self._matching = False
