"""What the bottom line names where there is little room."""

from __future__ import annotations

import pytest

from tui.config import Settings
from tui.text import cells
from tui.ui.commands.catalogue import COMMANDS
from tui.ui.keys import Keymap
from tui.ui.screens.arrangement import PANES, Pane
from tui.ui.screens.hints import hints
from tui.ui.widgets.bar_parts import hint_parts, line_parts


@pytest.mark.parametrize("pane", PANES)
@pytest.mark.parametrize("room", [24, 40, 58, 80, 200])
def test_the_way_to_help_is_named_in_any_width(pane: Pane, room: int) -> None:
    told = hints(Keymap(COMMANDS, Settings().keys), pane)
    parts = hint_parts(told, room)
    named = [(key.strip(), word.strip()) for (key, _), (word, _) in zip(parts[::2], parts[1::2], strict=True)]
    assert sum(cells(text) for text, _role in parts) <= room
    assert named[-1] == ("?", "help")
    assert named[:-1] == told[: len(named) - 1]
    assert room < 200 or named == told


def test_a_line_too_short_for_one_hint_names_none() -> None:
    assert hint_parts([("j/k", "move"), ("?", "help")], 5) == []


@pytest.mark.parametrize("room", range(8, 70, 3))
@pytest.mark.parametrize("text", ["ferry pact", "港湾都市 " * 6, "a" * 60])
def test_what_is_typed_keeps_its_end_in_sight(room: int, text: str) -> None:
    parts = line_parts(
        [("Search: ", "sentence"), (text, "wrong"), ("▏", "sentence"), ("  said", "sentence")], room
    )
    told = "".join(part for part, _role in parts)
    assert cells(told) <= room
    assert text[-1] + "▏" in told
    if cells(text) + 15 <= room:
        assert told == f"Search: {text}▏  said"
