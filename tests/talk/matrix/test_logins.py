"""Ways to log in and register that no homeserver here offers: a stand-in answers as is specified."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.net.rough_server import Request, RoughServer, Route, answer
from tui.net.client import Client
from tui.talk.matrix.errors import NotOffered
from tui.talk.matrix.homeserver import V3, Homeserver
from tui.talk.matrix.login import log_in, log_in_forms, login_token
from tui.talk.matrix.register import register, register_form
from tui.talk.participant import Login, Refused

ACCOUNT = {"user_id": "@ana:news.example", "access_token": "syt_secret", "device_id": "D"}
LOGIN, REGISTER = f"{V3}/login", f"{V3}/register"
METADATA = "/_matrix/client/v1/auth_metadata"


def served(routes: dict[str, Route], work: Callable[[Homeserver, RoughServer], Awaitable[None]]) -> None:
    async def scene() -> None:
        async with RoughServer(routes) as server, Client() as client:
            await work(Homeserver(client, server.url().rstrip("/")), server)

    asyncio.run(scene())


def told(value: Any, status: int = 200) -> bytes:
    return answer(json.dumps(value), status)


def test_single_sign_on_is_done_in_the_browser_and_its_token_copied() -> None:
    async def work(home: Homeserver, server: RoughServer) -> None:
        (form, other) = await log_in_forms(home)
        assert form.url.startswith(f"{home.base}{V3}/login/sso/redirect?redirectUrl=http%3A%2F%2Flocalhost")
        assert [(one.name, one.secret) for one in form.questions] == [("token", True)]
        assert form.note
        assert [one.name for one in other.questions] == ["access_token"]
        server.routes[LOGIN] = told(ACCOUNT)
        login = await log_in(home, {"token": "http://localhost/wireroom?loginToken=t-41&x=y"})
        assert login.identity.user == "@ana:news.example"
        assert json.loads(server.requests[-1].body)["token"] == "t-41"

    flows = {"flows": [{"type": "m.login.sso", "identity_providers": []}, {"type": "m.login.token"}]}
    served({LOGIN: told(flows)}, work)


@pytest.mark.parametrize("place", [METADATA, "/_matrix/client/unstable/org.matrix.msc2965/auth_metadata"])
def test_accounts_behind_oauth_are_kept_in_the_browser(place: str) -> None:
    async def work(home: Homeserver, server: RoughServer) -> None:
        forms = await log_in_forms(home)
        assert [form.url for form in forms] == ["https://account.news.example/"]
        assert [one.name for one in forms[0].questions] == ["access_token"]
        form = await register_form(home)
        assert (form.questions, form.url) == ((), "https://account.news.example/")
        server.routes[f"{V3}/account/whoami"] = told(ACCOUNT | {"access_token": "other"})
        login = await log_in(home, {"access_token": " mct_secret "})
        assert login.secrets["access_token"] == "mct_secret"
        assert server.requests[-1].headers["authorization"] == "Bearer mct_secret"

    metadata = {
        "issuer": "https://auth.news.example/",
        "account_management_uri": "https://account.news.example/",
    }
    served({LOGIN: told({"flows": []}), place: told(metadata)}, work)


@pytest.mark.parametrize("metadata", [{}, {"issuer": "javascript:alert(1)"}, {"issuer": 5}, []])
def test_metadata_that_lead_nowhere_count_for_nothing(metadata: Any) -> None:
    async def work(home: Homeserver, server: RoughServer) -> None:
        assert [form.url for form in await log_in_forms(home)] == ["", ""]

    served({LOGIN: told({"flows": [{"type": "m.login.password"}]}), METADATA: told(metadata)}, work)


@pytest.mark.parametrize(
    ("typed", "token"),
    [
        ("t-41", "t-41"),
        (" t-41 ", "t-41"),
        ("http://localhost/x?a=b&loginToken=t%2B41", "t+41"),
        ("?loginToken=", "?loginToken="),
    ],
)
def test_the_login_token_in_what_was_typed(typed: str, token: str) -> None:
    assert login_token(typed) == token


FLOWS = {"session": "s-1", "flows": [{"stages": ["m.login.recaptcha", "m.login.dummy"]}]}


def test_a_captcha_is_solved_in_the_browser_and_the_registration_goes_on() -> None:
    solved = False

    async def work(home: Homeserver, server: RoughServer) -> None:
        nonlocal solved

        def asked(request: Request) -> Route:
            if not request.path.startswith(REGISTER):
                return answer("", 404)
            auth = json.loads(request.body).get("auth", {})
            assert auth.get("session", "s-1") == "s-1"
            done = ["m.login.recaptcha"] if solved else []
            if solved and auth.get("type") == "m.login.dummy":
                return told(ACCOUNT)
            return told({**FLOWS, "completed": done}, 401)

        server.otherwise = asked
        form = await register_form(home)
        page = urlsplit(form.url)
        assert page.path == f"{V3}/auth/m.login.recaptcha/fallback/web"
        assert parse_qs(page.query) == {"session": ["s-1"]}
        answers = {one.name: one.value for one in form.questions} | {"user": "ana", "password": "x"}
        assert answers["session"] == "s-1"
        left = await register(home, answers)
        assert isinstance(left, str)
        assert form.url in left
        solved = True
        assert isinstance(await register(home, answers), Login)

    served({}, work)


def test_the_way_that_needs_no_browser_is_gone() -> None:
    async def work(home: Homeserver, server: RoughServer) -> None:
        form = await register_form(home)
        assert form.url == ""
        assert [one.name for one in form.questions] == ["user", "password", "session"]

    flows = [{"stages": ["m.login.email.identity"]}, {"stages": ["m.login.dummy"]}, {"stages": 5}, 7]
    served({REGISTER: told({"session": "s-1", "flows": flows}, 401)}, work)


@pytest.mark.parametrize(
    "refusal",
    [
        told({"errcode": "M_FORBIDDEN", "error": "Registration has been disabled"}, 403),
        told({"errcode": "M_UNKNOWN", "error": "Go away"}, 400),
        answer("<h1>No</h1>", 400),
    ],
    ids=["disabled", "unknown", "page"],
)
def test_where_nobody_may_register_it_is_said(refusal: bytes) -> None:
    async def work(home: Homeserver, server: RoughServer) -> None:
        for tried in (register_form(home), register(home, {"user": "ana", "password": "x"})):
            with pytest.raises(Refused) as failed:
                await tried
            assert home.host in failed.value.sentence

    served({REGISTER: refusal}, work)


def test_a_registration_that_leads_in_circles_ends() -> None:
    async def work(home: Homeserver, server: RoughServer) -> None:
        with pytest.raises(Refused):
            await register(home, {"user": "ana", "password": "x"})
        assert len(server.requests) < 10

    served({REGISTER: told({"session": "s-1", "flows": [{"stages": ["m.login.dummy"]}]}, 401)}, work)


@pytest.mark.parametrize("made", [{}, {"user_id": "ana", "access_token": "x"}, {"user_id": "@ana:x"}, []])
def test_an_answer_without_an_account_is_no_log_in(made: Any) -> None:
    async def work(home: Homeserver, server: RoughServer) -> None:
        with pytest.raises(Exception, match="does not answer as a Matrix homeserver"):
            await log_in(home, {"user": "ana", "password": "x"})

    served({LOGIN: told(made)}, work)


def test_a_server_without_log_in_says_so_and_what_else_can_be_done() -> None:
    unknown = told({"errcode": "M_UNRECOGNIZED", "error": "Unknown"}, 404)
    routes = {LOGIN: unknown, REGISTER: unknown, METADATA: unknown}

    async def work(home: Homeserver, server: RoughServer) -> None:
        with pytest.raises(NotOffered) as refused:
            await log_in_forms(home)
        assert refused.value.words == (
            f"{home.host} offers no log-in: its chats can only be read."
            " To take part in a chat, log in at another homeserver."
        )
        with pytest.raises(NotOffered, match="offers no registration") as refused:
            await register_form(home)
        assert refused.value.next_step == "Register at another homeserver."
        server.routes[METADATA] = told({"issuer": "https://account.news.example/"})
        assert [form.url for form in await log_in_forms(home)] == ["https://account.news.example/"]

    served(routes, work)
