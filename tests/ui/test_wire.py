"""The wire: what it shows, that news moves nothing, and marks that can be taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from textual.pilot import Pilot

from tests.ui.pages import Site
from tests.ui.test_article import run, until, with_stories
from tui.desk import Desk
from tui.model import Entry
from tui.store import Fetched, View
from tui.ui.app import WireroomApp
from tui.ui.desk_link import News
from tui.ui.panes.wire import Wire


def rows(wire: Wire) -> list[str]:
    """The pane's lines as they are drawn."""
    return [wire.render_line(y).text.rstrip() for y in range(wire.size.height)]


def arrive(desk: Desk, site: Site, *titles: str) -> None:
    """A refresh brings stories with these titles, the last the newest."""
    site.feed("/feed", titles)
    desk.refresh([desk.store.sources()[0].id])


def test_news_moves_neither_cursor_nor_scroll_position(desk: Desk, site: Site) -> None:
    with_stories(desk, site, count=60)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        wire = app.newsroom.wire
        for _ in range(15):
            await pilot.press("j")
        before, here = rows(wire), wire.story
        arrive(desk, site, *(f"News {n}" for n in range(7)))
        await until(pilot, lambda: wire.waiting == 7)
        await pilot.pause()
        assert rows(wire) == before
        assert wire.story == here
        assert "7 new" in str(wire.parent.border_title)  # type: ignore[union-attr]
        await pilot.press("k", "j")
        assert wire.story == here
        await pilot.press("full_stop")
        assert wire.waiting == 0
        assert wire.story is not None
        assert wire.story.title == "News 6"

    run(desk, use)


def test_what_the_desk_says_while_the_app_is_left_harms_nothing(desk: Desk, site: Site) -> None:
    with_stories(desk, site)
    left: list[WireroomApp] = []

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        left.append(app)
        await pilot.press("q")

    run(desk, use)
    left[0].newsroom.hear(News(changed=None, sources_changed=True))


def test_who_follows_sees_news_at_the_top(desk: Desk, site: Site) -> None:
    with_stories(desk, site)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("F")
        arrive(desk, site, "Late news")
        await until(pilot, lambda: "Late news" in rows(app.newsroom.wire)[0])
        await pilot.press("j")
        arrive(desk, site, "Later news")
        await until(pilot, lambda: app.newsroom.wire.waiting == 1)

    run(desk, use)


def test_a_key_press_repaints_two_marks(desk: Desk, site: Site) -> None:
    with_stories(desk, site, count=30)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        wire = app.newsroom.wire
        before = rows(wire)
        await pilot.press("j")
        changed = [(old, new) for old, new in zip(before, rows(wire), strict=True) if old != new]
        assert 0 < len(changed) <= 6
        assert all(old[1:] == new[1:] for old, new in changed)

    run(desk, use)


def test_marks_are_shown_at_once_and_taken_back_one_by_one(desk: Desk, site: Site) -> None:
    with_stories(desk, site, count=5)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        wire = app.newsroom.wire
        await pilot.press("s")
        assert "★" in "".join(rows(wire))
        await pilot.press("N")
        await until(pilot, lambda: desk.store.counts(View()).unread == 4)
        await pilot.press("A")
        await until(pilot, lambda: desk.store.counts(View()).unread == 0)
        await pilot.press("u")
        await until(pilot, lambda: desk.store.counts(View()).unread == 4)
        await pilot.press("u")
        await until(pilot, lambda: desk.store.counts(View()).unread == 5)
        await pilot.press("u")
        await until(pilot, lambda: not desk.store.stories(View(starred=True)))
        await until(pilot, lambda: "★" not in "".join(rows(wire)))

    run(desk, use)


def test_what_waits_unseen_is_not_marked_read_with_the_rest(desk: Desk, site: Site) -> None:
    with_stories(desk, site, count=5)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        arrive(desk, site, "Unseen one", "Unseen two")
        await until(pilot, lambda: app.newsroom.wire.waiting == 2)
        await pilot.press("A")
        await until(pilot, lambda: desk.store.counts(View()).unread == 2)
        await pilot.press("full_stop")
        await until(pilot, lambda: app.newsroom.wire.story.title == "Unseen two")  # type: ignore[union-attr]
        unread = desk.store.stories(View(unread=True))
        assert {story.title for story in unread} == {"Unseen one", "Unseen two"}

    run(desk, use)


