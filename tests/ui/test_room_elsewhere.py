"""The room asks third parties when the reader says so, shows what they have, and pages through it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.store.scratch import new_store
from tests.talk.services import STORY_URL, HackerNewsService, LobstersService, Remark, Service
from tests.ui.only_way_out import OnlyWayOut
from tests.ui.pages import Site
from tests.ui.test_article import run, until, with_stories
from tests.ui.test_room import shown
from tui.config import Settings, home
from tui.desk import Desk
from tui.model import Entry
from tui.store import Fetched
from tui.ui.app import WireroomApp

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def hacker_news() -> Iterator[Service]:
    with HackerNewsService() as service:
        service.remarks = [Remark(1), Remark(2, 1, author="oleg", html="<p>The north.</p>")]
        yield service


@pytest.fixture
def lobsters() -> Iterator[Service]:
    with LobstersService() as service:
        service.remarks = [Remark(1, html="<p>From the other shore.</p>")]
        yield service


def reader(folder: Path, *services: Service, elsewhere: Sequence[str] = ()) -> Desk:
    """A desk with one story, which these services discuss and its own site does not."""
    sites = {"hackernews": NOWHERE, "lobsters": NOWHERE, "lemmy": NOWHERE}
    sites |= {service.provider().name: service.url for service in services}
    new_store(folder / "wireroom.db")
    desk = Desk.open(home(str(folder)), Settings(sites=sites, elsewhere=elsewhere))
    source = desk.store.add_source("http://127.0.0.1:9/feed", "Harbour", desk.store.add_section("World").id)
    now = datetime.now(UTC)
    entry = Entry("Ferry pact signed", url=STORY_URL, id="1", published=now, html="<p>The pact.</p>")
    desk.store.merge([Fetched(source.id, (entry,), now, due=now + timedelta(days=1))])
    found = desk.store.search("ferry pact")[0]
    desk.store.save_article(STORY_URL, desk.feed_article(found))
    return desk


def test_one_discussion_elsewhere_is_shown_at_once(tmp_path: Path, hacker_news: Service) -> None:
    desk = reader(tmp_path, hacker_news)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.room
        await pilot.press("enter")
        await until(pilot, lambda: "No comments yet." in shown(pane))
        assert hacker_news.asked == []
        await pilot.press("d")
        await until(pilot, lambda: "The north." in shown(pane))
        assert app.newsroom.pane == "room"
        assert "Hacker News · ▲42 · 2 comments · 12 Nov 2026" in " ".join(shown(pane).split())
        assert pane.link == "https://news.ycombinator.com/item?id=1"
        await pilot.press("C", "C")
        assert "No comments yet." in shown(pane)

    run(desk, use, (160, 40))
    desk.close()


def test_several_are_a_list_to_choose_from(tmp_path: Path, hacker_news: Service, lobsters: Service) -> None:
    desk = reader(tmp_path, hacker_news, lobsters)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.room
        await pilot.press("enter", "d")
        await until(pilot, lambda: "Asked:" in shown(pane))
        said = " ".join(shown(pane).split())
        assert "Hacker News (127.0.0.1:" in said
        assert "Lobsters · ▲42 · 1 comment · 12 Nov 2026" in said
        assert "127.0.0.1:9" in said  # who did not answer is told
        await pilot.press("j", "enter")
        await until(pilot, lambda: "From the other shore." in shown(pane))
        await pilot.press("d")
        assert "Hacker News · ▲42" in shown(pane)
        await pilot.press("enter")
        await until(pilot, lambda: "The north." in shown(pane))

    run(desk, use, (160, 60))
    desk.close()


def test_nothing_found_says_whom_it_asked(tmp_path: Path, hacker_news: Service) -> None:
    hacker_news.broken = b'{"hits": []}'
    desk = reader(tmp_path, hacker_news)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("enter", "d")
        await until(pilot, lambda: "Nothing found." in shown(app.newsroom.room))

    run(desk, use, (160, 40))
    desk.close()


def test_before_a_story_is_open_there_is_nothing_to_ask(tmp_path: Path, hacker_news: Service) -> None:
    desk = reader(tmp_path, hacker_news)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("d")
        assert hacker_news.asked == []

    run(desk, use)
    desk.close()


def test_what_is_switched_on_is_asked_without_the_key(
    tmp_path: Path, hacker_news: Service, lobsters: Service
) -> None:
    desk = reader(tmp_path, hacker_news, lobsters, elsewhere=["lobsters"])

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.room
        await pilot.press("enter")
        await until(pilot, lambda: "Elsewhere 1" in str(app.newsroom.room_frame.border_title))
        assert hacker_news.asked == []
        await pilot.press("C", "C")
        assert "Lobsters · ▲42" in shown(pane)

    run(desk, use, (160, 40))
    desk.close()


def test_the_next_page_comes_where_the_end_is_in_sight(tmp_path: Path, lobsters: Service) -> None:
    lobsters.remarks = [Remark(n, html=f"<p>Remark {n}.</p>") for n in range(1, 121)]
    desk = reader(tmp_path, lobsters)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.room
        await pilot.press("enter", "d")
        await until(pilot, lambda: "Remark 1." in shown(pane))
        assert pane._items.count == 50
        await pilot.press("G")
        before = shown(pane)
        await until(pilot, lambda: pane._items.count == 100)
        assert pane._items.cursor == 49
        assert shown(pane) == before
        await pilot.press("G")
        await until(pilot, lambda: pane._items.count == 120)
        await pilot.press("G")
        assert "Remark 120." in shown(pane)

    run(desk, use, (160, 40))
    desk.close()
    assert len(lobsters.asked) == 2  # the search, and the thread once


def test_what_a_broken_service_says_leaves_the_article_readable(
    tmp_path: Path, hacker_news: Service, lobsters: Service
) -> None:
    desk = reader(tmp_path, hacker_news, lobsters)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.room
        await pilot.press("enter", "d")
        await until(pilot, lambda: "Asked:" in shown(pane))
        hacker_news.broken = b"<h1>Sorry</h1>"
        await pilot.press("enter")
        await until(pilot, lambda: "other than a discussion" in " ".join(shown(pane).split()))
        assert any("The pact." in line.text for line in app.newsroom.article.lines)

    run(desk, use, (160, 40))
    desk.close()


def test_a_whole_session_asks_nobody_but_the_site(tmp_path: Path) -> None:
    with OnlyWayOut() as way:
        site = Site()
        site.url = "http://harbour.example"
        site.comments("/c", [("a", "", "Who pays?"), ("b", "a", "The north.")])
        for n in range(4):
            site.article(f"/{n}", f"Headline {n}", "Some text. " * 30)
        way.pages = {f"{site.url}{path}": page for path, page in site.pages.items()}
        desk = Desk.open(home(str(tmp_path)), Settings(proxy=way.url))
        announced = "https://news.ycombinator.com/item?id=17"
        with_stories(desk, site, 4, comments_feed=f"{site.url}/c", comments_url=announced)

        async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
            pane = app.newsroom.room
            await pilot.press("enter")
            await until(pilot, lambda: "The north." in shown(pane))
            for key in ("c", "j", "enter", "k", "C", "tab", "J", "space", "s", "J", "r", "R", "J"):
                await pilot.press(key)
            await until(pilot, lambda: way.asked.count("harbour.example") >= 6)
            assert set(way.asked) == {"harbour.example"}
            await pilot.press("d")
            await until(pilot, lambda: "Asked:" in shown(pane))
            assert set(way.asked) == {"harbour.example", "hn.algolia.com", "lobste.rs", "lemmy.world"}

        run(desk, use, (160, 50))
        desk.close()
