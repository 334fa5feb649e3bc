"""Logging in by confirming a code in the browser: OAuth 2.0's device authorisation grant.

RFC 8628, with this program registered first (RFC 7591), as the Client-Server API v1.15
has it under "OAuth 2.0 API".
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import replace

from tui.locale import _
from tui.net.failures import ServerFailed, TryLater, Unreachable
from tui.talk.answers import Fields, link, number, text
from tui.talk.matrix.errors import not_a_homeserver
from tui.talk.matrix.homeserver import V3, Homeserver
from tui.talk.matrix.oauth import Authorization, authorization, post_form, post_json
from tui.talk.participant import Form, Login, Question, Refused, WrongLogin

GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_SCOPE = "urn:matrix:client:api:* urn:matrix:client:device:"
_CLIENT = {
    "client_name": "wireroom",
    # The specification wants an address; a name that can lead nowhere (RFC 2606) is what this program has.
    "client_uri": "https://wireroom.invalid/",
    "application_type": "native",
    "token_endpoint_auth_method": "none",
    "grant_types": [GRANT, "refresh_token"],
    "response_types": [],
}
_LONGEST = 1800.0  # seconds that are waited for the reader
_INTERVAL, _LEAST, _MOST = 5.0, 0.2, 60.0  # seconds between two questions
_SLOWER = 5.0  # seconds more, when that is asked for (RFC 8628 §3.5)
LONGEST_TOKEN = 5000  # characters


async def device_form(home: Homeserver, there: Authorization) -> Form:
    """The page to open, and the code to confirm there; ``log_in`` with what it hides waits for that.

    Raises ``Failure``.
    """
    status, client = await post_json(home.client, there.clients, _CLIENT)
    client_id = text(client.get("client_id"), LONGEST_TOKEN)
    if not 200 <= status < 300 or not client_id:
        raise _refused(home, client)
    device = "WIREROOM" + secrets.token_hex(6).upper()
    status, said = await post_form(
        home.client, there.devices, {"client_id": client_id, "scope": _SCOPE + device}
    )
    code, page = text(said.get("device_code"), LONGEST_TOKEN), link(said.get("verification_uri"))
    if not 200 <= status < 300 or not (code and page):
        raise _refused(home, said)
    given = {
        "device_code": code,
        "client_id": client_id,
        "device_id": device,
        "interval": str(_bounded(number(said.get("interval")), _INTERVAL)),
        "seconds": str(min(number(said.get("expires_in")) or _LONGEST, _LONGEST)),
    }
    note = _("Confirm the code {code} at this address in the browser, then go on here.")
    told = note.format(code=text(said.get("user_code"), 40))
    hidden = (Question(name, "", secret=True, value=value, hidden=True) for name, value in given.items())
    return Form(tuple(hidden), told, link(said.get("verification_uri_complete")) or page)


def _bounded(seconds: float | None, otherwise: float) -> float:
    return otherwise if seconds is None else min(max(seconds, _LEAST), _MOST)


async def log_in_by_device(home: Homeserver, given: Mapping[str, str]) -> Login:
    """The account of the reader who confirmed the code: waits for that.

    Raises ``WrongLogin`` where it was declined, or took too long, and other ``Failure``.
    """
    there = await authorization(home)
    if there is None or not there.tokens:
        raise not_a_homeserver(home.host)
    try:
        async with asyncio.timeout(min(float(given["seconds"]), _LONGEST)):
            said = await _confirmed(home, there, given)
    except TimeoutError:
        raise _too_late(home) from None
    token = said["access_token"]
    account = await home.as_whom(token).get(f"{V3}/account/whoami")
    from tui.talk.matrix.login import login_of

    login = login_of(home, {"device_id": given["device_id"], **account, "access_token": token})
    kept = {"client_id": given["client_id"], "refresh_token": text(said.get("refresh_token"), LONGEST_TOKEN)}
    return replace(login, secrets={**login.secrets, **kept})


async def _confirmed(home: Homeserver, there: Authorization, given: Mapping[str, str]) -> Fields:
    """The tokens, once the reader has confirmed the code (RFC 8628 §3.4 and §3.5)."""
    asked = {"grant_type": GRANT, "device_code": given["device_code"], "client_id": given["client_id"]}
    interval = _bounded(float(given["interval"]), _INTERVAL)
    while True:
        await asyncio.sleep(interval)
        try:
            status, said = await post_form(home.client, there.tokens, asked)
        except (Unreachable, TryLater, ServerFailed):
            interval = min(2 * interval, _MOST)
            continue
        if 200 <= status < 300 and text(said.get("access_token"), LONGEST_TOKEN):
            return said
        error = text(said.get("error"), 100)
        if error == "slow_down":
            interval = min(interval + _SLOWER, _MOST)
        elif error == "expired_token":
            raise _too_late(home)
        elif error == "access_denied":
            raise WrongLogin(_("The log-in at {host} was declined.").format(host=home.host))
        elif error != "authorization_pending" and status < 500:
            raise _refused(home, said)


def _too_late(home: Homeserver) -> WrongLogin:
    return WrongLogin(
        _("Nobody confirmed the log-in at {host} in time.").format(host=home.host), _("Log in again.")
    )


def _refused(home: Homeserver, said: Fields) -> Refused:
    reason = text(said.get("error_description"), 200) or text(said.get("error"), 200)
    if not reason:
        return Refused(_("{host} does not begin a log-in.").format(host=home.host))
    return Refused(_("{host} says: {reason}").format(host=home.host, reason=reason))
