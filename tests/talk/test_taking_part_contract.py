"""What every participant keeps to, whatever its service: one set of tests over all of them."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from functools import cache

import pytest

from tests.talk.conversation import T, found, text, whole, with_client
from tests.talk.participant_service import NAME, ParticipantService
from tests.talk.services import PARTICIPANTS, Remark
from tui.model import Comment, Failure
from tui.net.client import Client
from tui.net.failures import BadAnswer, TryLater, Unreachable
from tui.talk.participant import Login, NextForm, Participant, Posted, Refused, Writing, WrongLogin
from tui.talk.provider import Capability, ThreadRef

TALK = [Remark(1, author="mira", html="<p>Who pays?</p>", score=3), Remark(2, 1, author="oleg")]
RULINGS = {
    "closed": r"(the thread is|comments are) closed",
    "rate": r"left alone for a while",
    "too fast": r"too (fast|quickly)",
    "too many": r"more than 3",
    "duplicate": r"’ve already said",
    "banned": r"banned|disabled",
    "pending": r"approval",
    "gone": r"was deleted",
    "too long": r"characters|length",
}
Work = Callable[[Client, Participant, ThreadRef], Awaitable[T]]


def name_of(kind: type[ParticipantService]) -> str:
    return kind.__name__.removesuffix("Service")


@pytest.fixture(params=PARTICIPANTS, ids=name_of)
def service(request: pytest.FixtureRequest) -> Iterator[ParticipantService]:
    with request.param() as served:
        served.remarks = TALK
        yield served


def having(*capabilities: Capability) -> pytest.MarkDecorator:
    """Runs a test with the services that declare all of these."""
    chosen = [kind for kind in PARTICIPANTS if _declared(kind).issuperset(capabilities)]
    return pytest.mark.parametrize("service", chosen, indirect=True, ids=name_of)


@cache
def _declared(kind: type[ParticipantService]) -> frozenset[Capability]:
    with kind() as served:
        return served.participant().capabilities


def taking_part(service: ParticipantService, work: Work[T]) -> T:
    async def run(client: Client) -> T:
        provider = service.participant()
        return await work(client, provider, await found(client, provider, *service.announced()))

    return with_client(run)


async def writer(client: Client, provider: Participant, service: ParticipantService) -> Login | None:
    """The reader's account, None where the service has guests alone."""
    if Capability.LOG_IN in provider.capabilities:
        return await logged_in(client, provider, service)
    assert Capability.GUESTS in provider.capabilities
    return None


async def logged_in(client: Client, provider: Participant, service: ParticipantService) -> Login:
    form, place = provider.log_in_form(service.url), f"{service.url}/"
    for _step in range(3):
        try:
            return await provider.log_in(client, place, service.proof(form))
        except NextForm as more:
            form = more.form
            assert provider.log_in_form(service.url) == form
    raise AssertionError("the log-in has no end")


async def failing(work: Awaitable[object], service: ParticipantService) -> Failure:
    """The failure of what must fail, said in one clean sentence that names the service."""
    with pytest.raises(Failure) as failed:
        await work
    sentence = failed.value.sentence
    assert "127.0.0.1" in sentence
    assert re.fullmatch(r"[^\x00-\x1f\x7f\u202e]{10,500}[.!?…]", sentence)
    assert "secret" not in f"{sentence} {failed.value.next_step}"
    return failed.value


async def read(client: Client, provider: Participant, ref: ThreadRef, name: str) -> Comment:
    """A comment as the service tells it to everybody."""
    comments = (await whole(client, provider, ref)).comments
    return next(one for one in comments if one.id == name)


def test_what_is_declared_has_its_form(service: ParticipantService) -> None:
    provider = service.participant()
    assert {Capability.POST, Capability.REPLY} <= provider.capabilities
    assert {Capability.LOG_IN, Capability.GUESTS} & provider.capabilities
    forms = {
        Capability.LOG_IN: provider.log_in_form(service.url),
        Capability.REGISTER: provider.register_form(service.url),
        Capability.GUESTS: provider.guest_form(service.url),
    }
    for capability, form in forms.items():
        names = [one.name for one in form.questions]
        assert len(names) == len(set(names))
        assert all(one.title for one in form.questions)
        assert bool(names or form.url) == (capability in provider.capabilities)
        assert form.url == "" or form.url.startswith(f"{service.url}/")
        assert names or form.note or not form.url
        assert all(one.secret for one in form.questions if one.name == "password")
    assert service.asked == []


