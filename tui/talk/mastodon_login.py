"""Logging in to Mastodon: OAuth 2 with a code that the reader copies from the browser.

Mastodon API, apps and oauth; RFC 6749 §4.1 and RFC 7009. The first ``log_in``
registers this program at the instance, and leads to the page that gives the code;
the second one trades the code for a token. Only what is used here is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from tui.failure import Failure
from tui.locale import _
from tui.model import Identity
from tui.talk.answers import Fields, fields, not_understood, text
from tui.talk.participant import Form, Login, NextForm, Question, WrongLogin
from tui.talk.sending import bearer, host_of, secret, send_json

if TYPE_CHECKING:
    from tui.net.client import Client, Reply

SCOPES = "read:accounts read:statuses write:statuses write:favourites write:reports"
_SHOWN_THERE = "urn:ietf:wg:oauth:2.0:oob"  # the code is shown in the browser, and not sent anywhere


class UnknownApp(WrongLogin):
    """The instance knows this program no more: instances before 4.3 forgot apps."""


@dataclass(frozen=True, slots=True)
class App:
    """This program, as an instance knows it."""

    client_id: str
    client_secret: str = field(repr=False)

    def page(self, origin: str) -> str:
        """Where a reader allows it to act for them."""
        asked = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": _SHOWN_THERE,
            "scope": SCOPES,
        }
        return f"{origin}/oauth/authorize?{urlencode(asked)}"


def form(origin: str, app: App | None) -> Form:
    """The form of the first step, or with ``app`` of the second."""
    host = host_of(origin)
    if app is None:
        question = Question("code", _("Code (leave it empty at first)"), required=False)
        return Form(
            (question,),
            _("You reply from an account at {host}; it gives a code in the browser.").format(host=host),
        )
    note = _("Allow wireroom in the browser, and type the code that {host} shows.")
    return Form((Question("code", _("Code")),), note.format(host=host), app.page(origin))


def next_form(origin: str, app: App) -> NextForm:
    sentence = _("{host} wants you to allow wireroom in the browser first.")
    return NextForm(sentence.format(host=host_of(origin)), form(origin, app))


async def registered(client: Client, origin: str) -> App:
    """This program, made known to an instance."""
    values = {"client_name": "wireroom", "redirect_uris": _SHOWN_THERE, "scopes": SCOPES}
    url = f"{origin}/api/v1/apps"
    answer, _reply = await send_json(client, "POST", url, values)
    return App(_token(answer, "client_id", url), _token(answer, "client_secret", url))


async def logged_in(client: Client, origin: str, app: App, code: str, provider: str) -> Login:
    """The account whose owner was shown ``code``."""
    values = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "redirect_uri": _SHOWN_THERE,
        "scope": SCOPES,
    }
    url = f"{origin}/oauth/token"
    answer, _reply = await send_json(client, "POST", url, values, refusal=_no_code)
    secrets = {
        "token": _token(answer, "access_token", url),
        "client_id": app.client_id,
        "client_secret": app.client_secret,
    }
    who = await _identity(client, origin, secrets, provider)
    return Login(who, origin, secrets)


async def _identity(client: Client, origin: str, secrets: Mapping[str, str], provider: str) -> Identity:
    unnamed = Login(Identity(provider, host_of(origin), ""), origin, secrets)
    url = f"{origin}/api/v1/accounts/verify_credentials"
    account, _reply = await send_json(client, "GET", url, headers=bearer(unnamed, origin))
    user = text(fields(account).get("acct"), 80)
    if not user:
        raise not_understood(url)
    return Identity(provider, host_of(origin), user, text(account.get("display_name"), 80))


async def logged_out(client: Client, login: Login) -> None:
    """Makes the token worthless (RFC 7009)."""
    names = ("client_id", "client_secret", "token")
    values = {name: secret(login, login.origin, name) for name in names}
    await send_json(client, "POST", f"{login.origin}/oauth/revoke", values)


def _token(answer: Any, name: str, url: str) -> str:
    found = fields(answer).get(name)
    if not isinstance(found, str) or not 0 < len(found) <= 1_000:
        raise not_understood(url)
    return found


def _no_code(reply: Reply, said: Fields) -> Failure | None:
    """The refusals of ``oauth/token`` (RFC 6749 §5.2)."""
    sentence = _("{host} does not know this code, or no longer.").format(host=host_of(reply.url))
    next_step = _("Have it shown anew in the browser.")
    if said.get("error") == "invalid_client":
        return UnknownApp(sentence, next_step)
    return WrongLogin(sentence, next_step) if said.get("error") == "invalid_grant" else None
