"""Lanes: one connection each, many at a time, one TLS context for all.

A pool of the HTTP library looks at each of its connections at every request, so
one big pool costs milliseconds where many of one connection cost none of that.
A lane goes to the host it served last if it is free, which keeps its connection.
"""

from __future__ import annotations

import asyncio
import ssl
from contextlib import suppress
from urllib.request import getproxies_environment, proxy_bypass_environment  # type: ignore[attr-defined]

from tui.net.address import Address
from tui.net.library import httpx

IDLE_SECONDS = 30.0
Origin = tuple[str, str, int]


class Lane:
    """One transport that holds at most one connection."""

    __slots__ = ("broken", "kind", "origin", "transport")

    def __init__(self, kind: tuple[bool, str], transport: httpx.AsyncBaseTransport) -> None:
        self.kind = kind
        self.transport = transport
        self.origin: Origin | None = None  # whom it served last
        self.broken = False


class Lanes:
    """Hands out lanes, at most ``most`` at a time; whoever asks for more asks too much."""

    def __init__(self, most: int, proxy: str = "", transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._most = most
        self._proxies = Proxies(proxy)
        self._given = transport
        self._idle: list[Lane] = []  # the longest idle first
        self._busy: set[Lane] = set()
        self._bare_tls: ssl.SSLContext | None = None
        self._tls: asyncio.Task[ssl.SSLContext] | None = None
        self._closer: asyncio.TimerHandle | None = None
        self._closing: set[asyncio.Task[None]] = set()

    async def take(self, address: Address, *, fresh: bool = False) -> Lane:
        """A lane for the address; ``fresh``: one without a connection. Give it back with ``give_back``."""
        kind = (address.scheme == "https", self._proxies.proxy_for(address))
        lane = None if fresh else self._pop_idle(address.origin, kind)
        if lane is None:
            lane = Lane(kind, await self._make_transport(*kind))
        if self._closer is not None:
            self._closer.cancel()
            self._closer = None
        self._busy.add(lane)
        return lane

    def _pop_idle(self, origin: Origin, kind: tuple[bool, str]) -> Lane | None:
        for index in range(len(self._idle) - 1, -1, -1):
            if self._idle[index].origin == origin and self._idle[index].kind == kind:
                return self._idle.pop(index)
        if len(self._idle) + len(self._busy) >= self._most:
            for index, lane in enumerate(self._idle):
                if lane.kind == kind:  # its connection is dropped by its pool
                    return self._idle.pop(index)
            if self._idle:
                self._close_later(self._idle.pop(0))
        return None

    def give_back(self, lane: Lane) -> None:
        """Takes the lane back. A broken one, or one too many, is closed."""
        self._busy.remove(lane)
        if lane.broken or len(self._idle) + len(self._busy) >= self._most:
            self._close_later(lane)
        else:
            self._idle.append(lane)
        if not self._busy and self._closer is None:
            self._closer = asyncio.get_running_loop().call_later(IDLE_SECONDS, self._close_idle)

    def _close_idle(self) -> None:
        self._closer = None
        for lane in self._idle:
            self._close_later(lane)
        self._idle.clear()

    def _close_later(self, lane: Lane) -> None:
        if lane.transport is not self._given:
            task = asyncio.get_running_loop().create_task(_close(lane.transport))
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    async def _make_transport(self, secure: bool, proxy: str) -> httpx.AsyncBaseTransport:
        if self._given is not None:
            return self._given
        context = await self._tls_context() if secure or proxy.startswith("https") else self._no_tls()
        limits = httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=IDLE_SECONDS)
        if not proxy:
            return httpx.AsyncHTTPTransport(verify=context, limits=limits, trust_env=False)
        try:
            through = httpx.Proxy(proxy, ssl_context=context if proxy.startswith("https") else None)
            return httpx.AsyncHTTPTransport(verify=context, limits=limits, proxy=through)
        except (ValueError, ImportError, httpx.InvalidURL) as error:  # SOCKS wants another package
            raise httpx.ProxyError(str(error)) from error

    def _no_tls(self) -> ssl.SSLContext:
        """A context that knows no authority: free to make, and if ever used it trusts nobody."""
        if self._bare_tls is None:
            self._bare_tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        return self._bare_tls

    async def _tls_context(self) -> ssl.SSLContext:
        # Reading the authorities takes tens of milliseconds: once, aside, and only for https.
        if self._tls is None:
            self._tls = asyncio.ensure_future(asyncio.to_thread(httpx.create_ssl_context))
        return await asyncio.shield(self._tls)

    async def aclose(self) -> None:
        if self._closer is not None:
            self._closer.cancel()
            self._closer = None
        self._close_idle()
        if self._tls is not None:
            self._tls.cancel()
        if self._closing:
            await asyncio.gather(*self._closing, return_exceptions=True)
        if self._given is not None:
            await self._given.aclose()


async def _close(transport: httpx.AsyncBaseTransport) -> None:
    with suppress(httpx.HTTPError, OSError):  # a broken line is closed enough
        await transport.aclose()


class Proxies:
    """Which proxy to ask: the given one, else what the environment says (``https_proxy``, ``no_proxy`` …).

    This machine itself is never asked through a proxy. Read once: it costs a request nothing.
    """

    def __init__(self, proxy: str = "") -> None:
        self._given = proxy
        self._environment: dict[str, str] = {} if proxy else getproxies_environment()

    def proxy_for(self, address: Address) -> str:
        if self._given:
            return "" if address.loopback else self._given
        if not self._environment or address.loopback:
            return ""
        proxy = self._environment.get(address.scheme) or self._environment.get("all", "")
        if not proxy or proxy_bypass_environment(f"{address.host}:{address.port}", self._environment):
            return ""
        return proxy if "://" in proxy else f"http://{proxy}"
