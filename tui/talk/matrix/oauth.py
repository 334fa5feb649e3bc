"""Servers whose accounts live behind OAuth 2.0 (Client-Server API v1.15, "OAuth 2.0 API"; MSC2965)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from tui.failure import Failure
from tui.net.address import is_own
from tui.talk.answers import Fields, fields, link
from tui.talk.matrix.homeserver import Homeserver

if TYPE_CHECKING:
    from tui.net.client import Client
    from tui.talk.participant import Login

_PLACES = (
    "/_matrix/client/v1/auth_metadata",
    "/_matrix/client/unstable/org.matrix.msc2965/auth_metadata",
)
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Authorization:
    """Where a homeserver's accounts are (RFC 8414 §2); "" for what it does not have.

    ``page`` is for people; ``clients`` registers programs, ``devices`` begins a log-in,
    ``tokens`` gives and renews tokens, ``revocation`` takes them back.
    """

    page: str
    clients: str = ""
    devices: str = ""
    tokens: str = ""
    revocation: str = ""

    @property
    def by_device(self) -> bool:
        """Whether one can log in by confirming a code in the browser."""
        return bool(self.clients and self.devices and self.tokens)


async def authorization(home: Homeserver) -> Authorization | None:
    """Where the homeserver's accounts are made and kept; None where it keeps them itself."""
    for place in _PLACES:
        try:
            said = await home.get(place)
        except Failure:
            continue
        page = _there(home, said, "account_management_uri") or _there(home, said, "issuer")
        if page:
            return Authorization(
                page,
                _there(home, said, "registration_endpoint"),
                _there(home, said, "device_authorization_endpoint"),
                _there(home, said, "token_endpoint"),
                _there(home, said, "revocation_endpoint"),
            )
    return None


def _there(home: Homeserver, said: Fields, name: str) -> str:
    """An address in the metadata; a homeserver out there can't have this machine asked."""
    found = link(said.get(name))
    if is_own(urlsplit(found).hostname or "") and not is_own(urlsplit(home.base).hostname or ""):
        return ""
    return found


async def post_json(client: Client, url: str, values: Mapping[str, object]) -> tuple[int, Fields]:
    """A status, and the members of what ``url`` answers to JSON. Raises a broken exchange's ``Failure``."""
    return await _post(client, url, json.dumps(values).encode(), "application/json")


async def post_form(client: Client, url: str, values: Mapping[str, str]) -> tuple[int, Fields]:
    """As ``post_json``, to a form's values (RFC 6749 appendix B)."""
    return await _post(client, url, urlencode(values).encode(), _FORM)


async def _post(client: Client, url: str, body: bytes, content_type: str) -> tuple[int, Fields]:
    try:
        reply = await client.request("POST", url, body, content_type=content_type)
    except Failure as failure:
        # Its own frames have held what was sent: a secret.
        raise failure.with_traceback(None) from None
    try:
        return reply.status, fields(json.loads(reply.body))
    except (ValueError, RecursionError):
        return reply.status, {}


async def revoke(home: Homeserver, login: Login) -> None:
    """Makes an account's tokens worthless (RFC 7009), where that can be told. Raises ``Failure``."""
    there = await authorization(home)
    if there is not None and there.revocation:
        said = {"token": login.secrets["refresh_token"], "token_type_hint": "refresh_token"}
        await post_form(
            home.client, there.revocation, {**said, "client_id": login.secrets.get("client_id", "")}
        )
    else:
        with suppress(Failure):
            await home.post("/_matrix/client/v3/logout")
