"""Where the panes stand: all of the terminal is covered, whatever its size and wherever the reader is."""

from __future__ import annotations

from itertools import product

import pytest

from tui.ui.screens.arrangement import PANES, SMALLEST, WRITING, Pane, arrange


@pytest.mark.parametrize(("pane", "writing"), [*product(PANES, (False, True))])
def test_the_panes_cover_the_terminal(pane: Pane, writing: bool) -> None:
    for width in range(SMALLEST[0], 260):
        here = arrange(width, pane, writing=writing and pane == "room")
        beside = here.wire + here.article + (0 if here.over else here.room)
        assert beside == width or (here.over and beside + here.room >= width)
        assert getattr(here, pane) or (pane == "room" and not here.room)


def test_who_writes_has_room_and_the_article_stays_as_it_is_laid_out() -> None:
    for width in (120, 160, 200):
        reading, writing = arrange(width, "room"), arrange(width, "room", writing=True)
        assert writing.room >= min(WRITING, reading.room)
        assert writing.room >= 40
        assert (writing.wire, writing.article) == (reading.wire, reading.article)
