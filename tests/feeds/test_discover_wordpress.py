"""Discovery against a real WordPress: one feed of its three, and not its comments'."""

from __future__ import annotations

import asyncio

import pytest

from tests.servers.wordpress import WordPress
from tui.feeds.discover import Found, discover
from tui.net.client import Client


@pytest.mark.server
def test_a_wordpress_site_gives_its_posts_as_rss(wordpress_site: WordPress) -> None:
    async def scene() -> list[Found]:
        async with Client() as client:
            return await discover(client, wordpress_site.url)

    (found,) = asyncio.run(scene())
    assert found.format == "rss20"
    assert "comments" not in found.url
    assert found.feed is not None
    assert found.feed.entries[0].title
