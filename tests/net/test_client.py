"""The client against a server that behaves: what is sent, what comes back, what is kept open."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from base64 import b64encode
from email.utils import formatdate

import pytest

from tests.net.rough_server import RoughServer, answer, moved
from tui.model import Validators
from tui.net.client import Client
from tui.net.failures import BadAnswer, TryLater


def test_a_reply_says_what_came_and_from_where() -> None:
    async def scene() -> None:
        page = answer(
            "grüße",
            content_type='application/rss+xml; charset="UTF-8"',
            etag='"v1"',
            last_modified="Tue, 24 Nov 2026 10:00:00 GMT",
            cache_control="public, max-age=600",
            age="100",
        )
        async with RoughServer({"/feed?a=1": page}) as server, Client() as client:
            reply = await client.get(server.url("/feed?a=1#top"), accept="application/rss+xml")
            assert (reply.status, reply.url) == (200, server.url("/feed?a=1"))
            assert reply.body.decode() == "grüße"
            assert reply.content_type.startswith("application/rss+xml")
            assert reply.charset == "utf-8"
            assert reply.validators == Validators('"v1"', "Tue, 24 Nov 2026 10:00:00 GMT")
            assert (reply.max_age, reply.retry_after, reply.not_modified) == (500, None, False)
            assert reply.permanent_url == ""
            assert reply.headers["etag"] == '"v1"'
            sent = server.requests[0].headers
            assert sent["accept"] == "application/rss+xml"
            assert sent["accept-encoding"] == "gzip, deflate"
            assert sent["user-agent"].startswith("wireroom/")
            assert sent["host"] == f"127.0.0.1:{server.port}"
            assert "authorization" not in sent

    asyncio.run(scene())


def test_validators_make_the_request_conditional() -> None:
    async def scene() -> None:
        async with RoughServer({"/": answer(b"", 304, etag='"v1"')}) as server, Client() as client:
            known = Validators('"v1"', "Tue, 24 Nov 2026 10:00:00 GMT")
            reply = await client.get(server.url(), validators=known)
            assert reply.not_modified
            assert reply.body == b""
            sent = server.requests[0].headers
            assert sent["if-none-match"] == '"v1"'
            assert sent["if-modified-since"] == known.last_modified

    asyncio.run(scene())


def test_not_modified_is_no_answer_to_who_has_nothing() -> None:
    async def scene() -> None:
        async with RoughServer({"/": answer(b"", 304)}) as server, Client() as client:
            with pytest.raises(Exception, match="304"):
                await client.get(server.url())

    asyncio.run(scene())


def test_a_validator_that_breaks_the_header_is_left_out() -> None:
    async def scene() -> None:
        async with RoughServer({"/": answer(b"x")}) as server, Client() as client:
            await client.get(server.url(), validators=Validators('"a"\r\nX-Evil: 1', "新しい"))
            assert not {"if-none-match", "if-modified-since", "x-evil"} & set(server.requests[0].headers)

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"news " * 1000, mtime=0)),
        ("x-gzip", gzip.compress(b"news " * 400, mtime=0) + gzip.compress(b"news " * 600, mtime=0)),
        ("gzip", gzip.compress(b"news " * 1000, mtime=0) + b"\0" * 64),
        ("deflate", zlib.compress(b"news " * 1000)),
        ("deflate", zlib.compress(b"news " * 1000)[2:-4]),
        ("identity", b"news " * 1000),
    ],
)
def test_a_packed_body_is_unpacked(encoding: str, packed: bytes) -> None:
    async def scene() -> None:
        async with (
            RoughServer({"/": answer(packed, content_encoding=encoding)}) as server,
            Client() as client,
        ):
            assert (await client.get(server.url())).body == b"news " * 1000

    asyncio.run(scene())


def test_chunks_and_a_body_that_ends_with_the_connection() -> None:
    async def scene() -> None:
        chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"

        async def until_close(_request: object, writer: asyncio.StreamWriter) -> None:
            writer.write(b"HTTP/1.0 200 OK\r\n\r\nall of it")

        async with RoughServer({"/c": chunked, "/e": until_close}) as server, Client() as client:
            assert (await client.get(server.url("/c"))).body == b"abcde"
            assert (await client.get(server.url("/e"))).body == b"all of it"

    asyncio.run(scene())


def test_a_connection_is_kept_and_used_again() -> None:
    async def scene() -> None:
        routes = {"/": answer(b"x"), "/gone": answer(b"no", 410), "/to": moved("/")}
        async with RoughServer(routes) as server, Client() as client:
            for _ in range(20):
                await client.get(server.url())
            with pytest.raises(Exception, match="gone for good"):
                await client.get(server.url("/gone"))
            await client.get(server.url("/to"))
            assert server.connections == 1
            await asyncio.gather(*(client.get(server.url()) for _ in range(50)))
            assert server.connections <= 50

    asyncio.run(scene())


def test_hands_are_never_more_than_the_concurrency() -> None:
    async def scene() -> None:
        async with RoughServer({"/": answer(b"x")}) as server, Client(concurrency=3) as client:
            await asyncio.gather(*(client.get(server.url()) for _ in range(40)))
            assert server.connections <= 3
            assert len(server.requests) == 40

    asyncio.run(scene())


def test_an_idle_connection_that_the_server_closed_is_not_held_against_it() -> None:
    async def scene() -> None:
        seen = 0

        async def once(_request: object, writer: asyncio.StreamWriter) -> None:
            nonlocal seen
            seen += 1
            if seen != 1:  # the kept connection: the request is taken, and the line cut
                writer.transport.abort()

        async with RoughServer({"/": answer(b"x"), "/cut": answer(b"y")}) as server, Client() as client:
            await client.get(server.url())
            server.routes["/cut"] = once
            seen = 1
            server.otherwise = lambda _request: answer(b"z")

            async def cut_then_answer(request: object, writer: asyncio.StreamWriter) -> None:
                server.routes["/cut"] = answer(b"second time")
                await once(request, writer)

            server.routes["/cut"] = cut_then_answer
            assert (await client.get(server.url("/cut"))).body == b"second time"
            assert server.connections == 2

    asyncio.run(scene())


def test_a_login_in_the_address_goes_to_its_host_alone() -> None:
    async def scene() -> None:
        async with RoughServer({"/here": answer(b"x")}) as server, Client() as client:
            server.routes["/there"] = moved(server.url("/here", host="localhost"))
            server.routes["/same"] = moved("/here", 301)
            start = server.url("/same").replace("://", "://ada:p%40ss@")
            reply = await client.get(start)
            basic = "Basic " + b64encode(b"ada:p@ss").decode()
            assert [r.headers.get("authorization") for r in server.requests] == [basic, basic]
            assert "ada" not in reply.url
            assert reply.permanent_url == server.url("/here").replace("://", "://ada:p%40ss@")

            server.requests.clear()
            start = server.url("/there").replace("://", "://ada:secret@")
            reply = await client.get(start, headers={"Cookie": "session=1"})
            assert [r.headers["host"].split(":")[0] for r in server.requests] == ["127.0.0.1", "localhost"]
            assert "authorization" in server.requests[0].headers
            assert not {"authorization", "cookie"} & set(server.requests[1].headers)

    asyncio.run(scene())


def test_a_login_is_not_sent_to_another_port_nor_taken_from_a_redirect() -> None:
    async def scene() -> None:
        async with (
            RoughServer({"/": answer(b"x")}) as other,
            RoughServer() as server,
            Client() as client,
        ):
            server.routes["/a"] = moved(other.url().replace("://", "://eve:eve@"))
            await client.get(server.url("/a").replace("://", "://ada:secret@"))
            assert "authorization" not in other.requests[0].headers

    asyncio.run(scene())


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_and_only_a_permanent_one_remembered(status: int) -> None:
    async def scene() -> None:
        routes = {"/a/old": moved("../new?x=1", status), "/new?x=1": answer(b"x")}
        async with RoughServer(routes) as server, Client() as client:
            reply = await client.get(server.url("/a/old"))
            assert reply.url == server.url("/new?x=1")
            assert reply.permanent_url == (reply.url if status in (301, 308) else "")

    asyncio.run(scene())


def test_one_temporary_hop_makes_the_move_temporary() -> None:
    async def scene() -> None:
        routes = {
            "/1": moved("/2", 301),
            "/2": moved("/3", 302),
            "/3": moved("/4", 308),
            "/4": answer(b"x"),
        }
        async with RoughServer(routes) as server, Client() as client:
            assert (await client.get(server.url("/1"))).permanent_url == ""
            assert (await client.get(server.url("/3"))).permanent_url == server.url("/4")

    asyncio.run(scene())


def test_a_location_in_raw_utf8_is_understood() -> None:
    async def scene() -> None:
        raw = "HTTP/1.1 302 Found\r\ncontent-length: 0\r\nlocation: /новости\r\n\r\n".encode()
        async with RoughServer({"/": raw}, lambda _request: answer(b"x")) as server, Client() as client:
            await client.get(server.url())
            assert server.paths[1] == "/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8"

    asyncio.run(scene())


def test_retry_after_keeps_the_host_in_peace() -> None:
    async def scene() -> None:
        async with RoughServer({"/": answer(b"", 429, retry_after="120")}) as server, Client() as client:
            with pytest.raises(TryLater) as first:
                await client.get(server.url())
            assert first.value.retry_after == 120
            with pytest.raises(TryLater) as second:
                await client.get(server.url("/another"))
            assert second.value.retry_after is not None
            assert 0 < second.value.retry_after <= 120
            assert server.paths == ["/"]

    asyncio.run(scene())


def test_retry_after_may_be_a_date_and_may_be_absent() -> None:
    async def scene() -> None:
        dated = answer(
            b"", 503, date=formatdate(1_000_000, usegmt=True), retry_after=formatdate(1_000_300, usegmt=True)
        )
        async with RoughServer({"/": answer(b"", 503), "/dated": dated}) as server, Client() as client:
            with pytest.raises(TryLater) as failure:
                await client.get(server.url())
            assert failure.value.retry_after is None
            with pytest.raises(TryLater) as failure:
                await client.get(server.url("/dated"))
            assert failure.value.retry_after == 300
            assert server.paths == ["/", "/dated"]

    asyncio.run(scene())


def test_a_cancelled_request_leaves_the_client_usable() -> None:
    async def scene() -> None:
        async def hold(_request: object, _writer: asyncio.StreamWriter) -> None:
            arrived.set()
            await asyncio.Event().wait()

        arrived = asyncio.Event()
        async with (
            RoughServer({"/": answer(b"x"), "/hold": hold}) as server,
            Client(concurrency=1) as client,
        ):
            await client.get(server.url())
            for _ in range(3):
                arrived.clear()
                task = asyncio.create_task(client.get(server.url("/hold")))
                await arrived.wait()
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
            assert (await client.get(server.url())).body == b"x"

    asyncio.run(scene())


def test_a_proxy_is_asked_for_other_hosts_and_never_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        async with RoughServer(otherwise=lambda request: answer(request.path)) as proxy:
            monkeypatch.setenv("http_proxy", proxy.url())
            monkeypatch.setenv("no_proxy", "elsewhere.test")
            async with Client() as client, RoughServer({"/": answer(b"own")}) as own:
                reply = await client.get("http://news.test/feed")
                assert reply.body == b"http://news.test/feed"
                assert (await client.get(own.url())).body == b"own"
            monkeypatch.delenv("http_proxy")
            async with Client(proxy=proxy.url()) as client:
                assert (await client.get("http://other.test/")).body == b"http://other.test/"

    asyncio.run(scene())


def test_a_closed_client_may_be_used_again() -> None:
    async def scene() -> None:
        async with RoughServer({"/": answer(b"x")}) as server:
            client = Client()
            await client.get(server.url())
            await client.aclose()
            await client.get(server.url())
            await client.aclose()
            assert server.connections == 2

    asyncio.run(scene())


def test_a_site_elsewhere_may_not_send_us_to_our_own_services() -> None:
    async def scene() -> None:
        async with (
            RoughServer({"/": answer(b"printer")}) as own,
            RoughServer(otherwise=lambda _request: moved(own.url())) as proxy,
            Client(proxy=proxy.url()) as client,
        ):
            with pytest.raises(BadAnswer, match="own services"):
                await client.get("http://evil.test/feed")
            assert own.paths == []

    asyncio.run(scene())
