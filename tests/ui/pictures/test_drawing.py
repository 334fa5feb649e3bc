"""Drawing: how many cells, which colours, and what kitty is told."""

from __future__ import annotations

import io
import re
from base64 import standard_b64decode

import pytest
from PIL import Image
from rich.color import ColorSystem
from rich.segment import Segment

from tests.ui.pictures.files import BLUE, RED, halves, near, saved
from tui.ui.pictures.drawing import Box, Colours, Drawing
from tui.ui.pictures.half_blocks import HalfBlocks
from tui.ui.pictures.kitty import MARKS, PLACEHOLDER, Kitty
from tui.ui.terminal.thinning import Thinning

GROUND = (0, 0, 0)


@pytest.mark.parametrize(
    ("box", "ratio", "cells"),
    [
        (Box(40, 20), 0.5, Box(40, 10)),
        (Box(40, 6), 0.5, Box(24, 6)),
        (Box(40, 20), 100.0, Box(1, 20)),
        (Box(40, 20), 0.001, Box(40, 1)),
        (Box(200, 20), 0.25, Box(88, 11)),
    ],
)
def test_a_picture_keeps_its_shape_within_its_box(box: Box, ratio: float, cells: Box) -> None:
    assert box.fit(ratio) == cells


def colours_of(segment: Segment) -> tuple[object, object]:
    assert segment.style
    return segment.style.color, segment.style.bgcolor


def test_half_blocks_are_two_pixels_each_and_equal_cells_one_segment() -> None:
    stripes = Image.new("RGB", (40, 40), RED)
    stripes.paste(BLUE, (0, 20, 40, 40))
    drawing = HalfBlocks(Colours.TRUE).draw(saved(stripes), Box(2, 1), GROUND)
    assert drawing.box == Box(2, 1)
    ((segment,),) = drawing.rows
    assert segment.text == "▀▀"
    ink, ground = colours_of(segment)
    assert near(ink.triplet, RED)  # type: ignore[attr-defined]
    assert near(ground.triplet, BLUE)  # type: ignore[attr-defined]
    row = HalfBlocks(Colours.TRUE).draw(saved(halves()), Box(40, 20), GROUND).rows[0]
    assert row[0].text == " " * len(row[0].text)
    assert len(row) < 10


@pytest.mark.parametrize(
    ("colours", "system"),
    [(Colours.PALETTE, ColorSystem.EIGHT_BIT), (Colours.SIXTEEN, ColorSystem.STANDARD)],
)
def test_fewer_colours_are_the_terminals_own(colours: Colours, system: ColorSystem) -> None:
    from rich._palettes import EIGHT_BIT_PALETTE, STANDARD_PALETTE
    from rich.color import Color

    palette = EIGHT_BIT_PALETTE if colours is Colours.PALETTE else STANDARD_PALETTE
    noise = Image.merge("RGB", [Image.effect_noise((60, 60), 200) for _ in range(3)])
    drawing = HalfBlocks(colours).draw(saved(noise), Box(30, 15), GROUND)
    used = {colour for row in drawing.rows for segment in row for colour in colours_of(segment) if colour}
    assert len(used) > 4
    for colour in used:
        assert isinstance(colour, Color)
        number = colour.downgrade(system).number
        assert number is not None
        assert palette[number] == colour.triplet


def sent(drawing: Drawing) -> tuple[dict[str, str], bytes]:
    """The first message's keys, and the file that all messages carry together."""
    messages = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", drawing.send)
    assert "".join(f"\x1b_G{keys};{load}\x1b\\" for keys, load in messages) == drawing.send
    more = [dict(key.split("=") for key in keys.split(",")) for keys, _load in messages]
    assert [message["m"] for message in more] == ["1"] * (len(more) - 1) + ["0"]
    assert all(len(load) <= 4096 for _keys, load in messages)
    assert all(set(message) == {"q", "m"} for message in more[1:])
    return more[0], standard_b64decode("".join(load for _keys, load in messages))


@pytest.mark.parametrize("colours", [Colours.TRUE, Colours.PALETTE])
def test_kitty_gets_the_picture_once_and_cells_that_name_its_parts(colours: Colours) -> None:
    noise = Image.merge("RGB", [Image.effect_noise((600, 300), 200) for _ in range(3)])
    drawing = Kitty(colours, (10, 20)).draw(saved(noise), Box(40, 20), GROUND)
    keys, file = sent(drawing)
    assert (keys["a"], keys["U"], keys["f"], keys["c"], keys["r"], keys["q"]) == (
        "T",
        "1",
        "100",
        "40",
        "10",
        "2",
    )
    assert Image.open(io.BytesIO(file)).size == (400, 200)
    assert len(drawing.rows) == 10
    ((segment,), *_) = drawing.rows[3:]
    assert segment.text == "".join(PLACEHOLDER + MARKS[3] + MARKS[column] for column in range(40))
    ink, _ground = colours_of(segment)
    triplet = ink.triplet  # type: ignore[attr-defined]
    number = triplet.red << 16 | triplet.green << 8 | triplet.blue
    if colours is Colours.PALETTE:
        number = ink.downgrade(ColorSystem.EIGHT_BIT).number  # type: ignore[attr-defined]
    assert int(keys["i"]) == number
    assert drawing.forget == f"\x1b_Ga=d,d=I,i={number},q=2\x1b\\"


def test_two_pictures_have_two_numbers() -> None:
    kitty = Kitty(Colours.TRUE, (10, 20))
    first, second = (sent(kitty.draw(saved(halves()), Box(20, 9), GROUND))[0]["i"] for _ in range(2))
    assert first != second


def test_the_marks_are_the_protocols() -> None:
    assert (len(MARKS), len(set(MARKS))) == (98, 98)
    assert [f"{ord(mark):X}" for mark in (MARKS[0], MARKS[17], MARKS[54], MARKS[88])] == [
        "305",
        "363",
        "610",
        "735",
    ]


def test_cells_of_a_picture_that_stand_already_are_not_written_again() -> None:
    row = "".join(PLACEHOLDER + MARKS[0] + MARKS[column] for column in range(20))
    thinning = Thinning()
    ink = "\x1b[38;2;1;2;3m"
    assert row in thinning.thin(f"\x1b[3;1H{ink}{row}")
    assert thinning.thin(f"\x1b[3;1H{ink}{row}") == ""
    changed = row[:30] + PLACEHOLDER + MARKS[1] + MARKS[10] + row[33:]
    assert thinning.thin(f"\x1b[3;1H{ink}{changed}").endswith(PLACEHOLDER + MARKS[1] + MARKS[10])


def test_what_a_picture_tells_the_terminal_passes_whole() -> None:
    drawing = Kitty(Colours.TRUE, (10, 20)).draw(saved(halves()), Box(20, 9), GROUND)
    assert Thinning().thin(drawing.send) == drawing.send
