"""Fetching ahead on the screen: asked for, told of, stopped, marked on the wire; never on a slow line."""

from __future__ import annotations

import threading

from textual.pilot import Pilot

from tests.ui.pages import Site
from tests.ui.test_article import LONG, run, until, with_stories
from tui.desk import Desk
from tui.store import View
from tui.ui.app import WireroomApp


def starred(desk: Desk, site: Site) -> None:
    with_stories(desk, site)
    for n in range(3):
        site.article(f"/{n}", f"Headline {n}", *LONG)
    desk.set_starred([story.id for story in desk.store.stories(View())[:2]], True)


def wire_text(app: WireroomApp) -> str:
    wire = app.newsroom.wire
    return "\n".join(wire.render_line(y).text for y in range(wire.size.height))


def test_what_is_fetched_ahead_is_told_and_marked(desk: Desk, site: Site) -> None:
    starred(desk, site)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        assert "⤓" not in wire_text(app)
        await pilot.press("D")
        await until(pilot, lambda: app.newsroom.status.sentence.startswith("2 articles fetched · "))
        await until(pilot, lambda: wire_text(app).count("⤓") == 2)
        await pilot.press("D")
        await until(pilot, lambda: "are stored" in app.newsroom.status.sentence)

    run(desk, use)
    assert sorted(site.asked) == ["/0", "/1"]


def test_esc_stops_it(desk: Desk, site: Site) -> None:
    starred(desk, site)
    site.held["/0"] = threading.Event()

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("D")
        await until(pilot, lambda: "/0" in site.asked)
        await pilot.press("escape")
        assert app.newsroom.status.sentence == "Stopped fetching ahead. What came stays."

    run(desk, use)
    assert site.asked == ["/0"]


def test_nothing_is_fetched_ahead_on_a_slow_line(desk: Desk, site: Site) -> None:
    starred(desk, site)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("B", "D")
        assert "slow line" in app.newsroom.status.sentence
        await pilot.pause(0.1)

    run(desk, use)
    assert site.asked == []
