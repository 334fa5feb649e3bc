"""Logging in and out (Client-Server API, "Login" and "Logout", legacy API).

``log_in_forms`` gives one form for each way that the homeserver offers and this program
can go, the best first; ``log_in`` tells them apart by what was answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from tui.failure import Failure
from tui.locale import _
from tui.model import Identity
from tui.talk.answers import objects, text
from tui.talk.matrix.device_login import device_form, log_in_by_device
from tui.talk.matrix.errors import Forbidden, NotOffered, not_a_homeserver
from tui.talk.matrix.homeserver import V3, Homeserver
from tui.talk.matrix.oauth import authorization
from tui.talk.participant import Form, Login, Question, WrongLogin

PROVIDER = "matrix"
DEVICE_NAME = "wireroom"
# Where the browser ends after single sign-on: nothing listens there, and the address bar has the token.
_REDIRECT = "http://localhost/wireroom"


async def log_in_forms(home: Homeserver) -> tuple[Form, ...]:
    """The ways to log in. Raises ``NotOffered`` where there is none, and other ``Failure``."""
    offered, there = await _flows(home), await authorization(home)
    if offered is None and not there:
        raise NotOffered(
            _("{host} offers no log-in: its chats can only be read.").format(host=home.host),
            _("To take part in a chat, log in at another homeserver."),
        )
    offered = offered or set()
    forms: list[Form] = []
    if there and there.by_device:
        with suppress(Failure):  # there are other ways
            forms.append(await device_form(home, there))
    if "m.login.password" in offered:
        forms.append(_password())
    if "m.login.sso" in offered:
        forms.append(_single_sign_on(home))
    if there:
        forms.append(_access_token(there.page))
    elif "m.login.token" in offered and "m.login.sso" not in offered:
        forms.append(_login_token())
    if not there:
        forms.append(_access_token(""))
    return tuple(forms)


async def _flows(home: Homeserver) -> set[str] | None:
    """The types of log-in that the homeserver has itself, None where it knows of none."""
    try:
        answer = await home.get(f"{V3}/login")
    except NotOffered:
        return None
    return {text(one.get("type"), 100) for one in objects(answer.get("flows"))}


def _password() -> Form:
    return Form((Question("user", _("Name")), Question("password", _("Password"), secret=True)))


def _login_token() -> Form:
    return Form((Question("token", _("Login token"), secret=True),))


def _single_sign_on(home: Homeserver) -> Form:
    return Form(
        (Question("token", _("Address where the browser ended"), secret=True),),
        _("Log in at this address in the browser, then copy here the address where it ends (localhost/…)."),
        f"{home.base}{V3}/login/sso/redirect?redirectUrl={quote(_REDIRECT, safe='')}",
    )


def _access_token(page: str) -> Form:
    if page:
        note = _("Accounts are kept at this address: log in there with a client, and copy its access token.")
    else:
        note = _("The access token of a client that is logged in (Element: Settings, Help & About).")
    return Form((Question("access_token", _("Access token"), secret=True),), note, page)


async def log_in(home: Homeserver, answers: Mapping[str, str]) -> Login:
    """The account that these answers to one of the forms prove.

    Raises ``WrongLogin``, and other ``Failure``.
    """
    if answers.get("device_code"):
        return await log_in_by_device(home, answers)
    if answers.get("access_token"):
        return await _by_access_token(home, answers["access_token"].strip())
    if answers.get("token"):
        proof: dict[str, Any] = {"type": "m.login.token", "token": login_token(answers["token"])}
    else:
        who = {"type": "m.id.user", "user": answers.get("user", "").strip()}
        proof = {"type": "m.login.password", "identifier": who, "password": answers.get("password", "")}
    try:
        answer = await home.post(f"{V3}/login", {**proof, "initial_device_display_name": DEVICE_NAME})
    except Forbidden as failure:
        raise WrongLogin(
            _("{host} does not accept this login.").format(host=home.host),
            _("Check the name and the password."),
        ) from failure
    return login_of(home, answer)


def login_token(typed: str) -> str:
    """The token in what was typed: itself, or an address that has it as ``loginToken``."""
    typed = typed.strip()
    named = parse_qs(urlsplit(typed).query).get("loginToken") if "loginToken=" in typed else None
    return named[0] if named else typed


async def _by_access_token(home: Homeserver, token: str) -> Login:
    answer = await home.as_whom(token).get(f"{V3}/account/whoami")
    return login_of(home, {**answer, "access_token": token})


def login_of(home: Homeserver, answer: Mapping[str, Any]) -> Login:
    """The login in an answer to /login, /register or /account/whoami. Raises ``NotAHomeserver``."""
    user, token = text(answer.get("user_id"), 255), answer.get("access_token")
    if not user.startswith("@") or not isinstance(token, str) or not token:
        raise not_a_homeserver(home.host)
    identity = Identity(PROVIDER, home.host, user, user[1:].partition(":")[0])
    secrets = {"access_token": token, "device_id": text(answer.get("device_id"), 255)}
    return Login(identity, home.base, secrets)


async def log_out(home: Homeserver) -> None:
    """Makes the access token worthless. Raises ``Failure``, but not where it already is."""
    with suppress(WrongLogin):
        await home.post(f"{V3}/logout")


def fallback_page(home: Homeserver, stage: str, session: str) -> str:
    """Where a browser does one stage of a registration ("Fallback", User-Interactive Authentication)."""
    return f"{home.base}{V3}/auth/{quote(stage, safe='')}/fallback/web?session={quote(session, safe='')}"
