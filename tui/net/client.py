"""The client: gets one address, politely and within limits, and follows where it leads.

RFC 9110 for redirects (§15.4), validators (§8.8, §13) and Retry-After (§10.2.3).
Importing this costs nothing: the HTTP library comes with the first request.
"""

from __future__ import annotations

import time
from base64 import b64encode
from collections.abc import Mapping
from typing import TYPE_CHECKING, Self

from tui import __version__
from tui.locale import _
from tui.net import headers as fields
from tui.net.address import (
    Address,
    is_own,
    join,
    keeps_login,
    keeps_private,
    parse_address,
    shown,
)
from tui.net.decoding import ENCODINGS
from tui.net.failures import BadAddress, BadAnswer, Moved, TimedOut
from tui.net.politeness import REST, Politeness
from tui.net.reply import Limits, Reply
from tui.stories import Validators

if TYPE_CHECKING:
    from tui.failure import Failure
    from tui.net.exchange import Answer, Sending
    from tui.net.lanes import Lanes

__all__ = ["Client", "Limits", "Reply"]

USER_AGENT = f"wireroom/{__version__} (feed reader)"
MOST_REDIRECTS = 10
_REDIRECTS = (301, 302, 303, 307, 308)
_PERMANENT = (301, 308)
_PRIVATE = ("authorization", "cookie", "proxy-authorization")


