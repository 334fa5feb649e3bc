"""Picture files made for a test: honest ones by Pillow, hostile ones by hand."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image

RED, BLUE = (200, 30, 30), (20, 40, 180)


def halves(width: int = 80, height: int = 40) -> Image.Image:
    """A picture whose left half is red, its right half blue."""
    made = Image.new("RGB", (width, height), RED)
    made.paste(BLUE, (width // 2, 0, width, height))
    return made


def saved(image: Image.Image, kind: str = "PNG", **more: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **more)
    return file.getvalue()


def near(pixel: object, wanted: tuple[int, int, int]) -> bool:
    """Whether a colour is that one, but for what scaling and packing do to it."""
    assert isinstance(pixel, tuple)
    return all(abs(part - other) < 25 for part, other in zip(pixel, wanted, strict=True))


def png_bomb(width: int = 100_000, height: int = 100_000) -> bytes:
    """A PNG that states a size it does not have the pixels for."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
