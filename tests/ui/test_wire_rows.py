"""What stands below a headline where there is little room."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tui.store.query_marks import pattern
from tui.store.query_parser import parse
from tui.stories import Story
from tui.text import cells
from tui.ui.panes.wire_rows import Rows

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
NAME = "The Harbour and Evening Desk of the North"


def below(width: int, coverage: int = 2, new_comments: int = 0) -> str:
    when = NOW - timedelta(minutes=4)
    story = Story("1", "1", NAME, "1", "Ferry pact signed", "", sorted_at=when, comment_count=14)
    story = replace(story, coverage=coverage, new_comments=new_comments)
    (row,) = Rows().lay_out([story], width, NOW)
    return "".join(text for text, _role in row.lines[-1])


@pytest.mark.parametrize(
    ("width", "told"),
    [
        (52, "The Harbour and Evening D… · 4 min · 14 comments"),
        (40, "The Harbour and Eveni… · 4 min · ❝14"),
        (32, "The Harbour a… · 4 min · ❝14"),
        (24, "The H… · 4 min · ❝14"),
    ],
)
def test_the_counts_make_room_for_a_long_name(width: int, told: str) -> None:
    assert below(width, coverage=0) == told
    assert cells(told) <= width - 4


def test_coverage_goes_before_the_name_does() -> None:
    assert below(52).endswith("4 min · ❝14 · +2 sources")
    assert below(60).endswith("4 min · 14 comments · +2 sources")
    assert below(32) == below(32, coverage=0)
    assert below(44) == below(44, coverage=0)


def test_new_comments_are_counted_in_little_room_too() -> None:
    assert below(60, coverage=0, new_comments=3).endswith("4 min · 14 comments, 3 new")
    assert below(32, coverage=0, new_comments=3).endswith("4 min · ❝14 +3")


def test_comments_go_before_they_are_cut() -> None:
    assert below(19).endswith("4 min · ❝14")
    assert below(14) == "4 min"


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
