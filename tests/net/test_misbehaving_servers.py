"""Every way a server can misbehave ends in a named failure that says where and what next."""

from __future__ import annotations

import asyncio
import gzip
import socket
import zlib

import pytest

from tests.net.rough_server import (
    RoughServer,
    Route,
    answer,
    endless,
    moved,
    never,
    then_close,
    then_never,
    trickling,
)
from tui.model import Failure
from tui.net.client import Client, Limits
from tui.net.failures import (
    BadAddress,
    BadAnswer,
    Gone,
    NeedsLogin,
    NotFound,
    ServerFailed,
    TimedOut,
    TooLarge,
    TooManyRequests,
    TryLater,
    Unreachable,
)

SMALL = Limits(max_bytes=50_000, connect=5, read=0.2, total=5)
HURRIED = Limits(max_bytes=50_000, connect=5, read=5, total=0.3)
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"transfer-encoding: chunked\r\n\r\n"
BOMB = gzip.compress(b"\0" * 20_000_000)


def failure_of(route: Route, limits: Limits = SMALL, path: str = "/section/feed.xml?key=hidden") -> Failure:
    """What ``get`` raises when the server does that; and the client still works after it."""

    async def scene() -> Failure:
        async with RoughServer({path: route, "/well": answer(b"fine")}) as server, Client() as client:
            with pytest.raises(Failure) as caught:
                await client.get(server.url(path).replace("://", "://ada:secret@"), limits=limits)
            if not isinstance(caught.value, TryLater):
                assert (await client.get(server.url("/well"))).body == b"fine"
            return caught.value

    failure = asyncio.run(scene())
    said = f"{failure.sentence} {failure.next_step}"
    assert "127.0.0.1" in failure.sentence
    assert failure.next_step
    assert not {"ada", "secret", "hidden"} & set(said.replace(":", " ").replace("@", " ").split())
    return failure


@pytest.mark.parametrize(
    ("status", "kind", "code"),
    [
        (401, NeedsLogin, "needs-login"),
        (403, NeedsLogin, "needs-login"),
        (404, NotFound, "not-found"),
        (410, Gone, "gone"),
        (429, TooManyRequests, "too-many-requests"),
        (503, TryLater, "try-later"),
        (400, ServerFailed, "server-failed"),
        (418, ServerFailed, "server-failed"),
        (500, ServerFailed, "server-failed"),
        (502, ServerFailed, "server-failed"),
        (999, ServerFailed, "server-failed"),
        (300, ServerFailed, "server-failed"),
    ],
)
def test_a_status_is_a_failure_by_name(status: int, kind: type[Failure], code: str) -> None:
    failure = failure_of(answer(b"<h1>sorry</h1>", status))
    assert type(failure) is kind
    assert failure.code == code


@pytest.mark.parametrize("route", [never, then_never(OK), then_never(OK + b"content-length: 9\r\n\r\nabc")])
def test_silence_times_out(route: Route) -> None:
    failure = failure_of(route)
    assert type(failure) is TimedOut
    assert failure.code == "timeout"


