"""From a picture file to pixels, whatever is in the file. Runs on a thread of its own.

Only photographs' formats are read, each by its own decoder, and the size that the
file states is looked at before a pixel is decoded. SVG is a program, not a
picture: it is not run.
"""

from __future__ import annotations

import io
import struct
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.locale import _
from tui.model import Failure

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 12_500_000  # 4000 × 3000 and a little; WebP takes 16 bytes a pixel to decode
MOST_PIXELS_JPEG = 25_000_000  # 6000 × 4000, as cameras make them: it is scaled down while it is decoded
FEWEST = 8  # pixels a side: counters and spacers are smaller
_ORIENTATION, _TURNED = 0x0112, (5, 6, 7, 8)  # Exif 2.32 §4.6.4: those that lie on their side
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")

RGB = tuple[int, int, int]


class NotDrawn(Failure):
    """The picture can't be drawn here. The sentence says why; its description stands."""

    code = "not-drawn"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A picture of RGB pixels, scaled down; ``ratio`` is the height over the width of the original."""

    image: Image
    ratio: float


def decode(data: bytes, width: int, height: int, ground: RGB) -> Decoded:
    """The first frame of the picture in ``data``, at most ``width`` × ``height`` pixels.

    What is transparent shows ``ground``. Raises ``NotDrawn``.
    """
    _refuse_markup(data)
    _refuse_size(*_webp_size(data))
    try:
        return _decoded(data, width, height, ground)
    except NotDrawn:
        raise
    except MemoryError as error:
        raise _too_large() from error
    except Exception as error:  # decoders raise nearly everything on wild bytes
        raise NotDrawn(_("The picture is damaged or cut short.")) from error


def _decoded(data: bytes, width: int, height: int, ground: RGB) -> Decoded:
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # the size is looked at here
    Image.init()
    known = [name for name in _FORMATS if name in Image.OPEN]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they would be printed on the terminal
        try:
            image: Image.Image = Image.open(io.BytesIO(data), formats=known)
        except UnidentifiedImageError as error:
            raise NotDrawn(_("The picture is in a format that is not drawn here.")) from error
        with image:
            _refuse_size(*image.size, MOST_PIXELS_JPEG if image.format == "JPEG" else MOST_PIXELS)
            ratio = image.height / image.width
            if image.getexif().get(_ORIENTATION) in _TURNED:
                ratio, width, height = 1 / ratio, height, width
            image.draft("RGB", (2 * width, 2 * height))
            return Decoded(_flat(ImageOps.exif_transpose(_small(image, width, height)), ground), ratio)


def _small(image: Image, width: int, height: int) -> Image:
    """The picture scaled down, before anything else is done to it: what follows costs little then."""
    from PIL.Image import Resampling

    if image.mode in ("1", "P", "PA"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((max(width, 1), max(height, 1)), Resampling.LANCZOS, reducing_gap=2.0)
    return image


def _flat(image: Image, ground: RGB) -> Image:
    """RGB, with ``ground`` where the picture lets it through."""
    from PIL import Image as images

    if not image.has_transparency_data:
        return image.convert("RGB")
    above = image.convert("RGBA")
    return images.alpha_composite(images.new("RGBA", above.size, (*ground, 255)), above).convert("RGB")


def _refuse_markup(data: bytes) -> None:
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in start or start.startswith((b"<?xml", b"<!doctype svg")):
        raise NotDrawn(_("The picture is an SVG drawing: a program, which is not run here."))
    if start.startswith((b"<!doctype", b"<html")):
        raise NotDrawn(_("The site sent a page instead of the picture."))


def _refuse_size(width: int, height: int, most: int = MOST_PIXELS) -> None:
    if width * height > most:
        raise _too_large(width, height)
    if min(width, height) < FEWEST:
        raise NotDrawn(_("The picture is only a few pixels large."))


def _too_large(width: int = 0, height: int = 0) -> NotDrawn:
    if width:
        words = _("The picture is too large to be drawn: {width} × {height} pixels.")
        return NotDrawn(words.format(width=width, height=height), _("Open it in the browser (o)."))
    return NotDrawn(_("The picture is too large to be drawn."), _("Open it in the browser (o)."))


def _webp_size(data: bytes) -> tuple[int, int]:
    """What a WebP file states (RFC 9649 §2.7): its decoder makes room for it before it can be asked."""
    if data[:4] != b"RIFF" or data[8:16] != b"WEBPVP8X" or len(data) < 30:
        return FEWEST, FEWEST
    wide, wide_high, high, high_high = struct.unpack("<HBHB", data[24:30])
    return (wide | wide_high << 16) + 1, (high | high_high << 16) + 1