def test_accounts_are_where_the_thread_is(service: ParticipantService) -> None:
    async def work(_client: Client, provider: Participant, ref: ThreadRef) -> str:
        return provider.origin(ref)

    assert taking_part(service, work) == service.place


@having(Capability.LOG_IN)
def test_a_log_in_says_who_the_reader_is_and_keeps_its_secrets(service: ParticipantService) -> None:
    async def work(client: Client, provider: Participant, _ref: ThreadRef) -> Login:
        return await logged_in(client, provider, service)

    login = taking_part(service, work)
    identity = login.identity
    assert identity.provider == service.provider().name
    assert NAME in (identity.user, identity.name)
    assert f"//{identity.host}" in service.url
    assert login.origin == service.place
    assert set(login.secrets.values()) & service.tokens
    assert not any(token in repr(login) for token in service.tokens)


def test_what_is_posted_is_read_back(service: ParticipantService) -> None:
    async def work(client: Client, provider: Participant, ref: ThreadRef) -> None:
        login = await writer(client, provider, service)
        for parent in ("", "2"):
            writing = Writing("The north — Север.", parent, service.guest)
            posted = await provider.post(client, ref, writing, login)
            comment = await read(client, provider, ref, posted.comment.id)
            assert comment == posted.comment
            assert text(comment).endswith("The north — Север.")
            assert (comment.author, comment.parent) == (NAME, service.above(parent))
            assert comment.author_id
            assert login is None or comment.author_id == login.identity.user
            assert not comment.pending

    taking_part(service, work)


@having(Capability.EDIT)
def test_ones_own_comment_is_edited_and_nobody_elses(service: ParticipantService) -> None:
    async def work(client: Client, provider: Participant, ref: ThreadRef) -> None:
        login = await writer(client, provider, service)
        posted = await provider.post(client, ref, Writing("The north.", "", service.guest), login)
        again = await provider.edit(client, ref, posted.comment.id, "The south.", login, posted.key)
        edited = again.comment
        assert text(edited) == "The south."
        assert await read(client, provider, ref, edited.id) == edited
        await failing(provider.edit(client, ref, "2", "I was wrong.", login, ""), service)
        assert text(await read(client, provider, ref, "2")) == "Who pays?"

    taking_part(service, work)


@having(Capability.VOTE)
def test_a_vote_counts_once(service: ParticipantService) -> None:
    async def work(client: Client, provider: Participant, ref: ThreadRef) -> None:
        login = await writer(client, provider, service)
        assert await provider.vote(client, ref, "1", 1, login) == 4
        with suppress(Refused):
            assert await provider.vote(client, ref, "1", 1, login) == 4
        assert (await read(client, provider, ref, "1")).score == 4
        if service.takes_back:
            assert await provider.vote(client, ref, "1", 0, login) == 3
            assert (await read(client, provider, ref, "1")).score == 3
        else:
            await failing(provider.vote(client, ref, "1", 0, login), service)

    taking_part(service, work)


@having(Capability.REPORT)
def test_a_report_reaches_the_moderators_with_its_reason(service: ParticipantService) -> None:
    async def work(client: Client, provider: Participant, ref: ThreadRef) -> None:
        await provider.report(client, ref, "2", "spam", await logged_in(client, provider, service))

    taking_part(service, work)
    assert service.reports == [("2", "spam")]


@having(Capability.LOG_IN)
def test_after_logging_out_the_secrets_are_worthless(service: ParticipantService) -> None:
    async def work(client: Client, provider: Participant, ref: ThreadRef) -> None:
        login = await logged_in(client, provider, service)
        await provider.log_out(client, login)
        assert service.tokens == set()
        failure = await failing(provider.post(client, ref, Writing("Anyone?"), login), service)
        assert isinstance(failure, WrongLogin)
        await provider.log_out(client, login)  # a second time there is nothing left to do

    taking_part(service, work)
    assert service.remarks == TALK


@having(Capability.LOG_IN)
def test_a_wrong_login_is_said_and_can_be_tried_again(service: ParticipantService) -> None:
    async def work(client: Client, provider: Participant, _ref: ThreadRef) -> None:
        form = provider.log_in_form(service.url)
        try:
            await provider.log_in(client, service.url, service.proof(form))
        except NextForm as more:
            form = more.form
        wrong = service.disproof(form)
        failure = await failing(provider.log_in(client, service.url, wrong), service)
        assert isinstance(failure, WrongLogin)
        assert failure.next_step
        assert (await logged_in(client, provider, service)).origin == service.place

    taking_part(service, work)


