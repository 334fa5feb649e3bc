"""Pictures of half blocks: each cell two pixels, the upper as ink and the lower as ground of "▀"."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from rich.color import Color, ColorSystem
from rich.color_triplet import ColorTriplet
from rich.palette import Palette
from rich.segment import Segment
from rich.style import Style

from tui.ui.pictures.decode import RGB, decode
from tui.ui.pictures.drawing import Box, Colours, Drawing

if TYPE_CHECKING:
    from PIL.Image import Image

SHADES = 64  # colours of a picture: neighbours often share them, and need no new escape sequence then
FINER = 4  # the decoder's scaling leaves this many times the pixels, for a good last step


_SYSTEMS = {
    Colours.SIXTEEN: ColorSystem.STANDARD,
    Colours.PALETTE: ColorSystem.EIGHT_BIT,
    Colours.TRUE: ColorSystem.TRUECOLOR,
}


class HalfBlocks:
    """Draws in the colours that the terminal has."""

    def __init__(self, colours: Colours) -> None:
        self._colours = colours

    def draw(self, data: bytes, box: Box, ground: RGB) -> Drawing:
        decoded = decode(data, FINER * box.columns, 2 * FINER * box.rows, ground)
        cells = box.fit(decoded.ratio)
        image = _in_colours(_resized(decoded.image, cells), self._colours)
        channels = iter(image.tobytes())
        pixels: list[RGB] = list(zip(channels, channels, channels, strict=True))
        width = cells.columns
        lines = [pixels[start : start + width] for start in range(0, len(pixels), width)]
        pairs = zip(lines[::2], lines[1::2], strict=True)
        rows = tuple(_row(upper, lower, self._colours) for upper, lower in pairs)
        return Drawing(cells, decoded.ratio, rows)


def _resized(image: Image, cells: Box) -> Image:
    from PIL.Image import Resampling

    return image.resize((cells.columns, 2 * cells.rows), Resampling.LANCZOS)


def _in_colours(image: Image, colours: Colours) -> Image:
    from PIL import ImageOps
    from PIL.Image import Dither, Quantize

    if colours is Colours.TRUE:
        return image.quantize(SHADES, Quantize.MEDIANCUT, dither=Dither.NONE).convert("RGB")
    if colours is Colours.SIXTEEN:
        image = ImageOps.autocontrast(image, cutoff=2)  # or all that is dark becomes one grey
    # Cells are too large for dithering: the eye sees a chessboard.
    return image.quantize(palette=_palette(colours), dither=Dither.NONE).convert("RGB")


@cache
def _palette(colours: Colours) -> Image:
    """The terminal's colours, those that Rich writes as themselves."""
    from PIL import Image

    system = _SYSTEMS[colours]
    triplets = [
        triplet
        for number, triplet in _numbered(colours)
        if Color.from_triplet(triplet).downgrade(system).number == number
    ]
    made = Image.new("P", (1, 1))
    made.putpalette([part for triplet in triplets for part in triplet])
    return made


def _numbered(colours: Colours) -> list[tuple[int, ColorTriplet]]:
    from rich._palettes import EIGHT_BIT_PALETTE, STANDARD_PALETTE

    palette: Palette = STANDARD_PALETTE if colours is Colours.SIXTEEN else EIGHT_BIT_PALETTE
    first, end = (0, 16) if colours is Colours.SIXTEEN else (16, 256)
    return [(number, palette[number]) for number in range(first, end)]


def _row(upper: list[RGB], lower: list[RGB], colours: Colours) -> tuple[Segment, ...]:
    """A row of cells, equal neighbours in one segment."""
    return tuple(
        Segment(("▀" if above != below else " ") * len(list(same)), _style(above, below, colours))
        for (above, below), same in groupby(zip(upper, lower, strict=True))
    )


@lru_cache(4096)
def _style(above: RGB, below: RGB, colours: Colours) -> Style:
    ground = Color.from_rgb(*below)
    style = Style(bgcolor=ground) if above == below else Style(color=Color.from_rgb(*above), bgcolor=ground)
    # It keeps its escape sequence: finding the nearest colours is done here, on the thread.
    style.render(" ", color_system=_SYSTEMS[colours])
    return style
