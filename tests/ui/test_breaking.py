"""When the app breaks: what is told, and what is not."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from tests.ui.pages import Site
from tests.ui.test_article import run, with_stories
from tui.desk import Desk
from tui.ui.app import WireroomApp


def test_what_broke_is_told_without_what_was_typed_and_without_escapes(
    desk: Desk, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    with_stories(desk, site)

    def break_off(password: str) -> None:
        raise ValueError(f"no such \x1b]0;thing\x07 of {len(password)}")

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        app.call_next(break_off, "quay-lamp-7")
        await pilot.pause(0.1)

    with pytest.raises(ValueError, match="no such"):
        run(desk, use)
    told = capsys.readouterr().err
    assert "no such" in told
    assert "test_breaking.py" in told
    assert "Nothing that is stored is lost" in told
    assert "quay-lamp-7" not in told
    assert "\x07" not in told
    assert "]0;thing" in told
