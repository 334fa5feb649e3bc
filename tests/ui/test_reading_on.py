"""Reading an article: the place kept, links by number, words found, texts copied, the feed's own text."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui.pages import Site
from tests.ui.test_article import LONG, run, until, with_stories, words
from tui.config import Settings, home
from tui.desk import Desk
from tui.ui.app import WireroomApp
from tui.ui.panes import article_loader
from tui.ui.panes.article import ArticlePane


async def opened(app: WireroomApp, pilot: Pilot[None], text: str = "Paragraph 39.") -> ArticlePane:
    pane = app.newsroom.article
    await pilot.press("enter")
    await until(pilot, lambda: text in words(pane))
    return pane


def test_the_place_is_kept_when_the_app_is_started_again(tmp_path: Path, site: Site) -> None:
    site.article("/0", "Headline 0", *LONG)
    tops: list[int] = []

    async def leave(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = await opened(app, pilot)
        await pilot.press("space", "space", "j")
        tops.append(pane.top)

    async def come_back(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = await opened(app, pilot)
        tops.append(pane.top)

    for number, use in enumerate((leave, come_back)):
        desk = Desk.open(home(str(tmp_path)), Settings())
        try:
            if number == 0:
                with_stories(desk, site)
            run(desk, use)
        finally:
            desk.close()
    assert tops[0] > 20
    assert tops[0] == tops[1]


def test_the_place_waits_for_the_whole_article(desk: Desk, site: Site) -> None:
    with_stories(desk, site)
    site.article("/0", "Headline 0", *LONG)
    story = desk.store.find_story(f"{site.url}/0")
    assert story
    desk.store.leave_article(story.id, story.url, 0.5)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = await opened(app, pilot)
        assert abs(pane.top / len(pane.lines) - 0.5) < 0.02

    run(desk, use)


def linked(site: Site, count: int) -> None:
    links = [
        f"More in <a href='{site.url}/{n}'>story {n}</a>, as told before. " * 2 for n in range(1, count + 1)
    ]
    site.article("/0", "Headline 0", *LONG[:4], *links, *LONG[4:])
    for n in range(1, count + 1):
        site.article(f"/{n}", f"Headline {n}", f"The rest of {n}. " * 20)


def test_a_link_is_followed_by_its_number(desk: Desk, site: Site) -> None:
    with_stories(desk, site, 13)
    linked(site, 12)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        room = app.newsroom
        pane = await opened(app, pilot)
        await pilot.press("number_sign")
        assert "12" in room.status.asked
        await pilot.press("1")
        assert "story 1" in room.status.asked
        assert pane.chosen_url == f"{site.url}/1"
        await pilot.press("1")
        await until(pilot, lambda: "The rest of 11." in words(pane))
        assert room.status.asked == ""
        await pilot.press("escape")
        await until(pilot, lambda: "Paragraph 39." in words(pane))
        await pilot.press("number_sign", "1", "enter")
        await until(pilot, lambda: "The rest of 1." in words(pane))
        await pilot.press("escape")
        await until(pilot, lambda: "Paragraph 39." in words(pane))
        await pilot.press("number_sign", "1", "3")
        assert "12" in room.status.asked
        await pilot.press("q")
        assert room.status.asked == ""
        assert app.is_running

    run(desk, use)


def test_words_are_found_as_they_are_typed(desk: Desk, site: Site) -> None:
    with_stories(desk, site)
    site.article("/0", "Headline 0", *LONG)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        room = app.newsroom
        pane = await opened(app, pilot)
        await pilot.press("ctrl+f", *"paragraph 3")
        assert "1 of 11" in room.status.asked
        first = pane.top
        await pilot.press("enter")
        assert "2 of 11" in room.status.asked
        assert pane.top > first
        await pilot.press("up")
        assert "1 of 11" in room.status.asked
        await pilot.press("9")
        assert "1 of 1" in room.status.asked
        await pilot.press("x")
        assert "not in this article" in room.status.asked
        place = pane.top
        await pilot.press("escape")
        assert room.status.asked == ""
        assert pane.found is None
        assert pane.top == place
        await pilot.press("k")
        assert pane.top == place - 1

    run(desk, use)


def test_what_is_found_is_marked_without_colour(desk: Desk, site: Site) -> None:
    with_stories(desk, site)
    site.article("/0", "Headline 0", *LONG)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = await opened(app, pilot)
        await pilot.press("ctrl+f", *"paragraph")
        looks = [
            segment.style
            for y in range(pane.size.height)
            for segment in pane.render_line(y)
            if segment.text == "Paragraph"
        ]
        assert next(style.reverse for style in looks if style)
        assert all(style.underline or style.reverse for style in looks if style)
        assert len(looks) > 2

    run(desk, use)


def test_a_link_and_a_paragraph_are_copied(desk: Desk, site: Site) -> None:
    with_stories(desk, site, 4)
    linked(site, 3)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await opened(app, pilot)
        await pilot.press("y")
        assert app.clipboard == f"{site.url}/0"
        await pilot.press("right_square_bracket", "y")
        assert app.clipboard == f"{site.url}/1"
        await pilot.press("g", "j", "j", "j", "j", "Y")
        assert app.clipboard == LONG[0].strip()

    run(desk, use)


def test_the_feeds_text_is_kept_for_its_source(desk: Desk, site: Site) -> None:
    with_stories(desk, site)
    for n in range(3):
        site.article(f"/{n}", f"Headline {n}", *LONG)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = await opened(app, pilot)
        await pilot.press("m")
        assert "What the feed says of 0." in words(pane)
        assert "Paragraph" not in words(pane)
        await pilot.press("J")
        assert "What the feed says of 1." in words(pane)
        await pilot.press("r")
        assert "Fetching" not in words(pane)
        assert "/1" not in site.asked
        await pilot.press("m")
        await until(pilot, lambda: "Paragraph 39." in words(pane))

    run(desk, use)
    story = desk.store.find_story(f"{site.url}/0")
    assert story
    assert not desk.store.feed_text(story.source_id)


def test_a_wait_that_is_long_says_so_and_can_be_stopped(
    desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(article_loader, "SLOW", 0.0)
    with_stories(desk, site)
    site.held["/0"] = threading.Event()

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.article
        await pilot.press("enter")
        await until(pilot, lambda: "1 s esc: stop" in words(pane).replace("── ", ""))
        await pilot.press("escape")
        assert "Stopped waiting for 127.0.0.1." in words(pane)
        assert "r: try again · o: open it in the browser" in words(pane)
        assert "What the feed says of 0." in words(pane)
        assert app.newsroom.pane == "article"
        await pilot.press("escape")
        assert app.newsroom.pane == "wire"

    run(desk, use)


def test_a_cached_article_says_that_it_is_a_copy_when_nobody_answers(desk: Desk, site: Site) -> None:
    with_stories(desk, site)
    site.article("/0", "Headline 0", *LONG)
    story = desk.store.find_story(f"{site.url}/0")
    assert story
    desk.open_article(story).result(20)
    desk._link.lost()

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await opened(app, pilot)
        assert app.newsroom.status.sentence.startswith("Offline copy of ")

    run(desk, use)


def test_an_article_that_is_kept_back_offers_the_browser(desk: Desk, site: Site) -> None:
    from dataclasses import replace

    with_stories(desk, site)
    story = desk.store.find_story(f"{site.url}/0")
    assert story
    desk.store.save_article(story.url, replace(desk.feed_article(story), partial="paywall"))

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = await opened(app, pilot, "subscribers")
        assert "o: open it in the browser" in words(pane)

    run(desk, use)


def test_footnotes_are_listed_or_not(desk: Desk, site: Site) -> None:
    with_stories(desk, site, 4)
    linked(site, 3)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = await opened(app, pilot)
        address = f"¹ {site.url.removeprefix('http://')}/1"
        assert address in words(pane)
        await pilot.press("circumflex_accent")
        assert address not in words(pane)
        assert "story 1¹" in words(pane)

    run(desk, use)


def test_right_to_left_paragraphs_end_at_the_measure_in_a_wide_pane(desk: Desk, site: Site) -> None:
    with_stories(desk, site)
    site.article("/0", "Headline 0", "اتفاق العبّارات وُقّع بعد مفاوضات طوال الليل. " * 8, *LONG)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = await opened(app, pilot)
        await pilot.press("z")
        await pilot.pause()
        assert pane.size.width > 120
        rows = [pane.render_line(y).text for y in range(pane.size.height)]
        left = (pane.size.width - 88) // 2
        arabic = [row for row in rows if "اتفاق" in row or "العب" in row]
        assert len(arabic) > 2
        for row in rows:
            assert row[:left].strip() == ""
        for row in arabic:
            assert len(row.rstrip()) - sum(1 for sign in row if sign in "ّٱُ") <= left + 88
        assert any(row.startswith(" " * left + "Paragraph 0.") for row in rows)

    run(desk, use, size=(160, 50))


def test_loader_of_nothing_waits_for_nothing() -> None:
    async def go() -> None:
        loader = article_loader.Loader(lambda: None)
        assert loader.told(str) == ()
        assert not loader.stop()

    asyncio.run(go())
