"""Following a thread, the list of those that are followed, and the way from it into the room."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot

from tests.talk.services import Remark, Service
from tests.ui.test_article import run, until
from tests.ui.test_room import shown
from tests.ui.test_room_elsewhere import hacker_news, reader  # noqa: F401
from tui.ui.app import WireroomApp
from tui.ui.screens.followed import FollowedScreen


def told(app: WireroomApp) -> str:
    screen = app.screen
    assert isinstance(screen, FollowedScreen)
    return "\n".join(f"{one.mark} {one.text} {one.aside}" for one in screen.choices._choices)


async def follow(app: WireroomApp, pilot: Pilot[None]) -> None:
    await pilot.press("enter", "d")
    await until(pilot, lambda: "The north." in shown(app.newsroom.room))
    await pilot.press("w")
    assert "followed" in shown(app.newsroom.room)


def test_a_followed_thread_is_listed_asked_and_opened(tmp_path: Path, hacker_news: Service) -> None:  # noqa: F811
    desk = reader(tmp_path, hacker_news)

    async def first(app: WireroomApp, pilot: Pilot[None]) -> None:
        await follow(app, pilot)
        await pilot.press("w")
        assert "followed" not in shown(app.newsroom.room)
        await pilot.press("w", "W")
        await until(pilot, lambda: "Ferry" in told(app))

    async def second(app: WireroomApp, pilot: Pilot[None]) -> None:
        assert not any("/items/" in path for path in hacker_news.asked)  # nor in the background
        await pilot.press("W")
        await until(pilot, lambda: "1 new" in told(app))
        assert "news.ycombinator.com" in told(app)
        assert "seen" in told(app)
        await pilot.press("enter")
        await until(pilot, lambda: "Not so." in shown(app.newsroom.room))
        assert app.newsroom.pane == "room"
        assert app.newsroom.reading is not None
        await until(pilot, lambda: "● new" in shown(app.newsroom.room))
        assert "followed" in shown(app.newsroom.room)

    async def third(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("W")
        await until(pilot, lambda: "Ferry" in told(app) and "…" not in told(app))
        assert "1 new" not in told(app)

    run(desk, first, (160, 40))
    hacker_news.remarks = [*hacker_news.remarks, Remark(3, html="<p>Not so.</p>")]
    hacker_news.asked.clear()
    run(desk, second, (160, 40))
    run(desk, third, (160, 40))
    desk.close()


def test_what_fails_says_why_and_is_asked_again_on_a_key(tmp_path: Path, hacker_news: Service) -> None:  # noqa: F811
    desk = reader(tmp_path, hacker_news)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await follow(app, pilot)
        hacker_news.broken = b"<h1>Sorry</h1>"
        await pilot.press("W")
        await until(pilot, lambda: "other than a discussion" in told(app))
        assert isinstance(app.screen, FollowedScreen)
        await until(pilot, lambda: app.screen.status.alert == "1 failed")  # type: ignore[attr-defined]
        hacker_news.broken = None
        await pilot.press("R")
        await until(pilot, lambda: "other than a discussion" not in told(app))
        await until(pilot, lambda: app.screen.status.alert == "")  # type: ignore[attr-defined]

    run(desk, use, (160, 40))
    desk.close()


def test_what_is_dropped_from_the_list_comes_back(tmp_path: Path, hacker_news: Service) -> None:  # noqa: F811
    desk = reader(tmp_path, hacker_news)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("W")
        await until(pilot, lambda: "You follow no threads yet" in told(app))
        await pilot.press("escape")
        await follow(app, pilot)
        await pilot.press("W")
        await until(pilot, lambda: "Ferry" in told(app))
        await pilot.press("x")
        assert "Ferry" not in told(app)
        assert desk.visiting.followed_soon().result() == []
        await pilot.press("u")
        assert "Ferry" in told(app)
        assert len(desk.visiting.followed_soon().result()) == 1

    run(desk, use, (160, 40))
    desk.close()
