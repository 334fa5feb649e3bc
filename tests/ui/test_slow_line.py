"""Saving bytes: asked for, noticed, undone."""

from __future__ import annotations

import os
import select
import sys
import time
from pathlib import Path

import pytest
from textual.geometry import Region
from textual.pilot import Pilot

from bench.pty_session import PtySession
from tests.ui.pages import Site
from tests.ui.test_article import run, until, with_stories
from tui.config import BadSettings, Settings, home, load_settings
from tui.desk import Desk
from tui.ui.app import WireroomApp
from tui.ui.palettes import ANSI, DARK
from tui.ui.terminal.driver import SlowTerminal

LONG = "Headline"


def row_heights(app: WireroomApp) -> set[int]:
    return {len(row.lines) for row in app.newsroom.wire.place.rows}


def test_the_reader_saves_bytes_with_a_key_and_ends_it_with_the_same(desk: Desk, site: Site) -> None:
    with_stories(desk, site, count=20)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        assert (app.slow, app.theme) == (False, DARK)
        await pilot.press("B")
        assert (app.slow, app.theme, row_heights(app)) == (True, ANSI, {1})
        await pilot.press("B")
        assert (app.slow, app.theme, row_heights(app)) == (False, DARK, {2})

    run(desk, use)


def test_one_line_rows_that_the_reader_had_chosen_stay(desk: Desk, site: Site) -> None:
    with_stories(desk, site, count=20)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("=", "B", "B")
        assert row_heights(app) == {1}

    run(desk, use)


def test_a_slow_terminal_is_noticed_once_and_the_reader_has_the_last_word(desk: Desk, site: Site) -> None:
    with_stories(desk, site)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        app.post_message(SlowTerminal())
        await until(pilot, lambda: app.slow)
        assert "B undoes that" in app.newsroom.status.sentence
        await pilot.press("B")
        app.post_message(SlowTerminal())
        await pilot.pause()
        assert not app.slow

    run(desk, use)


def test_the_setting_decides(tmp_path: Path, site: Site) -> None:
    for choice, slow in (("off", False), ("on", True)):
        desk = Desk.open(home(str(tmp_path / choice)), Settings(slow=choice))
        with_stories(desk, site)

        async def use(app: WireroomApp, pilot: Pilot[None], slow: bool = slow) -> None:
            assert app.slow is slow
            app.post_message(SlowTerminal())
            await pilot.pause()
            assert app.slow is slow
            assert row_heights(app) == ({1} if slow else {2})

        try:
            run(desk, use)
        finally:
            desk.close()


def test_a_setting_of_another_word_is_named(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('slow = "sometimes"\n')
    with pytest.raises(BadSettings, match="sometimes"):
        load_settings(tmp_path / "settings.toml")


def test_a_terminal_that_reads_slowly_is_found_out(tmp_path: Path, site: Site) -> None:
    desk = Desk.open(home(str(tmp_path)), Settings())
    with_stories(desk, site, count=60)
    desk.close()
    with PtySession([sys.executable, "-m", "tui", "--home", str(tmp_path)]) as session:
        session.until(lambda text: LONG in text)
        session.settle()
        deadline = time.monotonic() + 60
        while "The line is slow" not in session.text() and time.monotonic() < deadline:
            session.send(b"\x0c")  # drawn again whole, 5 kB
            select.select([], [], [], 0.12)  # the line's own slowness
            session.written += (data := os.read(session._fd, 4096))
            session._stream.feed(data)
        assert "The line is slow" in session.text()


def test_an_update_inside_a_pane_asks_no_other_pane(desk: Desk, site: Site) -> None:
    with_stories(desk, site, count=20)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        compositor = app.newsroom._compositor
        place = app.newsroom.wire.region
        inside = list(compositor._get_renders(Region(place.x, place.y + 4, 1, 3)))
        assert [(region, len(strips)) for region, _clip, strips in inside] == [(place, 3)]
        everything = list(compositor._get_renders(app.size.region))
        assert len(everything) > 6

    run(desk, use)
