"""Lanes: one connection each, many at a time, one TLS context for all.

A pool of the HTTP library looks at each of its connections at every request, so
one big pool costs milliseconds where many of one connection cost none of that.
A lane goes to one host, through one proxy or none, and keeps its connection there.
"""

from __future__ import annotations

import asyncio
import os
import ssl
from contextlib import suppress
from importlib.util import find_spec

from tui.net.address import Address
from tui.net.library import HTTP_ERRORS, httpcore, load_httpx
from tui.net.plain_http import PlainConnection
from tui.net.streams import Backend

IDLE_SECONDS = 30.0
Way = tuple[str, str, int, str]  # scheme, host, port, proxy
Connection = PlainConnection | httpcore.AsyncConnectionPool


class Lane:
    """One connection, or the place for it."""

    __slots__ = ("broken", "connection", "used", "way")

    def __init__(self, way: Way) -> None:
        self.way = way
        self.connection: Connection | None = None
        self.used = False  # it has given an answer
        self.broken = False

    @property
    def stale(self) -> bool:
        """Whether its connection was closed while it idled."""
        return isinstance(self.connection, PlainConnection) and self.connection.expired


class Lanes:
    """Hands out lanes, at most ``most`` at a time; whoever asks for more asks too much."""

    def __init__(self, most: int, proxy: str = "") -> None:
        self._most = most
        self._proxies = Proxies(proxy)
        self._backend = Backend()
        self._idle: list[Lane] = []  # the longest idle first
        self._busy: set[Lane] = set()
        self._bare_tls: ssl.SSLContext | None = None
        self._tls: asyncio.Task[ssl.SSLContext] | None = None
        self._closer: asyncio.TimerHandle | None = None
        self._closing: set[asyncio.Task[None]] = set()

    def take(self, address: Address, *, fresh: bool = False) -> Lane:
        """A lane for the address; ``fresh``: one without a connection. Give it back with ``give_back``."""
        way = (*address.origin, self._proxies.proxy_for(address))
        lane = None if fresh else self._pop_idle(way)
        if lane is None:
            if len(self._idle) + len(self._busy) >= self._most and self._idle:
                self._close_later(self._idle.pop(0))
            lane = Lane(way)
        if self._closer is not None:
            self._closer.cancel()
            self._closer = None
        self._busy.add(lane)
        return lane

    def _pop_idle(self, way: Way) -> Lane | None:
        for index in range(len(self._idle) - 1, -1, -1):
            if self._idle[index].way == way:
                lane = self._idle.pop(index)
                if not lane.stale:
                    return lane
                self._close_later(lane)
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
        if lane.connection is None:
            return
        task = asyncio.get_running_loop().create_task(_close(lane.connection))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def connect(self, lane: Lane, timeout: float) -> Connection:
        """The lane's connection, made if there is none; ``timeout`` seconds for each step of that."""
        if lane.connection is None:
            lane.connection = await self._connected(lane.way, timeout)
        return lane.connection

    async def _connected(self, way: Way, timeout: float) -> Connection:
        scheme, host, port, proxy = way
        secure = scheme == "https" or proxy.startswith("https")
        context = await self._tls_context() if secure else self._no_tls()
        if proxy:
            return httpcore.AsyncConnectionPool(
                ssl_context=context,
                proxy=_proxy(proxy, context),
                max_connections=1,
                keepalive_expiry=IDLE_SECONDS,
                network_backend=self._backend,
            )
        stream = await self._backend.connect_tcp(host, port, timeout)
        if scheme == "https":
            await stream.start_tls(context, host, timeout)
        origin = httpcore.Origin(scheme.encode("ascii"), host.encode("ascii"), port)
        return PlainConnection(origin, stream, IDLE_SECONDS)

    def _no_tls(self) -> ssl.SSLContext:
        """A context that knows no authority: free to make, and if ever used it trusts nobody."""
        if self._bare_tls is None:
            self._bare_tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        return self._bare_tls

    async def _tls_context(self) -> ssl.SSLContext:
        # Reading the authorities takes tens of milliseconds: once, aside, and only for https.
        if self._tls is None:
            self._tls = asyncio.ensure_future(asyncio.to_thread(_make_tls_context))
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


def _make_tls_context() -> ssl.SSLContext:
    context: ssl.SSLContext = load_httpx().create_ssl_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


def _proxy(proxy: str, context: ssl.SSLContext) -> httpcore.Proxy:
    """The proxy at an address, its login apart. Raises ``ProxyError`` for one that can't be used."""
    httpx = load_httpx()
    try:
        given = httpx.Proxy(proxy)
    except (ValueError, httpx.InvalidURL) as error:
        raise httpcore.ProxyError(str(error)) from error
    if proxy.startswith("socks") and find_spec("socksio") is None:  # it wants another package
        raise httpcore.ProxyError("no SOCKS")
    url = given.url
    return httpcore.Proxy(
        httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
        auth=given.raw_auth,
        ssl_context=context if proxy.startswith("https") else None,
    )


async def _close(connection: Connection) -> None:
    with suppress(*HTTP_ERRORS, OSError):  # a broken line is closed enough
        await connection.aclose()


class Proxies:
    """Which proxy to ask: the given one, else what the environment says (``https_proxy``, ``no_proxy`` …).

    This machine itself is never asked through a proxy. Read once: it costs a request nothing.
    """

    def __init__(self, proxy: str = "") -> None:
        self._given = proxy
        self._environment: dict[str, str] = {}
        if not proxy and any(name.lower().endswith("_proxy") for name in os.environ):
            from urllib.request import getproxies_environment  # it takes a while to import

            self._environment = getproxies_environment()

    def proxy_for(self, address: Address) -> str:
        if self._given:
            return "" if address.loopback else self._given
        if not self._environment or address.loopback:
            return ""
        from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]

        proxy = self._environment.get(address.scheme) or self._environment.get("all", "")
        if not proxy or proxy_bypass_environment(f"{address.host}:{address.port}", self._environment):
            return ""
        return proxy if "://" in proxy else f"http://{proxy}"
