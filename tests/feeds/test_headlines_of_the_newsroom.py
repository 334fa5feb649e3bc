"""The embedded newsroom without its feeds: every section's page, its sitemap, and no story's page."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tui.feeds.failures import NotAFeed
from tui.feeds.parse import parse_feed
from tui.model import ParsedFeed
from tui.newsroom.content import Desk
from tui.newsroom.server import Newsroom
from tui.newsroom.site import folder


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as site:
        yield site


def read(newsroom: Newsroom, path: str) -> ParsedFeed:
    answer = httpx.get(newsroom.url + path)
    return parse_feed(answer.content, newsroom.url + path, answer.headers["content-type"])


def sections(newsroom: Newsroom) -> list[Desk]:
    return list({one.desk.id: one.desk for one in newsroom.stories}.values())


def test_every_section_gives_exactly_its_stories(newsroom: Newsroom) -> None:
    for desk in sections(newsroom):
        feed = read(newsroom, folder(desk))
        assert (feed.title, feed.language) == (desk.name, desk.language)
        assert [(one.title, one.url, one.published, one.language) for one in feed.entries] == [
            (one.draft.title, newsroom.url + one.path, one.published.replace(microsecond=0), desk.language)
            for one in newsroom.stories
            if one.desk is desk
        ]


def test_the_front_gives_stories_alone(newsroom: Newsroom) -> None:
    titles = {newsroom.url + one.path: one.draft.title for one in newsroom.stories}
    feed = read(newsroom, "/")
    assert len(feed.entries) >= 20
    assert all(titles[one.url] == one.title for one in feed.entries)


def test_the_sitemap_gives_all_of_them(newsroom: Newsroom) -> None:
    feed = read(newsroom, "/news-sitemap.xml")
    assert feed.title == "Port Else Herald"
    assert {(one.title, one.url, one.language) for one in feed.entries} == {
        (one.draft.title, newsroom.url + one.path, one.desk.language) for one in newsroom.stories
    }


def test_no_story_is_a_list_even_if_it_says_nothing_of_itself(newsroom: Newsroom) -> None:
    for one in newsroom.stories[:20]:
        url = newsroom.url + one.path
        body = httpx.get(url).content
        with pytest.raises(NotAFeed):
            parse_feed(body, url)
        mute = body.replace(b"ld+json", b"x").replace(b"og:type", b"x").replace(b"itemprop", b"x")
        with pytest.raises(NotAFeed):
            parse_feed(mute, url)
