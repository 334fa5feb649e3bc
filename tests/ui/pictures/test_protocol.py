"""Which terminal gets what: by its answer, its TERM, its colours, and the setting."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.config import BadSettings, load_settings
from tui.ui.pictures.half_blocks import HalfBlocks
from tui.ui.pictures.kitty import Kitty
from tui.ui.pictures.protocol import known, painter


@pytest.mark.parametrize(
    ("choice", "name", "environ", "way"),
    [
        ("auto", "kitty(0.42.1)", {}, Kitty),
        ("auto", "ghostty 1.2.0", {}, Kitty),
        ("auto", "", {"TERM": "xterm-kitty"}, Kitty),
        ("auto", "", {"TERM": "xterm-ghostty"}, Kitty),
        ("auto", "", {}, HalfBlocks),
        ("auto", "", {"KITTY_WINDOW_ID": "1"}, HalfBlocks),
        ("auto", "tmux 3.5a", {"KITTY_WINDOW_ID": "1", "TERM": "tmux-256color"}, HalfBlocks),
        ("auto", "WezTerm 20240203", {}, HalfBlocks),
        ("auto", "Konsole 24.02.1", {}, HalfBlocks),
        ("auto", "XTerm(390)", {"TERM": "xterm-kitty"}, HalfBlocks),
        ("off", "kitty(0.42.1)", {}, Kitty),  # what the key then shows
        ("kitty", "WezTerm 20240203", {}, Kitty),
        ("blocks", "kitty(0.42.1)", {"TERM": "xterm-kitty"}, HalfBlocks),
        ("kitty", "", {"NO_COLOR": "1"}, type(None)),
    ],
)
def test_the_way_to_draw(choice: str, name: str, environ: dict[str, str], way: type) -> None:
    assert type(painter(choice, "truecolor", name, slow=False, environ=environ)) is way


@pytest.mark.parametrize(
    ("system", "way"),
    [("truecolor", Kitty), ("256", Kitty), ("standard", HalfBlocks), (None, type(None))],
)
def test_a_pictures_number_needs_colours_to_be_told_in(system: str | None, way: type) -> None:
    assert type(painter("kitty", system, "", slow=False, environ={})) is way


def test_only_what_the_environment_does_not_tell_is_asked() -> None:
    assert known({"TERM": "xterm-kitty"})
    assert known({"NO_COLOR": "", "TERM": "xterm"})
    assert not known({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"})


def test_a_way_that_there_is_not_is_named(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('pictures = "sixel"\n')
    with pytest.raises(BadSettings, match="sixel"):
        load_settings(tmp_path / "settings.toml")
