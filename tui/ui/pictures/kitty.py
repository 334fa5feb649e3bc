"""Kitty's graphics protocol with Unicode placeholders: a picture whose cells are ordinary text.

The picture is sent once under a number; each cell of U+10EEEE then shows the part of
it that two combining marks (row, column) name, in the ink that is the number.
https://sw.kovidgoyal.net/kitty/graphics-protocol/#unicode-placeholders
"""

from __future__ import annotations

import io
import random
from base64 import standard_b64encode
from collections.abc import Iterator
from functools import cache
from itertools import count
from typing import TYPE_CHECKING

from rich.color import Color, ColorSystem
from rich.segment import Segment
from rich.style import Style

from tui.ui.pictures.decode import RGB, decode
from tui.ui.pictures.drawing import Box, Colours, Drawing

if TYPE_CHECKING:
    from PIL.Image import Image

PLACEHOLDER = "\U0010eeee"
CHUNK = 4096  # bytes of base64 an escape sequence carries, the protocol's own limit
SHADES = 256  # a PNG of 8 bits a pixel: a third of the bytes, and hard to tell at this size

# The first 98 of the protocol's row and column marks, as ranges (first, last).
_MARKS = (
    (0x305, 0x305), (0x30D, 0x30E), (0x310, 0x310), (0x312, 0x312), (0x33D, 0x33F), (0x346, 0x346),
    (0x34A, 0x34C), (0x350, 0x352), (0x357, 0x357), (0x35B, 0x35B), (0x363, 0x36F), (0x483, 0x487),
    (0x592, 0x595), (0x597, 0x599), (0x59C, 0x5A1), (0x5A8, 0x5A9), (0x5AB, 0x5AC), (0x5AF, 0x5AF),
    (0x5C4, 0x5C4), (0x610, 0x617), (0x657, 0x65B), (0x65D, 0x65E), (0x6D6, 0x6DC), (0x6DF, 0x6E2),
    (0x6E4, 0x6E4), (0x6E7, 0x6E8), (0x6EB, 0x6EC), (0x730, 0x730), (0x732, 0x733), (0x735, 0x736),
    (0x73A, 0x73A), (0x73D, 0x73D), (0x73F, 0x741), (0x743, 0x743), (0x745, 0x745), (0x747, 0x747),
)  # fmt: skip
MARKS = [chr(sign) for first, last in _MARKS for sign in range(first, last + 1)]


class Kitty:
    """Draws for terminals that know placeholders. ``cell`` is a cell's size in pixels."""

    def __init__(self, colours: Colours, cell: tuple[int, int]) -> None:
        self._numbers = _true_numbers() if colours is Colours.TRUE else _palette_numbers()
        self._cell = cell

    def draw(self, data: bytes, box: Box, ground: RGB) -> Drawing:
        width, height = self._cell
        decoded = decode(data, width * box.columns, height * box.rows, ground)
        cells = box.fit(decoded.ratio)
        number, ink = next(self._numbers)
        style = Style(color=ink)
        packed = io.BytesIO()
        _in_shades(decoded.image).save(packed, "PNG")
        return Drawing(
            cells,
            decoded.ratio,
            tuple((Segment(_row(row, cells.columns), style),) for row in range(cells.rows)),
            send="".join(_sent(number, packed.getvalue(), cells)),
            forget=f"\x1b_Ga=d,d=I,i={number},q=2\x1b\\",
        )


def _in_shades(image: Image) -> Image:
    from PIL.Image import Quantize

    # The other methods take a hundred times as long, and keep the interpreter all the while.
    return image.quantize(SHADES, Quantize.FASTOCTREE)


def _row(row: int, columns: int) -> str:
    # Every cell names its place: whatever part of a row is drawn again, it is the right one.
    return "".join(PLACEHOLDER + MARKS[row] + MARKS[column] for column in range(columns))


def _sent(number: int, png: bytes, cells: Box) -> Iterator[str]:
    """Sends the picture and places it, unseen until placeholders show it. ``q=2``: without an answer."""
    text = standard_b64encode(png).decode("ascii")
    control = f"a=T,U=1,f=100,t=d,i={number},c={cells.columns},r={cells.rows},q=2,"
    for start in range(0, len(text), CHUNK):
        more = int(start + CHUNK < len(text))
        yield f"\x1b_G{control}m={more};{text[start : start + CHUNK]}\x1b\\"
        control = "q=2,"


def _true_numbers() -> Iterator[tuple[int, Color]]:
    """Numbers of 24 bits, from anywhere: other programs in the same window number theirs too."""
    for number in count(random.randrange(1 << 16, 1 << 23)):
        yield number, Color.from_rgb(number >> 16 & 255, number >> 8 & 255, number & 255)


def _palette_numbers() -> Iterator[tuple[int, Color]]:
    """Numbers that are colours of the 256, over and over, far more than one article's pictures."""
    while True:
        yield from _palette_inks()


@cache
def _palette_inks() -> tuple[tuple[int, Color], ...]:
    """The colours that Rich writes as these very numbers."""
    from rich._palettes import EIGHT_BIT_PALETTE

    inks = ((number, Color.from_triplet(EIGHT_BIT_PALETTE[number])) for number in range(16, 232))
    return tuple(
        (number, ink) for number, ink in inks if ink.downgrade(ColorSystem.EIGHT_BIT).number == number
    )
