"""A loopback server of feeds for the benchmarks: ``python -m bench.feed_server --feeds N --latency S``.

Prints ``ready PORT``. ``/feed/N`` is an RSS 2.0 feed of 30 entries and about
118 kB, with an ETag; ``/change/P`` gives P in a hundred feeds one new entry.
"""

from __future__ import annotations

import argparse
import asyncio
import random
from email.utils import formatdate

from bench.corpus import WORDS

ENTRIES = 30
START = 1_793_000_000  # of the newest entry of an unchanged feed, seconds since 1970
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<channel><title>Desk {n}</title><link>http://desk{n}.example/</link><description>Bench</description>\n"
)
_ITEM = (
    "<item><title>{title}</title><link>http://desk{n}.example/story/{k}</link>"
    '<guid isPermaLink="false">tag:desk{n}.example,2026:{k}</guid><pubDate>{date}</pubDate>'
    "<dc:creator>{author}</dc:creator><description>{summary}</description>"
    "<content:encoded><![CDATA[{html}]]></content:encoded></item>\n"
)


class Feeds:
    """The documents, made when they are first asked for."""

    def __init__(self) -> None:
        self._bodies: dict[int, tuple[str, bytes]] = {}
        self._versions: dict[int, int] = {}

    def change(self, percent: int, feeds: int) -> None:
        for n in range(feeds):
            if n % 100 < percent:
                self._versions[n] = self._versions.get(n, 0) + 1
                self._bodies.pop(n, None)

    def get(self, n: int) -> tuple[str, bytes]:
        """ETag and body of feed ``n``."""
        found = self._bodies.get(n)
        if found is None:
            version = self._versions.get(n, 0)
            found = self._bodies[n] = (f'"{n}-{version}"', self._make(n, version))
        return found

    def _make(self, n: int, version: int) -> bytes:
        items = []
        for k in range(version, version + ENTRIES):
            rng = random.Random(n * 1000 + k)  # an entry is the same in every version of its feed
            paragraphs = (" ".join(rng.choices(WORDS, k=101)) for _ in range(5))
            items.append(
                _ITEM.format(
                    n=n,
                    k=k,
                    title=" ".join(rng.choices(WORDS, k=10)).capitalize(),
                    date=formatdate(START + k * 3600 + n % 3600),
                    author=rng.choice(WORDS).capitalize(),
                    summary=" ".join(rng.choices(WORDS, k=40)),
                    html="".join(f"<p>{text}.</p>" for text in paragraphs),
                )
            )
        return (_HEAD.format(n=n) + "".join(reversed(items)) + "</channel></rss>").encode()


class Connection(asyncio.Protocol):
    """As much HTTP/1.1 as feed readers need: GET, keep-alive, If-None-Match."""

    def __init__(self, feeds: Feeds, count: int, latency: float) -> None:
        self._feeds, self._count, self._latency = feeds, count, latency
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
            answer = self._answer(head)
            if self._latency:
                asyncio.get_running_loop().call_later(self._latency, self._transport.write, answer)
            else:
                self._transport.write(answer)

    def _answer(self, head: bytes) -> bytes:
        path = head.split(b" ", 2)[1].decode("ascii", "replace")
        kind, _, number = path.strip("/").partition("/")
        if kind == "change":
            self._feeds.change(int(number), self._count)
            return b"HTTP/1.1 204 No Content\r\n\r\n"
        if kind != "feed":
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        etag, body = self._feeds.get(int(number))
        if etag.encode() in head:
            return f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n".encode()
        return (
            f"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml; charset=utf-8\r\nETag: {etag}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        ).encode() + body


async def serve(feeds: int, latency: float) -> None:
    documents = Feeds()
    for n in range(feeds):
        documents.get(n)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Connection(documents, feeds, latency), "127.0.0.1", 0, backlog=1024
    )
    print("ready", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--feeds", type=int, default=1000)
    arguments.add_argument("--latency", type=float, default=0.0, metavar="S")
    chosen = arguments.parse_args()
    asyncio.run(serve(chosen.feeds, chosen.latency))


if __name__ == "__main__":
    main()