class Client:
    """Gets addresses. One to an event loop; an async context manager.

    ``proxy`` is an address like ``http://host:port``; without one the environment
    is asked (``https_proxy``, ``http_proxy``, ``all_proxy``, ``no_proxy``).
    """

    def __init__(
        self,
        *,
        user_agent: str = USER_AGENT,
        limits: Limits | None = None,
        per_host: int = 4,
        concurrency: int = 64,
        proxy: str = "",
    ) -> None:
        self.received = 0  # bytes of bodies since it was made
        self._limits = limits or Limits()
        self._politeness = Politeness(per_host, concurrency)
        self._concurrency = concurrency
        self._proxy = proxy
        self._lanes: Lanes | None = None
        agent = user_agent if fields.sendable(user_agent) else USER_AGENT
        self._headers = {"user-agent": agent, "accept-encoding": ENCODINGS}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Closes every connection. The client may be used again after it."""
        lanes, self._lanes = self._lanes, None
        if lanes is not None:
            await lanes.aclose()

    async def get(
        self,
        url: str,
        *,
        validators: Validators | None = None,
        accept: str = "",
        limits: Limits | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """What ``url`` answers, redirects followed.

        ``validators`` make the request conditional. Raises a failure of
        ``tui.net.failures`` for everything but 2xx and the 304 asked for.
        """
        limits = limits or self._limits
        asked = self._request_headers(validators, accept, headers)
        journey = _Journey(parse_address(url), asked, conditional=bool(validators and _any(validators)))
        left = limits.total
        while True:
            here = journey.here
            async with self._politeness.turn(here):
                started = time.perf_counter()
                answer = await self._exchange(journey, limits, left)
                spent = time.perf_counter() - started
            left -= spent
            if answer.status in _REDIRECTS:
                journey.follow(answer)
                if left <= 0:
                    raise TimedOut(
                        _("{place} leads from one address to the next without end.").format(place=shown(url)),
                        _("Try again later."),
                    )
                continue
            return self._reply(journey, answer, limits.total - left)

    async def send(
        self,
        method: str,
        url: str,
        body: bytes = b"",
        *,
        content_type: str = "application/json",
        accept: str = "application/json",
        headers: Mapping[str, str] | None = None,
        limits: Limits | None = None,
    ) -> Reply:
        """What ``url`` answers to what is sent there, whatever its status: a refusal says why in its body.

        It goes out once, over https or to this machine alone, and is not led anywhere
        else: whoever is sent a password passes it on to nobody. Raises ``NotPrivate``
        for any other address, ``Moved`` for a redirect, ``TryLater`` and its kin for
        429 and 503, and what ``get`` raises for a broken exchange.
        """
        from tui.net.exchange import Sending

        limits = limits or self._limits
        journey = _Journey(parse_address(url), self._sent_headers(body, content_type, accept, headers))
        here = journey.here
        if not keeps_private(here):
            from tui.net.blame import not_private

            raise not_private(here)
        async with self._politeness.turn(here):
            started = time.perf_counter()
            answer = await self._exchange(journey, limits, limits.total, Sending(method, body))
            elapsed = time.perf_counter() - started
        if answer.status in _REDIRECTS:
            raise Moved(
                _("{place} has moved, and takes nothing any more.").format(place=shown(here.url)),
                _("Open the story anew."),
                answer.headers.get("location", ""),
            )
        if answer.status in (429, 503):
            raise self._failed(journey, answer)
        return self._made(journey, answer, elapsed)

    def _sent_headers(
        self, body: bytes, content_type: str, accept: str, more: Mapping[str, str] | None
    ) -> dict[str, str]:
        length = {"content-length": str(len(body)), "content-type": content_type if body else ""}
        return self._request_headers(None, accept, {**length, **(more or {})})

    async def _exchange(
        self, journey: _Journey, limits: Limits, seconds: float, sending: Sending | None = None
    ) -> Answer:
        from tui.net.exchange import exchange

        if self._lanes is None:
            from tui.net.lanes import Lanes

            self._lanes = Lanes(self._concurrency, self._proxy)
        return await exchange(self._lanes, journey.here, journey.raw_headers(), limits, seconds, sending)

    def _request_headers(
        self, validators: Validators | None, accept: str, more: Mapping[str, str] | None
    ) -> dict[str, str]:
        asked = {**self._headers, "accept": accept or "*/*"}
        if validators is not None:
            asked["if-none-match"] = validators.etag
            asked["if-modified-since"] = validators.last_modified
        for name, value in (more or {}).items():
            asked[name.lower()] = value
        return {name: value for name, value in asked.items() if value and fields.sendable(value)}

    def _reply(self, journey: _Journey, answer: Answer, elapsed: float) -> Reply:
        if not (200 <= answer.status < 300 or (answer.status == 304 and journey.conditional)):
            raise self._failed(journey, answer)
        return self._made(journey, answer, elapsed)

    def _failed(self, journey: _Journey, answer: Answer) -> Failure:
        from tui.net.blame import failure_of_status

        wait = fields.retry_after(answer.headers)
        if answer.status == 429:
            self._politeness.rest(journey.here, wait or REST)
        return failure_of_status(answer.status, journey.here, wait)

    def _made(self, journey: _Journey, answer: Answer, elapsed: float) -> Reply:
        self.received += len(answer.body)
        content_type = answer.headers.get("content-type", "")[:300]
        return Reply(
            status=answer.status,
            url=journey.here.url,
            permanent_url=journey.permanent_url,
            body=answer.body,
            content_type=content_type,
            charset=fields.charset(content_type),
            validators=fields.validators(answer.headers),
            not_modified=answer.status == 304,
            retry_after=fields.retry_after(answer.headers),
            max_age=fields.max_age(answer.headers),
            headers=answer.headers,
            elapsed=elapsed,
        )


def _any(validators: Validators) -> bool:
    return bool(validators.etag or validators.last_modified)


class _Journey:
    """Where a request has been, where it is, and what it may show there."""

    def __init__(self, start: Address, asked: dict[str, str], *, conditional: bool = False) -> None:
        self.start = start
        self.here = start
        self.conditional = conditional
        self._asked = asked
        self._seen = {start.url}
        self._permanent = True

    def raw_headers(self) -> list[tuple[bytes, bytes]]:
        asked = self._asked
        if self.here.login and "authorization" not in asked:
            token = b64encode(self.here.login.encode("utf-8", "replace")).decode("ascii")
            asked = {**asked, "authorization": f"Basic {token}"}
        return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in asked.items()]

    def follow(self, answer: Answer) -> None:
        """Goes where the answer's Location points (RFC 9110 §10.2.2)."""
        old, new = self.here, self._target(answer.headers.get("location", ""))
        if new.url in self._seen:
            raise self._lost(_("{place} leads in a circle."))
        if len(self._seen) > MOST_REDIRECTS:
            raise self._lost(_("{place} leads on more than {most} times."))
        if is_own(new.host) and not is_own(old.host):
            raise self._lost(_("{place} leads to this machine's own services."))
        self._seen.add(new.url)
        if keeps_login(old, new):
            new = Address(new.url, new.scheme, new.host, new.port, old.login, old.userinfo)
        else:
            self._asked = {name: value for name, value in self._asked.items() if name not in _PRIVATE}
        downgraded = old.scheme == "https" and new.scheme == "http"
        self._permanent = self._permanent and answer.status in _PERMANENT and not downgraded
        self.here = new

    def _target(self, location: str) -> Address:
        if not location:
            raise self._lost(_("{place} says that it moved, but not where."))
        try:
            return join(self.here, _as_utf8(location))
        except BadAddress as failure:
            raise self._lost(_("{place} leads to something that is not on the web.")) from failure

    def _lost(self, sentence: str) -> BadAnswer:
        return BadAnswer(
            sentence.format(place=shown(self.start.url), most=MOST_REDIRECTS),
            _("Check the address, or open it in a browser."),
        )

    @property
    def permanent_url(self) -> str:
        return self.here.url_with_login if self._permanent and len(self._seen) > 1 else ""


def _as_utf8(value: str) -> str:
    """A field value's bytes read as UTF-8, as sites write their Location; as they are if they are not."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value
