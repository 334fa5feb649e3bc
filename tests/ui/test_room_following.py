"""A thread that is open is asked for again, and what has come since stands in it."""

from __future__ import annotations

import asyncio

import pytest
from textual.pilot import Pilot

from tests.ui.pages import Site
from tests.ui.test_article import run, until, with_stories
from tests.ui.test_room import shown
from tui.desk import Desk
from tui.ui.app import WireroomApp
from tui.ui.panes import room_following
from tui.ui.panes.room_following import Following


def test_what_is_said_meanwhile_appears_and_the_reader_stays_where_he_is(
    desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_following, "FIRST_SECONDS", 0.05)
    with_stories(desk, site, comments_feed=f"{site.url}/comments")
    site.article("/0", "Headline 0", "Some text. " * 30)
    first = [("a", "", "Who pays?"), ("b", "", "Not me.")]
    site.comments("/comments", first)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.room
        await pilot.press("enter")
        await until(pilot, lambda: "Not me." in shown(pane))
        await pilot.press("c", "j")
        site.comments("/comments", [*first, ("c", "a", "The north.")])
        await until(pilot, lambda: "The north." in shown(pane))
        assert pane._tree.comments[pane._visible[pane._items.cursor]].id == "b"

    run(desk, use)


def test_each_pause_is_longer_until_there_is_news_or_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    answers = [False, False, False, True, False]

    async def ask() -> bool:
        return answers[len(pauses) - 1]

    async def scene() -> None:
        following = Following(ask)

        async def waited() -> bool:
            pauses.append(following._pause)
            if len(pauses) > len(answers):
                raise asyncio.CancelledError
            return False

        monkeypatch.setattr(following, "_waited", waited)
        with pytest.raises(asyncio.CancelledError):
            await following.run()
        following.hurry()
        assert following._pause < room_following.FIRST_SECONDS

    asyncio.run(scene())
    first = room_following.FIRST_SECONDS
    assert pauses == [first, first * 2, first * 4, first * 8, first, first * 2]
    assert first * 2**10 > room_following.MOST_SECONDS
