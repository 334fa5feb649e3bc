"""What every provider keeps to, whatever its service: one set of tests over all of them."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.talk.conversation import found, pages, text, whole, with_client
from tests.talk.services import (
    SERVICES,
    STORY_URL,
    HackerNewsService,
    IssoService,
    LemmyService,
    LobstersService,
    MastodonService,
    Remark,
    Service,
    story,
)
from tui.model import Failure, Thread
from tui.net.client import Client
from tui.talk.participant import Participant
from tui.talk.provider import Capability, ThirdParty
from tui.talk.providers import THIRD_PARTIES, Providers

TALK = [
    Remark(1, author="mira", html="<p>Who pays?</p>", score=3),
    Remark(2, 1, author="oleg", html="<p>The north.</p>", score=2),
    Remark(3, 1, author="Ана", html="<p>See clause 4.</p>", score=5),
]


NESTED = (IssoService, HackerNewsService)  # their answers are trees, where a circle can't be said
THIRD = (HackerNewsService, LobstersService, LemmyService, MastodonService)


def name_of(kind: type[Service]) -> str:
    return kind.__name__.removesuffix("Service")


@pytest.fixture(params=SERVICES, ids=name_of)
def service(request: pytest.FixtureRequest) -> Iterator[Service]:
    with request.param() as served:
        yield served


def read(service: Service) -> Thread:
    async def work(client: Client) -> Thread:
        provider = service.provider()
        return await whole(client, provider, await found(client, provider, *service.announced()))

    return with_client(work)


def test_a_thread_is_found_and_read_as_a_tree(service: Service) -> None:
    service.remarks = TALK
    thread = read(service)
    assert [(one.id, one.parent, one.author, text(one)) for one in thread.comments] == [
        ("1", "", "mira", "Who pays?"),
        ("2", "1", "oleg", "The north."),
        ("3", "1", "Ана", "See clause 4."),
    ]
    assert thread.provider == service.provider().name
    assert thread.count == 3
    assert thread.url.startswith("http")
    assert thread.fetched


def test_what_is_declared_is_there(service: Service) -> None:
    service.remarks = TALK
    provider, comments = service.provider(), read(service).comments
    assert Capability.READ in provider.capabilities
    assert any(one.parent for one in comments) == (Capability.REPLIES in provider.capabilities)
    assert any(one.score is not None for one in comments) == (Capability.SCORES in provider.capabilities)
    assert isinstance(provider, ThirdParty) == (Capability.SEARCH in provider.capabilities)
    assert isinstance(provider, Participant) == (Capability.POST in provider.capabilities)


def test_a_long_thread_comes_in_pages_and_ends(service: Service) -> None:
    service.remarks = [Remark(n, 0 if n % 5 == 1 else (n - 1) // 5 * 5 + 1) for n in range(1, 1_101)]

    async def work(client: Client) -> tuple[list[Thread], Thread]:
        provider = service.provider()
        ref = await found(client, provider, *service.announced())
        return await pages(client, provider, ref), await whole(client, provider, ref)

    answered, thread = with_client(work)
    assert {one.id for one in thread.comments} == {str(n) for n in range(1, 1_101)}
    assert thread.count == 1_100 or not answered[-1].count
    assert (len(answered) > 1) == (Capability.PAGES in service.provider().capabilities)
    assert len(answered) == 1 or max(len(page.comments) for page in answered) <= 500


def test_a_story_that_announces_nothing_has_nothing(service: Service) -> None:
    assert service.provider().find(story(), None) == []
    assert service.asked == []


def test_a_thread_nobody_wrote_in_is_empty(service: Service) -> None:
    if service.provider().name == "mastodon":
        service.remarks = TALK[:1]  # the post itself
    assert len(read(service).comments) == len(service.remarks)


@pytest.mark.parametrize(
    "body",
    [
        b"<!doctype html><title>Just a moment</title><p>Are you human?</p>",
        b"",
        b"[1, 2",
        b"\xff\xfe\x00",
        b"17",
        json.dumps("text").encode(),
        b'{"children": 4, "comments": 4, "replies": 4}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_discussion_is_said_in_one_sentence(service: Service, body: bytes) -> None:
    service.remarks = TALK

    async def work(client: Client) -> None:
        provider = service.provider()
        ref = await found(client, provider, *service.announced())
        service.broken = body
        with pytest.raises(Failure) as failed:
            await provider.load(client, ref)
        assert "127.0.0.1" in failed.value.sentence
        if isinstance(provider, ThirdParty):
            with pytest.raises(Failure):
                await provider.search(client, STORY_URL)

    with_client(work)


def test_names_and_bodies_are_harmless(service: Service) -> None:
    service.remarks = [
        Remark(
            1,
            author="\x1b[31mmi\u202era\x1b[0m",
            html="<p>Hear \x1b]0;owned\x07this<script>alert(1)</script> "
            "<a href='javascript:alert(1)'>x</a></p>",
        )
    ]
    comment = read(service).comments[0]
    assert comment.author in ("mira", "[31mmira[0m")
    shown = repr(comment)
    assert "\\x1b" not in shown
    assert "\\u202e" not in shown
    if service.provider().name != "lemmy":  # where it is text, and shown as such
        assert "alert" not in shown


@pytest.mark.parametrize(
    "date", ["0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z", -(10**18), 10**18, "soon", [1]]
)
def test_dates_out_of_all_time_are_no_dates(service: Service, date: object) -> None:
    service.remarks = [Remark(1), Remark(2, 1, at=date)]
    comments = read(service).comments
    assert [one.id for one in comments] == ["1", "2"]
    assert comments[1].published is None or comments[1].published.year < 2100


@pytest.mark.parametrize("service", [s for s in SERVICES if s not in NESTED], indirect=True, ids=name_of)
def test_circles_and_answers_to_nobody_stand_somewhere(service: Service) -> None:
    service.remarks = [Remark(1), Remark(2, 3), Remark(3, 2), Remark(4, 999), Remark(5, 5)]
    assert sorted(one.id for one in read(service).comments) == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize("service", [s for s in SERVICES if s not in NESTED], indirect=True, ids=name_of)
def test_a_thread_20_000_deep_is_read(service: Service) -> None:
    name = service.provider().name
    service.remarks = [Remark(n, n - 1) for n in range(1, 2_001 if name == "mastodon" else 20_001)]

    async def first(client: Client) -> Thread:
        provider = service.provider()
        return await provider.load(client, await found(client, provider, *service.announced()))

    assert [one.id for one in with_client(first).comments][:50] == [str(n) for n in range(1, 51)]


@pytest.mark.parametrize("service", THIRD, indirect=True, ids=name_of)
def test_an_author_is_known_by_more_than_a_name_to_be_shown(service: Service) -> None:
    service.remarks = TALK
    thread = read(service)
    assert [one.author_id for one in thread.comments] == ["mira", "oleg", "Ана"]
    starter = "mira" if service.provider().name == "mastodon" else "oleg"
    known = thread.starter_id or thread.starter
    assert [one.author for one in thread.comments if one.author_id == known] == [starter]


@pytest.mark.parametrize("service", THIRD, indirect=True, ids=name_of)
def test_a_search_asks_its_own_site_and_nobody_else(service: Service) -> None:
    provider = service.provider()
    assert isinstance(provider, ThirdParty)
    service.remarks = TALK

    async def work(client: Client) -> None:
        marked = f"{STORY_URL}?utm_source=mail#top"
        refs = await provider.search(client, marked)
        assert [(ref.provider, ref.count > 0) for ref in refs] == [(provider.name, True)]
        assert refs[0].score is not None
        assert refs[0].started is not None
        assert await provider.search(client, "https://unknown.example/") == []

    with_client(work)
    assert provider.site == service.url
    assert service.asked
    assert not any(
        "utm_source" in path or "top" in path.lower().replace("topall", "") for path in service.asked
    )


def test_every_third_party_is_known_by_its_name() -> None:
    sites = {kind.name: "https://a.example/" for kind in THIRD_PARTIES}
    parties = Providers(sites).third_parties
    assert [party.site for party in parties] == ["https://a.example"] * len(THIRD_PARTIES)
    assert "mastodon" not in [party.name for party in Providers({}).third_parties]
    with pytest.raises(Failure, match="twitter") as failed:
        Providers({}).asked(["twitter"])
    assert "hackernews" in failed.value.next_step