@pytest.mark.parametrize(
    ("service", "ruling"),
    [(kind, ruling) for kind in PARTICIPANTS for ruling in kind.rulings],
    indirect=["service"],
    ids=lambda value: value if isinstance(value, str) else name_of(value),
)
def test_a_refusal_is_one_sentence_with_its_reason(service: ParticipantService, ruling: str) -> None:
    async def work(client: Client, provider: Participant, ref: ThreadRef) -> None:
        login = await writer(client, provider, service)
        service.ruling = ruling
        words = "x" * 20_000 if ruling == "too long" else "The north."
        parent = "999" if ruling == "gone" else "2"
        failure = await failing(
            provider.post(client, ref, Writing(words, parent, service.guest), login), service
        )
        assert isinstance(failure, Refused | TryLater)
        assert re.search(RULINGS[ruling], failure.sentence)

    taking_part(service, work)
    assert service.remarks == TALK


def everything(
    client: Client, provider: Participant, ref: ThreadRef, login: Login | None
) -> list[Awaitable[object]]:
    acts = {
        Capability.POST: lambda: provider.post(client, ref, Writing("The north.", "2"), login),
        Capability.EDIT: lambda: provider.edit(client, ref, "2", "The south.", login, ""),
        Capability.VOTE: lambda: provider.vote(client, ref, "2", 1, login),
        Capability.REPORT: lambda: provider.report(client, ref, "2", "spam", login),
    }
    return [act() for capability, act in acts.items() if capability in provider.capabilities]


@having(Capability.LOG_IN)
def test_no_account_and_anothers_secrets_are_sent_nowhere(service: ParticipantService) -> None:
    async def work(client: Client, provider: Participant, ref: ThreadRef) -> None:
        login = await logged_in(client, provider, service)
        before = len(service.asked)
        elsewhere = Login(login.identity, "https://other.example", login.secrets)
        others = [elsewhere, Login(login.identity, login.origin)]
        guests = Capability.GUESTS in provider.capabilities
        for other in others if guests else [None, *others]:
            for act in everything(client, provider, ref, other):
                assert isinstance(await failing(act, service), WrongLogin)
        assert len(service.asked) == before

    taking_part(service, work)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed_with_secrets(service: ParticipantService, status: int) -> None:
    async def work(client: Client, provider: Participant, ref: ThreadRef) -> None:
        login = await writer(client, provider, service)
        proof = {**service.proof(provider.log_in_form(service.url)), "code": "1"} if login else {}
        with type(service)() as elsewhere:
            service.forced = (status, b"", {"Location": f"{elsewhere.url}/api/v1/statuses"})
            acts = everything(client, provider, ref, login)
            if login:
                acts.append(provider.log_in(client, service.place, {"name": NAME, **proof}))
            for act in acts:
                assert isinstance(await failing(act, service), BadAnswer)
            assert elsewhere.asked == []

    taking_part(service, work)


@pytest.mark.parametrize(
    "forced",
    [
        (200, b"<!doctype html><title>Are you human?</title>"),
        (200, b""),
        (200, b"[]"),
        (200, b'{"comment_view": {"comment": []}, "id": [1]}'),
        (403, b"<html><h1>Forbidden</h1>"),
        (400, b'{"error": "\x1b[31mno\xe2\x80\xae\\u001b]0;owned\\u0007 way"}'),
        (400, b'{"error": ["nested"], "message": {}}'),
        (418, b"[" * 100_000),
        (404, b""),
        (410, b"{}"),
        (413, b""),
        (500, b'{"error": "boom"}'),
        (503, b""),
    ],
    ids=lambda forced: f"{forced[0]}-{forced[1][:12]!r}",
)
def test_whatever_is_answered_is_one_sentence(service: ParticipantService, forced: tuple[int, bytes]) -> None:
    async def work(client: Client, provider: Participant, ref: ThreadRef) -> Failure:
        login = await writer(client, provider, service)
        service.forced = (*forced, {})
        return await failing(
            provider.post(client, ref, Writing("The north.", "", service.guest), login), service
        )

    failure = taking_part(service, work)
    assert not isinstance(failure, WrongLogin)


def test_a_server_that_is_down_is_said(service: ParticipantService) -> None:
    async def work(client: Client, provider: Participant, ref: ThreadRef) -> tuple[Login | None, ThreadRef]:
        return await writer(client, provider, service), ref

    login, ref = taking_part(service, work)
    service.close()

    async def post(client: Client) -> Posted:
        return await service.participant().post(client, ref, Writing("Anyone?", "", service.guest), login)

    with pytest.raises(Unreachable, match=r"127\.0\.0\.1"):
        with_client(post)
