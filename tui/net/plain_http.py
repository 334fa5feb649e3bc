"""Ordinary answers to ordinary requests, HTTP/1.1 (RFC 9112), read here; the library reads whatever is odd.

The library takes 0.35 ms of processor time for a request and its answer, more than all the
rest that an unchanged source costs; this takes a fifth of it. Only the plain case is read
here: a GET, a head to the letter of the grammar, a body framed by one ``Content-Length``
or by chunks. Anything else the library reads from the answer's first byte on, so that it
alone decides what is forgiven.
"""

from __future__ import annotations

import re
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from tui.net.library import httpcore
from tui.net.streams import Stream

_TOKEN = rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_FIELDS = rb"(?:" + _TOKEN + rb":[\t\x20-\x7e\x80-\xff]*\r\n)*"
_REQUEST = re.compile(rb"GET [\x21-\x7e]+ HTTP/1\.1\r\n" + _FIELDS + rb"\r\n")
_HEAD = re.compile(rb"HTTP/1\.1 ([2-5]\d\d) [\t\x20-\x7e\x80-\xff]*\r\n(" + _FIELDS + rb")\r\n")
_BEGINNING = b"HTTP/1.1 "
_HEAD_ENDS = re.compile(rb"\n\r?\n")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,15})(?:;[\t\x20-\x7e\x80-\xff]*)?[ \t]*\r\n")
_LONGEST_HEAD = 64 * 1024
_LONGEST_LINE = 4 * 1024  # of a chunk's head, or of a trailer
_MOST_TRAILERS = 100
_READ = 64 * 1024


class Chunks(Protocol):
    """A body as it arrives."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...

    async def aclose(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Arriving:
    """An answer: its status, its fields by their names in lower case, its body as it arrives."""

    status: int
    fields: dict[str, str]
    chunks: Chunks


class PlainConnection:
    """One connection to one host, no proxy between; one request at a time.

    ``reusable`` once an answer has come whole and the server keeps the connection.
    """

    def __init__(self, origin: httpcore.Origin, stream: Stream, keep_seconds: float) -> None:
        self.reusable = False
        self._origin = origin
        self._stream = stream
        self._keep_seconds = keep_seconds
        self._idle_since = time.monotonic()
        self._buffer = b""
        self._sent = False

    @property
    def expired(self) -> bool:
        """Whether it idled too long, was closed, or says what nobody asked."""
        late = time.monotonic() - self._idle_since > self._keep_seconds
        return late or bool(self._stream.get_extra_info("is_readable"))

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def ask(self, request: bytes, seconds: float) -> Arriving | None:
        """The answer to a GET; None for an odd one: ``library`` reads it.

        ``seconds``: the longest silence. Raises the library's exceptions.
        """
        self.reusable = self._sent = False
        self._buffer = b""
        if not _REQUEST.fullmatch(request):
            return None
        with suppress(httpcore.WriteError):  # a server may answer and close before it is asked
            await self._stream.write(request)
        self._sent = True
        end = await self._head_end(seconds)
        head = _HEAD.fullmatch(self._buffer, 0, end)
        if head is None:
            return None
        status, fields = int(head[1]), _fields(head[2])
        body = self._body(status, fields, seconds)
        if body is None:
            return None
        self._buffer = self._buffer[end:]
        return Arriving(status, fields, body)

    def library(self) -> httpcore.AsyncHTTP11Connection:
        """The library's connection in this one's place, for a request that is odd or has an odd answer."""
        stream = _Replay(self._stream, self._buffer) if self._sent else self._stream
        return httpcore.AsyncHTTP11Connection(self._origin, stream, self._keep_seconds)

    async def _head_end(self, seconds: float) -> int:
        """Where the head of the answer ends; 0 where there is no use in waiting for that."""
        while not (found := _HEAD_ENDS.search(self._buffer)):
            beginning = self._buffer[: len(_BEGINNING)]
            if not _BEGINNING.startswith(beginning) or len(self._buffer) > _LONGEST_HEAD:
                return 0
            data = await self._stream.read(_READ, seconds)
            if not data:
                return 0
            self._buffer += data
        return found.end()

    # --- bodies -------------------------------------------------------------------

    def _body(self, status: int, fields: dict[str, str], seconds: float) -> Chunks | None:
        """The body that the head announces; None for one that is framed in an odd way (RFC 9112 §6.3)."""
        keep = "close" not in fields.get("connection", "").lower()
        if status in (204, 304):
            return self._counted(0, keep, seconds)
        length, coding = fields.get("content-length"), fields.get("transfer-encoding")
        if coding is not None:
            plain = length is None and coding.lower() == "chunked"
            return self._chunked(keep, seconds) if plain else None
        if length is not None and length.isascii() and length.isdigit() and len(length) <= 15:
            return self._counted(int(length), keep, seconds)
        return None

    async def _counted(self, left: int, keep: bool, seconds: float) -> AsyncGenerator[bytes, None]:
        while left:
            data = self._buffer or await self._more(seconds)
            self._buffer = data[left:]
            data = data[:left]
            left -= len(data)
            yield data
        self._end(keep)

    async def _chunked(self, keep: bool, seconds: float) -> AsyncGenerator[bytes, None]:
        while size := await self._chunk_size(seconds):
            while size:
                data = self._buffer or await self._more(seconds)
                self._buffer = data[size:]
                data = data[:size]
                size -= len(data)
                yield data
            if await self._line(seconds) != b"\r\n":
                raise httpcore.RemoteProtocolError("a chunk does not end")
        for _trailer in range(_MOST_TRAILERS):
            if await self._line(seconds) == b"\r\n":
                self._end(keep)
                return
        raise httpcore.RemoteProtocolError("too many trailers")

    async def _chunk_size(self, seconds: float) -> int:
        found = _CHUNK.fullmatch(await self._line(seconds))
        if not found:
            raise httpcore.RemoteProtocolError("no chunk")
        return int(found[1], 16)

    async def _line(self, seconds: float) -> bytes:
        while (end := self._buffer.find(b"\n") + 1) == 0:
            if len(self._buffer) > _LONGEST_LINE:
                raise httpcore.RemoteProtocolError("an endless line")
            self._buffer += await self._more(seconds)
        line, self._buffer = self._buffer[:end], self._buffer[end:]
        return line

    async def _more(self, seconds: float) -> bytes:
        data = await self._stream.read(_READ, seconds)
        if not data:
            raise httpcore.RemoteProtocolError("breaks off")
        return data

    def _end(self, keep: bool) -> None:
        self.reusable = keep and not self._buffer
        self._idle_since = time.monotonic()


class _Replay(httpcore.AsyncNetworkStream):
    """A connection as it was before its answer was read: what is written was sent already."""

    def __init__(self, stream: Stream, read: bytes) -> None:
        self._stream = stream
        self._read = read

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._read:
            data, self._read = self._read, b""
            return data
        return await self._stream.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        pass

    async def aclose(self) -> None:
        await self._stream.aclose()

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def _fields(lines: bytes) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in lines.decode("latin-1").split("\r\n")[:-1]:
        name, _, value = line.partition(":")
        key, text = name.lower(), value.strip(" \t")
        fields[key] = f"{fields[key]}, {text}" if key in fields else text
    return fields
