"""The sheets over the newsroom: each opens, does its work, and gives the reader back where they were."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.feeds.headlines import section
from tests.ui.pages import Site
from tests.ui.test_article import run, until, with_stories
from tui.desk import Desk
from tui.feeds import starter_packs
from tui.feeds.opml import Subscription
from tui.feeds.starter_packs import StarterPack
from tui.newsroom import Newsroom
from tui.store import View
from tui.ui.app import WireroomApp
from tui.ui.screens.add_source import AddSourceScreen
from tui.ui.screens.asking import AskingSheet
from tui.ui.screens.help import HelpScreen
from tui.ui.screens.sources import SourcesScreen
from tui.ui.screens.welcome import WelcomeScreen


def without_sources(
    desk: Desk,
    use: Callable[[WireroomApp, Pilot[None]], Awaitable[None]],
    demo: Callable[[], str] | None = None,
) -> None:
    """Runs the app as a newcomer finds it."""

    async def go() -> None:
        app = WireroomApp(desk, demo=demo)
        async with app.run_test(size=(100, 30)) as pilot:
            await until(pilot, lambda: isinstance(app.screen, WelcomeScreen))
            await use(app, pilot)

    asyncio.run(go())


def said(app: WireroomApp) -> str:
    screen = app.screen
    assert isinstance(screen, AskingSheet)
    return screen.spoken.text


@pytest.mark.parametrize("opens", ["a", "E", "question_mark", "colon"])
def test_escape_closes_a_sheet_and_no_more(desk: Desk, site: Site, opens: str) -> None:
    with_stories(desk, site)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press(opens)
        assert app.screen is not app.newsroom
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.newsroom)
        await pilot.press("j")
        story = app.newsroom.wire.story
        assert story is not None
        assert story.title == "Headline 1"

    run(desk, use)


def test_help_tells_every_sentence_whole_in_a_small_terminal(desk: Desk, site: Site) -> None:
    with_stories(desk, site)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("question_mark")
        sheet = app.screen
        assert isinstance(sheet, HelpScreen)
        for size in ((40, 12), (60, 20)):
            await pilot.resize_terminal(*size)
            await until(pilot, lambda width=size[0]: sheet.choices.size.width == width - 2)  # type: ignore[misc]
            drawn: list[str] = []
            await pilot.press("g")
            here = None
            while here is not sheet.choices.current:
                here = sheet.choices.current
                drawn += (sheet.choices.render_line(y).text for y in range(sheet.choices.size.height))
                await pilot.press("pagedown")
            assert any("Leave wireroom" in line for line in drawn)
            assert not [line for line in drawn if "…" in line.replace("1 … 9", "")]
        await pilot.press("enter")

    run(desk, use)


def test_a_wrong_address_says_why_and_the_sheet_stays(desk: Desk, site: Site) -> None:
    with_stories(desk, site)
    site.pages["/plain"] = ("text/plain", b"nothing to subscribe to")

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("a")
        screen = app.screen
        assert isinstance(screen, AddSourceScreen)
        screen.input.value = f"{site.url}/plain"
        await pilot.press("enter")
        await until(pilot, lambda: not screen.busy and "127.0.0.1" in said(app))
        assert len(desk.store.sources()) == 1
        screen.input.value = ""
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.newsroom)

    run(desk, use)


def test_tab_leads_nowhere_before_anything_is_found(desk: Desk, site: Site) -> None:
    with_stories(desk, site)
    site.pages["/both"] = (
        "text/html",
        b'<link rel="alternate" type="application/rss+xml" title="One" href="/one">'
        b'<link rel="alternate" type="application/rss+xml" title="Two" href="/two">',
    )
    site.feed("/one", ["Ferry pact"])
    site.feed("/two", ["Orchestra returns"])

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("a")
        screen = app.screen
        assert isinstance(screen, AddSourceScreen)
        await pilot.press("tab")
        assert screen.input.has_focus
        assert "tab" not in screen.status.render_line(0).text
        screen.input.value = f"{site.url}/both"
        await pilot.press("enter")
        await until(pilot, lambda: screen.choices.has_focus)
        assert "tab address" in screen.status.render_line(0).text
        await pilot.press("tab")
        assert screen.input.has_focus
        await pilot.press("tab")
        assert screen.choices.has_focus

    run(desk, use)


def test_a_sites_feeds_are_found_chosen_and_fetched(desk: Desk, site: Site) -> None:
    with_stories(desk, site)
    with Newsroom() as news:

        async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
            await pilot.press("a")
            screen = app.screen
            assert isinstance(screen, AddSourceScreen)
            screen.input.value = news.url
            await pilot.press("enter")
            await until(pilot, lambda: screen.choices.has_focus)
            await pilot.press("space", "enter")
            await until(pilot, lambda: app.screen is app.newsroom)
            await until(pilot, lambda: len(app.newsroom.views.sections) > 5)
            await until(pilot, lambda: app.newsroom.wire.waiting > 20)

        run(desk, use)
        kept = {source.url for source in desk.store.sources()}
        assert f"{news.url}/section/business/feed.rss" in kept
        assert f"{news.url}/section/world/feed.rss" not in kept


def test_what_takes_a_feeds_place_is_offered_as_what_it_is(desk: Desk, site: Site) -> None:
    with_stories(desk, site)
    site.pages["/world/"] = ("text/html", section())

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("a")
        screen = app.screen
        assert isinstance(screen, AddSourceScreen)
        screen.input.value = f"{site.url}/world/"
        await pilot.press("enter")
        await until(pilot, lambda: screen.choices.has_focus)
        assert "No feed there" in said(app)
        assert len(desk.store.sources()) == 1
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is app.newsroom)

    run(desk, use)
    assert f"{site.url}/world/" in {source.url for source in desk.store.sources()}


def test_a_source_is_dropped_at_a_key_and_brought_back_at_another(desk: Desk, site: Site) -> None:
    with_stories(desk, site)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("E")
        assert isinstance(app.screen, SourcesScreen)
        await pilot.press("x")
        await until(pilot, lambda: not desk.store.sources())
        await pilot.press("u")
        await until(pilot, lambda: len(desk.store.sources()) == 1)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.newsroom)

    run(desk, use)


def test_the_first_run_takes_the_demo(desk: Desk) -> None:
    with Newsroom() as news:

        async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
            await pilot.press("d")
            await until(pilot, lambda: app.screen is app.newsroom)
            await until(pilot, lambda: len(desk.store.sources()) == 8)
            await until(pilot, lambda: desk.store.counts(View()).total == len(news.stories))
            await until(pilot, lambda: app.newsroom.wire.story is not None)
            assert app.newsroom.wire.waiting == 0

        without_sources(desk, use, demo=lambda: news.url)


def test_the_first_run_takes_starter_packs(desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def pack(name: str) -> StarterPack:
        return StarterPack(name, "", (Subscription(f"{site.url}/{name}", name, name, ""),))

    monkeypatch.setattr(starter_packs, "starter_packs", lambda: [pack("World"), pack("Sea"), pack("Sky")])

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("space", "j", "j", "space", "enter")
        await until(pilot, lambda: app.screen is app.newsroom)
        assert [section.name for section in desk.store.sections()] == ["World", "Sky"]
        await until(pilot, lambda: {"/World", "/Sky"} <= set(site.asked))

    without_sources(desk, use)


def test_the_first_run_imports_a_file(desk: Desk, site: Site, tmp_path: Path) -> None:
    listed = tmp_path / "feeds.txt"
    listed.write_text(f"{site.url}/one\n{site.url}/two\n")

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("i")
        screen = app.screen
        assert isinstance(screen, AskingSheet)
        screen.input.value = str(tmp_path / "no-such-file")
        await pilot.press("enter")
        await until(pilot, lambda: "no-such-file" in said(app))
        screen.input.value = str(listed)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is app.newsroom)
        assert {source.url for source in desk.store.sources()} == {f"{site.url}/one", f"{site.url}/two"}

    without_sources(desk, use)


def test_the_first_run_moves_in_from_where_another_reader_lived(
    desk: Desk, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".newsboat").mkdir()
    listed = tmp_path / ".newsboat" / "urls"
    listed.write_text(f"{site.url}/one Sea\nnot an address\n")

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        screen = app.screen
        assert isinstance(screen, WelcomeScreen)
        await pilot.press("m")
        await until(pilot, lambda: "urls:2" in screen.spoken.text)
        assert desk.store.sources() == []
        listed.write_text(f"{site.url}/one Sea\n")
        await pilot.press("m")
        await until(pilot, lambda: app.screen is app.newsroom)
        assert [section.name for section in desk.store.sections()] == ["Sea"]

    without_sources(desk, use)


def test_whoever_closes_the_welcome_is_not_asked_twice(desk: Desk) -> None:
    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.newsroom)

    without_sources(desk, use)
