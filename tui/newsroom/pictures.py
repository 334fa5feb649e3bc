"""The site's pictures: flat landscapes drawn from a name, as PNG files (ISO/IEC 15948)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from math import pi, sin
from random import Random

WIDTH, HEIGHT = 480, 270
SCALES = {480: 1, 960: 2}
Colour = tuple[int, int, int]


class Canvas:
    """Rows of RGB pixels that spans of colour are laid on."""

    def __init__(self) -> None:
        self.rows = [bytearray(3 * WIDTH) for _ in range(HEIGHT)]

    def span(self, y: int, start: float, end: float, colour: Colour) -> None:
        first, last = max(0, round(start)), min(WIDTH, round(end))
        if 0 <= y < HEIGHT and first < last:
            self.rows[y][3 * first : 3 * last] = bytes(colour) * (last - first)

    def box(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        for row in range(round(y), round(y + height)):
            self.span(row, x, x + width, colour)

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        for row in range(round(y - radius), round(y + radius) + 1):
            half = max(0.0, radius**2 - (row - y) ** 2) ** 0.5
            self.span(row, x - half, x + half, colour)

    def slope(self, top: Callable[[float], float], colour: Colour) -> None:
        """Everything below the line ``top(x)``."""
        for x in range(0, WIDTH, 2):
            for y in range(max(0, round(top(x))), HEIGHT):
                self.rows[y][3 * x : 3 * x + 6] = bytes(colour) * 2

    def gradient(self, start: int, end: int, above: Colour, below: Colour) -> None:
        for y in range(start, end):
            part = (y - start) / max(end - start - 1, 1)
            self.span(y, 0, WIDTH, mixed(above, below, part))


def mixed(first: Colour, second: Colour, part: float) -> Colour:
    r, g, b = (round(a + (z - a) * part) for a, z in zip(first, second, strict=True))
    return r, g, b


@lru_cache(maxsize=64)
def picture(name: str, scene: str, width: int = 960) -> bytes:
    """The PNG of a scene; the same for the same name. ``width`` is 480 or 960."""
    canvas = Canvas()
    random = Random(name)
    hue = random.choice(_SKIES)
    canvas.gradient(0, HEIGHT, *hue)
    _SCENES[scene](canvas, random)
    return _png(canvas, SCALES[width])


_SKIES: tuple[tuple[Colour, Colour], ...] = (
    ((38, 56, 78), (196, 160, 126)),
    ((52, 82, 104), (206, 196, 176)),
    ((30, 40, 66), (150, 110, 116)),
    ((84, 118, 136), (222, 214, 190)),
)
_DARK: Colour = (24, 32, 40)


def _water(canvas: Canvas, random: Random, horizon: int, light: Colour = (112, 142, 152)) -> None:
    canvas.gradient(horizon, HEIGHT, light, (30, 58, 74))
    for _ in range(70):
        y = random.randrange(horizon + 2, HEIGHT)
        x = random.randrange(WIDTH)
        canvas.span(y, x, x + random.randint(10, 60), (150, 174, 178))


def _sun(canvas: Canvas, random: Random, horizon: int) -> None:
    canvas.disc(random.randrange(60, WIDTH - 60), horizon - random.randrange(20, 70), 22, (240, 206, 142))


def _hill(canvas: Canvas, random: Random, base: float, height: float, colour: Colour) -> None:
    phase, length = random.uniform(0, 2 * pi), random.uniform(90, 200)
    canvas.slope(lambda x: base - height * (1 + sin(phase + x / length)) / 2, colour)


def _harbour(canvas: Canvas, random: Random) -> None:
    _sun(canvas, random, 150)
    _water(canvas, random, 150)
    canvas.box(0, 142, 190, 16, (70, 74, 78))
    for x in (20, 70, 120):
        canvas.box(x, 70, 5, 74, _DARK)
        canvas.box(x - 14, 70, 56, 5, _DARK)
    left = random.randrange(210, 300)
    canvas.box(left, 128, 150, 26, (228, 224, 214))
    canvas.box(left + 20, 108, 80, 20, (206, 202, 192))
    canvas.box(left - 8, 150, 166, 12, (150, 60, 48))
    for x in range(left + 8, left + 140, 16):
        canvas.box(x, 134, 8, 6, (250, 214, 130))


def _sea(canvas: Canvas, random: Random) -> None:
    _sun(canvas, random, 130)
    _water(canvas, random, 130)
    x = random.randrange(80, 360)
    canvas.box(x, 160, 46, 8, (60, 44, 40))
    for step in range(30):
        canvas.span(158 - step, x + 22, x + 22 + (30 - step), (232, 226, 212))


def _hills(canvas: Canvas, random: Random) -> None:
    _sun(canvas, random, 110)
    for base, height, colour in (
        (170, 70, (112, 128, 130)),
        (205, 60, (82, 104, 98)),
        (245, 50, (52, 76, 66)),
    ):
        _hill(canvas, random, base, height, colour)


def _city(canvas: Canvas, random: Random) -> None:
    x = 0
    while x < WIDTH:
        width, height = random.randint(28, 60), random.randint(60, 170)
        shade = random.randint(-12, 12)
        canvas.box(x, 230 - height, width, height, (72 + shade, 76 + shade, 86 + shade))
        for wx in range(x + 6, x + width - 6, 10):
            for wy in range(240 - height, 222, 14):
                if random.random() < 0.5:
                    canvas.box(wx, wy, 4, 6, (244, 208, 128))
        x += width + 2
    canvas.box(0, 230, WIDTH, 40, (48, 50, 56))


def _stadium(canvas: Canvas, random: Random) -> None:
    canvas.box(0, 110, WIDTH, 60, (74, 78, 88))
    for _ in range(700):
        x, y = random.randrange(WIDTH), random.randrange(112, 168)
        canvas.box(x, y, 2, 2, random.choice(((220, 90, 70), (230, 220, 200), (90, 130, 170))))
    for n in range(8):
        canvas.box(n * 60, 170, 60, 100, (70, 130, 74) if n % 2 else (62, 118, 66))
    for x in (50, 420):
        canvas.box(x, 30, 4, 90, _DARK)
        canvas.box(x - 16, 22, 36, 14, (250, 244, 214))
    canvas.box(236, 170, 3, 100, (226, 234, 222))


def _stage(canvas: Canvas, random: Random) -> None:
    canvas.gradient(0, HEIGHT, (26, 22, 32), (58, 42, 52))
    for x in range(40, WIDTH, 100):
        for y in range(200):
            canvas.span(y, x - y * 0.16, x + y * 0.16, mixed((236, 206, 150), (70, 52, 58), min(1, y / 170)))
    canvas.box(0, 200, WIDTH, 70, (96, 66, 46))
    for _ in range(12):
        x = random.randrange(30, WIDTH - 30)
        canvas.disc(x, 184, 6, (30, 24, 28))
        canvas.box(x - 6, 190, 12, 22, (30, 24, 28))


def _lab(canvas: Canvas, random: Random) -> None:
    canvas.gradient(0, HEIGHT, (206, 214, 214), (166, 178, 180))
    canvas.box(0, 190, WIDTH, 80, (120, 128, 132))
    x = 30
    while x < WIDTH - 50:
        height = random.randint(36, 96)
        colour = random.choice(((104, 160, 168), (214, 162, 84), (150, 176, 120), (196, 110, 96)))
        canvas.box(x, 190 - height, 26, height, (226, 232, 232))
        canvas.box(x + 3, 190 - height * 0.6, 20, height * 0.6, colour)
        x += random.randint(40, 70)


def _field(canvas: Canvas, random: Random) -> None:
    _sun(canvas, random, 120)
    for y in range(150, HEIGHT):
        canvas.span(y, 0, WIDTH, (196, 168, 84) if (y // 6) % 2 else (178, 150, 72))
    for x in random.sample(range(40, WIDTH - 40, 60), 4):
        canvas.box(x, 60, 4, 94, (236, 236, 230))
        for n in range(34):
            canvas.span(60 - n, x + n * 0.5, x + n * 0.5 + 3, (236, 236, 230))
            canvas.span(62 + n // 2, x - n, x - n + 3, (236, 236, 230))


def _night(canvas: Canvas, random: Random) -> None:
    canvas.gradient(0, HEIGHT, (10, 14, 30), (34, 44, 66))
    for _ in range(130):
        canvas.box(random.randrange(WIDTH), random.randrange(180), 2, 2, (220, 224, 236))
    canvas.disc(random.randrange(60, 420), 60, 18, (236, 230, 206))
    _hill(canvas, random, 230, 40, (16, 20, 28))
    for x in random.sample(range(20, WIDTH - 20, 16), 9):
        canvas.box(x, 216, 5, 6, (250, 212, 120))


def _rail(canvas: Canvas, random: Random) -> None:
    _hill(canvas, random, 190, 60, (70, 86, 84))
    canvas.box(0, 200, WIDTH, 70, (72, 68, 66))
    for y in (214, 232):
        canvas.box(0, y, WIDTH, 3, (168, 164, 158))
    left = random.randrange(0, 60)
    for n in range(4):
        canvas.box(left + n * 104, 152, 100, 50, (46, 76, 98))
        for x in range(left + n * 104 + 8, left + n * 104 + 92, 18):
            canvas.box(x, 162, 12, 14, (248, 220, 148))


_SCENES: dict[str, Callable[[Canvas, Random], None]] = {
    "harbour": _harbour,
    "sea": _sea,
    "hills": _hills,
    "city": _city,
    "stadium": _stadium,
    "stage": _stage,
    "lab": _lab,
    "field": _field,
    "night": _night,
    "rail": _rail,
}


def _png(canvas: Canvas, scale: int) -> bytes:
    header = struct.pack(">IIBBBBB", WIDTH * scale, HEIGHT * scale, 8, 2, 0, 0, 0)
    rows = b"".join(_scaled(canvas, scale))
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _scaled(canvas: Canvas, scale: int) -> Iterator[bytes]:
    for row in canvas.rows:
        wide = row
        if scale == 2:
            wide = bytearray(2 * len(row))
            for channel in range(3):
                wide[channel::6] = row[channel::3]
                wide[channel + 3 :: 6] = row[channel::3]
        # Filter type 0 stands before each row.
        yield (b"\0" + wide) * scale


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
