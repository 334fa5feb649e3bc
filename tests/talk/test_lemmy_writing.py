"""Taking part in Lemmy, and what its error words are in a reader's."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import pytest

from tests.talk.conversation import found, with_client
from tests.talk.lemmy_service import LemmyService
from tests.talk.participant_service import NAME, PASSWORD
from tests.talk.service import Remark
from tui.model import Failure
from tui.net.client import Client, Reply
from tui.net.failures import NotFound
from tui.talk.lemmy import comment_in
from tui.talk.lemmy_refusals import refusal
from tui.talk.lemmy_writing import LemmyWriting
from tui.talk.participant import Login, Refused, Writing, WrongLogin

PROOF = {"name": NAME, "password": PASSWORD}
JOINING = {**PROOF, "again": PASSWORD, "mail": "ada@a.example", "answer": "I row."}


@pytest.fixture
def service() -> Iterator[LemmyService]:
    with LemmyService() as served:
        assert isinstance(served, LemmyService)
        served.remarks = [Remark(1)]
        yield served


def log_in(service: LemmyService, answers: Mapping[str, str]) -> Login:
    async def work(client: Client) -> Login:
        return await LemmyWriting(service.url).log_in(client, service.url, answers)

    return with_client(work)


def register(service: LemmyService, **changed: str) -> Login | str:
    async def work(client: Client) -> Login | str:
        provider = LemmyWriting(service.url)
        return await provider.register(client, service.url, {**JOINING, **changed})

    return with_client(work)


def test_a_second_factor_is_asked_for(service: LemmyService) -> None:
    service.second_factor = "123456"
    with pytest.raises(WrongLogin, match="second factor too"):
        log_in(service, PROOF)
    with pytest.raises(WrongLogin, match="does not take this code"):
        log_in(service, {**PROOF, "code": "654321"})
    assert log_in(service, {**PROOF, "code": " 123456 "}).identity.user == NAME


def test_who_logs_in_by_mail_is_known_by_name(service: LemmyService) -> None:
    identity = log_in(service, PROOF).identity
    assert (identity.user, identity.name) == (NAME, "Ada L.")


def test_an_account_that_waits_for_approval_says_so(service: LemmyService) -> None:
    service.pending = True
    with pytest.raises(Refused, match="still waits for approval"):
        log_in(service, PROOF)


def test_a_new_account_is_there_or_has_something_left_to_do(service: LemmyService) -> None:
    login = register(service)
    assert isinstance(login, Login)
    assert login.identity.user == NAME
    service.joining = "mail"
    assert str(register(service)).startswith("Follow the link in the mail from 127.0.0.1")
    service.joining = "application"
    assert "as soon as your application is approved" in str(register(service))
    with pytest.raises(Refused, match="why you want to join"):
        register(service, answer=" ")
    with pytest.raises(Refused, match="not the same"):
        register(service, again="Correct horse battery")
    service.joining = "captcha"
    with pytest.raises(Refused, match="picture read") as failed:
        register(service)
    assert "in the browser" in failed.value.next_step
    assert LemmyWriting().register_form("https://lemmy.world").url == "https://lemmy.world/signup"


def test_a_name_of_another_instance_is_not_the_readers() -> None:
    creators = [
        {"name": NAME, "display_name": "Ada L.", "local": True, "actor_id": "https://lemmy.world/u/ada"},
        {"name": NAME, "display_name": "Ada L.", "local": False, "actor_id": "https://far.example/u/ada"},
        {"name": NAME, "local": False, "actor_id": "javascript:ada"},
        {},
    ]
    views = [{"comment": {"id": 1}, "creator": creator} for creator in creators]
    told = [comment_in(view, "https://lemmy.world/post/5").author_id for view in views]
    assert told == ["ada", "ada@far.example", "", ""]


def test_an_answer_to_what_was_deleted_does_not_land_at_the_top(service: LemmyService) -> None:
    async def work(client: Client) -> None:
        provider = service.participant()
        ref = await found(client, provider, *service.announced())
        login = await provider.log_in(client, service.url, PROOF)
        service.deleted = "1"
        with pytest.raises(Refused, match="what this answers was deleted"):
            await provider.post(client, ref, Writing("The north.", "1"), login)
        with pytest.raises(NotFound):
            await provider.post(client, ref, Writing("The north.", "one"), login)

    with_client(work)
    assert len(service.remarks) == 1


def test_a_thread_stays_at_the_instance_that_it_was_read_at(service: LemmyService) -> None:
    async def work(client: Client) -> None:
        provider = service.participant()
        ref = await found(client, provider, *service.announced())
        moved = LemmyWriting("https://other.example")  # the reader chose another since
        assert moved.origin(ref) == service.url
        assert len((await moved.load(client, ref)).comments) == 1

    with_client(work)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"error": "locked"}, "the thread is closed."),
        ({"error": "registration_denied", "message": "no\x1b[31m rowers"}, "was denied: no rowers."),
        ({"error": "person_is_banned_from_community"}, "banned from this community"),
        ({"error": "rate_limit_error"}, "left alone"),
        ({"error": "not_logged_in"}, "does not know this login"),
    ],
)
def test_an_error_word_is_a_sentence(said: dict[str, str], told: str) -> None:
    failure = refusal(Reply(400, "https://lemmy.world/api/v3/comment", body=json.dumps(said).encode()), said)
    assert isinstance(failure, Failure)
    assert told in failure.sentence
    assert "lemmy.world" in failure.sentence


def test_a_word_that_is_not_known_is_left_as_it_is() -> None:
    assert refusal(Reply(400, "https://lemmy.world/"), {"error": "too_many_ducks"}) is None
    assert refusal(Reply(400, "https://lemmy.world/"), {"error": 4}) is None
