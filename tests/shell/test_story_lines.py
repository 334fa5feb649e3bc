"""Headlines for people: as wide as the terminal, coloured and linked where that is understood, else plain."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from bench.pty_session import PtySession
from tests.commands import Prompt
from tests.shell.library import SOURCES, TITLES, fill
from tests.test_terminal import ended
from tui.terminal import shows_colours, shows_links
from tui.text import cells

LINK = re.compile(r"\x1b\]8;;(.*?)\x1b\\(.*?)\x1b\]8;;\x1b\\")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("lines"))


def on_a_terminal(home: Path, *arguments: str, columns: int = 100, **environment: str) -> list[str]:
    """What the command writes to a terminal of so many columns, line by line."""
    command = [sys.executable, "-m", "tui", "headlines", *arguments]
    plain = {"WIREROOM_HOME": str(home), "TERM": "xterm", "NO_COLOR": "", "PYTHONUTF8": "1"}
    with PtySession(command, columns, 24, env={**plain, **environment}) as session:
        assert ended(session) == 0
        return session.written.decode().splitlines()


def shown(line: str) -> str:
    """What of a line is seen."""
    return COLOUR.sub("", LINK.sub(r"\2", line))


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 200])
def test_each_line_fills_the_terminal_and_no_more(home: Path, columns: int) -> None:
    lines = [shown(line) for line in on_a_terminal(home, columns=columns)]
    assert len(lines) == 6
    assert [cells(line) for line in lines] == [columns] * 6
    assert [line[:4] for line in lines] == [f"{number:>3} " for number in range(1, 7)]
    assert lines[0][4:6] == "  "  # read
    assert lines[1][4:6] == "★ "
    assert all(line.rstrip().endswith("min") for line in lines)
    assert TITLES[1][:6] in lines[1]
    assert ("World" in lines[0]) == (columns >= 90)
    assert (SOURCES[1] in lines[1]) == (columns >= 60)


def test_colours_follow_the_section_and_weight_what_is_unread(home: Path) -> None:
    world, culture = on_a_terminal(home)[2:4]
    first = [COLOUR.findall(line)[2] for line in (world, culture)]
    assert first[0] != first[1]
    assert first[0] == COLOUR.findall(on_a_terminal(home)[4])[2]
    assert "\x1b[1m" in world
    assert "\x1b[1m" not in on_a_terminal(home)[0]
    assert world.endswith("\x1b[0m")


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colours_where_none_are_wanted_or_understood(home: Path, environment: dict[str, str]) -> None:
    assert "\x1b" not in "".join(on_a_terminal(home, **environment))


def test_links_where_they_are_understood_are_addresses_in_ascii(home: Path) -> None:
    linked = on_a_terminal(home, TERM="xterm-kitty")
    addresses = [found[1] for line in linked if (found := LINK.search(line))]
    assert len(addresses) == 6
    assert addresses[0] == "https://desk0.example/0/"
    assert addresses[1] == "https://desk1.example/0/%E6%B8%AF"
    assert not LINK.search("".join(on_a_terminal(home)))


def test_piped_lines_are_plain_and_have_no_numbers(home: Path) -> None:
    result = Prompt(home)("headlines", TERM="xterm-kitty", FORCE_HYPERLINK="1")
    assert "\x1b" not in result.out
    assert [line[0] for line in result.lines[:3]] == [" ", "★", "●"]
    assert result.lines[0] == f"  {TITLES[0]} 0  {SOURCES[0]} · 1 min"


def test_which_terminals_show_what() -> None:
    assert shows_colours({"TERM": "xterm", "NO_COLOR": ""})
    assert not any(map(shows_colours, ({"TERM": "xterm", "NO_COLOR": "1"}, {"TERM": "dumb"}, {})))
    yes = (
        {"TERM": "foot"},
        {"TERM": "xterm-256color", "VTE_VERSION": "7600"},
        {"TERM": "x", "TERM_PROGRAM": "vscode"},
    )
    assert all(map(shows_links, yes))
    no = (
        {"TERM": "xterm-256color"},
        {"TERM": "dumb", "VTE_VERSION": "7600"},
        {"TERM": "x", "VTE_VERSION": "4000"},
    )
    assert not any(map(shows_links, no))
    assert not shows_links({"TERM": "tmux-256color", "VTE_VERSION": "7600"})
    assert shows_links({"TERM": "tmux-256color", "FORCE_HYPERLINK": "1"})
    assert not shows_links({"TERM": "foot", "FORCE_HYPERLINK": "0"})
    assert shows_links(os.environ) in (True, False)
