"""What stands below a headline where there is little room."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tui.store.query_marks import pattern
from tui.store.query_parser import parse
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


@pytest.mark.parametrize("width", [20, 34, 80])
@pytest.mark.parametrize("short", [False, True])
def test_matches_are_marked_and_nothing_else_changes(width: int, short: bool) -> None:
    title = "Ferry pact signed by the ferrymen of 港湾都市、フェリー再開で合意"
    story = Story("1", "1", NAME, "1", title, "", sorted_at=NOW, comment_count=14)
    plain, marked = Rows(), Rows()
    plain.short = marked.short = short
    marked.sought = pattern(parse('ferry "港湾都市"'), "", "title")
    (before,), (after,) = (rows.lay_out([story], width, NOW) for rows in (plain, marked))
    assert ["".join(text for text, _role in line) for line in before.lines] == [
        "".join(text for text, _role in line) for line in after.lines
    ]
    found = [text for line in after.lines for text, role in line if role == "match"]
    assert found[0] == "Ferry"
    if width == 80 and not short:
        assert found == ["Ferry", "ferry", "港湾都市"]
    assert all(role != "match" for line in before.lines for _text, role in line)
