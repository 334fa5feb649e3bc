"""Asking a homeserver: one request of the Client-Server API, and its JSON.

Everything goes through ``Client.request``: to this origin alone, over https or to this
machine. An access token leaves this module in one header field, and is in no
failure, no representation and no traceback.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

from tui.failure import Failure
from tui.net.reply import Limits
from tui.talk.answers import Fields
from tui.talk.matrix.errors import LoggedOut, failure_of, not_a_homeserver
from tui.text import clean

if TYPE_CHECKING:
    from tui.net.client import Client, Reply
    from tui.talk.matrix.token import Token

V3 = "/_matrix/client/v3"
LARGEST_ANSWER = 32 * 2**20  # bytes: the first sync of an account in many rooms
_SMALL = 64 * 1024  # bytes that are parsed sooner than a thread is asked
_SECONDS = 30.0


def path(*parts: str) -> str:
    """A path below ``/_matrix/client/v3``, each part of it percent-encoded."""
    return "/".join((V3, *(quote(part, safe="") for part in parts)))


@dataclass(frozen=True, slots=True)
class Homeserver:
    """A homeserver's client-server API at ``base`` ("https://host"), asked as whom ``token`` says."""

    client: Client = field(repr=False)
    base: str
    token: str = field(default="", repr=False)
    renewing: Token | None = field(default=None, repr=False)  # in place of ``token``, where it runs out

    @property
    def host(self) -> str:
        """The host and port, as a sentence names them."""
        return clean(urlsplit(self.base).netloc.rpartition("@")[2], 120)

    def as_whom(self, token: str) -> Homeserver:
        """The same homeserver, asked with this access token."""
        return replace(self, token=token, renewing=None)

    async def get(
        self, place: str, query: Mapping[str, str] | None = None, *, seconds: float = 0.0
    ) -> Fields:
        """What GET answers; ``seconds`` more than usual are waited for it. Raises ``Failure``."""
        return await self._ask("GET", place, query or {}, None, seconds)

    async def put(self, place: str, content: Mapping[str, Any]) -> Fields:
        """What PUT answers; it may go out twice, and does the same. Raises ``Failure``."""
        return await self._ask("PUT", place, {}, content)

    async def post(
        self, place: str, content: Mapping[str, Any] | None = None, query: Mapping[str, str] | None = None
    ) -> Fields:
        """What POST answers. Raises ``Failure``."""
        return await self._ask("POST", place, query or {}, content or {})

    async def answer(self, method: str, place: str, content: Mapping[str, Any] | None) -> tuple[int, Any]:
        """A status and what was read of the body, None where it is no JSON: for what refuses in order to ask.

        Raises a failure of ``tui.net.failures`` for a broken exchange.
        """
        reply = await self._reply(method, place, {}, content, 0.0)
        return reply.status, await _read(reply)

    async def _ask(
        self,
        method: str,
        place: str,
        query: Mapping[str, str],
        content: Mapping[str, Any] | None,
        seconds: float = 0.0,
    ) -> Fields:
        sent = self.renewing.access if self.renewing else ""
        reply = await self._reply(method, place, query, content, seconds)
        found = await _read(reply)
        if self.renewing and self._asks_for_login(reply, found) and await self.renewing.renew(sent):
            reply = await self._reply(method, place, query, content, seconds)
            found = await _read(reply)
        if not 200 <= reply.status < 300:
            raise failure_of(reply.status, found, self.host)
        if not isinstance(found, dict):
            raise not_a_homeserver(self.host)
        return found

    def _asks_for_login(self, reply: Reply, found: Any) -> bool:
        return reply.status == 401 and isinstance(failure_of(reply.status, found, self.host), LoggedOut)

    async def _reply(
        self,
        method: str,
        place: str,
        query: Mapping[str, str],
        content: Mapping[str, Any] | None,
        seconds: float,
    ) -> Reply:
        url = self.base + place + ("?" + urlencode(query) if query else "")
        body = b"" if content is None else json.dumps(content, separators=(",", ":")).encode("utf-8")
        limits = Limits(max_bytes=LARGEST_ANSWER, read=_SECONDS + seconds, total=2 * _SECONDS + seconds)
        try:
            return await self.client.request(method, url, body, headers=self._headers(), limits=limits)
        except Failure as failure:
            # Its own frames have held the header fields: they are nobody's to print.
            raise failure.with_traceback(None) from None

    def _headers(self) -> dict[str, str]:
        token = self.renewing.access if self.renewing else self.token
        return {"authorization": f"Bearer {token}"} if token else {}


async def _read(reply: Reply) -> Any:
    if len(reply.body) < _SMALL:
        return _parsed(reply.body)
    return await asyncio.to_thread(_parsed, reply.body)


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
