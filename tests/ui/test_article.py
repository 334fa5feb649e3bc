"""The article pane: something to read at once, the whole when it comes, the reason when it does not."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from textual.pilot import Pilot

from tests.ui.pages import Site
from tui.desk import Desk
from tui.model import Entry
from tui.store import Fetched
from tui.ui.app import WireroomApp
from tui.ui.panes.article import ArticlePane

LONG = [f"Paragraph {n}. " + "The fare stays at its present level for three years. " * 5 for n in range(40)]


def with_stories(desk: Desk, site: Site, count: int = 3, **more: str) -> None:
    """Stories ``/0``, ``/1`` … of the site, the first the newest, nothing due."""
    section = desk.store.add_section("World", "The wide one")
    source = desk.store.add_source(f"{site.url}/feed", "Harbour Desk", section.id)
    now = datetime.now(UTC)
    entries = tuple(
        Entry(
            f"Headline {n}",
            url=f"{site.url}/{n}",
            id=str(n),
            published=now - timedelta(minutes=n + 1),
            html=f"<p>What the feed says of {n}.</p>",
            **more,  # type: ignore[arg-type]
        )
        for n in range(count)
    )
    desk.store.merge([Fetched(source.id, entries, now, due=now + timedelta(days=1))])


def words(pane: ArticlePane) -> str:
    return " ".join(" ".join(line.text for line in pane.lines).split())


async def until(pilot: Pilot[None], seen: Callable[[], bool]) -> None:
    for _ in range(1500):
        if seen():
            return
        await pilot.pause(0.02)
    raise AssertionError("it did not come to that")


def run(
    desk: Desk,
    use: Callable[[WireroomApp, Pilot[None]], Awaitable[None]],
    size: tuple[int, int] = (120, 40),
) -> None:
    """Runs the app on ``desk`` and lets ``use`` be its reader."""

    async def go() -> None:
        app = WireroomApp(desk)
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: app.newsroom.wire.story is not None)
            await use(app, pilot)

    asyncio.run(go())


def test_the_feeds_text_stands_until_the_whole_article_comes(desk: Desk, site: Site) -> None:
    with_stories(desk, site)
    site.article("/0", "Headline 0", *LONG)
    site.held["/0"] = threading.Event()

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.article
        await pilot.press("enter")
        await until(pilot, lambda: "/0" in site.asked)
        assert "What the feed says of 0." in words(pane)
        assert "Fetching the article from 127.0.0.1" in words(pane)
        site.held["/0"].set()
        await until(pilot, lambda: "Paragraph 39." in words(pane))
        assert "Fetching" not in words(pane)

    run(desk, use)
    story = desk.store.stories(desk_view())[0]
    assert story.read
    assert desk.cached_article(story) is not None


def desk_view():  # type: ignore[no-untyped-def]
    from tui.store import View

    return View()


def test_a_failure_keeps_the_feeds_text_and_says_what_to_do(desk: Desk, site: Site) -> None:
    with_stories(desk, site)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.article
        await pilot.press("enter")
        await until(pilot, lambda: "try again" in words(pane))
        assert "What the feed says of 0." in words(pane)
        site.article("/0", "Headline 0", *LONG)
        await pilot.press("r")
        await until(pilot, lambda: "Paragraph 39." in words(pane))
        assert "try again" not in words(pane)

    run(desk, use)


def test_a_failure_is_read_whole_in_a_narrow_pane(desk: Desk, site: Site) -> None:
    with_stories(desk, site)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.article
        await pilot.press("enter")
        await until(pilot, lambda: "try again" in words(pane))
        for width in (60, 40):
            await pilot.resize_terminal(width, 20)
            await until(pilot, lambda width=width: pane.size.width == width - 2)  # type: ignore[misc]
            drawn = "".join(pane.render_line(y).text for y in range(pane.size.height))
            assert f"── There is nothing at {site.url[7:]}/0.".replace(" ", "") in "".join(drawn.split())

    run(desk, use)


def test_an_answer_for_a_story_left_behind_is_not_shown(desk: Desk, site: Site) -> None:
    with_stories(desk, site)
    site.article("/0", "Headline 0", *LONG)
    site.article("/1", "Headline 1", "A short one. " * 20)
    site.held["/0"] = threading.Event()

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.article
        await pilot.press("enter")
        await until(pilot, lambda: "/0" in site.asked)
        await pilot.press("J")
        await until(pilot, lambda: "A short one." in words(pane))
        site.held["/0"].set()
        await pilot.pause(0.2)
        assert "Paragraph" not in words(pane)

    run(desk, use)


def test_space_reads_on_to_the_end_and_then_to_the_next_story(desk: Desk, site: Site) -> None:
    with_stories(desk, site)
    for n in range(3):
        site.article(f"/{n}", f"Headline {n}", *LONG)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.article
        await pilot.press("enter")
        await until(pilot, lambda: "Paragraph 39." in words(pane))
        pages = 0
        while app.newsroom.reading and app.newsroom.reading.title == "Headline 0":
            await pilot.press("space")
            pages += 1
            assert pages < 60
        assert pages > 3
        assert app.newsroom.reading
        assert app.newsroom.reading.title == "Headline 1"

    run(desk, use)


def test_resizing_keeps_the_readers_place(desk: Desk, site: Site) -> None:
    with_stories(desk, site)
    site.article("/0", "Headline 0", *LONG)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.article
        await pilot.press("enter")
        await until(pilot, lambda: "Paragraph 39." in words(pane))
        for _ in range(4):
            await pilot.press("space")
        share = pane.top / len(pane.lines)
        await pilot.resize_terminal(90, 30)
        await pilot.pause()
        assert pane.top > 0
        assert abs(pane.top / len(pane.lines) - share) < 0.05

    run(desk, use)


def test_a_card_opens_here_and_back_returns(desk: Desk, site: Site) -> None:
    with_stories(desk, site)
    link = f"<a href='{site.url}/2'>the other story</a>"
    site.article("/0", "Headline 0", *LONG[:3], f"More in {link}, which tells the rest of it. " * 2)
    site.article("/2", "Headline 2", "The rest of it. " * 20)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.article
        await pilot.press("enter")
        await until(pilot, lambda: "the other story" in words(pane))
        await pilot.press("right_square_bracket", "enter")
        await until(pilot, lambda: "The rest of it." in words(pane))
        assert app.newsroom.reading
        assert app.newsroom.reading.title == "Headline 2"
        await pilot.press("escape")
        await until(pilot, lambda: "Paragraph 0." in words(pane))

    run(desk, use)


def test_hostile_pages_are_drawn_as_text(desk: Desk, site: Site) -> None:
    with_stories(desk, site)
    site.article("/0", "[@click=app.quit]Title\x1b]0;owned\x07", *(f"[bold]{one}\u202e" for one in LONG[:5]))

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.article
        await pilot.press("enter")
        await until(pilot, lambda: "[bold]Paragraph 4." in words(pane))
        assert "\x1b" not in words(pane)
        assert "\u202e" not in words(pane)

    run(desk, use)


def test_other_sources_of_the_event_stand_below_the_article_and_open_in_the_app(
    desk: Desk, site: Site
) -> None:
    store, now = desk.store, datetime.now(UTC)
    section = store.add_section("World")
    titles = (
        "Ferry pact signed after all-night talks between Port Else and North Quay",
        "Port Else and North Quay sign ferry pact after talks through the night",
    )
    for number, (name, title) in enumerate(zip(("Harbour Desk", "Порт"), titles, strict=True)):
        source = store.add_source(f"{site.url}/feed{number}", name, section.id)
        made = Entry(
            title, url=f"{site.url}/{number}", id=title, published=now - timedelta(minutes=7 * number)
        )
        store.merge([Fetched(source.id, (made,), now, due=now + timedelta(days=1))])
    desk.compare()

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("enter")
        pane = app.screen.query_one(ArticlePane)
        await until(pilot, lambda: "Also covered by Порт · 7 min" in words(pane))

        cards = [link for link in pane._links if link.card]
        assert [(link.url, link.label) for link in cards] == [(f"{site.url}/1", titles[1])]
        pane.post_message(ArticlePane.CardChosen(cards[0].url))
        await until(pilot, lambda: pane.current_url == f"{site.url}/1")
        assert "Also covered by Harbour Desk" in words(pane)

    run(desk, use)
