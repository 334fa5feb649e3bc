"""What a homeserver's refusal is called (Client-Server API, "Standard error response")."""

from __future__ import annotations

from typing import Any

from tui.failure import Failure
from tui.locale import _
from tui.net.failures import NeedsLogin, NotFound, ServerFailed, TryLater
from tui.net.politeness import span
from tui.talk.answers import fields, number, text
from tui.talk.participant import Refused, WrongLogin

LONGEST_WAIT = 3600.0  # seconds: what asks for more patience is asked again after that
_WAIT = 5.0  # seconds, where a server does not say how long


class NotAHomeserver(Failure):
    """The address does not answer as a Matrix homeserver."""

    code = "not-a-homeserver"


class GuestsForbidden(NeedsLogin):
    """The homeserver, or the room, has guests switched off."""

    code = "guests-forbidden"


class LoggedOut(WrongLogin):
    """The homeserver does not know the access token, or no longer."""

    code = "logged-out"


class Forbidden(Refused):
    """This reader may not do it: banned, not invited, not powerful enough."""

    code = "forbidden"


class Encrypted(Refused):
    """An end-to-end encrypted room: this program has no keys, and does not open it."""

    code = "encrypted"


class NotOffered(Refused):
    """The homeserver knows no such request (M_UNRECOGNIZED)."""

    code = "not-offered"


class LimitExceeded(TryLater):
    """Too much in too short a time (M_LIMIT_EXCEEDED); ``retry_after`` in seconds is always known."""

    code = "limit-exceeded"


def not_a_homeserver(host: str) -> NotAHomeserver:
    return NotAHomeserver(
        _("{host} does not answer as a Matrix homeserver.").format(host=host), _("Check the address.")
    )


def failure_of(status: int, answer: Any, host: str) -> Failure:
    """The failure that an answer outside 2xx means; ``answer`` is what was read of its body."""
    said = fields(answer)
    code, reason = text(said.get("errcode"), 100), text(said.get("error"), 200)
    if status == 429 or code == "M_LIMIT_EXCEEDED":
        return _too_much(said, host)
    if code in ("M_UNKNOWN_TOKEN", "M_MISSING_TOKEN"):
        return LoggedOut(_("{host} asks for a login.").format(host=host), _("Log in."))
    if code == "M_GUEST_ACCESS_FORBIDDEN":
        return GuestsForbidden(_("{host} lets no guests in here.").format(host=host), _("Log in."))
    if status >= 500 or not code:
        return _broken(status, host)
    sentence = _("{host} says: {reason}").format(host=host, reason=reason or code)
    if code == "M_UNRECOGNIZED":
        return NotOffered(_("{host} does not offer this.").format(host=host))
    if code == "M_NOT_FOUND":
        return NotFound(sentence, _("It may have been closed, or renamed."))
    if code in ("M_FORBIDDEN", "M_USER_DEACTIVATED"):
        return Forbidden(sentence)
    return Refused(sentence)


def _too_much(said: dict[str, Any], host: str) -> LimitExceeded:
    milliseconds = number(said.get("retry_after_ms"))
    wait = min(max(milliseconds / 1000, 0.05), LONGEST_WAIT) if milliseconds is not None else _WAIT
    return LimitExceeded(
        _("{host} asks for a pause of {wait}.").format(host=host, wait=span(wait)),
        _("It goes on by itself."),
        retry_after=wait,
    )


def _broken(status: int, host: str) -> Failure:
    """What an answer means that is not the API's own: a proxy's, or a web page."""
    if status in (404, 405):
        return not_a_homeserver(host)
    sentence = _("{host} answered with an error ({status}).").format(host=host, status=status)
    if status >= 500:
        return ServerFailed(sentence, _("Try again later."))
    return Refused(sentence)
