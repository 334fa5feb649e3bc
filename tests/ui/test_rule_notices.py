"""What rules want said, in the running app: of what they found, and of a mistake in their file."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from tests.ui.pages import Site
from tests.ui.test_article import run, until, with_stories
from tests.ui.test_notices import Terminal
from tui.config import NoticeSettings
from tui.desk import Desk
from tui.ui.app import WireroomApp
from tui.ui.terminal import notices
from tui.ui.terminal.notices import Notices


def test_a_refresh_calls_as_each_rule_says_and_tells_of_broken_rules(
    desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("TMUX", raising=False)
    monkeypatch.setattr(notices, "APART", 0.0)
    with_stories(desk, site)
    rules = desk.ruling.path
    rules.write_text(
        "[ferries]\nquery = 'ferry'\nnotify = ['osc777']\n"
        "[all]\nquery = 'is:unread'\nnotify = true\n[silent]\nquery = 'pact'\nstar = true\n"
    )

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        terminal = Terminal(app)
        app.notices = Notices(terminal, NoticeSettings(("osc9",)))  # type: ignore[arg-type]
        site.feed("/feed", ["Ferry pact", "Orchestra [red]returns[/]"])
        desk.refresh(everything=True)
        await until(pilot, lambda: len("".join(terminal.written)) > 90)
        written = "".join(terminal.written)
        assert "\x1b]777;notify;Ferry pact;ferries · Harbour Desk\a" in written
        assert "\x1b]9;all: 2 new stories: " in written
        assert "silent" not in written
        rules.write_text("[ferries]\nquery = 'titel:x'\nstar = true\n")
        site.feed("/feed", ["Ferry again"])
        desk.refresh(everything=True)
        await until(pilot, lambda: "rules.toml:2" in app.newsroom.status.sentence)

    run(desk, use)
