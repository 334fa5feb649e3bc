"""A new account (Client-Server API, "Account registration", "User-Interactive Authentication API").

The stages that this program does itself are dummy, registration token and terms; others
(a captcha, a mail) are done in the browser, at the homeserver's own page for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tui.locale import _
from tui.talk.answers import Fields, fields, link, objects, text
from tui.talk.matrix.errors import Forbidden, NotOffered, failure_of
from tui.talk.matrix.homeserver import V3, Homeserver
from tui.talk.matrix.login import DEVICE_NAME, fallback_page, login_of
from tui.talk.matrix.oauth import authorization
from tui.talk.participant import Form, Login, Question, Refused

DUMMY, TERMS = "m.login.dummy", "m.login.terms"
TOKEN = "m.login.registration_token"
_OURS = (DUMMY, TOKEN, TERMS)
_MOST_STAGES = 8
_AGREED = ("y", "yes", "ok", "1", "true", "x")


async def register_form(home: Homeserver) -> Form:
    """What the homeserver asks of a new reader; without questions it is done in the browser, at ``url``.

    Raises ``Refused`` where nobody may register, and other ``Failure``.
    """
    there = await authorization(home)
    if there:
        note = _("Accounts are made at this address in the browser; then log in here.")
        return Form(note=note, url=there.page)
    status, answer = await home.answer("POST", f"{V3}/register", {})
    if status != 401:
        raise _closed(home, status, answer)
    said = fields(answer)
    stages, session = _stages(said), text(said.get("session"), 300)
    foreign = [stage for stage in stages if stage not in _OURS]
    note, url = _policies(said) if TERMS in stages else "", ""
    if foreign:
        note = _("Do what this address asks in the browser first, then go on here.")
        url = fallback_page(home, foreign[0], session)
    return Form(
        (*_questions(stages), Question("session", _("Session"), required=False, value=session, hidden=True)),
        note,
        url,
    )


def _questions(stages: Sequence[str]) -> list[Question]:
    questions = [Question("user", _("Name")), Question("password", _("Password"), secret=True)]
    if TOKEN in stages:
        questions.append(Question("registration_token", _("Registration token"), secret=True))
    if TERMS in stages:
        questions.append(Question("terms", _("Do you accept the terms (yes)?")))
    return questions


def _stages(said: Fields) -> tuple[str, ...]:
    """The flow to go: one that needs no browser if there is any, the shortest of them."""
    flows: list[tuple[str, ...]] = []
    for flow in objects(said.get("flows")):
        stages = flow.get("stages")
        if isinstance(stages, list):
            flows.append(tuple(text(stage, 100) for stage in stages[:_MOST_STAGES]))
    done = _done(said)
    flows.sort(key=lambda stages: (sum(one not in _OURS and one not in done for one in stages), len(stages)))
    return flows[0] if flows else (DUMMY,)


def _done(said: Fields) -> list[str]:
    completed = said.get("completed")
    return [text(one, 100) for one in completed] if isinstance(completed, list) else []


def _policies(said: Fields) -> str:
    """Where the terms can be read."""
    policies = fields(fields(fields(said.get("params")).get(TERMS)).get("policies"))
    addresses: list[str] = []
    for policy in policies.values():
        for version in fields(policy).values():
            address = link(fields(version).get("url"))
            if address and address not in addresses:
                addresses.append(address)
    return _("The terms are at {addresses}.").format(addresses=", ".join(addresses[:3])) if addresses else ""


async def register(home: Homeserver, answers: Mapping[str, str]) -> Login | str:
    """A new account with these answers to the form; or a sentence on what is left to do in the browser.

    Raises ``Refused`` (the name is taken, the password too weak, the terms not accepted), other ``Failure``.
    """
    account: dict[str, Any] = {
        "username": answers.get("user", "").strip(),
        "password": answers.get("password", ""),
        "initial_device_display_name": DEVICE_NAME,
    }
    session = answers.get("session", "")
    if session:
        account["auth"] = {"session": session}
    tried: set[str] = set()
    for _stage in range(_MOST_STAGES + 1):
        status, answer = await home.answer("POST", f"{V3}/register", account)
        said = fields(answer)
        if status == 200:
            return login_of(home, said)
        if status != 401 or (said.get("errcode") and tried):
            raise _closed(home, status, answer)
        session = text(said.get("session"), 300)
        stage = next((one for one in _stages(said) if one not in _done(said)), DUMMY)
        if stage not in _OURS:
            return _("Open {url} in the browser first, then register again.").format(
                url=fallback_page(home, stage, session)
            )
        if stage in tried:
            break
        tried.add(stage)
        account["auth"] = {"session": session, **_proof(stage, answers)}
    raise Refused(_("{host} does not finish the registration.").format(host=home.host))


def _proof(stage: str, answers: Mapping[str, str]) -> dict[str, str]:
    if stage == TERMS and answers.get("terms", "").strip().casefold() not in _AGREED:
        raise Refused(_("Without accepting the terms there is no account."))
    if stage == TOKEN:
        return {"type": stage, "token": answers.get("registration_token", "").strip()}
    return {"type": stage}


def _closed(home: Homeserver, status: int, answer: Any) -> Exception:
    failure = failure_of(status, answer, home.host)
    if isinstance(failure, NotOffered):
        return NotOffered(
            _("{host} offers no registration.").format(host=home.host), _("Register at another homeserver.")
        )
    if isinstance(failure, Forbidden) and status == 403:
        return Refused(failure.sentence, _("Register at another homeserver."))
    return failure