def test_news_that_waits_and_a_section_are_told_whole_in_a_narrow_pane(desk: Desk, site: Site) -> None:
    with_stories(desk, site)
    about = "What happens along the coast and beyond it, as our desks report it."
    desk.store.add_source(f"{site.url}/other", "Coast", desk.store.add_section("Coast", about).id)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("2")
        assert about not in app.newsroom.head.render_line(0).text
        assert app.newsroom.status.sentence == about
        await pilot.press("1")
        arrive(desk, site, "Late news")
        await until(pilot, lambda: app.newsroom.wire.waiting == 1)
        assert "1 new · press . ─" in app.newsroom.head.render_line(0).text

    run(desk, use, (80, 24))


def test_sections_beyond_the_ninth_are_reached(desk: Desk, site: Site) -> None:
    with_stories(desk, site)
    for n in range(2, 13):
        desk.store.add_source(f"{site.url}/{n}", f"{n}", desk.store.add_section(f"Section {n}").id)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        def title() -> str:
            return str(app.newsroom.query_one("#wire-frame").border_title)

        await pilot.press("9", "greater_than_sign", "greater_than_sign")
        assert "Section 11" in title()
        assert "Section 11" in app.newsroom.sections_bar.render_line(0).text
        await pilot.press("greater_than_sign", "greater_than_sign")
        assert "Newsfeed" in title()
        await pilot.press("less_than_sign")
        assert "Section 12" in title()

    run(desk, use, (80, 24))


def test_sections_and_views_are_a_key_away(desk: Desk, site: Site) -> None:
    with_stories(desk, site, count=4)
    other = desk.store.add_source(f"{site.url}/other", "Arts", desk.store.add_section("Arts", "Fine ones").id)
    now = datetime.now(UTC)
    desk.store.merge([Fetched(other.id, (Entry("A statue", id="s", published=now),), now)])

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        wire = app.newsroom.wire
        await pilot.press("2")
        assert [row.story.title for row in wire.place.rows] == ["A statue"]
        assert "Fine ones" in app.newsroom.head.render_line(0).text
        await pilot.press("0", "N", "U")
        await until(pilot, lambda: len(wire.place.rows) == 4)
        await pilot.press("U")
        await until(pilot, lambda: len(wire.place.rows) == 5)

    run(desk, use)


def test_titles_from_outside_are_drawn_as_they_are_and_harmless(desk: Desk, site: Site) -> None:
    source = desk.store.add_source(site.url, "Desk", desk.store.add_section("World").id)
    now = datetime.now(UTC)
    titles = ("\x1b]0;owned\x07Tit\u202ele [@click=app.quit]x[/]", "[bold red]loud[/]\x9b31m")
    entries = tuple(Entry(title, id=str(n), published=now) for n, title in enumerate(titles))
    desk.store.merge([Fetched(source.id, entries, now, due=now + timedelta(days=1))])

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        drawn = "\n".join(rows(app.newsroom.wire))
        assert "Title [@click=app.quit]x[/]" in drawn
        assert "[bold red]loud[/]" in drawn
        assert not set(drawn) & set("\x1b\x07\x9b\u202e")
        await pilot.click(Wire, offset=(8, 1))
        assert app.is_running

    run(desk, use)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20), (40, 12)])
def test_a_headline_is_whole_and_in_its_pane_at_any_size(
    desk: Desk, site: Site, size: tuple[int, int]
) -> None:
    title = "Harbour board election: two lists, one pier, and a third candidate"
    source = desk.store.add_source(site.url, "Desk", desk.store.add_section("World").id)
    now = datetime.now(UTC)
    desk.store.merge([Fetched(source.id, (Entry(title, id="1", published=now),), now)])

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        wire = app.newsroom.wire
        drawn = rows(wire)
        words = " ".join(" ".join(line[3:].split()) for line in drawn[:4])
        assert "Harbour board election: two lists, one pier" in words
        assert all(wire.render_line(y).cell_length == wire.size.width for y in range(wire.size.height))
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        assert wire.story is not None
        assert wire.story.title.startswith("Harbour board")

    run(desk, use, size)


@pytest.mark.parametrize("theme", ["wireroom-dark", "wireroom-light", "wireroom-ansi"])
def test_every_look_draws(desk: Desk, site: Site, theme: str) -> None:
    with_stories(desk, site)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        app.theme = theme
        await pilot.press("question_mark")
        await pilot.press("escape", "colon")
        await pilot.press("escape", "a")
        await pilot.press("escape", "enter")
        assert "Headline 0" in app.newsroom.article.lines[0].text

    run(desk, use)
