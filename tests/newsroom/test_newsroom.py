"""The embedded site as a program meets it: feeds that agree, validators that hold, seeded news."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse

import pytest

from tui.feeds.parse import parse_feed
from tui.newsroom import Newsroom


@pytest.fixture(scope="module")
def site() -> Iterator[Newsroom]:
    with Newsroom() as newsroom:
        yield newsroom


def get(site: Newsroom, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", site.port, timeout=20)
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): v for name, v in headers.items()})
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


def sections(site: Newsroom) -> list[str]:
    return sorted({one.desk.id for one in site.stories})


def test_the_three_feeds_of_a_section_say_the_same(site: Newsroom) -> None:
    assert len(sections(site)) >= 5
    for section in sections(site):
        told = []
        for form in ("rss", "atom", "json"):
            path = f"/section/{section}/feed.{form}"
            answer, body = get(site, path)
            feed = parse_feed(body, site.url + path, answer.headers["Content-Type"])
            told.append([(e.title, e.url, e.id, e.published) for e in feed.entries])
        assert told[0] == told[1] == told[2]
        assert told[0]


def test_a_feed_that_has_not_changed_is_not_sent_again_however_one_asks(site: Newsroom) -> None:
    path = "/section/world/feed.rss"
    plain, body = get(site, path)
    packed, small = get(site, path, Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small) == body
    for answer in (plain, packed):
        for asked in (
            {"If_None_Match": answer.headers["ETag"]},
            {"If_Modified_Since": answer.headers["Last-Modified"]},
        ):
            again, nothing = get(site, path, **asked)
            assert (again.status, nothing) == (304, b"")
    site.edit("ferry-pact-signed", title="Ferry pact torn up")
    changed, body = get(site, path, If_None_Match=plain.headers["ETag"])
    assert changed.status == 200
    assert b"Ferry pact torn up" in body


def test_comments_come_after_their_story_and_one_after_the_other(site: Newsroom) -> None:
    for story in site.stories:
        by_id = {one.id: one for one in story.comments}
        for one in story.comments:
            before = by_id[one.parent].posted if one.parent else story.published
            assert before <= one.posted
    most = max(site.stories, key=lambda one: len(one.comments))
    minutes = {int((one.posted - most.published).total_seconds() // 60) for one in most.comments}
    assert len(minutes) >= 7


def test_a_seed_decides_what_comes_next() -> None:
    def next_titles(seed: int) -> list[str]:
        with Newsroom(seed=seed) as newsroom:
            return [one.draft.title for one in newsroom.publish(5)]

    assert next_titles(1) == next_titles(1) != next_titles(2)


def test_stories_are_many_and_in_several_scripts(site: Newsroom) -> None:
    assert len(site.stories) >= 60
    assert {"en", "ru", "ar", "ja"} <= {one.desk.language for one in site.stories}
    for story in site.stories:
        _, page = get(site, story.path)
        assert b"application/ld+json" in page
        assert b"og:title" in page
