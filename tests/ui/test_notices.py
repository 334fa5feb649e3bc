"""Notices from the running app: gathered, spaced out, thinned to the byte, and never in its way."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui.pages import Site
from tests.ui.test_article import run, until, with_stories
from tui.config import NoticeSettings
from tui.desk import Desk
from tui.notices import Notice, sequences
from tui.ui.app import WireroomApp
from tui.ui.terminal import notices
from tui.ui.terminal.notices import Notices
from tui.ui.terminal.thinning import Thinning, controls

TMUX = {"TERM": "tmux", "TMUX": "x"}


class Terminal:
    """The app as the notices see it, with what was written kept."""

    def __init__(self, app: WireroomApp) -> None:
        self.written: list[str] = []
        self.terminal_behind = False
        self.set_timer, self.notify = app.set_timer, app.notify

    def tell_terminal(self, data: str) -> None:
        self.written.append(data)


def mentions(count: int) -> str:
    return f"{count} new mentions"


def test_a_burst_is_one_notice(desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("TMUX", raising=False)
    monkeypatch.setattr(notices, "APART", 0.0)
    with_stories(desk, site)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        terminal = Terminal(app)
        calling = Notices(terminal, NoticeSettings(("osc9",)))  # type: ignore[arg-type]
        for number in range(7):
            calling.give(Notice(f"mention {number}"), "mentions", mentions)
        calling.give(Notice("a story"), "rule 1", mentions, ["bell", "osc9"])
        await until(pilot, lambda: bool(terminal.written))
        assert terminal.written == ["\x1b]9;7 new mentions: mention 6\a\x1b]9;a story\a\a"]
        calling.give(Notice("one more"), "mentions", mentions)
        await until(pilot, lambda: len(terminal.written) == 2)
        assert terminal.written[1] == "\x1b]9;one more\a"

    run(desk, use)


def test_a_terminal_that_is_behind_is_told_when_it_is_not(
    desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "APART", 0.0)
    monkeypatch.setenv("TERM", "xterm")
    with_stories(desk, site)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        terminal = Terminal(app)
        terminal.terminal_behind = True
        calling = Notices(terminal, NoticeSettings())  # type: ignore[arg-type]
        calling.give(Notice("one"), "mentions", mentions)
        await pilot.pause(3 * notices.GATHERED)
        assert terminal.written == []
        terminal.terminal_behind = False
        await until(pilot, lambda: bool(terminal.written))
        assert terminal.written == ["\a"]

    run(desk, use)


def test_a_command_that_fails_is_said_in_the_bottom_line(desk: Desk, site: Site, tmp_path: Path) -> None:
    with_stories(desk, site)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        code = f"open({str(tmp_path / 'ran')!r}, 'w').close(); raise SystemExit(2)"
        settings = NoticeSettings(("command",), command=(sys.executable, "-c", code))
        calling = Notices(app, settings)
        calling.give(Notice("one"), "mentions", mentions)
        await until(pilot, lambda: "it ended with 2" in app.newsroom.status.sentence)
        assert (tmp_path / "ran").exists()

    run(desk, use)


def test_nothing_is_told_where_the_reader_wants_no_notices(desk: Desk, site: Site) -> None:
    with_stories(desk, site)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        terminal = Terminal(app)
        calling = Notices(terminal, NoticeSettings(()))  # type: ignore[arg-type]
        calling.give(Notice("one"), "mentions", mentions)
        await pilot.pause(2 * notices.GATHERED)
        assert terminal.written == []

    run(desk, use)


@pytest.mark.parametrize("environ", [{"TERM": "xterm"}, TMUX])
def test_a_notice_goes_through_the_thinned_screen_untouched_and_tears_no_frame(
    environ: dict[str, str],
) -> None:
    told = sequences(Notice("mira", "who pays?"), ["bell", "osc9", "osc777", "osc99"], environ)
    thinning = Thinning()
    assert thinning.thin(told) == told
    assert controls(told) == told  # nor is it lost with a frame that is dropped
    thinning.thin("\x1b[?2026h")
    assert thinning.thin("\x1b[1;1Habc") == ""
    assert thinning.thin(told) == ""  # it waits for the frame's end
    assert thinning.thin("\x1b[?2026l") == f"\x1b[1;1Habc{told}"
