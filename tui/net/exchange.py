"""One request and its answer: the only place that sees the HTTP library fail."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from tui.locale import _
from tui.net.address import Address, shown
from tui.net.blame import failure_for, too_large
from tui.net.decoding import CannotUnpack, Overflow, Unpacker
from tui.net.failures import BadAnswer, TimedOut
from tui.net.lanes import Lane, Lanes
from tui.net.library import httpx
from tui.net.reply import Limits

# A connection that idled may be closed just as it is used again: that says nothing of the site.
_STALE = (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError)
_DRAIN_BYTES = 65_536
_DRAIN_SECONDS = 1.0

RawHeaders = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, header fields (lower-case names) and, for a 2xx, the unpacked body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


async def exchange(
    lanes: Lanes, address: Address, headers: RawHeaders, limits: Limits, seconds: float
) -> Answer:
    """Asks the address once, without following it anywhere. ``seconds``: what is left of the total.

    Raises a failure of ``tui.net.failures`` for anything but an answer.
    """
    try:
        async with asyncio.timeout(seconds):
            return await _ask(lanes, address, headers, limits)
    except TimeoutError as error:
        raise TimedOut(
            _("{place} did not finish within {seconds:g} seconds.").format(
                place=shown(address.url), seconds=limits.total
            ),
            _("Try again later."),
        ) from error
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        raise failure_for(error, address, limits) from error


async def _ask(lanes: Lanes, address: Address, headers: RawHeaders, limits: Limits) -> Answer:
    lane = await lanes.take(address)
    try:
        return await _on(lane, address, headers, limits)
    except _STALE:
        if lane.origin != address.origin:
            raise
    finally:
        lanes.give_back(lane)
    lane = await lanes.take(address, fresh=True)
    try:
        return await _on(lane, address, headers, limits)
    finally:
        lanes.give_back(lane)


async def _on(lane: Lane, address: Address, headers: RawHeaders, limits: Limits) -> Answer:
    # Whatever goes wrong below leaves the connection in a state nobody knows.
    lane.broken = True
    request = httpx.Request(
        "GET",
        address.url,
        headers=headers,
        extensions={
            "timeout": {
                "connect": limits.connect,
                "read": limits.read,
                "write": limits.read,
                "pool": limits.connect,
            }
        },
    )
    response = await lane.transport.handle_async_request(request)
    stream = response.stream
    assert isinstance(stream, httpx.AsyncByteStream)
    try:
        fields = _fields(response.headers.raw)
        if 200 <= response.status_code < 300:
            body = await _body(stream, fields, address, limits)
            lane.broken = False
        else:
            body = b""
            lane.broken = not await _drained(stream)
    finally:
        await stream.aclose()
    lane.origin = address.origin
    return Answer(response.status_code, fields, body)


def _fields(raw: RawHeaders) -> dict[str, str]:
    fields: dict[str, str] = {}
    for name, value in raw:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        fields[key] = f"{fields[key]}, {text}" if key in fields else text
    return fields


async def _body(
    stream: httpx.AsyncByteStream, fields: Mapping[str, str], address: Address, limits: Limits
) -> bytes:
    length = fields.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length[:20]) > limits.max_bytes:
        raise too_large(address, limits)
    try:
        unpacker = Unpacker(fields.get("content-encoding", ""), limits.max_bytes)
        async for chunk in stream:
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


async def _drained(stream: httpx.AsyncByteStream) -> bool:
    """Reads away a short body, so that its connection serves again. False if it is too much to read."""
    size = 0
    with contextlib.suppress(TimeoutError, httpx.HTTPError):
        async with asyncio.timeout(_DRAIN_SECONDS):
            async for chunk in stream:
                size += len(chunk)
                if size > _DRAIN_BYTES:
                    return False
            return True
    return False
