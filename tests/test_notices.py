"""What a terminal is told of a notice, and what a command of the reader's gets."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.config import NOTICE_WAYS, BadSettings, NoticeSettings, load_settings
from tui.notices import (
    LONGEST_BODY,
    LONGEST_TITLE,
    Notice,
    NoticeFailed,
    arguments,
    notice,
    run_command,
    sequences,
)

XTERM = {"TERM": "xterm-256color"}
TMUX = {"TERM": "tmux-256color", "TMUX": "/tmp/tmux-1000/default,1,0"}
TOLD = Notice("mira in Ferry pact", "ada: who pays?")


@pytest.mark.parametrize(
    ("way", "written"),
    [
        ("bell", "\a"),
        ("osc9", "\x1b]9;mira in Ferry pact: ada: who pays?\a"),
        ("osc777", "\x1b]777;notify;mira in Ferry pact;ada: who pays?\a"),
        ("command", ""),
    ],
)
def test_each_terminal_is_told_in_its_own_way(way: str, written: str) -> None:
    assert sequences(TOLD, [way], XTERM) == written


def test_kitty_gets_title_and_body_as_parts_of_one_notice() -> None:
    title, body, rest = sequences(TOLD, ["osc99"], XTERM).split("\x1b\\")
    name = title.removeprefix("\x1b]99;i=").partition(":")[0]
    assert title == f"\x1b]99;i={name}:d=0:p=title;mira in Ferry pact"
    assert body == f"\x1b]99;i={name}:d=1:p=body;ada: who pays?"
    assert rest == ""
    assert name not in sequences(Notice("another"), ["osc99"], XTERM)


def test_a_title_alone_is_a_whole_notice() -> None:
    assert sequences(Notice("7 new mentions"), ["osc9"], XTERM) == "\x1b]9;7 new mentions\a"
    assert ":d=1:p=title;7 new mentions" in sequences(Notice("7 new mentions"), ["osc99"], XTERM)


def test_what_looks_like_another_command_of_the_terminal_is_none() -> None:
    assert sequences(Notice("4;3;50"), ["osc9"], XTERM) == "\x1b]9;wireroom: 4;3;50\a"
    assert sequences(Notice("a;b", "c;d"), ["osc777"], XTERM) == "\x1b]777;notify;a,b;c,d\a"


def test_tmux_hands_all_but_the_bell_through() -> None:
    assert sequences(TOLD, ["bell", "osc9", "bell"], TMUX) == (
        "\a\x1bPtmux;\x1b\x1b]9;mira in Ferry pact: ada: who pays?\a\x1b\\"
    )


@pytest.mark.parametrize(("term", "written"), [("dumb", ""), ("", ""), ("linux", "\a")])
def test_a_terminal_that_would_draw_it_is_not_told(term: str, written: str) -> None:
    assert sequences(TOLD, NOTICE_WAYS, {"TERM": term}) == written


@given(st.text(), st.text())
def test_no_text_ends_its_sequence_early(title: str, body: str) -> None:
    told = notice(title, body)
    assert len(told.title) <= LONGEST_TITLE
    assert len(told.body) <= LONGEST_BODY
    assert not set(told.title + told.body) & {"\x1b", "\a", "\x9c", "\n"}
    assert sequences(told, ["osc9", "osc777"], XTERM).count("\x1b") == 2
    assert sequences(told, ["osc99"], XTERM).count("\x1b]99;") == (2 if told.body else 1)


# --- a command --------------------------------------------------------------------


def writing_to(file: Path) -> list[str]:
    """A command that writes its arguments and its standard input, a line each, into a file."""
    code = "import sys; open(sys.argv[1], 'w').write('\\n'.join([*sys.argv[2:], sys.stdin.read()]))"
    return [sys.executable, "-c", code, str(file)]


def test_a_command_gets_the_words_as_arguments_and_on_its_input(tmp_path: Path) -> None:
    file = tmp_path / "told"
    hostile = notice("$(touch x) `id`; rm -rf", "{title} 'quoted\" \\")
    run_command([*writing_to(file), "--title={title}", "{body}"], hostile)
    assert file.read_text().split("\n") == [
        "--title=$(touch x) `id`; rm -rf",
        "{title} 'quoted\" \\",  # what a body says stands for nothing
        "$(touch x) `id`; rm -rf",
        "{title} 'quoted\" \\",
        "",
    ]


def test_words_are_no_option_of_a_command() -> None:
    assert arguments(["say", "-t", "{title}"], Notice("--help")) == ["say", "-t", " --help"]
    assert arguments(["say", "-{title}"], Notice("v")) == ["say", "-v"]


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (["/nowhere/at/all"], "No such file"),
        ([sys.executable, "-c", "raise SystemExit(3)"], "it ended with 3"),
    ],
)
def test_a_command_that_fails_is_told(command: list[str], reason: str) -> None:
    with pytest.raises(NoticeFailed, match=reason):
        run_command(command, TOLD)


def test_a_command_that_never_ends_is_ended_with_what_it_started(tmp_path: Path) -> None:
    file = tmp_path / "pid"
    script = (
        "import subprocess; child = subprocess.Popen(['sleep', '600']);"
        f"open({str(file)!r}, 'w').write(str(child.pid)); child.wait()"
    )
    with pytest.raises(NoticeFailed, match="longer"):
        run_command([sys.executable, "-c", script], TOLD, seconds=1.5)
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", file.read_text()], capture_output=True, text=True
    ).stdout
    assert state.strip()[:1] in ("", "Z")


# --- settings ---------------------------------------------------------------------


def loaded(folder: Path, text: str) -> NoticeSettings:
    path = folder / "settings.toml"
    path.write_text(f"[notices]\n{text}\n")
    return load_settings(path).notices


def test_notices_are_a_bell_unless_asked_for_otherwise(tmp_path: Path) -> None:
    assert loaded(tmp_path, "") == NoticeSettings(("bell",), mentions=False, command=())
    chosen = loaded(tmp_path, 'ways = ["osc9", "command"]\nmentions = true\ncommand = ["say", "{title}"]')
    assert (chosen.ways, chosen.mentions, chosen.command) == (["osc9", "command"], True, ["say", "{title}"])
    assert loaded(tmp_path, "ways = []").ways == []


@pytest.mark.parametrize(
    "text",
    [
        'ways = "bell"',
        'ways = ["siren"]',
        "mentions = 1",
        'command = "say"',
        'ways = ["command"]',
        "sound = 1",
    ],
)
def test_what_notices_can_not_be_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadSettings, match=r"\[notices\]"):
        loaded(tmp_path, text)
