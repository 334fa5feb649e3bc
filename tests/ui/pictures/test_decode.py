"""Decoding: what the pixels are, and what is refused before any is decoded."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.ui.pictures.files import BLUE, RED, SVG, halves, near, png_bomb, saved
from tui.ui.pictures.decode import MOST_PIXELS, NotDrawn, decode


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "AVIF"])
def test_the_formats_of_the_web_are_read_and_scaled_down(kind: str) -> None:
    decoded = decode(saved(halves(), kind), 20, 20, (0, 0, 0))
    assert decoded.image.size == (20, 10)
    assert decoded.ratio == 0.5
    assert near(decoded.image.getpixel((2, 5)), RED)
    assert near(decoded.image.getpixel((17, 5)), BLUE)


def test_a_photograph_that_lies_on_its_side_stands_up() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    decoded = decode(saved(halves(), "JPEG", exif=exif), 100, 20, (0, 0, 0))
    assert decoded.ratio == 2.0
    assert decoded.image.size == (10, 20)
    assert near(decoded.image.getpixel((5, 2)), RED)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_shows_the_ground(mode: str) -> None:
    image = Image.new("RGBA", (40, 40), (255, 255, 255, 0)).convert(mode)
    more = {"transparency": image.getpixel((0, 0))} if mode == "P" else {}
    decoded = decode(saved(image, **more), 10, 10, (9, 60, 90))
    assert decoded.image.getpixel((5, 5)) == (9, 60, 90)


def test_of_a_film_the_first_frame_is_drawn() -> None:
    frames = [Image.new("RGB", (40, 40), colour) for colour in (RED, BLUE)]
    film = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert near(decode(film, 10, 10, (0, 0, 0)).image.getpixel((5, 5)), RED)


def gif_bomb() -> bytes:
    made = bytearray(saved(halves(), "GIF"))
    made[6:10] = b"\xff" * 4
    return bytes(made)


def webp_bomb() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 1
    made = bytearray(saved(halves(), "WEBP", exif=exif))
    assert made[12:16] == b"VP8X"
    made[24:30] = b"\xff\x3f\x00" * 2
    return bytes(made)


JPEG = saved(Image.effect_noise((200, 200), 90), "JPEG")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (png_bomb(), "100000 × 100000"),
        (png_bomb(MOST_PIXELS, 2), "too large"),
        (gif_bomb(), "65535 × 65535"),
        (webp_bomb(), "16384 × 16384"),
        (JPEG[: len(JPEG) // 2], "cut short"),
        (saved(halves())[:60], "cut short"),
        (png_bomb(300, 300), "cut short"),
        (SVG, "SVG"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>" + SVG, "SVG"),
        (b"<!-- a drawing -->" + SVG, "SVG"),
        (b"<!DOCTYPE html><title>Log in</title>", "page instead"),
        (b"", "format"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "format"),
        (b"II*\x00\x08\x00\x00\x00", "format"),
        (saved(halves(1, 1)), "few pixels"),
    ],
)
def test_what_is_refused_says_why_in_a_sentence(data: bytes, why: str) -> None:
    with pytest.raises(NotDrawn, match=why) as refused:
        decode(data, 100, 100, (0, 0, 0))
    assert refused.value.sentence.endswith((".", "pixels."))


@given(
    st.binary(max_size=300), st.sampled_from([b"", saved(halves()), JPEG, saved(halves(), "GIF")]), st.data()
)
def test_wild_bytes_are_a_picture_or_a_refusal(wild: bytes, start: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(start)))
    try:
        image = decode(start[:at] + wild + start[at:], 30, 30, (0, 0, 0)).image
    except NotDrawn:
        return
    assert image.mode == "RGB"
    assert max(image.size) <= 30


def test_the_decoder_is_loaded_with_the_first_picture_only() -> None:
    drawing = "tui.ui.app, tui.ui.pictures.kitty, tui.ui.pictures.half_blocks"
    code = f"import sys, {drawing}; print('PIL' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
