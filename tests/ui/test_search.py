"""Search and filter on the screen: found as one types, kept by enter, left by esc."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from textual.pilot import Pilot

from tests.ui.pages import Site
from tests.ui.test_article import run, until
from tests.ui.test_wire import arrive, rows
from tui.desk import Desk
from tui.model import Entry
from tui.store import Fetched, View
from tui.stories import Story
from tui.ui.app import WireroomApp
from tui.ui.panes.wire import Wire

TITLES = (
    *(f"Headline {n}" for n in range(60)),
    "Ferry pact signed",
    "Паром: ёлка на борту",
    "港湾都市、フェリー再開で合意",
    "The old ferry of Zürich",
)


@pytest.fixture
def library(desk: Desk, site: Site) -> Desk:
    """Stories in two sections, the first title the newest."""
    now = datetime.now(UTC)
    for part, section in enumerate(("World", "Arts")):
        source = desk.store.add_source(
            f"{site.url}/{'feed' if part == 0 else part}",
            f"Desk {section}",
            desk.store.add_section(section).id,
        )
        entries = tuple(
            Entry(
                title,
                url=f"{site.url}/{at}",
                id=str(at),
                published=now - timedelta(minutes=at + 1),
                html="<p>The feed's own text tells of a FERRY and of ferrymen.</p>",
            )
            for at, title in enumerate(TITLES)
            if at % 2 == part
        )
        desk.store.merge([Fetched(source.id, entries, now, due=now + timedelta(days=1))])
    desk.store.index_pending()
    return desk


def shown(wire: Wire) -> list[str]:
    return [row.story.title for row in wire.place.rows]


async def write(pilot: Pilot[None], text: str) -> None:
    for character in text:
        await pilot.press(
            {" ": "space", '"': "quotation_mark", ":": "colon", "-": "minus"}.get(character, character)
        )


def title(app: WireroomApp) -> str:
    return str(app.newsroom.query_one("#wire-frame").border_title)


def test_what_is_typed_is_found_kept_by_enter_and_left_by_esc(library: Desk) -> None:
    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        room, wire = app.newsroom, app.newsroom.wire
        for _ in range(12):
            await pilot.press("j")
        before, here = rows(wire), wire.story
        await pilot.press("slash")
        await write(pilot, "title:ferr")
        await until(pilot, lambda: shown(wire) == ["Ferry pact signed", "The old ferry of Zürich"])
        await until(pilot, lambda: "2 stories" in room.status.asked)
        assert "Search: title:ferr" in title(app)
        await pilot.press("escape")
        assert rows(wire) == before
        assert wire.story == here
        assert room.status.asked == ""
        await pilot.press("slash")
        await write(pilot, "елка")
        await until(pilot, lambda: shown(wire) == ["Паром: ёлка на борту"])
        await pilot.press("enter")
        assert room.status.asked == ""
        assert shown(wire) == ["Паром: ёлка на борту"]
        await pilot.press("escape")
        assert rows(wire) == before
        assert wire.story == here

    run(library, use)


def test_the_matches_are_marked_in_row_and_article(library: Desk) -> None:
    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        wire = app.newsroom.wire
        await pilot.press("slash")
        await write(pilot, "ferry zurich")
        await pilot.press("enter")
        await until(pilot, lambda: shown(wire) == ["The old ferry of Zürich"])
        marked = [text for line in wire.place.rows[0].lines for text, role in line if role == "match"]
        assert marked == ["ferry", "Zürich"]
        drawn = [segment for y in range(3) for segment in wire.render_line(y) if segment.text == "Zürich"]
        assert drawn[0].style is not None
        assert drawn[0].style.underline
        await pilot.press("enter")
        article = app.newsroom.article
        lines = [article.render_line(y) for y in range(20)]
        found = {
            one.text
            for line in lines
            for one in line
            if one.style and one.style.underline and one.text.strip()
        }
        assert {"ferry", "Zürich", "FERRY"} <= found
        await pilot.press("escape", "escape")
        await until(pilot, lambda: len(wire.place.rows) > 10)
        await pilot.press("enter")
        lines = [article.render_line(y) for y in range(20)]
        assert not any(
            one.style and one.style.underline and one.text == "FERRY" for line in lines for one in line
        )

    run(library, use)


def test_a_mistake_is_marked_in_its_place_and_what_was_found_stays(library: Desk) -> None:
    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        room, wire = app.newsroom, app.newsroom.wire
        await pilot.press("slash")
        await write(pilot, "pact")
        await until(pilot, lambda: shown(wire) == ["Ferry pact signed"])
        room.line_input.put("pact titel:x")
        assert "There is no field “titel:”" in room.status.asked
        drawn = room.status.render_line(0)
        wrong = [one.text for one in drawn if one.style and one.style.underline]
        assert wrong == ["titel:"]
        await pilot.press("enter")
        assert "titel" in room.status.asked
        assert shown(wire) == ["Ferry pact signed"]
        await pilot.press("ctrl+w")
        await pilot.press("enter")
        assert room.status.asked == ""
        assert shown(wire) == ["Ferry pact signed"]

    run(library, use, (80, 24))


def test_an_older_answer_never_replaces_a_newer_and_typing_does_not_wait(
    library: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_up, asked = threading.Event(), threading.Event()
    stories = library.store.stories

    def slow(view: View, **bounds: object) -> Sequence[Story]:
        unless = bounds.get("unless")
        if isinstance(unless, threading.Event) and "pact" not in str(view.query):
            asked.set()
            if unless.wait(20):
                given_up.set()
        return stories(view, **bounds)  # type: ignore[arg-type]

    monkeypatch.setattr(library.store, "stories", slow)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        wire = app.newsroom.wire
        await pilot.press("slash")
        await write(pilot, "headline")
        await until(pilot, asked.is_set)
        await write(pilot, "s or pact")
        assert "headlines or pact" in app.newsroom.status.asked
        await until(pilot, lambda: shown(wire) == ["Ferry pact signed"])
        assert given_up.is_set()
        await pilot.pause(0.2)
        assert shown(wire) == ["Ferry pact signed"]

    run(library, use)


def test_a_filter_is_of_the_view_and_is_edited_and_taken_away(library: Desk) -> None:
    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        room, wire = app.newsroom, app.newsroom.wire
        await pilot.press("2")
        before = shown(wire)
        await pilot.press("f")
        await write(pilot, "ferry -headline")
        await pilot.press("enter")
        await until(pilot, lambda: shown(wire) == ["Паром: ёлка на борту", "The old ferry of Zürich"])
        assert "Arts: ferry -headline" in title(app)
        await pilot.press("f")
        assert "Filter: ferry -headline" in room.status.asked
        await write(pilot, " -zurich")
        await until(pilot, lambda: shown(wire) == ["Паром: ёлка на борту"])
        await pilot.press("escape")
        assert len(shown(wire)) == 2
        await pilot.press("f", "ctrl+u", "enter")
        assert shown(wire)[:20] == before[:20]
        assert wire.view.query is None
        assert wire.place.aside == 0

    run(library, use)


def test_queries_are_recalled_and_the_best_come_first_at_a_key(library: Desk) -> None:
    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        room, wire = app.newsroom, app.newsroom.wire
        for query in ("ferry or pact", "港湾"):
            await pilot.press("slash")
            await write(pilot, query)
            await pilot.press("enter")
        await until(pilot, lambda: shown(wire) == [TITLES[62]])
        await pilot.press("slash", "up", "up")
        assert "ferry or pact" in room.status.asked
        await pilot.press("down")
        assert "港湾" in room.status.asked
        await pilot.press("up", "enter")
        await until(pilot, lambda: shown(wire)[0] == "Headline 0")
        await pilot.press("O")
        await until(pilot, lambda: shown(wire)[0] == "Ferry pact signed")
        assert not any(row.day for row in wire.place.rows)
        assert "best" in room.head.render_line(0).text
        await pilot.press("n")
        assert wire.story is not None
        assert wire.story.title == "The old ferry of Zürich"
        for about in ("By source", "The most covered first", "The most discussed first", "The newest first"):
            await pilot.press("O")
            await until(pilot, lambda about=about: about in room.head.render_line(0).text)  # type: ignore[misc]
        await until(pilot, lambda: shown(wire)[0] == "Headline 0")
        for _ in range(55):
            await pilot.press("j")
        assert len(wire.place.rows) == 64
        await pilot.press("escape", "O")
        assert room.status.sentence == "By source"

    run(library, use)


def test_news_that_a_query_means_waits_above_what_it_found(library: Desk, site: Site) -> None:
    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        wire = app.newsroom.wire
        await pilot.press("slash")
        await write(pilot, "ferry")
        await pilot.press("enter")
        await until(pilot, lambda: len(shown(wire)) == 50)
        for _ in range(15):
            await pilot.press("j")
        before, here = rows(wire), wire.story
        arrive(library, site, "Ferry late", "Nothing of the kind", "Ferries later")
        await until(pilot, lambda: wire.waiting == 1)
        await until(pilot, lambda: "1 new" in title(app))
        assert (rows(wire), wire.story) == (before, here)
        await pilot.press("slash")
        await write(pilot, "is:unread section:world -headline")
        await until(pilot, lambda: len(shown(wire)) == 5)
        arrive(library, site, "Ferry latest", "Headline of today")
        await until(pilot, lambda: wire.waiting == 1)
        await pilot.press("escape")
        await until(pilot, lambda: wire.waiting == 2)
        assert wire.story == here
        await pilot.press("full_stop")
        await until(pilot, lambda: shown(wire)[:3] == ["Ferry latest", "Ferry late", "Headline 0"])
        assert wire.waiting == 0
        await pilot.press("escape")
        await until(pilot, lambda: wire.waiting == 5)

    run(library, use)


def test_all_read_means_what_was_found_and_news_waits_behind(library: Desk, site: Site) -> None:
    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        wire = app.newsroom.wire
        await pilot.press("slash")
        await write(pilot, "title:ferry")
        await pilot.press("enter")
        await until(pilot, lambda: len(shown(wire)) == 2)
        await pilot.press("A")
        await until(pilot, lambda: library.store.counts(View()).unread == 62)
        arrive(library, site, "Late news")
        await pilot.press("escape")
        await until(pilot, lambda: wire.waiting == 1)
        assert shown(wire)[0] == "Headline 0"

    run(library, use)


@pytest.mark.parametrize("size", [(120, 40), (40, 12)])
def test_help_tells_the_language(library: Desk, size: tuple[int, int]) -> None:
    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("question_mark", "G")
        texts = "\n".join(app.screen.choices.render_line(y).text for y in range(size[1] - 3))  # type: ignore[attr-defined]
        assert "age:7d" in texts
        await pilot.press("escape")

    run(library, use, size)
