"""Followed threads are asked when the reader says so, and never else; what is new in them is counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.talk.services import CommentFeedService, HackerNewsService, Remark, Service
from tests.ui.test_room_elsewhere import reader
from tui.desk import Desk
from tui.failure import Failure
from tui.model import Story, Thread
from tui.store import Followed, Visit
from tui.store.visits import comment_key


@pytest.fixture
def hacker_news() -> Iterator[Service]:
    with HackerNewsService() as service:
        service.remarks = [Remark(1), Remark(2, 1, author="oleg")]
        yield service


@pytest.fixture
def desk(tmp_path: Path, hacker_news: Service) -> Iterator[Desk]:
    opened = reader(tmp_path, hacker_news)
    yield opened
    opened.close()


def only(desk: Desk) -> Followed:
    (found,) = desk.visiting.followed_soon().result()
    return found


def followed(desk: Desk) -> tuple[Story, Thread]:
    """A story whose thread at Hacker News was found, seen whole and is followed."""
    story = desk.store.search("ferry pact")[0]
    ref = desk.discussing.elsewhere(story).result().found[0]
    thread = desk.discussing.thread_at(ref).result()
    seen = frozenset(comment_key(one.id) for one in thread.comments)
    desk.visiting.keep_visit(Visit(thread.id, datetime.now(UTC), seen, True, thread.count))
    desk.visiting.follow(thread, story, own=False)
    return story, thread


def test_a_followed_thread_counts_what_is_new_when_it_is_asked(desk: Desk, hacker_news: Service) -> None:
    story, thread = followed(desk)
    here = only(desk)
    assert (here.title, here.story_id, here.news) == (thread.title, story.id, 0)
    assert desk.visiting.ask(here).result() == 0
    hacker_news.remarks = [*hacker_news.remarks, Remark(3), Remark(4, 3)]
    assert only(desk).news == 0  # nobody was asked
    assert desk.visiting.ask(here).result() == 2
    assert only(desk).news == 2
    stored = desk.visiting.stored(here)
    assert stored is not None
    assert [one.id for one in stored.comments] == ["1", "2", "3", "4"]
    assert not desk.visiting.is_own(here, story)


def test_of_pages_that_are_not_loaded_the_number_counts(desk: Desk, hacker_news: Service) -> None:
    _story, thread = followed(desk)
    assert only(desk).looked is not None
    left = desk.store.visit(thread.id)
    assert left is not None
    hacker_news.remarks = [Remark(n) for n in range(1, 203)]
    assert desk.visiting.ask(only(desk)).result() == 200
    desk.visiting.keep_visit(
        replace(left, whole=False, count=202, looked=datetime.now(UTC) + timedelta(days=1))
    )
    assert desk.visiting.ask(only(desk)).result() == 0


def test_a_thread_that_fails_keeps_what_was_known_and_says_why(desk: Desk, hacker_news: Service) -> None:
    followed(desk)
    hacker_news.remarks = [*hacker_news.remarks, Remark(3)]
    desk.visiting.ask(only(desk)).result()
    hacker_news.broken = b"<h1>Sorry</h1>"
    with pytest.raises(Failure):
        desk.visiting.ask(only(desk)).result()
    assert only(desk).news == 1
    assert "other than a discussion" in only(desk).failure
    hacker_news.broken = None
    desk.visiting.ask(only(desk)).result()
    assert only(desk).failure == ""


def test_a_sites_own_followed_thread_is_the_storys(tmp_path: Path) -> None:
    with CommentFeedService() as service:
        service.remarks = [Remark(1)]
        desk = reader(tmp_path)
        story = replace(desk.store.search("ferry pact")[0], comments_feed=f"{service.url}/comments")
        thread = desk.thread(story).result()
        assert thread is not None
        desk.visiting.keep_visit(Visit(thread.id, datetime.now(UTC), frozenset(), True, 1))
        desk.visiting.follow(thread, story, own=True)
        service.remarks = [Remark(1), Remark(2)]
        assert desk.visiting.ask(only(desk)).result() == 2
        assert desk.visiting.is_own(only(desk), story)
        cached = desk.cached_thread(story)
        assert cached is not None
        assert len(cached.comments) == 2
        fresh = desk.store.story(story.id)
        assert fresh is not None
        assert fresh.comment_count == 2
        desk.close()


def test_a_thread_outlives_its_story(desk: Desk) -> None:
    story, thread = followed(desk)
    desk.remove([desk.store.sources()[0].id])
    left = desk.visiting.story(only(desk))
    assert (left.title, left.url, left.comments_url) == (thread.title, story.url, thread.url)
