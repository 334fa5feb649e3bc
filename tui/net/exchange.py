"""One request and its answer: the only place that sees the HTTP library fail."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn, cast

from tui.locale import _
from tui.net.address import DEFAULT_PORTS, Address, shown
from tui.net.blame import failure_for, too_large
from tui.net.decoding import CannotUnpack, Overflow, Unpacker
from tui.net.failures import BadAnswer, TimedOut
from tui.net.lanes import Connection, Lane, Lanes
from tui.net.library import HTTP_ERRORS, httpcore
from tui.net.plain_http import Arriving, Chunks, PlainConnection
from tui.net.reply import Limits

# A connection that idled may be closed just as it is used again: that says nothing of the site.
_STALE = (httpcore.RemoteProtocolError, httpcore.ReadError, httpcore.WriteError)
_DRAIN_BYTES = 65_536
_DRAIN_SECONDS = 1.0

RawHeaders = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Sending:
    """What a request carries to a server: its method, and a body."""

    method: str
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, header fields (lower-case names) and, for a 2xx or what was sent, the unpacked body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


async def exchange(
    lanes: Lanes,
    address: Address,
    headers: RawHeaders,
    limits: Limits,
    seconds: float,
    sending: Sending | None = None,
) -> Answer:
    """Asks the address once, without following it anywhere. ``seconds``: what is left of the total.

    ``sending`` goes out on a connection of its own: on one that idled it might have
    to be sent again, and nobody would know whether it came twice (RFC 9110 §9.2.2).

    Raises a failure of ``tui.net.failures`` for anything but an answer.
    """
    try:
        async with asyncio.timeout(seconds):
            if sending:
                return await _once(lanes, lanes.take(address, fresh=True), address, headers, limits, sending)
            return await _ask(lanes, address, headers, limits)
    except TimeoutError as error:
        raise TimedOut(
            _("{place} did not finish within {seconds:g} seconds.").format(
                place=shown(address.url), seconds=limits.total
            ),
            _("Try again later."),
        ) from error
    except (*HTTP_ERRORS, OSError, ValueError) as error:
        raise failure_for(error, address, limits) from error


async def _ask(lanes: Lanes, address: Address, headers: RawHeaders, limits: Limits) -> Answer:
    lane = lanes.take(address)
    try:
        return await _on(lanes, lane, address, headers, limits)
    except _STALE:
        if not lane.used:
            raise
    finally:
        lanes.give_back(lane)
    return await _once(lanes, lanes.take(address, fresh=True), address, headers, limits)


async def _once(
    lanes: Lanes,
    lane: Lane,
    address: Address,
    headers: RawHeaders,
    limits: Limits,
    sending: Sending | None = None,
) -> Answer:
    try:
        return await _on(lanes, lane, address, headers, limits, sending)
    finally:
        lanes.give_back(lane)


async def _on(
    lanes: Lanes,
    lane: Lane,
    address: Address,
    headers: RawHeaders,
    limits: Limits,
    sending: Sending | None = None,
) -> Answer:
    # Whatever goes wrong below leaves the connection in a state nobody knows.
    lane.broken = True
    connection = await lanes.connect(lane, limits.connect)
    coming = await _arriving(connection, address, headers, limits, sending)
    try:
        if 200 <= coming.status < 300 or sending:
            body, whole = await _body(coming, address, limits), True
        else:
            body, whole = b"", await _drained(coming)
    finally:
        await coming.chunks.aclose()
    lane.broken = not (whole and _serves_again(connection))
    lane.used = True
    return Answer(coming.status, coming.fields, body)


async def _arriving(
    connection: Connection, address: Address, headers: RawHeaders, limits: Limits, sending: Sending | None
) -> Arriving:
    library: httpcore.AsyncHTTP11Connection | httpcore.AsyncConnectionPool
    if isinstance(connection, PlainConnection):
        if not sending and (coming := await connection.ask(_written(address, headers), limits.read)):
            return coming
        library = connection.library()
    else:
        library = connection
    response = await library.handle_async_request(_request(address, headers, limits, sending))
    return Arriving(response.status, _fields(response.headers), cast(Chunks, response.stream))


def _serves_again(connection: Connection) -> bool:
    return not isinstance(connection, PlainConnection) or connection.reusable


def _written(address: Address, headers: RawHeaders) -> bytes:
    """The request as it is sent (RFC 9112 §3)."""
    place, _, target = address.url.partition("://")[2].partition("/")
    lines = [b"%b: %b\r\n" % field for field in headers]
    start = f"GET /{target} HTTP/1.1\r\nhost: {place}\r\n".encode("ascii")
    return b"".join((start, *lines, b"\r\n"))


def _request(
    address: Address, headers: RawHeaders, limits: Limits, sending: Sending | None
) -> httpcore.Request:
    place, _, target = address.url.partition("://")[2].partition("/")
    scheme, host = address.scheme.encode("ascii"), address.host.encode("ascii")
    port = None if address.port == DEFAULT_PORTS[address.scheme] else address.port
    timeouts = {
        "connect": limits.connect,
        "read": limits.read,
        "write": limits.read,
        "pool": limits.connect,
    }
    return httpcore.Request(
        sending.method if sending else b"GET",
        httpcore.URL(scheme=scheme, host=host, port=port, target=f"/{target}".encode("ascii")),
        headers=[(b"host", place.encode("ascii")), *headers],
        content=sending.body if sending else None,
        extensions={"timeout": timeouts},
    )


def _fields(raw: RawHeaders) -> dict[str, str]:
    fields: dict[str, str] = {}
    for name, value in raw:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        fields[key] = f"{fields[key]}, {text}" if key in fields else text
    return fields


async def _body(coming: Arriving, address: Address, limits: Limits) -> bytes:
    length = coming.fields.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length[:20]) > limits.max_bytes:
        raise too_large(address, limits)
    try:
        unpacker = Unpacker(coming.fields.get("content-encoding", ""), limits.max_bytes)
        async for chunk in coming.chunks:
            unpacker.feed(chunk)
        return unpacker.body()
    except Overflow as overflow:
        if not overflow.bomb:
            raise too_large(address, limits) from overflow
        _bad(address, _("{place} packs an enormous answer into a few bytes."), overflow)
    except CannotUnpack as error:
        _bad(address, _("What {place} sent can't be unpacked."), error)


def _bad(address: Address, sentence: str, error: Exception) -> NoReturn:
    raise BadAnswer(
        sentence.format(place=shown(address.url)), _("Open it in a browser, or tell the site.")
    ) from error


async def _drained(coming: Arriving) -> bool:
    """Reads away a short body, so that its connection serves again. False if it is too much to read."""
    size = 0
    with contextlib.suppress(TimeoutError, *HTTP_ERRORS):
        async with asyncio.timeout(_DRAIN_SECONDS):
            async for chunk in coming.chunks:
                size += len(chunk)
                if size > _DRAIN_BYTES or coming.status == 304:  # has no body (RFC 9110 §15.4.5)
                    return False
            return True
    return False
