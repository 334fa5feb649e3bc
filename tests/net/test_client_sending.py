"""The client where it sends: once, to one address, where nobody reads along."""

from __future__ import annotations

import asyncio

import pytest

from tests.net.rough_server import Request, RoughServer, Writer, answer, moved
from tui.net.client import Client
from tui.net.failures import BadAnswer, HostResting, NotPrivate, TooManyRequests


def test_what_is_sent_arrives_once_with_its_body_and_a_refusal_keeps_its_reason() -> None:
    async def scene() -> None:
        refusal = answer('{"message": "closed"}', 403, content_type="application/json")
        async with (
            RoughServer({"/new": answer("made", 201), "/closed": refusal}) as server,
            Client() as client,
        ):
            made = await client.send("POST", server.url("/new"), b'{"text": "Hear"}', headers={"x-key": "k"})
            assert (made.status, made.body) == (201, b"made")
            sent = server.requests[0]
            assert sent.method == "POST"
            assert sent.body == b'{"text": "Hear"}'
            assert sent.headers["content-length"] == "16"
            assert sent.headers["content-type"] == "application/json"
            assert sent.headers["x-key"] == "k"
            refused = await client.send("DELETE", server.url("/closed"))
            assert (refused.status, refused.body) == (403, b'{"message": "closed"}')
            assert server.requests[1].method == "DELETE"

    asyncio.run(scene())


def test_what_is_sent_goes_out_on_a_connection_that_nothing_was_asked_on() -> None:
    async def scene() -> None:
        async with RoughServer({"/": answer("x")}) as server, Client() as client:
            await client.get(server.url())
            await client.send("POST", server.url())
            assert server.connections == 2

    asyncio.run(scene())


def test_what_may_come_twice_goes_out_on_an_open_connection_and_again_where_that_was_closed() -> None:
    async def scene() -> None:
        async def once(request: Request, writer: Writer) -> None:
            writer.write(answer("x"))  # and then the connection is closed

        async with RoughServer({"/": answer("x"), "/last": once}) as server, Client() as client:
            await client.get(server.url())
            await client.request("PUT", server.url(), b"one")
            await client.request("GET", server.url())
            await client.get(server.url())
            assert server.connections == 1
            await client.request("PUT", server.url("/last"), b"two")
            assert (await client.request("PUT", server.url(), b"three")).body == b"x"
            assert [one.body for one in server.requests] == [b"", b"one", b"", b"", b"two", b"three"]

    asyncio.run(scene())


def test_a_request_that_waits_for_news_keeps_nothing_else_waiting() -> None:
    async def scene() -> None:
        news = asyncio.Event()

        async def wait(request: Request, writer: Writer) -> None:
            await news.wait()
            writer.write(answer("news"))

        routes = {"/": answer("x"), "/wait": wait}
        async with RoughServer(routes) as server, Client(per_host=1, concurrency=1) as client:
            waiting = asyncio.create_task(client.request("GET", server.url("/wait")))
            assert (await client.request("PUT", server.url(), b"x")).body == b"x"
            assert (await client.get(server.url())).body == b"x"
            assert not waiting.done()
            news.set()
            assert (await waiting).body == b"news"

    asyncio.run(scene())


def test_a_request_for_patience_is_given_back_with_its_body() -> None:
    async def scene() -> None:
        busy = answer('{"retry_after_ms": 20}', 429)
        async with RoughServer({"/": busy}) as server, Client() as client:
            for _again in range(2):  # the host is not left alone for it: its body says what is
                reply = await client.request("PUT", server.url(), b"x")
                assert (reply.status, reply.body) == (429, b'{"retry_after_ms": 20}')
            with pytest.raises(TooManyRequests):
                await client.send("PUT", server.url(), b"x")
            with pytest.raises(HostResting):
                await client.request("PUT", server.url(), b"x")

    asyncio.run(scene())


def test_what_is_sent_is_led_nowhere_else() -> None:
    async def scene() -> None:
        async with (
            RoughServer({"/old": moved("/new", 307), "/new": answer("x")}) as server,
            Client() as client,
        ):
            with pytest.raises(BadAnswer, match="moved"):
                await client.send("POST", server.url("/old"), b"secret")
            assert [one.path for one in server.requests] == ["/old"]

    asyncio.run(scene())


def test_nothing_is_sent_where_it_could_be_read_on_the_way() -> None:
    async def scene() -> None:
        async with Client() as client:
            with pytest.raises(NotPrivate, match=r"forum\.example") as failed:
                await client.send("POST", "http://forum.example/login", b"secret")
            assert "secret" not in str(failed.value)

    asyncio.run(scene())
