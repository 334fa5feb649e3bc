"""Arguments, as the commands get them."""

from __future__ import annotations

import pytest

from tui.cli import parser


@pytest.mark.parametrize(
    ("arguments", "home"),
    [
        (["--home", "here", "refresh"], "here"),
        (["refresh", "--home", "here"], "here"),
        (["--home", "there", "refresh", "--home", "here"], "here"),
        (["--home", "here"], "here"),
        (["refresh"], None),
        ([], None),
    ],
)
def test_the_home_may_stand_before_the_command_and_after_it(arguments: list[str], home: str | None) -> None:
    assert parser().parse_args(arguments).home == home
