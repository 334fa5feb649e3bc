"""Selecting more of a view than the wire has loaded: its ids are asked for off the event loop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from tui.model import Failure

if TYPE_CHECKING:
    from tui.ui.screens.newsroom import NewsroomScreen


def select_all(room: NewsroomScreen) -> None:
    """Selects all of the view, but for what waits above."""
    room.run_worker(_select(room, room.wire.select_all), group="select", exclusive=True)


def select_range(room: NewsroomScreen) -> None:
    """Selects all from the story selected last to the one under the cursor."""
    wire = room.wire
    if wire.story is None:
        return
    end, loaded = wire.story.id, [row.story.id for row in wire.place.rows]
    if wire.selection.start in ("", *loaded):
        wire.select_range(end, loaded)
        room.views.tell()
    else:
        room.run_worker(_select(room, partial(wire.select_range, end)), group="select", exclusive=True)


async def _select(room: NewsroomScreen, select: Callable[[Sequence[str]], None]) -> None:
    """Has ``select`` take the ids of the view, unless another is shown meanwhile."""
    view, seen = room.wire.view, room.wire.place.seen
    try:
        ids = await room.reader.ask(partial(room.desk.store.ids, seen))
    except Failure as failure:
        room.say(failure.sentence)
        return
    if room.wire.view == view:
        select(ids)
        room.views.tell()
