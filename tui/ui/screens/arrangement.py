"""Where the panes stand in a terminal of a given size. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Pane = Literal["wire", "article", "room"]
Place = Literal["wire", "article", "room", "chats", "writing"]
PANES: tuple[Pane, ...] = ("wire", "article", "room")

THREE_PANES = 120
TWO_PANES = 80
SMALLEST = (40, 12)
WRITING = 56  # cells of a room that is written in, where the terminal is wide enough


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Widths of the panes in cells, 0 for one that is not shown. ``over``: the room lies over the article."""

    wire: int = 0
    article: int = 0
    room: int = 0
    over: bool = False

    def shown(self) -> tuple[Pane, ...]:
        return tuple(pane for pane in PANES if getattr(self, pane))


def too_small(width: int, height: int) -> bool:
    """Whether the terminal is too small to be of use."""
    return width < SMALLEST[0] or height < SMALLEST[1]


def arrange(width: int, pane: Pane, *, zen: bool = False, writing: bool = False) -> Arrangement:
    """The panes for a terminal ``width`` cells wide while the reader is in ``pane``.

    ``writing``: in the room, which then lies over the article's end for the width a text needs.
    """
    if zen and pane != "room":
        return Arrangement(article=width)
    if width < TWO_PANES:
        alone = {"wire": Arrangement(wire=width), "article": Arrangement(article=width)}
        return alone.get(pane, Arrangement(room=width))
    if width < THREE_PANES:
        wire = _between(32, round(width * 0.4), 44)
        room = _between(36, width - wire + 4, 48) if pane == "room" else 0
        return Arrangement(wire, width - wire, room, over=bool(room))
    wire = _between(40, round(width * 0.29), 50)
    room = _between(32, round(width * 0.25), 46)
    if writing and room < WRITING:
        return Arrangement(wire, width - wire - room, WRITING, over=True)  # the article is not laid out anew
    return Arrangement(wire, width - wire - room, room)


def _between(least: int, wanted: int, most: int) -> int:
    return max(least, min(wanted, most))
