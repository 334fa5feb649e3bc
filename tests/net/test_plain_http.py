"""What is read without the library is what the library reads."""

from __future__ import annotations

import asyncio

import pytest

from tests.net.rough_server import Request, RoughServer, Route, Writer, answer
from tui.net.address import Address, parse_address
from tui.net.client import Client
from tui.net.exchange import exchange
from tui.net.failures import BadAnswer
from tui.net.lanes import Lanes
from tui.net.library import httpcore
from tui.net.plain_http import PlainConnection
from tui.net.reply import Limits
from tui.net.streams import Backend

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
PLAIN = {
    "a length": OK + b'Content-Length: 3\r\nETag: "x"\r\n\r\nabc',
    "nothing": OK + b"Content-Length: 0\r\n\r\n",
    "no reason": b"HTTP/1.1 200 \r\nContent-Length: 1\r\n\r\na",
    "a field twice": OK + b"Vary: a\r\nVARY:\tb \r\nContent-Length: 1\r\n\r\na",
    "bytes that are no ASCII": OK + b"X: caf\xe9\r\nContent-Length: 1\r\n\r\na",
    "chunks": CHUNKED + b"3\r\nabc\r\nA;x=y \r\n0123456789\r\n0\r\n\r\n",
    "chunks with a trailer": CHUNKED + b"1\r\na\r\n0\r\nX: y\r\n\r\n",
    "a status without a body": b"HTTP/1.1 204 No Content\r\n\r\n",
    "an error": b"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone",
    "a close": OK + b"Connection: close\r\nContent-Length: 1\r\n\r\na",
}
ODD = {
    "HTTP/1.0": b"HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na",
    "an early hint": b"HTTP/1.1 103 Early Hints\r\n\r\n" + OK + b"Content-Length: 1\r\n\r\na",
    "bare line feeds": b"HTTP/1.1 200 OK\nContent-Length: 1\n\na",
    "a folded field": OK + b"X: a\r\n b\r\nContent-Length: 1\r\n\r\na",
    "two lengths alike": OK + b"Content-Length: 1\r\nContent-Length: 1\r\n\r\na",
    "a length and chunks": OK + b"Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
    "until the end": OK + b"\r\nto the end",
    "a status without a reason": b"HTTP/1.1 200\r\nContent-Length: 1\r\n\r\na",
}
BROKEN = {
    "two lengths": OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "too short": OK + b"Content-Length: 9\r\n\r\nabc",
    "no chunk": CHUNKED + b"abc\r\n",
    "a chunk without its end": CHUNKED + b"1\r\nab\r\n0\r\n\r\n",
    "half a chunk": CHUNKED + b"9\r\nabc",
    "no HTTP": b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
    "half a head": OK + b"Content-",
    "a space in a name": OK + b"Content Length: 1\r\n\r\na",
    "a null": OK + b"X: a\0b\r\nContent-Length: 1\r\n\r\na",
    "nothing": b"",
}


def torn(data: bytes, size: int) -> Route:
    """Writes so many bytes at a time, each in a packet of its own, and closes."""

    async def behave(_request: Request, writer: Writer) -> None:
        for start in range(0, len(data), size):
            writer.write(data[start : start + size])
            await writer.drain()
            await asyncio.sleep(0)

    return behave


async def by_library(address: Address) -> tuple[int, dict[str, str], bytes]:
    stream = await Backend().connect_tcp(address.host, address.port, 5.0)
    origin = httpcore.Origin(b"http", address.host.encode(), address.port)
    connection = httpcore.AsyncHTTP11Connection(origin, stream)
    url = httpcore.URL(scheme=b"http", host=address.host, port=address.port, target=b"/")
    headers = [(b"host", b"x")]
    async with connection, connection.stream("GET", url, headers=headers) as response:
        fields: dict[str, str] = {}
        for name, value in response.headers:
            key, text = name.decode("latin-1").lower(), value.decode("latin-1")
            fields[key] = f"{fields[key]}, {text}" if key in fields else text
        return response.status, fields, await response.aread()


async def by_hand(address: Address) -> tuple[tuple[int, dict[str, str], bytes] | None, bool]:
    """The answer, if it is a plain one, and whether the connection serves again."""
    stream = await Backend().connect_tcp(address.host, address.port, 5.0)
    origin = httpcore.Origin(b"http", address.host.encode(), address.port)
    connection = PlainConnection(origin, stream, 30.0)
    try:
        coming = await connection.ask(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n", 5.0)
        if coming is None:
            return None, connection.reusable
        body = b"".join([chunk async for chunk in coming.chunks])
        return (coming.status, coming.fields, body), connection.reusable
    finally:
        await connection.aclose()


@pytest.mark.parametrize("size", [1, 7, 10_000])
@pytest.mark.parametrize("data", PLAIN.values(), ids=PLAIN.keys())
def test_a_plain_answer_is_the_librarys(data: bytes, size: int) -> None:
    async def scene() -> None:
        async with RoughServer({"/": torn(data, size)}) as server:
            address = parse_address(server.url())
            read, reusable = await by_hand(address)
            assert read == await by_library(address)
            assert reusable == (b"close" not in data)

    asyncio.run(scene())


@pytest.mark.parametrize("data", ODD.values(), ids=ODD.keys())
def test_an_odd_answer_is_left_to_the_library(data: bytes) -> None:
    async def scene() -> None:
        async with RoughServer({"/": torn(data, 7)}) as server:
            address = parse_address(server.url())
            assert await by_hand(address) == (None, False)
            lanes = Lanes(4)
            asked = await exchange(lanes, address, [], Limits(), 5.0)
            assert (asked.status, asked.headers, asked.body) == await by_library(address)
            assert len(server.requests) == 3  # one of each: none was asked twice
            await lanes.aclose()

    asyncio.run(scene())


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_answer_is_broken_for_both(data: bytes) -> None:
    async def scene() -> None:
        async with RoughServer({"/": torn(data, 7)}) as server, Client() as client:
            with pytest.raises(httpcore.RemoteProtocolError):
                await by_library(parse_address(server.url()))
            with pytest.raises(BadAnswer):
                await client.get(server.url())

    asyncio.run(scene())


def test_what_follows_an_answer_unasked_ends_the_connection() -> None:
    async def scene() -> None:
        async with RoughServer({"/": answer(b"abc") + b"HTTP/1.1 200 OK\r\n"}) as server:
            read, reusable = await by_hand(parse_address(server.url()))
            assert read is not None
            assert read[2] == b"abc"
            assert not reusable

    asyncio.run(scene())


def test_a_request_that_is_not_to_the_letter_is_not_sent() -> None:
    async def scene() -> None:
        async with RoughServer({"/": answer(b"abc")}) as server:
            stream = await Backend().connect_tcp("127.0.0.1", server.port, 5.0)
            connection = PlainConnection(httpcore.Origin(b"http", b"127.0.0.1", server.port), stream, 30.0)
            assert await connection.ask(b"GET / HTTP/1.1\r\nhost: x\r\nx: a\nb: c\r\n\r\n", 5.0) is None
            await connection.aclose()
            assert server.requests == []

    asyncio.run(scene())
