"""A section without a feed at the prompt: added, refreshed, listed; and said for what it is."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.commands import Prompt
from tests.feeds.headlines import TITLES, page, section
from tests.net.rough_server import RoughServer, answer


def test_a_page_of_headlines_becomes_a_source(tmp_path: Path) -> None:
    prompt = Prompt(tmp_path)

    async def scene() -> None:
        async with RoughServer({"/world/": answer(section(), content_type="text/html")}) as server:
            added = await asyncio.to_thread(prompt, "add", server.url("/world/"))
            assert (added.status, "World | Harbour Wire" in added.out) == (0, True)
            assert "headlines of the page" in added.err
            assert (await asyncio.to_thread(prompt, "refresh")).status == 0
            stories = prompt("headlines", "--json").objects
            assert {story["title"] for story in stories} == set(TITLES)
            assert all(story["url"].startswith(server.url("/world/")) for story in stories)
            server.routes["/world/"] = answer(page("<p>Moved</p>"), content_type="text/html")
            assert (await asyncio.to_thread(prompt, "refresh", "--all")).status == 4
            (source,) = prompt("sources", "--json").objects
            assert "without clear headlines" in source["failure"]
            assert source["total"] == len(TITLES)

    asyncio.run(scene())
