"""A homeserver whose accounts live behind OAuth 2.0: a stand-in for both, on loopback.

It answers as the Client-Server API v1.15, RFC 7591, RFC 8628, RFC 6749 §6 and RFC 7009
have it: programs register, a code is confirmed, tokens run out and are renewed, each
refresh token once.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from itertools import count
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.net.rough_server import Request, RoughServer, Route, Writer, answer

USER = "@ana:news.example"
CODE = "HBR-4141"


class OAuthHomeserver:
    """``async with``; ``url`` is the homeserver's. Its fields say how it behaves, and what was done."""

    def __init__(self) -> None:
        self.confirmed = ""  # "yes" or "no", once somebody has looked at the code
        self.slow_down = 0  # how often it asks to be asked less often
        self.broken = 0  # how often the token endpoint fails before it answers again
        self.access: set[str] = set()
        self.refresh: set[str] = set()
        self.clients: list[dict[str, Any]] = []
        self.asked: list[dict[str, str]] = []  # of the token endpoint
        self.devices: list[dict[str, str]] = []
        self.synced = 0
        self._numbers = count(1)
        self._told = asyncio.Event()
        self._server = RoughServer(otherwise=self._answer)

    async def __aenter__(self) -> OAuthHomeserver:
        await self._server.__aenter__()
        return self

    async def __aexit__(self, *exc: Any) -> None:
        await self._server.__aexit__(*exc)

    @property
    def url(self) -> str:
        return self._server.url("")

    async def until(self, comes: Callable[[], object]) -> None:
        """Waits for something that it is asked."""
        while not comes():
            self._told.clear()
            await self._told.wait()

    def _answer(self, request: Request) -> Route:
        place = urlsplit(request.path).path
        route: Callable[[Request], Route] = {
            "/_matrix/client/versions": lambda _request: told({"versions": ["v1.15"]}),
            "/_matrix/client/v3/login": lambda _request: told({"flows": [{"type": "m.login.sso"}]}),
            "/_matrix/client/v1/auth_metadata": self._metadata,
            "/_matrix/client/v3/account/whoami": self._whoami,
            "/_matrix/client/v3/sync": self._sync,
            "/register": self._register,
            "/device": self._device,
            "/token": self._token,
            "/revoke": self._revoke,
        }.get(place, lambda _request: told({"errcode": "M_UNRECOGNIZED", "error": "No such place"}, 404))
        answered = route(request)
        self._told.set()
        return answered

    def _metadata(self, _request: Request) -> Route:
        places = {"registration": "register", "device_authorization": "device", "token": "token"}
        said = {f"{name}_endpoint": f"{self.url}/{path}" for name, path in places.items()}
        return told({"issuer": f"{self.url}/", "revocation_endpoint": f"{self.url}/revoke", **said})

    # --- the authorisation server -------------------------------------------------------

    def _register(self, request: Request) -> Route:
        self.clients.append(json.loads(request.body))
        return told({"client_id": f"client-{len(self.clients)}"}, 201)

    def _device(self, request: Request) -> Route:
        self.devices.append(dict(parse_qsl(request.body.decode())))
        page = f"{self.url}/link"
        codes = {"device_code": "a-secret-device-code", "user_code": CODE, "verification_uri": page}
        times = {"expires_in": 60, "interval": 0}
        return told({**codes, **times, "verification_uri_complete": f"{page}?code={CODE}"})

    def _token(self, request: Request) -> Route:
        said = dict(parse_qsl(request.body.decode()))
        self.asked.append(said)
        if self.broken:
            self.broken -= 1
            return told({}, 503)
        if said["grant_type"] == "refresh_token":
            if said["refresh_token"] not in self.refresh:
                return told({"error": "invalid_grant"}, 400)
            self.refresh.discard(said["refresh_token"])
            return self._tokens()
        if self.slow_down:
            self.slow_down -= 1
            return told({"error": "slow_down"}, 400)
        if self.confirmed == "yes":
            return self._tokens()
        return told({"error": "access_denied" if self.confirmed else "authorization_pending"}, 400)

    def _tokens(self) -> Route:
        number = next(self._numbers)
        access, refresh = f"secret-access-{number}", f"secret-refresh-{number}"
        self.access.add(access)
        self.refresh.add(refresh)
        return told(
            {"access_token": access, "refresh_token": refresh, "token_type": "Bearer", "expires_in": 300}
        )

    def _revoke(self, request: Request) -> Route:
        self.refresh.discard(dict(parse_qsl(request.body.decode()))["token"])
        self.access.clear()
        return told({})

    # --- the homeserver -----------------------------------------------------------------

    def _whoami(self, request: Request) -> Route:
        return told({"user_id": USER}) if self._known(request) else _unknown()

    def _sync(self, request: Request) -> Route:
        if not self._known(request):
            return _unknown()
        self.synced += 1

        async def soon(_request: Request, writer: Writer) -> None:
            await asyncio.sleep(0.05)
            writer.write(told({"next_batch": f"s{self.synced}"}))

        return soon

    def _known(self, request: Request) -> bool:
        return request.headers.get("authorization", "").removeprefix("Bearer ") in self.access


def told(value: Any, status: int = 200) -> bytes:
    return answer(json.dumps(value), status)


def _unknown() -> bytes:
    return told({"errcode": "M_UNKNOWN_TOKEN", "error": "Token is not active"}, 401)
