"""What a refresh brings is compared with what is there, and the listeners hear whose coverage changed."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.desk.scene import Scene, feed, play
from tui.events import StoriesChanged
from tui.store import View

PACT = "Ferry pact signed after all-night talks between Port Else and North Quay"
AGAIN = "Port Else and North Quay sign ferry pact after talks through the night"


def test_a_refresh_finds_coverage_aside_and_tells_of_it(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        others = [f"Quarry{n} school{n} council{n} votes" for n in range(9)]
        scene.server.routes |= {"/a": feed(PACT, *others), "/b": feed(AGAIN)}
        scene.add("/a")
        await scene.refresh()
        scene.add("/b")
        heard = asyncio.Event()
        loop = asyncio.get_running_loop()

        def hear(event: object) -> None:
            if isinstance(event, StoriesChanged):
                loop.call_soon_threadsafe(heard.set)

        scene.desk.subscribe(hear)
        await scene.refresh()
        await heard.wait()
        stories = scene.desk.store.stories(View())
        assert {one.title for one in stories if one.coverage == 1} == {PACT, AGAIN}
        changed = {
            id_ for event in scene.told if isinstance(event, StoriesChanged) for id_ in event.ids or ()
        }
        assert changed == {one.id for one in stories if one.coverage}

    play(tmp_path, act)


def test_what_was_not_compared_before_closing_is_compared_by_the_next_process(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        scene.server.routes |= {"/a": feed(PACT), "/b": feed(AGAIN)}
        scene.add("/a"), scene.add("/b")
        await scene.refresh()
        await scene.reopen()
        await asyncio.to_thread(scene.desk.compare)
        assert [one.coverage for one in scene.desk.store.stories(View())] == [1, 1]
        assert scene.desk.store.uncompared(1) == []

    play(tmp_path, act)
