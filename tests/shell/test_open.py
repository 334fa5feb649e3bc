"""``wireroom open``: what a number, an id or an address opens, and what is handed to the browser."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from bench.pty_session import PtySession
from tests.commands import Prompt
from tests.shell.library import fill
from tests.test_terminal import ended
from tui.newsroom import Newsroom
from tui.shell.last_list import LONGEST, keep, kept

DISPLAY = {"DISPLAY": ":9"}


@pytest.fixture
def prompt(tmp_path: Path) -> Prompt:
    return Prompt(fill(tmp_path / "home"))


@pytest.fixture
def browser(tmp_path: Path) -> Path:
    """A browser that writes its arguments, a line each, to ``opened`` beside it."""
    program = tmp_path / "browser"
    program.write_text(
        f'#!/bin/sh\nprintf \'%s\\n\' "$#" "$@" > {tmp_path}/new && mv {tmp_path}/new {tmp_path}/opened\n'
    )
    program.chmod(0o755)
    return program


def opened(browser: Path) -> list[str]:
    """What the browser was given, when it has been started."""
    until = time.monotonic() + 20
    while not (browser.parent / "opened").exists():
        assert time.monotonic() < until
        os.sched_yield()
    return (browser.parent / "opened").read_text().splitlines()


def list_on_a_terminal(prompt: Prompt, *command: str) -> None:
    environment = {"WIREROOM_HOME": str(prompt.home), "PYTHONUTF8": "1"}
    with PtySession([sys.executable, "-m", "tui", *command], env=environment) as session:
        assert ended(session) == 0


def test_a_number_means_the_list_last_shown_on_a_terminal(prompt: Prompt, browser: Path) -> None:
    list_on_a_terminal(prompt, "headlines", "--section", "world")
    prompt("headlines", "-n", "1")  # piped lines have no numbers, and are no list
    done = prompt("open", "2", BROWSER=str(browser), **DISPLAY)
    assert (done.status, done.out, done.err) == (0, "", "Opened in the browser.\n")
    assert opened(browser) == ["1", "https://desk0.example/1/"]


def test_search_shows_a_list_too(prompt: Prompt, browser: Path) -> None:
    list_on_a_terminal(prompt, "search", "夜行")
    assert prompt("open", "3", BROWSER=str(browser), **DISPLAY).status == 0
    assert opened(browser) == ["1", "https://desk1.example/2/港"]


def test_what_a_template_numbers_is_a_list_and_read_here(tmp_path: Path) -> None:
    prompt = Prompt(tmp_path)
    with Newsroom(seed=1) as site:
        assert prompt("add", f"{site.url}/section/world/feed.rss").status == 0
        titles = prompt("headlines", "--refresh", "-n", "2", "--format", "{number} {title}").lines
        read = prompt("open", "2", "--read")
    assert (read.status, read.err) == (0, "")
    assert titles[1].removeprefix("2 ") in read.lines


def test_an_id_and_an_address_open_too(prompt: Prompt, browser: Path) -> None:
    id_ = prompt("headlines", "-n", "1", "--json").objects[0]["id"]
    assert prompt("open", id_, BROWSER=str(browser), **DISPLAY).status == 0
    assert opened(browser) == ["1", "https://desk0.example/0/"]
    (browser.parent / "opened").unlink()
    assert prompt("open", "https://elsewhere.example/a?b c", BROWSER=str(browser), **DISPLAY).status == 0
    assert opened(browser) == ["1", "https://elsewhere.example/a?b%20c"]


def test_nothing_else_reaches_a_browser(prompt: Prompt, browser: Path) -> None:
    for what in ("javascript:alert(1)", "file:///etc/passwd", "https://", "x\x1b[31m", "", "--", "-x"):
        done = prompt(
            "open", *(("--", what) if what.startswith("-") else (what,)), BROWSER=str(browser), **DISPLAY
        )
        assert done.status == 1, what
        assert done.err.count("\n") == 1
        assert "\x1b" not in done.err
    assert not (browser.parent / "opened").exists()


def test_without_a_list_or_such_a_number_or_a_display_it_is_said(prompt: Prompt) -> None:
    assert "No list was shown yet." in prompt("open", "1").err
    prompt("headlines", "-n", "2", "--format", "{number}")
    for number in ("0", "3", "999"):
        done = prompt("open", number)
        assert done.status == 1
        assert "Its numbers go to 2." in done.err
    done = prompt("open", "1", DISPLAY="", WAYLAND_DISPLAY="")
    assert (done.status, "https://desk0.example/0/" in done.err) == (1, sys.platform != "darwin")


def test_a_list_that_is_long_broken_or_can_not_be_kept_is_no_trouble(tmp_path: Path) -> None:
    store = str(tmp_path / "wireroom.db")
    assert kept(store) == []
    ids = [str(1 << 50 | number) for number in range(LONGEST + 5)]
    keep(store, ids)
    assert kept(store) == ids[:LONGEST]
    keep(store, [])
    assert kept(store) == []
    for wrong in (b"1\n../x\n", b"\xff\xfe", b"1\n\n2"):
        (tmp_path / "last-list").write_bytes(wrong)
        assert kept(store) == []
    keep(str(tmp_path / "nowhere" / "wireroom.db"), ids)
