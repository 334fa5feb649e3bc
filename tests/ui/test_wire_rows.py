"""What stands below a headline where there is little room."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tui.stories import Story
from tui.text import cells
from tui.ui.panes.wire_rows import Rows

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
NAME = "The Harbour and Evening Desk of the North"


def below(width: int) -> str:
    when = NOW - timedelta(minutes=4)
    story = Story("1", "1", NAME, "1", "Ferry pact signed", "", sorted_at=when, comment_count=14, coverage=2)
    (row,) = Rows().lay_out([story], width, NOW)
    return "".join(text for text, _role in row.lines[-1])


@pytest.mark.parametrize("width", [32, 34, 40, 52])
def test_a_long_name_makes_room_for_the_comments(width: int) -> None:
    told = below(width)
    assert told.startswith("The")
    assert told.endswith("4 min · 14 comments")
    assert cells(told) <= width - 4


def test_comments_go_before_they_are_cut() -> None:
    assert below(24) == "4 min · 14 comments"
    assert below(14).endswith("4 min")
