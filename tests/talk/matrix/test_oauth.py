"""Accounts behind OAuth 2.0: a code is confirmed in the browser, tokens run out and are renewed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from tests.talk.matrix.oauth_service import CODE, USER, OAuthHomeserver
from tui.failure import Failure
from tui.net.client import Client
from tui.talk.matrix.device_login import GRANT
from tui.talk.matrix.errors import LoggedOut
from tui.talk.matrix.homeserver import V3, Homeserver
from tui.talk.matrix.login import log_in, log_in_forms
from tui.talk.matrix.oauth import revoke
from tui.talk.matrix.token import Token
from tui.talk.participant import Form, Login, WrongLogin

WHOAMI = f"{V3}/account/whoami"


def served(work: Callable[[OAuthHomeserver, Homeserver], Awaitable[None]]) -> None:
    async def scene() -> None:
        async with asyncio.timeout(60), OAuthHomeserver() as server, Client() as client:
            await work(server, Homeserver(client, server.url))

    asyncio.run(scene())


async def logged_in(server: OAuthHomeserver, home: Homeserver) -> Login:
    server.confirmed = "yes"
    return await log_in(home, hidden((await log_in_forms(home))[0]))


def hidden(form: Form) -> dict[str, str]:
    """What a form answers itself."""
    return {one.name: one.value for one in form.questions}


class Book:
    """The account as it is kept."""

    def __init__(self, login: Login) -> None:
        self.login = login

    def kept(self) -> Login | None:
        return self.login

    def keep(self, login: Login) -> None:
        self.login = login

    def home(self, home: Homeserver, login: Login) -> Homeserver:
        return replace(home, renewing=Token(home.client, login, self.kept, self.keep))


def test_a_code_is_shown_and_what_the_browser_confirms_is_the_account() -> None:
    async def work(server: OAuthHomeserver, home: Homeserver) -> None:
        form = (await log_in_forms(home))[0]
        assert all(one.hidden for one in form.questions)
        assert form.url == f"{server.url}/link?code={CODE}"
        assert CODE in form.note
        assert "a-secret-device-code" not in repr(form)
        waiting = asyncio.create_task(log_in(home, hidden(form)))
        await server.until(lambda: server.asked)
        assert not waiting.done()
        server.confirmed = "yes"
        login = await waiting
        assert (login.identity.user, login.origin) == (USER, server.url)
        assert login.secrets["refresh_token"] in server.refresh
        client, device = server.clients[0], server.devices[0]
        assert GRANT in client["grant_types"]
        assert client["token_endpoint_auth_method"] == "none"
        assert device["scope"].endswith(f"urn:matrix:client:device:{login.secrets['device_id']}")
        assert "secret" not in repr(login)

    served(work)


def test_a_log_in_that_is_declined_ends_and_one_that_is_given_up_asks_no_more() -> None:
    async def work(server: OAuthHomeserver, home: Homeserver) -> None:
        given = hidden((await log_in_forms(home))[0])
        waiting = asyncio.create_task(log_in(home, given))
        await server.until(lambda: server.asked)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        asked = len(server.asked)
        server.confirmed = "no"
        with pytest.raises(WrongLogin, match="declined"):
            await log_in(home, given)
        assert len(server.asked) == asked + 1
        with pytest.raises(WrongLogin, match="in time"):
            await log_in(home, {**given, "seconds": "0.1"})

    served(work)


def test_a_token_that_has_run_out_is_renewed_once_and_kept_before_it_is_used() -> None:
    async def work(server: OAuthHomeserver, home: Homeserver) -> None:
        login = await logged_in(server, home)
        book = Book(login)
        own = book.home(home, login)
        server.access.clear()
        server.asked.clear()
        answers = await asyncio.gather(*(own.get(WHOAMI) for _number in range(5)))
        assert [one["user_id"] for one in answers] == [USER] * 5
        assert [one["grant_type"] for one in server.asked] == ["refresh_token"]
        assert book.login.secrets["access_token"] in server.access
        assert book.login.secrets["refresh_token"] in server.refresh
        assert book.login.secrets["client_id"] == login.secrets["client_id"]

    served(work)


def test_what_another_process_renewed_is_taken_and_nothing_asked() -> None:
    async def work(server: OAuthHomeserver, home: Homeserver) -> None:
        login = await logged_in(server, home)
        book = Book(login)
        one, other = book.home(home, login), book.home(home, login)
        server.access.clear()
        await one.get(WHOAMI)
        server.asked.clear()
        assert (await other.get(WHOAMI))["user_id"] == USER
        assert server.asked == []

    served(work)


def test_a_server_that_fails_costs_no_login_and_one_that_refuses_does() -> None:
    async def work(server: OAuthHomeserver, home: Homeserver) -> None:
        login = await logged_in(server, home)
        book = Book(login)
        own = book.home(home, login)
        server.access.clear()
        server.broken = 1
        with pytest.raises(Failure) as failed:
            await own.get(WHOAMI)
        assert not isinstance(failed.value, LoggedOut)
        assert book.login is login
        assert (await own.get(WHOAMI))["user_id"] == USER
        await revoke(home, book.login)
        with pytest.raises(LoggedOut):
            await own.get(WHOAMI)

    served(work)
