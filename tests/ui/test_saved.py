"""Saved searches on the screen: a section like the others, with its count, changed and removed again."""

from __future__ import annotations

import time

from textual.pilot import Pilot
from textual.widgets import Input

from tests.store.test_presence import at
from tests.ui.test_article import run, until
from tests.ui.test_search import library, shown, write
from tests.ui.test_triage import said
from tui.desk import Desk
from tui.store import View
from tui.ui.app import WireroomApp
from tui.ui.panes.wire import Wire
from tui.ui.screens.saved import SavedScreen
from tui.ui.widgets.frame import Frame

__all__ = ["library"]
FERRIES = ["Ferry pact signed", "The old ferry of Zürich"]


def bar(app: WireroomApp) -> str:
    return "".join(segment.text for segment in app.newsroom.sections_bar.render_line(0))


def title(app: WireroomApp) -> str:
    return app.newsroom.query_one("#wire-frame", Frame).title_text


async def save(pilot: Pilot[None], name: str) -> None:
    await pilot.press("plus")
    await write(pilot, name)
    await pilot.press("enter")


def test_a_search_becomes_a_section_with_its_count(library: Desk) -> None:
    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        room, wire = app.newsroom, app.newsroom.wire
        await pilot.press("plus")
        assert said(app).startswith("Search or filter first")
        await pilot.press("slash")
        await write(pilot, "title:ferr")
        await until(pilot, lambda: shown(wire) == FERRIES)
        await pilot.press("enter")
        await save(pilot, "world")
        assert "A section is called “world”." in room.status.asked
        await pilot.press("ctrl+u")
        await write(pilot, "Ferries")
        await pilot.press("enter")
        await until(pilot, lambda: " Ferries 2 " in bar(app))
        assert "“Ferries” saved · u takes it back" in said(app)
        await pilot.press("0")
        assert len(shown(wire)) == 50
        await pilot.press("3")
        await until(pilot, lambda: shown(wire) == FERRIES)
        assert title(app) == "Ferries"
        assert "2 unread · title:ferr" in room.head.render_line(0).text
        for order in ("The best first", "By source", "The most covered first", "The most discussed first"):
            await pilot.press("O")
            await until(pilot, lambda order=order: order in room.head.render_line(0).text)  # type: ignore[misc]
            assert sorted(shown(wire)) == FERRIES
        await pilot.press("O", "N")
        await until(pilot, lambda: " Ferries 1 " in bar(app))
        await pilot.press("A")
        await until(pilot, lambda: "Ferries 1" not in bar(app))
        assert library.store.counts(View()).unread == 62
        await pilot.press("u", "u")
        await until(pilot, lambda: " Ferries 2 " in bar(app))
        await pilot.press("greater_than_sign", "less_than_sign")
        await until(pilot, lambda: shown(wire) == FERRIES)
        await pilot.press("plus", "ctrl+u")
        await write(pilot, "Boats")
        await pilot.press("enter")
        await until(pilot, lambda: " Boats 2 " in bar(app))
        await pilot.press("2", "f")
        await write(pilot, "headline")
        await pilot.press("enter")
        await until(pilot, lambda: len(shown(wire)) == 30)
        await save(pilot, "Boats")
        assert "⏎ again gives it this query" in room.status.asked
        await pilot.press("enter")
        await until(pilot, lambda: " Boats 30 " in bar(app))
        assert library.store.saved.find("boats").query == 'headline section:"Arts"'
        await pilot.press("0")
        room.run_named("remove-search")
        assert " Boats 30 " in bar(app)
        await pilot.press("3")
        await until(pilot, lambda: title(app) == "Boats")
        room.run_named("remove-search")
        await until(pilot, lambda: "Boats" not in bar(app))
        await pilot.press("u")
        await until(pilot, lambda: " Boats 30 " in bar(app))

    run(library, use)


def test_they_are_listed_changed_removed_and_brought_back(library: Desk) -> None:
    library.store.saved.add("Ferries", "title:ferr")
    library.store.saved.add("Old ones", "before:2020")

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("P")
        await until(pilot, lambda: isinstance(app.screen, SavedScreen))
        sheet = app.screen
        assert isinstance(sheet, SavedScreen)
        await pilot.press("e")
        await until(pilot, lambda: bool(app.screen.query(Input)))
        line = app.screen.query_one(Input)
        assert line.value == "title:ferr"
        line.value = "ferry titel:x"
        await pilot.press("enter")
        await until(pilot, lambda: line.selected_text == "titel:")
        assert library.store.saved.find("Ferries").query == "title:ferr"
        line.value = "title:ferry zurich"
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is sheet)
        assert sheet.choices.current is not None
        assert sheet.choices.current.aside == "title:ferry zurich · 1 unread"
        await pilot.press("n")
        await until(pilot, lambda: bool(app.screen.query(Input)))
        app.screen.query_one(Input).value = "Zürich"
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is sheet)
        await pilot.press("x")
        await until(pilot, lambda: [one.name for one in library.store.saved.known()] == ["Old ones"])
        await pilot.press("u")
        await until(pilot, lambda: len(library.store.saved.known()) == 2)
        await until(pilot, lambda: "Zürich" in sheet.choices.render_line(0).text)
        await pilot.press("g", "enter")
        await until(pilot, lambda: shown(app.newsroom.query_one(Wire)) == ["The old ferry of Zürich"])

    run(library, use)


def test_what_is_asked_for_over_a_saved_search_leads_back_to_it(library: Desk) -> None:
    at(library.store, int(time.time()) - 9 * 3600)
    library.saving.add("Ferries", "title:ferr")

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        wire = app.newsroom.wire

        async def back() -> None:
            await pilot.press("escape")
            await until(pilot, lambda: title(app) == "Ferries" and shown(wire) == FERRIES)

        await pilot.press("3")
        await until(pilot, lambda: shown(wire) == FERRIES)
        await pilot.press("V")
        await until(pilot, lambda: title(app) == "While you were away")
        await pilot.press("f")
        await write(pilot, "title:ferr")
        await pilot.press("enter")
        await until(pilot, lambda: title(app) == "While you were away: title:ferr")
        await pilot.press("escape")
        await until(pilot, lambda: title(app) == "While you were away")
        await back()
        await pilot.press("slash")
        await write(pilot, "headline")
        await pilot.press("enter")
        await until(pilot, lambda: title(app) == "Search: headline")
        await back()
        await pilot.press("T")
        await until(pilot, lambda: title(app).startswith("Search: tag:"))
        await back()
        await pilot.press("f", "ctrl+u")
        await until(pilot, lambda: len(shown(wire)) == 50)
        await pilot.press("enter")
        await until(pilot, lambda: title(app) == "Newsfeed")

    run(library, use)
