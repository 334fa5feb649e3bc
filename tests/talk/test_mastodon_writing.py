"""Taking part in Mastodon: the log-in by way of the browser, and whom a reply is for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.talk.conversation import T, found, with_client
from tests.talk.mastodon_service import MastodonService
from tests.talk.service import Remark
from tui.net.client import Client
from tui.talk.answers import NotUnderstood
from tui.talk.mastodon_login import SCOPES
from tui.talk.participant import Login, NextForm, Participant, Refused, Writing, WrongLogin
from tui.talk.provider import ThreadRef

Work = Callable[[Client, Participant, ThreadRef, Login], Awaitable[T]]


@pytest.fixture
def service() -> Iterator[MastodonService]:
    with MastodonService() as served:
        assert isinstance(served, MastodonService)
        served.remarks = [Remark(1), Remark(2, 1, "oleg@far.example"), Remark(3, 2, "ada")]
        yield served


def logged_in(
    service: MastodonService, work: Callable[[Client, Participant, ThreadRef, Login], Awaitable[T]]
) -> T:
    async def run(client: Client) -> T:
        provider = service.participant()
        with pytest.raises(NextForm) as more:
            await provider.log_in(client, service.url, {})
        login = await provider.log_in(client, service.url, service.proof(more.value.form))
        return await work(client, provider, await found(client, provider, *service.announced()), login)

    return with_client(run)


def posted(service: MastodonService, *writings: Writing) -> list[dict[str, Any]]:
    """What the instance is sent when these are posted."""

    async def work(client: Client, provider: Participant, ref: ThreadRef, login: Login) -> None:
        for writing in writings:
            await provider.post(client, ref, writing, login)

    logged_in(service, work)
    return [one.values for one in service.requests if one.path == "/api/v1/statuses"]


def test_a_code_from_the_browser_logs_in(service: MastodonService) -> None:
    async def work(client: Client) -> None:
        provider = service.participant()
        form = provider.log_in_form(service.url)
        assert [(one.name, one.required) for one in form.questions] == [("code", False)]
        assert form.url == ""
        with pytest.raises(NextForm) as more:
            await provider.log_in(client, service.url, {"code": ""})
        form = more.value.form
        asked = parse_qs(urlsplit(form.url).query)
        assert asked["scope"] == [SCOPES]
        assert "client_secret" not in form.url
        assert [one.required for one in form.questions] == [True]
        with pytest.raises(NextForm):  # the page is shown again, for the same app
            await provider.log_in(client, service.url, {"code": " "})
        with pytest.raises(WrongLogin, match="does not know this code"):
            await provider.log_in(client, service.url, {"code": "stale"})
        login = await provider.log_in(client, service.url, service.proof(form))
        assert set(login.secrets) == {"token", "client_id", "client_secret"}
        assert provider.log_in_form(service.url).url == ""  # the next account starts anew

    with_client(work)
    assert [one.path for one in service.requests].count("/api/v1/apps") == 1
    assert "stale" not in repr(service.participant())


def test_accounts_are_made_in_the_browser(service: MastodonService) -> None:
    form = service.participant().register_form("https://m.example")
    assert (form.questions, form.url) == ((), "https://m.example/auth/sign_up")


def test_a_reply_is_seen_by_whom_its_parent_is(service: MastodonService) -> None:
    service.visibility = "unlisted"
    assert [one["visibility"] for one in posted(service, Writing("The north."))] == ["unlisted"]


def test_a_reply_is_not_made_public_on_a_guess(service: MastodonService) -> None:
    service.visibility = "limited"
    with pytest.raises(NotUnderstood):
        posted(service, Writing("The north."))
    assert len(service.remarks) == 3


def test_a_reply_names_whom_it_answers(service: MastodonService) -> None:
    sent = posted(
        service,
        Writing("Why?", "2"),
        Writing("@oleg@far.example why?", "2"),
        Writing("Mine.", "3"),
        Writing("All?"),
    )
    assert [one["status"] for one in sent] == [
        "@oleg@far.example Why?",
        "@oleg@far.example why?",
        "Mine.",
        "@mira All?",
    ]
    assert [one["in_reply_to_id"] for one in sent] == ["2", "2", "3", "1"]


def test_a_reply_sent_again_is_there_once(service: MastodonService) -> None:
    posted(service, Writing("The north.", "2"), Writing("The north.", "2"), Writing("The north.", "3"))
    assert [one.parent for one in service.remarks[3:]] == [2, 3]


def test_the_instance_says_how_long_a_reply_may_be(service: MastodonService) -> None:
    with pytest.raises(Refused, match=r"it is 606 characters long, and 500 are allowed"):
        posted(service, Writing("x" * 600))
    service.most = 600
    assert len(service.remarks) == 3
    posted(service, Writing("x" * 590))
    assert len(service.remarks) == 4
    assert not [
        one for one in service.requests if one.path == "/api/v2/instance" and "authorization" in one.headers
    ]


def test_a_link_counts_for_23_characters(service: MastodonService) -> None:
    service.most = 10_000
    posted(service, Writing("See https://harbour.example/" + "x" * 600))
    assert "/api/v2/instance" not in [one.path for one in service.requests]


def test_an_edit_keeps_the_warning_and_the_pictures(service: MastodonService) -> None:
    service.warning = "harbours"

    async def work(client: Client, provider: Participant, ref: ThreadRef, login: Login) -> None:
        await provider.edit(client, ref, "3", "The south.", login, "")

    logged_in(service, work)
    sent = next(one.values for one in service.requests if one.method == "PUT")
    assert sent == {
        "status": "The south.",
        "spoiler_text": "harbours",
        "sensitive": True,
        "media_ids": ["44"],
    }


def test_nobody_votes_against_anything(service: MastodonService) -> None:
    async def work(client: Client, provider: Participant, ref: ThreadRef, login: Login) -> None:
        with pytest.raises(Refused, match="nobody votes against"):
            await provider.vote(client, ref, "2", -1, login)

    logged_in(service, work)
    assert service.votes == {}


def test_an_id_can_not_lead_elsewhere(service: MastodonService) -> None:
    async def work(client: Client, provider: Participant, ref: ThreadRef, login: Login) -> None:
        with pytest.raises(Refused, match="was deleted"):
            await provider.vote(client, ref, "../../oauth", 1, login)

    logged_in(service, work)
    assert service.requests[-1].path == "/api/v1/statuses/..%2F..%2Foauth/favourite"


def test_an_app_that_the_instance_forgot_is_made_anew(service: MastodonService) -> None:
    async def work(client: Client) -> None:
        provider = service.participant()
        with pytest.raises(NextForm):
            await provider.log_in(client, service.url, {})
        service.forgotten = True
        with pytest.raises(NextForm) as more:
            await provider.log_in(client, service.url, {"code": "code"})
        service.forgotten = False
        assert (await provider.log_in(client, service.url, service.proof(more.value.form))).identity.user

    with_client(work)
    assert [one.path for one in service.requests].count("/api/v1/apps") == 2
