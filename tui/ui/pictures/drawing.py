"""What a drawn picture is, and how large a picture becomes in cells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from rich.segment import Segment

from tui.ui.pictures.decode import RGB

MOST_COLUMNS = 88
NARROWEST = 12  # columns; in less nothing is to be made out


class Colours(Enum):
    """How many colours the terminal has."""

    SIXTEEN = 4
    PALETTE = 8
    TRUE = 24


@dataclass(frozen=True, slots=True)
class Box:
    """The most cells a picture may take."""

    columns: int
    rows: int

    def fit(self, ratio: float) -> Box:
        """The cells of a picture that is ``ratio`` times as high as wide; a cell is twice as high as wide."""
        columns = max(min(self.columns, MOST_COLUMNS), 1)
        rows = max(round(columns * ratio / 2), 1)
        if rows > self.rows:
            rows = max(self.rows, 1)
            columns = max(min(round(2 * rows / ratio), columns), 1)
        return Box(columns, rows)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture as cells: the segments of each row. ``ratio`` is the original's height over its width.

    ``send`` is what the terminal has to be told before the cells are written,
    ``forget`` when they are gone for good.
    """

    box: Box
    ratio: float
    rows: tuple[tuple[Segment, ...], ...]
    send: str = ""
    forget: str = ""


class Painter(Protocol):
    """One way to draw a picture in a terminal."""

    def draw(self, data: bytes, box: Box, ground: RGB) -> Drawing:
        """The picture file in ``data`` within ``box``. Raises ``NotDrawn``. Called on a thread."""
        ...
