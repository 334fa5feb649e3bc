"""Sending to a service, and reading why it does not take what was sent.

Everything that a reader writes goes through here: as JSON (RFC 8259), to the host
that the account was made at and to no other, once (``Client.send``).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tui.failure import Failure
from tui.locale import _
from tui.net.failures import Gone, NotFound, ServerFailed, TooManyRequests
from tui.talk.answers import Fields, fields, parsed, text
from tui.talk.participant import Login, Refused, WrongLogin
from tui.text import clean

if TYPE_CHECKING:
    from tui.net.client import Client, Reply

LONGEST_REASON = 300
_REASONS = ("message", "error_description", "error")

Reading = Callable[["Reply", Fields], Failure | None]
"""How a provider reads its service's own refusals: the answer, and its JSON's members
(none where it is no object). None: there is nothing particular to this service in it."""


async def send_json(
    client: Client,
    method: str,
    url: str,
    values: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    *,
    refusal: Reading | None = None,
) -> tuple[Any, Reply]:
    """What ``url`` answers as JSON (None where it answers nothing), and the answer itself.

    ``values`` are sent as an object; None sends no body. Raises ``WrongLogin`` for
    401, ``Refused`` with the service's reason for what else it does not take, or
    what ``refusal`` makes of such an answer; and what ``Client.send`` raises.
    """
    sent = b"" if values is None else json.dumps(values, ensure_ascii=False).encode("utf-8", "replace")
    reply = await client.send(method, url, sent, headers=headers)
    if not 200 <= reply.status < 300:
        raise await asyncio.to_thread(_refused, reply, refusal)
    answer = await asyncio.to_thread(parsed, reply.body, url) if reply.body.strip() else None
    return answer, reply


def bearer(login: Login | None, origin: str) -> dict[str, str]:
    """The header that proves an account by its token (RFC 6750 §2.1), for its own origin alone."""
    return {"authorization": f"Bearer {secret(login, origin, 'token')}"}


def secret(login: Login | None, origin: str, name: str) -> str:
    """A secret of the account at ``origin``. Raises ``WrongLogin`` where the reader has none there."""
    if login is None or login.origin != origin or not login.secrets.get(name):
        raise WrongLogin(
            _("You are not logged in at {host}.").format(host=host_of(origin)), _("Log in there first.")
        )
    return login.secrets[name]


def origin_of(url: str) -> str:
    """Where an address's accounts are: its scheme and authority, without a login ("https://host:8443")."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}".lower() if parts.netloc else ""


def host_of(url: str) -> str:
    """An address's host (and port), to be told."""
    return clean(origin_of(url).partition("://")[2], 120)


def reason_in(said: Fields) -> str:
    """Why a service refuses, in its own words, as one clean line; "" where it does not say."""
    return next((found for name in _REASONS if (found := text(said.get(name), LONGEST_REASON))), "")


def wrong_login(url: str) -> WrongLogin:
    """The name or the password is wrong."""
    return WrongLogin(
        _("{host} knows no such name with such a password.").format(host=host_of(url)),
        _("Check both, and try again."),
    )


def refused(url: str, reason: str, next_step: str = "") -> Refused:
    """``reason`` is a clean line of the service's, or a sentence of ours about it."""
    sentence = _("{host} does not take it: {reason}").format(host=host_of(url), reason=reason)
    return Refused(sentence if sentence[-1] in ".!?…" else f"{sentence}.", next_step)


def too_many(url: str) -> TooManyRequests:
    """The failure of a service that asks for patience otherwise than by 429."""
    return TooManyRequests(
        _("{host} asks to be left alone for a while.").format(host=host_of(url)), _("Try again later.")
    )


def _refused(reply: Reply, refusal: Reading | None) -> Failure:
    """What a status outside 2xx means for who sent something (RFC 9110 §15)."""
    said = _said(reply)
    known = refusal(reply, said) if refusal else None
    return known or _of_status(reply, reason_in(said))


def _said(reply: Reply) -> Fields:
    try:
        return fields(parsed(reply.body, reply.url))
    except Failure:
        return {}


def _of_status(reply: Reply, reason: str) -> Failure:
    url, status, host = reply.url, reply.status, host_of(reply.url)
    if status == 401:
        return WrongLogin(
            _("{host} does not know this login, or no longer.").format(host=host), _("Log in again.")
        )
    if reason and status < 500:
        return refused(url, reason)
    if status in (404, 410):
        kind = Gone if status == 410 else NotFound
        return kind(
            _("{host} no longer has what this is about.").format(host=host), _("Open the thread anew.")
        )
    if status == 413:
        return refused(url, _("it is too long"), _("Shorten it."))
    if status < 500:
        return refused(url, _("it gives no reason ({status})").format(status=status))
    return ServerFailed(
        _("{host} failed, and did not take it ({status}).").format(host=host, status=status),
        _("Try again later."),
    )
