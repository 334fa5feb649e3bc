"""What came while the reader was away: offered once and quietly, shown at a key, left as it was found."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from textual.pilot import Pilot

from tests.store.test_presence import at, join
from tests.ui.pages import Site
from tests.ui.test_article import run, until, with_stories
from tests.ui.test_search import shown, title
from tests.ui.test_wire import arrive, rows
from tui.desk import Desk
from tui.model import Entry
from tui.store import Fetched, View
from tui.ui.app import WireroomApp

HOURS = 9


def missed(desk: Desk, site: Site, count: int = 30) -> None:
    """A reader who left nine hours ago, and stories of two sources that came since."""
    now = datetime.now(UTC)
    section = desk.store.add_section("World").id
    for name in ("feed", "other"):
        source = desk.store.add_source(f"{site.url}/{name}", f"Desk {name}", section)
        old = Entry(f"Old {name}", id="old", published=now - timedelta(days=2))
        desk.store.merge([Fetched(source.id, (old,), now, due=now + timedelta(days=1))])
    at(desk.store, int(time.time()) - HOURS * 3600)
    for name, source in zip(("feed", "other"), desk.store.sources(), strict=True):
        entries = tuple(
            Entry(
                f"{name} {n}",
                id=f"{name}{n}",
                url=f"{site.url}/{name}{n}",
                published=now - timedelta(minutes=9 * n + 5),
            )
            for n in range(count // 2)
        )
        desk.store.merge([Fetched(source.id, entries, now, due=now + timedelta(days=1))])


def named(app: WireroomApp) -> str:
    return title(app).partition("[")[0].strip(" ·")


def said(app: WireroomApp) -> str:
    return app.newsroom.status.sentence


def test_it_is_offered_once_and_what_stands_there_is_a_wire_like_any_other(desk: Desk, site: Site) -> None:
    missed(desk, site)
    join(desk.store, ("feed 9", "other 10"), ("feed 3", "other 2"))
    desk.store.index_pending()

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        room, wire = app.newsroom, app.newsroom.wire
        await until(pilot, lambda: said(app) == "30 stories came in 9 h · V shows the most covered")
        await pilot.press("j", "j")
        assert said(app) == ""
        before, here = (shown(wire), wire.place.top), wire.story
        await pilot.press("V")
        await until(pilot, lambda: named(app) == "While you were away")
        assert shown(wire)[:2] == ["other 2", "feed 9"]
        assert len(shown(wire)) == 28
        assert room.head._about == "30 stories came in 9 h · The most covered first"
        await pilot.press("n", "s", "X", "O")
        assert "by coverage" in said(app)
        await pilot.press("A")
        await until(pilot, lambda: "30 stories read" in said(app))
        await until(pilot, lambda: all(row.story.read for row in wire.place.rows))
        await pilot.press("u")
        await until(pilot, lambda: "Undid" in said(app))
        arrive(desk, site, "Late news")
        await until(pilot, lambda: wire.waiting == 1)
        assert len(shown(wire)) == 28
        await pilot.press("slash", "o", "l", "d", "escape", "full_stop")
        await until(pilot, lambda: "Late news" in shown(wire))
        assert shown(wire)[0] == "other 2"
        assert "31 stories came" in room.head._about
        await pilot.press("U")
        await until(pilot, lambda: "unread" in title(app))
        await pilot.press("U", "enter")
        assert room.reading is not None
        assert room.reading.title == "other 2"
        await pilot.press("escape")
        await until(pilot, lambda: "unread" not in title(app))
        await pilot.press("f", "f", "e", "e", "d", "enter")
        await until(pilot, lambda: named(app) == "While you were away: feed")
        await pilot.press("escape")
        await until(pilot, lambda: named(app) == "While you were away")
        await pilot.press("escape")
        assert wire.story == here
        assert wire.waiting == 1
        assert (shown(wire), wire.place.top) == before

    run(desk, use)

    async def again(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("V")
        await until(pilot, lambda: named(app) == "While you were away")
        assert "V shows" not in said(app)
        await pilot.press("V")
        assert not app.newsroom.wire.view.asked

    run(desk, again)


def test_where_nothing_came_or_nobody_was_away_that_is_said(desk: Desk, site: Site) -> None:
    with_stories(desk, site)

    async def first(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("V")
        await until(pilot, lambda: "not away yet" in said(app))

    run(desk, first)
    past = int(time.time()) - HOURS * 3600
    desk.store.submit(lambda c: c.execute("UPDATE presence SET active = ?", (past,))).result()

    async def later(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("V")
        wire = app.newsroom.wire
        await until(pilot, lambda: "away. R asks all sources" in " ".join(" ".join(rows(wire)).split()))
        arrive(desk, site, "Late news")
        await until(pilot, lambda: shown(wire) == ["Late news"])
        assert "V shows" not in said(app)
        assert desk.store.counts(View()).total == 4

    run(desk, later, size=(140, 30))
