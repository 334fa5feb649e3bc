"""A category page of a real WordPress: its posts by title and address, and no post's page."""

from __future__ import annotations

import httpx
import pytest

from tests.servers.wordpress import WordPress
from tui.feeds.failures import NotAFeed
from tui.feeds.parse import parse_feed

TITLES = (
    "The first boat left at dawn",
    "Ferry pact & what it changes for us",
    "Паром: соглашение подписано сегодня",
)


@pytest.mark.server
def test_the_posts_of_a_category_and_nothing_else(wordpress_site: WordPress) -> None:
    category = wordpress_site.category("Harbour headlines")
    text = "<p>" + "The two cities have shared a sound for as long as anybody remembers. " * 30 + "</p>"
    posts = [wordpress_site.post(title, text, categories=[category]) for title in TITLES]
    wordpress_site.learn_addresses()
    answer = httpx.get(f"{wordpress_site.url}/?cat={category}", timeout=30, follow_redirects=True)
    assert answer.status_code == 200
    feed = parse_feed(answer.content, str(answer.url), answer.headers["content-type"])
    assert feed.format.startswith("page-")
    assert {(one.title, one.url) for one in feed.entries} == {
        (title, post["link"]) for title, post in zip(TITLES, posts, strict=True)
    }
    assert all(one.published for one in feed.entries)
    for post in posts:
        answer = httpx.get(post["link"], timeout=30)
        with pytest.raises(NotAFeed):
            parse_feed(answer.content, post["link"], answer.headers["content-type"])
