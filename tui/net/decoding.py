"""Unpacks a body as it arrives, and stops before it has grown too large.

RFC 9110 §8.4.1: gzip and deflate. Deflate comes with and without its zlib
wrapper, whatever the standard says.
"""

from __future__ import annotations

import zlib

ENCODINGS = "gzip, deflate"
_MOST_MEMBERS = 100
_GZIP_MAGIC = b"\x1f\x8b"
# deflate can't do better than 1032:1, and no text comes near a tenth of that.
_BOMB_RATIO = 100


class CannotUnpack(Exception):
    """The body is not in the encoding it says, or breaks off."""


class Overflow(Exception):
    """The body is larger than its limit. ``bomb`` if it was small on the wire."""

    def __init__(self, *, bomb: bool) -> None:
        super().__init__("too large")
        self.bomb = bomb


class Unpacker:
    """Takes the chunks of one body. ``body()`` is what they unpack to."""

    def __init__(self, content_encoding: str, limit: int) -> None:
        encodings = [e.strip().lower().removeprefix("x-") for e in content_encoding.split(",")]
        encodings = [e for e in encodings if e not in ("", "identity")]
        if len(encodings) > 1 or not set(encodings) <= {"gzip", "deflate"}:
            raise CannotUnpack(content_encoding)
        self._limit = limit
        self._encoding = encodings[0] if encodings else ""
        self._chunks: list[bytes] = []
        self._size = 0
        self._wire = 0
        self._members = 0
        self._inflating = self._new_member() if self._encoding else None

    def _new_member(self) -> zlib._Decompress:
        self._members += 1
        if self._members > _MOST_MEMBERS:
            raise CannotUnpack("too many gzip members")
        return zlib.decompressobj(zlib.MAX_WBITS | 16 if self._encoding == "gzip" else zlib.MAX_WBITS)

    def feed(self, data: bytes) -> None:
        """Takes the next bytes off the wire. Raises ``Overflow`` or ``CannotUnpack``."""
        self._wire += len(data)
        if self._wire > self._limit:
            raise Overflow(bomb=False)
        if self._inflating is None:
            self._keep(data)
            return
        if self._wire == len(data) and self._encoding == "deflate" and not _has_zlib_header(data):
            self._inflating = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            self._inflate(data)
        except zlib.error as error:
            raise CannotUnpack(str(error)) from error

    def _inflate(self, data: bytes) -> None:
        assert self._inflating is not None
        while data:
            if self._inflating.eof:
                # Members may follow one another (RFC 1952 §2.2); padding and other rubbish may too.
                if self._encoding != "gzip" or not data.startswith(_GZIP_MAGIC):
                    return
                self._inflating = self._new_member()
            chunk = self._inflating.decompress(data, self._limit - self._size + 1)
            data = self._inflating.unused_data if self._inflating.eof else self._inflating.unconsumed_tail
            self._keep(chunk, left=len(data))

    def _keep(self, chunk: bytes, left: int = 0) -> None:
        self._size += len(chunk)
        if self._size > self._limit:
            raise Overflow(bomb=self._size > _BOMB_RATIO * (self._wire - left))
        self._chunks.append(chunk)

    def body(self) -> bytes:
        """All of it. Raises ``CannotUnpack`` if the end is missing."""
        if self._inflating is not None and self._wire and not self._inflating.eof:
            raise CannotUnpack("breaks off")
        return b"".join(self._chunks)


def _has_zlib_header(data: bytes) -> bool:
    return len(data) < 2 or (data[0] & 0x0F == 8 and (data[0] << 8 | data[1]) % 31 == 0)