@pytest.mark.parametrize(
    "route",
    [
        trickling(CHUNKED, b"1\r\nx\r\n", 0.01),
        trickling(OK, b"x-more: 1\r\n", 0.01),
        trickling(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.01),
        endless(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    ],
)
def test_a_trickle_ends_with_the_total_time(route: Route) -> None:
    assert type(failure_of(route, HURRIED)) is TimedOut


@pytest.mark.parametrize(
    "route",
    [
        endless(CHUNKED, b"400\r\n" + b"x" * 1024 + b"\r\n"),
        endless(OK + b"\r\n", b"x" * 1024),
        then_never(OK + b"content-length: 999999999999\r\n\r\n"),
        then_never(OK + b"content-length: 50001\r\n\r\n"),
        answer(b"x" * 50_001),
        answer(gzip.compress(bytes(range(256)) * 300, mtime=0), content_encoding="gzip"),
        endless(OK + b"content-encoding: gzip\r\n\r\n", gzip.compress(b"")),
    ],
)
def test_an_answer_without_end_is_too_large(route: Route) -> None:
    failure = failure_of(route)
    assert isinstance(failure, TooLarge | BadAnswer)
    assert "48.8 kB" in failure.sentence or isinstance(failure, BadAnswer)


@pytest.mark.parametrize(
    "route",
    [
        answer(BOMB, content_encoding="gzip"),
        answer(zlib.compress(b"\0" * 20_000_000), content_encoding="deflate"),
        then_never(OK + b"content-encoding: gzip\r\n\r\n" + BOMB),
    ],
)
def test_a_bomb_is_not_unpacked(route: Route) -> None:
    assert type(failure_of(route)) is BadAnswer


@pytest.mark.parametrize(
    "route",
    [
        then_close(OK + b"content-length: 100\r\n\r\nshort"),
        then_close(CHUNKED + b"5\r\nab"),
        then_close(CHUNKED + b"zz\r\nab\r\n"),
        then_close(b""),
        then_close(b"HTTP/1.1 200"),
        then_close(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"),
        then_close(b"\x15\x03\x01\x00\x02\x02\x50"),
        then_close(OK + b"content-length: -5\r\n\r\nabc"),
        then_close(OK + b"content-length: 5\r\ncontent-length: 7\r\n\r\nabcdefg"),
        then_close(OK + b"broken header\r\n\r\n"),
        then_close(OK + b"x: " + b"y" * 500_000 + b"\r\n\r\n"),
        endless(OK, b"x-flood: 1\r\n" * 1_000),
        answer(b"not packed", content_encoding="gzip"),
        answer(gzip.compress(b"news", mtime=0)[:-6], content_encoding="gzip"),
        answer(b"??", content_encoding="br"),
        answer(b"??", content_encoding="gzip, gzip"),
    ],
)
def test_a_broken_answer_is_named_so(route: Route) -> None:
    failure = failure_of(route)
    assert isinstance(failure, BadAnswer | Unreachable)
    assert not isinstance(failure, TimedOut)


def test_too_short_a_length_does_not_spoil_the_next_answer() -> None:
    async def scene() -> None:
        short = OK + b"content-length: 3\r\n\r\nabcdef"
        async with RoughServer({"/short": short, "/well": answer(b"fine")}) as server, Client() as client:
            assert (await client.get(server.url("/short"))).body == b"abc"
            assert (await client.get(server.url("/well"))).body == b"fine"

    asyncio.run(scene())


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "javascript:alert(1)",
        "gopher://x",
        "http://",
        "http://[::1",
        "http://a b/",
        "http://x:99999/",
        "",
    ],
)
def test_a_redirect_off_the_web_is_not_followed(location: str) -> None:
    assert type(failure_of(moved(location))) is BadAnswer


def test_redirects_in_a_circle_and_without_end() -> None:
    async def scene() -> None:
        async with RoughServer({"/a": moved("/b"), "/b": moved("/a#again")}) as server, Client() as client:
            with pytest.raises(BadAnswer, match="circle"):
                await client.get(server.url("/a"))
            assert server.paths == ["/a", "/b"]
            server.otherwise = lambda request: moved(request.path + "x")
            server.requests.clear()
            with pytest.raises(BadAnswer, match="more than 10 times"):
                await client.get(server.url("/x"))
            assert len(server.requests) == 11

    asyncio.run(scene())


def test_an_error_page_without_end_is_still_the_error() -> None:
    assert type(failure_of(endless(b"HTTP/1.1 404 No\r\n\r\n", b"x" * 1000))) is NotFound
    assert type(failure_of(then_never(b"HTTP/1.1 410 No\r\ncontent-length: 5\r\n\r\n"))) is Gone


def test_nobody_listens() -> None:
    async def scene() -> None:
        with socket.socket() as held:
            held.bind(("127.0.0.1", 0))
            async with Client() as client:
                with pytest.raises(Unreachable, match="refuses"):
                    await client.get(f"http://127.0.0.1:{held.getsockname()[1]}/")

    asyncio.run(scene())


def test_https_asked_of_a_server_that_speaks_none() -> None:
    async def scene() -> None:
        async with RoughServer() as server, Client() as client:
            with pytest.raises(Failure) as caught:
                await client.get(server.url().replace("http:", "https:"), limits=Limits(connect=0.3))
            assert isinstance(caught.value, Unreachable | BadAnswer)

    asyncio.run(scene())


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "nonsense://x", "http://127.0.0.1:1"])
def test_a_proxy_that_is_none(proxy: str) -> None:
    async def scene() -> None:
        async with Client(proxy=proxy) as client:
            with pytest.raises(Unreachable):
                await client.get("http://example.test/")

    asyncio.run(scene())


@pytest.mark.parametrize("url", ["", "news", "file:///etc/passwd", "http://", "http://a\nb/", "http://x:y/"])
def test_what_is_no_web_address_is_not_asked(url: str) -> None:
    async def scene() -> None:
        async with Client() as client:
            with pytest.raises(BadAddress):
                await client.get(url)

    asyncio.run(scene())
