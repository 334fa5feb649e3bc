"""The command line: what may stand before a command or after it."""

from __future__ import annotations

import pytest

from tui.cli import parser


@pytest.mark.parametrize(
    "line",
    [
        "--home /x headlines",
        "headlines --home /x",
        "--home /y headlines --home /x",
        "--home /x",
    ],
)
def test_the_home_may_stand_before_the_command_or_after_it(line: str) -> None:
    assert parser().parse_args(line.split()).home == "/x"


@pytest.mark.parametrize("line", ["--slow", "--slow demo", "demo --slow"])
def test_saving_bytes_may_be_asked_for_before_the_command_or_after_it(line: str) -> None:
    assert parser().parse_args(line.split()).slow is True


def test_nothing_is_asked_for_by_itself() -> None:
    arguments = parser().parse_args([])
    assert (arguments.home, arguments.slow, arguments.run) == (None, False, "screen:open_app")
