"""What a request's failure is called, named by what its reader can do about it.

Every one is a ``model.Failure``: a sentence that names the address, and a next
step. No exception of the HTTP library leaves ``tui.net``.
"""

from __future__ import annotations

from tui.failure import Failure


class Unreachable(Failure):
    """No connection: no such host, refused, a certificate nobody vouches for, cut off."""

    code = "unreachable"


class TimedOut(Unreachable):
    """The answer did not come, or did not end, in time."""

    code = "timeout"


class BadAddress(Failure):
    """The address can't be asked over HTTP at all."""

    code = "bad-address"


class TooLarge(Failure):
    """The answer is larger than ``Limits.max_bytes``."""

    code = "too-large"


class Gone(Failure):
    """The site says that it took the address away for good (RFC 9110 §15.5.11)."""

    code = "gone"


class NotFound(Failure):
    """The site knows nothing under the address (RFC 9110 §15.5.5)."""

    code = "not-found"


class NeedsLogin(Failure):
    """The site shows it only to some (401 and 403, RFC 9110 §15.5.2 and §15.5.4)."""

    code = "needs-login"


class NotPrivate(Failure):
    """What would be sent must not go over a connection that others can read."""

    code = "not-private"


class TryLater(Failure):
    """The site asks for patience (503). ``retry_after`` is in seconds, if it said."""

    code = "try-later"

    def __init__(self, sentence: str, next_step: str = "", retry_after: float | None = None) -> None:
        super().__init__(sentence, next_step)
        self.retry_after = retry_after


class TooManyRequests(TryLater):
    """The whole host asks for patience (429, RFC 6585 §4)."""

    code = "too-many-requests"


class HostResting(TryLater):
    """Not asked at all: its host asked for patience a while ago. ``retry_after`` is what is left of it."""

    code = "host-resting"


class ServerFailed(Failure):
    """The site answered with some other 4xx or 5xx."""

    code = "server-failed"


class BadAnswer(Failure):
    """The answer breaks HTTP, or can't be unpacked, or leads nowhere."""

    code = "bad-answer"


class Moved(BadAnswer):
    """What was sent was not kept where it was sent to: the answer points to ``location`` (RFC 9110 §15.4)."""

    def __init__(self, sentence: str, next_step: str = "", location: str = "") -> None:
        super().__init__(sentence, next_step)
        self.location = location
