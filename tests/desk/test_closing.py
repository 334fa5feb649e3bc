"""The desk closed right after a refresh."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.net.rough_server import RoughServer, answer
from tui.config import Home, Settings
from tui.desk import Desk
from tui.store import Store

FEED = "<rss version='2.0'><channel><item><title>Ferry pact</title><guid>1</guid></item></channel></rss>"


def test_a_desk_that_closes_before_its_index_has_caught_up_loses_nothing_to_search(tmp_path: Path) -> None:
    async def scene() -> None:
        async with RoughServer({"/": answer(FEED)}) as server:
            home = Home(tmp_path, tmp_path, tmp_path)
            desk = Desk.open(home, Settings())
            section = desk.store.add_section("World")
            desk.store.add_source(server.url(), "", section.id)
            summary = await asyncio.wrap_future(desk.refresh())
            assert summary.arrived == 1
            await asyncio.to_thread(desk.close)
            store = Store.open(home.store)
            assert [story.title for story in store.search("ferry")] == ["Ferry pact"]
            store.close()

    asyncio.run(scene())
