"""The desk's discussions: the best that is announced, page by page; third parties only when asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from tests.store.scratch import new_store
from tests.talk.conversation import text
from tests.talk.services import (
    STORY_URL,
    CommentFeedService,
    HackerNewsService,
    LemmyService,
    LobstersService,
    MastodonService,
    Remark,
    WordPressService,
    story,
)
from tui.config import BadSettings, Settings, home, load_settings
from tui.desk import Desk
from tui.model import Announcement, Article, Story, Thread

ELSEWHERE = (HackerNewsService, LobstersService, LemmyService, MastodonService)
NAMES = ("hackernews", "lobsters", "lemmy", "mastodon")


@pytest.fixture
def parties() -> Iterator[dict[str, HackerNewsService]]:
    """Every third party on loopback, each with a thread of one comment more than the one before."""
    with ExitStack() as stack:
        served = {name: stack.enter_context(kind()) for name, kind in zip(NAMES, ELSEWHERE, strict=True)}
        for number, service in enumerate(served.values()):
            service.remarks = [Remark(1), *(Remark(n, 1) for n in range(2, 4 + number))]
        yield served  # type: ignore[misc]


@pytest.fixture
def desk(tmp_path: Path, parties: dict[str, HackerNewsService]) -> Iterator[Desk]:
    sites = {name: service.url for name, service in parties.items()}
    new_store(tmp_path / "wireroom.db")
    opened = Desk.open(home(str(tmp_path)), Settings(sites=sites))
    yield opened
    opened.close()


def test_a_page_that_announces_more_than_the_feed_is_read_by_that(desk: Desk) -> None:
    with WordPressService() as service, CommentFeedService() as feed:
        service.remarks = feed.remarks = [Remark(1), Remark(2, 1)]
        about, article = service.announced()
        about = replace(about, url=f"{service.url}/pact", comments_feed=f"{feed.url}/comments")
        assert [ref.provider for ref in desk.discussing.announced(about, article)] == [
            "wordpress",
            "comment feed",
        ]
        thread = desk.thread(about, article).result()
        assert thread is not None
        assert thread.provider == "wordpress"
        assert feed.asked == []
        service.broken = b"<p>REST is switched off.</p>"
        thread = desk.thread(about, article).result()
        assert thread is not None
        assert thread.provider == "comment feed"
        assert desk.cached_thread(about) == thread


def long_thread(desk: Desk, service: WordPressService) -> tuple[Story, Article | None, Thread]:
    """A story, its page, and the first page of its 250 comments."""
    service.remarks = [Remark(n) for n in range(1, 251)]
    about, article = service.announced()
    about = replace(about, url=f"{service.url}/pact")
    thread = desk.thread(about, article).result()
    assert thread is not None
    return about, article, thread


def test_pages_are_added_kept_and_survive_a_fresh_look(desk: Desk) -> None:
    with WordPressService() as service:
        about, article, thread = long_thread(desk, service)
        assert len(thread.comments) == 100
        thread = desk.discussing.more(about, thread, own=True).result()
        assert [one.id for one in thread.comments] == [str(n) for n in range(1, 201)]
        assert desk.cached_thread(about) == thread
        service.remarks = [*service.remarks, Remark(251)]
        fresh = desk.thread(about, article).result()
        assert fresh is not None
        assert (len(fresh.comments), fresh.count, fresh.more) == (200, 251, "3")
        last = desk.discussing.more(about, fresh, own=True).result()
        assert (len(last.comments), last.more) == (251, "")
        assert desk.discussing.more(about, last, own=True).result() is last


def test_a_thread_is_followed_where_it_grows(desk: Desk) -> None:
    with WordPressService() as service:
        about, _article, thread = long_thread(desk, service)
        while thread.more:
            thread = desk.discussing.more(about, thread, own=True).result()
        service.remarks = [Remark(1, html="<p>Changed</p>"), *service.remarks[1:], Remark(251, 7)]
        before = len(service.asked)
        now = desk.discussing.now(about, thread, own=True).result()
        assert sum("/comments" in path for path in service.asked[before:]) == 2
        assert len(service.asked[before:]) == 3  # two pages, and once whether it is closed
        assert len(now.comments) == 251
        assert text(now.comments[0]) == "Changed"
        assert now.comments[7].id == "251"
        assert desk.cached_thread(about) == now


def test_a_thread_of_one_answer_is_followed_as_far_as_it_was_read(
    desk: Desk, parties: dict[str, HackerNewsService]
) -> None:
    service = parties["hackernews"]
    service.remarks = [Remark(n) for n in range(1, 121)]
    about = story()
    ref = desk.discussing.elsewhere(about, ["hackernews"]).result().found[0]
    thread = desk.discussing.thread_at(ref).result()
    thread = desk.discussing.more(about, thread, own=False).result()
    service.remarks = [*service.remarks, Remark(121, 1)]
    before = len(service.asked)
    now = desk.discussing.now(about, thread, own=False).result()
    assert len(service.asked) == before + 1
    assert len(now.comments) == len(thread.comments)
    assert now.comments[1].id == "121"


def test_a_page_out_there_cannot_have_this_machine_asked(desk: Desk) -> None:
    with WordPressService() as service:
        about, article = service.announced()
        assert desk.discussing.announced(about, article) == []
        assert desk.discussing.announced(replace(about, comments_feed=f"{service.url}/c"), None) == []
        assert desk.discussing.announced(replace(about, url=f"{service.url}/pact"), article) != []
        assert service.asked == []


def test_elsewhere_says_whom_it_asked_and_what_they_have(
    desk: Desk, parties: dict[str, HackerNewsService]
) -> None:
    parties["lobsters"].broken = b"<p>Busy.</p>"
    elsewhere = desk.discussing.elsewhere(story()).result()
    assert [party.name for party in elsewhere.asked] == list(NAMES)
    assert [ref.provider for ref in elsewhere.found] == ["lemmy", "mastodon", "hackernews"]
    failures = {party.name: party.failure for party in elsewhere.asked}
    assert "something other than a discussion" in failures.pop("lobsters")
    assert set(failures.values()) == {""}
    thread = desk.discussing.thread_at(elsewhere.found[-1]).result()
    assert (thread.score, len(thread.comments)) == (42, 3)
    assert desk.cached_thread(story()) is None


def test_only_those_that_are_switched_on_are_asked(
    tmp_path: Path, parties: dict[str, HackerNewsService]
) -> None:
    settings = Settings(elsewhere=["lobsters"], sites={name: s.url for name, s in parties.items()})
    desk = Desk.open(home(str(tmp_path)), settings)
    assert desk.discussing.asks_elsewhere
    assert [party.name for party in desk.discussing.switched_on(story()).result().asked] == ["lobsters"]
    assert [name for name, service in parties.items() if service.asked] == ["lobsters"]
    desk.close()


def test_what_a_third_party_is_announced_for_is_not_asked_unasked(
    desk: Desk, parties: dict[str, HackerNewsService]
) -> None:
    lobsters = parties["lobsters"]
    announced = f"{lobsters.url}/s/abc123/the_pact"
    article = Article("The pact", STORY_URL, (), comments_url=announced)
    assert desk.thread(story(comments_url=announced), article).result() is None
    assert lobsters.asked == []
    section = desk.store.add_section("World")
    source = desk.store.add_source(f"{lobsters.url}/rss", "Lobsters", section.id)
    own = story(comments_url=announced)
    thread = desk.thread(replace(own, source_id=source.id), None).result()
    assert thread is not None
    assert thread.provider == "lobsters"


def test_an_article_keeps_what_its_page_announces(desk: Desk) -> None:
    said = (Announcement("https://api.w.org/", "https://a.example/wp-json/"),)
    article = Article("The pact", STORY_URL, (), announced=said)
    desk.store.save_article(STORY_URL, article)
    found = desk.store.article(STORY_URL)
    assert found is not None
    assert found[0] == article


@pytest.mark.parametrize(
    "text", ['elsewhere = "lobsters"', "elsewhere = [1]", "[sites]\nlemmy = 'ftp://a'", "sites = 3"]
)
def test_settings_that_name_no_services_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text)
    with pytest.raises(BadSettings):
        load_settings(path)


def test_settings_name_services_and_their_sites(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('elsewhere = ["lobsters"]\n[sites]\nmastodon = "https://m.example"\n')
    settings = load_settings(path)
    assert (list(settings.elsewhere), dict(settings.sites)) == (
        ["lobsters"],
        {"mastodon": "https://m.example"},
    )
