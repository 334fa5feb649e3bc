"""Fetching ahead: what is chosen, what bounds it, what goes first, how it ends."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.desk.scene import Held, Scene, feed, play
from tests.net.rough_server import answer
from tui.desk.fetching_ahead import Budget
from tui.events import AheadEnded, AheadProgress, Event, StoriesChanged
from tui.model import AheadSummary, Entry, Story
from tui.store import Fetched, View

SOME = Budget(50, 2**20, unread=True)


def page(number: int) -> bytes:
    text = f"<p>Whole article {number}. {'The fare stays at its present level for three years. ' * 20}</p>"
    return answer(
        f"<html><head><title>Headline {number}</title></head><body><article>{text}</article></body></html>",
        content_type="text/html",
    )


def with_pages(scene: Scene, count: int, *, answered: bool = True) -> list[Story]:
    """Stories ``/0``, ``/1`` …, the first the newest, with their pages; nothing due."""
    source = scene.add("/feed")
    now = datetime.now(UTC)
    entries = tuple(
        Entry(f"Headline {n}", scene.server.url(f"/{n}"), str(n), now - timedelta(minutes=n))
        for n in range(count)
    )
    scene.desk.store.merge([Fetched(source.id, entries, now, due=now + timedelta(days=1))])
    if answered:
        for n in range(count):
            scene.server.routes[f"/{n}"] = page(n)
    return scene.desk.store.stories(View())


async def ahead(scene: Scene, budget: Budget = SOME) -> AheadSummary:
    return await asyncio.wrap_future(scene.desk.fetch_ahead(budget))


def ends(scene: Scene) -> asyncio.Queue[AheadSummary]:
    """How each fetching ahead from now on ended."""
    loop, ended = asyncio.get_running_loop(), asyncio.Queue[AheadSummary]()

    def hear(event: Event) -> None:
        if isinstance(event, AheadEnded):
            loop.call_soon_threadsafe(ended.put_nowait, event.summary)

    scene.desk.subscribe(hear)
    return ended


def asked(scene: Scene) -> list[str]:
    return [request.path for request in scene.server.requests]


def test_starred_stories_come_first_and_then_the_newest_unread(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        stories = with_pages(scene, 6)
        scene.desk.set_starred([stories[4].id], True)
        scene.desk.set_read([stories[4].id, stories[1].id], True)
        summary = await ahead(scene, Budget(3, 2**20, unread=True))
        assert asked(scene) == ["/4", "/0", "/2"]
        assert (summary.total, summary.fetched, summary.ended) == (3, 3, "")
        assert summary.bytes > 3_000
        cached = [story.cached for story in scene.desk.store.stories(View())]
        assert cached == [True, False, True, False, True, False]
        changed = [event.ids for event in scene.told if isinstance(event, StoriesChanged)]
        assert (stories[4].id,) in changed
        assert scene.told[-1] == AheadEnded(summary)
        assert AheadProgress(3, 3) in scene.told

    play(tmp_path, act)


def test_only_starred_ones_where_only_those_are_wanted(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        stories = with_pages(scene, 3)
        scene.desk.set_starred([stories[2].id], True)
        await ahead(scene, Budget(9, 2**20, unread=False))
        assert asked(scene) == ["/2"]
        assert (await ahead(scene, Budget(9, 2**20, unread=False))).total == 0
        assert asked(scene) == ["/2"]

    play(tmp_path, act)


def test_sources_read_in_their_feeds_text_are_left_alone(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        stories = with_pages(scene, 2)
        scene.desk.store.set_feed_text(stories[0].source_id, True)
        assert (await ahead(scene)).total == 0

    play(tmp_path, act)


def test_it_ends_when_the_bytes_are_spent(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        with_pages(scene, 9)
        summary = await ahead(scene, Budget(9, 2_500, unread=True))
        assert summary.ended == "budget"
        assert summary.fetched == 3  # of a good thousand bytes each

    play(tmp_path, act)


def test_one_host_is_asked_for_one_article_at_a_time(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        with_pages(scene, 3)
        held = Held(page(0))
        scene.server.routes["/0"] = held
        running = asyncio.ensure_future(ahead(scene))
        await held.asked.wait()
        assert asked(scene) == ["/0"]
        held.may_go.set()
        assert (await running).fetched == 3

    play(tmp_path, act)


def test_a_refresh_goes_first(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        with_pages(scene, 2)
        held = Held(feed("Another"))
        scene.server.routes["/feed"] = held
        refreshing = asyncio.ensure_future(scene.refresh())
        await held.asked.wait()
        running = asyncio.ensure_future(ahead(scene))
        assert asked(scene) == ["/feed"]
        held.may_go.set()
        await refreshing
        assert (await running).fetched == 2
        assert asked(scene)[0] == "/feed"

    play(tmp_path, act)


def test_failures_are_told_and_not_tried_again_by_themselves(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        stories = with_pages(scene, 3)
        scene.desk.set_starred([story.id for story in stories], True)
        del scene.server.routes["/1"]
        summary = await ahead(scene)
        assert summary.fetched == 2
        assert [url for url, _sentence in summary.failures] == [scene.server.url("/1")]
        scene.server.routes["/feed"] = feed("Another")
        scene.server.requests.clear()
        ended = ends(scene)
        scene.desk.keep_ahead(lambda: True)
        await scene.refresh()
        await ended.get()
        assert asked(scene) == ["/feed"]
        assert (await ahead(scene, Budget(9, 2**20, unread=False))).total == 1  # asked for, it is tried again

    play(tmp_path, act)


def test_after_a_refresh_unless_it_is_not_allowed(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        stories = with_pages(scene, 2)
        scene.desk.set_starred([stories[1].id], True)
        scene.server.routes["/feed"] = feed("Another")
        allowed = False
        ended, end = ends(scene), scene.desk.keep_ahead(lambda: allowed)
        await scene.refresh()
        assert asked(scene) == ["/feed"]
        allowed = True
        await scene.refresh()
        await ended.get()
        assert asked(scene) == ["/feed", "/feed", "/1"]
        end()

    play(tmp_path, act)


def test_it_stops_when_it_is_told_to(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        with_pages(scene, 3)
        held = Held(page(0))
        scene.server.routes["/0"] = held
        ended = ends(scene)
        running = scene.desk.fetch_ahead(SOME)
        await held.asked.wait()
        assert scene.desk.stop_ahead()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wrap_future(running)
        await ended.get()
        assert not scene.desk.stop_ahead()
        assert asked(scene) == ["/0"]
        held.may_go.set()

    play(tmp_path, act)


def test_a_line_that_becomes_slow_ends_it(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        with_pages(scene, 5)
        running = scene.desk.fetch_ahead(SOME, allowed=lambda: len(scene.server.requests) < 2)
        summary = await asyncio.wrap_future(running)
        assert (summary.fetched, summary.ended) == (2, "stopped")

    play(tmp_path, act)


def test_where_nobody_answers_it_gives_up(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        source = scene.add("/feed")
        now = datetime.now(UTC)
        entries = tuple(Entry(f"H {n}", f"http://127.0.0.{n}:9/", str(n), now) for n in range(2, 40))
        scene.desk.store.merge([Fetched(source.id, entries, now, due=now + timedelta(days=1))])
        summary = await ahead(scene)
        assert summary.ended == "offline"
        assert len(summary.failures) < 10
        assert not scene.desk.online

    play(tmp_path, act)


def test_an_article_fetched_ahead_is_read_where_nobody_answers(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        stories = with_pages(scene, 1)
        await ahead(scene)
        await scene.reopen()
        scene.server.routes.clear()
        article = await asyncio.wrap_future(scene.desk.open_article(stories[0]))
        assert "Whole article 0." in article.text
        assert asked(scene) == ["/0"]

    play(tmp_path, act)
