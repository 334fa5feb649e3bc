"""A server on loopback that answers with exactly the bytes it is told to, well-mannered or not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

Writer = asyncio.StreamWriter


@dataclass(frozen=True)
class Request:
    """One request as it came: ``connection`` counts from 1."""

    path: str
    headers: Mapping[str, str]
    connection: int
    method: str = "GET"
    body: bytes = b""


Behaviour = Callable[[Request, Writer], Awaitable[None]]
Route = bytes | Behaviour
Fallback = Callable[[Request], Route]


def answer(
    body: bytes | str = b"", status: int = 200, headers: Mapping[str, str] | None = None, **more: str
) -> bytes:
    """A proper answer. Keyword arguments are header fields: ``content_type`` is Content-Type."""
    data = body.encode() if isinstance(body, str) else body
    fields = {"content-length": str(len(data)), **(headers or {})}
    fields |= {name.replace("_", "-"): value for name, value in more.items()}
    lines = [f"HTTP/1.1 {status} Whatever", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + data


def moved(location: str, status: int = 302) -> bytes:
    return answer(b"", status, location=location)


class RoughServer:
    """Serves ``routes``: a path's bytes are written as they are, a path's behaviour is awaited.

    After a behaviour the connection is closed; after bytes it is kept. A path
    that has no route answers 404.
    """

    def __init__(self, routes: Mapping[str, Route] | None = None, otherwise: Fallback | None = None) -> None:
        self.routes = dict(routes or {})
        self.otherwise = otherwise or (lambda _request: answer(b"nothing here", 404))
        self.requests: list[Request] = []
        self.connections = 0
        self.port = 0
        self._server: asyncio.Server | None = None
        self.tasks: set[asyncio.Task[None]] = set()

    @property
    def paths(self) -> list[str]:
        return [request.path for request in self.requests]

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        _type: type[BaseException] | None,
        _value: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        assert self._server is not None
        self._server.close()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: Writer) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        self.connections += 1
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await self._serve(reader, writer, self.connections)
        writer.close()
        self.tasks.discard(task)

    async def _serve(self, reader: asyncio.StreamReader, writer: Writer, connection: int) -> None:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            fields = (line.partition(":") for line in head[1:] if line)
            headers = {name.lower(): value.strip() for name, _colon, value in fields}
            method, path, _version = head[0].split(" ", 2)
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            request = Request(path, headers, connection, method, body)
            self.requests.append(request)
            route = self.routes.get(request.path) or self.otherwise(request)
            if isinstance(route, bytes):
                writer.write(route)
                await writer.drain()
            else:
                await route(request, writer)
                await writer.drain()
                return


async def never(_request: Request, _writer: Writer) -> None:
    """Takes the request and says nothing."""
    await asyncio.Event().wait()


def then_never(start: bytes) -> Behaviour:
    """Says so much, and then nothing more."""

    async def behave(_request: Request, writer: Writer) -> None:
        writer.write(start)
        await asyncio.Event().wait()

    return behave


def then_close(start: bytes) -> Behaviour:
    """Says so much and closes."""

    async def behave(_request: Request, writer: Writer) -> None:
        writer.write(start)

    return behave


def endless(start: bytes, more: bytes) -> Behaviour:
    """Says ``more`` over and over, as fast as it is read."""

    async def behave(_request: Request, writer: Writer) -> None:
        writer.write(start)
        while True:
            writer.write(more)
            await writer.drain()
            await asyncio.sleep(0)

    return behave


def trickling(start: bytes, drop: bytes, pause: float) -> Behaviour:
    """Says ``drop`` every ``pause`` seconds: never silent, never done."""

    async def behave(_request: Request, writer: Writer) -> None:
        writer.write(start)
        while True:
            writer.write(drop)
            await writer.drain()
            await asyncio.sleep(pause)

    return behave
