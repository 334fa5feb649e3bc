"""While the app runs: what is due is asked, a sleep and a lost link are noticed, and nothing stampedes."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.desk.scene import Held, Scene, feed, play, silent
from tui.config import Settings
from tui.desk.comparing import Comparing
from tui.desk.keeping_fresh import KeepingFresh
from tui.desk.link import Link
from tui.desk.listeners import Listeners
from tui.desk.refreshing import Refreshing
from tui.engine import Engine
from tui.feeds.schedule import BATCH
from tui.model import Source
from tui.store import Fetched


def overdue(scene: Scene, *sources: Source) -> None:
    """Makes sources that were asked two hours ago and were due an hour ago."""
    now = datetime.now(UTC)
    asked, due = now - timedelta(hours=2), now - timedelta(hours=1)
    scene.desk.store.merge([Fetched(one.id, None, asked, due=due) for one in sources])


def test_a_new_subscription_is_asked_when_it_is_made(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        scene.server.routes |= {"/a": feed("a"), "/b": feed("b")}
        scene.add("/a")
        scene.desk.keep_fresh()
        assert (await scene.ended.get()).arrived == 1
        scene.add("/b")
        scene.desk.add([])  # says that the sources changed, as every subscription does
        assert (await scene.ended.get()).arrived == 1
        assert scene.server.paths == ["/a", "/b"]

    play(tmp_path, act)


def test_after_a_night_a_first_batch_is_asked_and_not_everybody(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        scene.server.otherwise = lambda request: feed(request.path)
        overdue(scene, *(scene.add(f"/{number}") for number in range(5 * BATCH)))
        scene.desk.keep_fresh()
        assert (await scene.ended.get()).arrived == BATCH
        assert len(scene.server.paths) == BATCH

    play(tmp_path, act)


def test_what_is_stopped_does_not_start_again_by_itself(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        held = Held(b"")
        scene.server.routes |= {"/a": held, "/b": feed("b")}
        scene.add("/a")
        keeping = scene.desk.keep_fresh()
        await held.asked.wait()
        assert scene.desk.cancel_refresh()
        assert (await scene.ended.get()).cancelled
        assert not scene.desk.cancel_refresh()
        assert not keeping.done()
        assert (await scene.refresh(scene.add("/b"))).arrived == 1
        assert scene.server.paths == ["/a", "/b"]

    play(tmp_path, act)


def test_everything_by_the_clock(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        scene.server.routes["/a"] = feed("a")
        scene.add("/a")
        scene.desk.keep_fresh(every=0.01)
        for _ in range(3):
            await scene.ended.get()
        assert len(scene.server.paths) >= 3

    play(tmp_path, act)


class Clocks:
    """A wall clock that can be set; ``asleep`` is how long the machine has slept."""

    asleep = 0.0

    def wall(self) -> float:
        return time.time() + self.asleep


def test_a_lost_link_is_tried_with_one_or_two_and_a_sleep_tries_at_once(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        lost = [scene.add(silent(number)) for number in range(2, 8)]
        overdue(scene, *lost)
        store, engine, listeners, link = scene.desk.store, Engine(Settings()), Listeners(), Link()
        listeners.subscribe(scene._hear)
        refreshing, clocks = (
            Refreshing(store, engine, listeners, link, Comparing(store, listeners), scene.desk.ruling, 15),
            Clocks(),
        )
        keeping = KeepingFresh(store, engine, listeners, link, refreshing, wall=clocks.wall, nap=0.01)
        keeping.keep_fresh()
        try:
            summary = await scene.ended.get()
            assert summary.offline
            assert not link.up
            assert not any(scene.source(one).failures for one in lost)
            clocks.asleep += 3_600
            probe = await scene.ended.get()
            assert len(probe.outcomes) == 2
            assert probe.offline
            scene.server.routes["/a"] = feed("a")
            overdue(scene, scene.add("/a"))
            clocks.asleep += 3_600
            back = await scene.ended.get()
            assert back.arrived == 1
            assert link.up
            rest = await scene.ended.get()
            assert not rest.offline  # now that somebody answers, their silence is their own
            assert all(scene.source(one).failures for one in lost)
        finally:
            await asyncio.to_thread(engine.close)

    play(tmp_path, act)
