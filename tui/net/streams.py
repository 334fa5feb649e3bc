"""The bytes under the HTTP library: its network backend, on asyncio's own protocols.

The library's default goes through anyio, which doubles what a request costs. Failures are
the library's: connections that are refused, cut or silent for too long.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterable
from typing import Any

from tui.net.library import httpcore

_FULL = 256 * 1024  # bytes that wait to be read before the sender is held back
_SECOND_FAMILY = 0.25  # seconds until the other address family is tried as well (RFC 8305)


class Backend(httpcore.AsyncNetworkBackend):
    """Opens connections on the running loop."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> Stream:
        try:
            async with asyncio.timeout(timeout):
                # An address in numbers is of one family: a race of one costs as much as the connection.
                numeric = host[-1:].isdigit() or ":" in host
                _transport, stream = await asyncio.get_running_loop().create_connection(
                    Stream, host, port, happy_eyeballs_delay=None if numeric else _SECOND_FAMILY
                )
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        return stream

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class Stream(asyncio.Protocol, httpcore.AsyncNetworkStream):
    """One connection, read by one at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._waiting: list[bytes] = []
        self._size = 0
        self._ended = False
        self._broken: Exception | None = None
        self._reader: asyncio.Future[None] | None = None

    # --- called by the loop -------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._waiting.append(data)
        self._size += len(data)
        if self._size > _FULL and self._transport is not None:
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        self._ended = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        self._ended = True
        self._broken = exc
        self._wake()

    def _wake(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)

    # --- called by the library ----------------------------------------------------

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What has arrived, b"" at the end."""
        if not self._waiting and not self._ended:
            await self._arrival(timeout)
        if self._waiting:
            data = self._waiting[0] if len(self._waiting) == 1 else b"".join(self._waiting)
            self._waiting.clear()
            if self._size > _FULL and self._transport is not None and not self._ended:
                self._transport.resume_reading()
            self._size = 0
            return data
        if self._broken is not None:
            raise httpcore.ReadError(str(self._broken)) from self._broken
        return b""

    async def _arrival(self, seconds: float | None) -> None:
        loop = asyncio.get_running_loop()
        self._reader = loop.create_future()
        silence = None if seconds is None else loop.call_later(seconds, self._fall_silent)
        try:
            await self._reader
        finally:
            self._reader = None
            if silence is not None:
                silence.cancel()

    def _fall_silent(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_exception(httpcore.ReadTimeout())

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if self._transport is None or self._transport.is_closing():
            raise httpcore.WriteError("closed")
        self._transport.write(buffer)  # a request is small: nobody waits for it to leave

    async def aclose(self) -> None:
        if self._transport is not None:
            self._transport.abort()
            await asyncio.sleep(0)  # until its socket is closed

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> Stream:
        assert self._transport is not None
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(timeout):
                secured = await loop.start_tls(
                    self._transport, self, ssl_context, server_hostname=server_hostname
                )
        except BaseException as error:
            self._transport.abort()
            if isinstance(error, TimeoutError):
                raise httpcore.ConnectTimeout(str(error)) from error
            if isinstance(error, OSError):
                raise httpcore.ConnectError(str(error)) from error
            raise
        if secured is None:
            raise httpcore.ConnectError("closed")
        self._transport = secured
        return self

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":  # of an idle connection: it was closed, or says what nobody asked
            return bool(self._waiting) or self._ended
        return self._transport.get_extra_info(info) if self._transport is not None else None
