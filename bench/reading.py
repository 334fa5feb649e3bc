"""From the key to the article, in a pseudo-terminal of 120×40.

``python -m bench.reading [--articles N] [--latency S]`` prints how long after the key
a stored article stands on the screen, and one that a server on loopback answers after
``--latency`` seconds, each opened with ``J`` from the one before. The first of each is
left out: it imports what the others use.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.corpus import WORDS
from bench.pty_session import PtySession
from tui.articles.extract import extract_article
from tui.model import Entry
from tui.store import Fetched, Store

COLUMNS, LINES = 120, 40
CACHED = 0.050  # seconds that a stored article may take
FACTOR, MORE = 1.3, 0.060  # of the server's latency, and seconds besides, for one that is not stored
NEXT = b"J"


def page(number: int) -> str:
    """A news page of forty paragraphs; the second says which it is."""
    words = " ".join(WORDS)
    text = "".join(f"<p>{words}. {words[::-1]}, {n}.</p>" for n in range(40))
    return (
        f"<html lang='en'><head><title>Headline {number}</title></head><body><nav>{words}</nav><article>"
        f"<h1>Headline {number}</h1><p>Whole{number:04} article, {words}.</p>{text}</article></body></html>"
    )


async def serve(latency: float) -> None:
    """Answers ``/N`` with page N after so many seconds; says where in its first line."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while request := await reader.readline():
            while (await reader.readline()).strip():
                pass
            await asyncio.sleep(latency)
            body = page(int(request.split()[1].strip(b"/") or b"0")).encode()
            head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


@contextmanager
def server(latency: float) -> Iterator[str]:
    command = [sys.executable, "-m", "bench.reading", "--serve", "--latency", str(latency)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield process.stdout.readline().strip()
        process.terminate()


def fill(home: Path, url: str, count: int, *, stored: bool) -> None:
    """Stories of the server, the newest number 0; their articles stored if so said."""
    home.mkdir()
    store = Store.open(home / "wireroom.db")
    source = store.add_source(f"{url}/feed", "Harbour Desk", store.add_section("World").id)
    now = datetime.now(UTC)
    entries = tuple(
        Entry(
            f"Headline {n}",
            f"{url}/{n}",
            str(n),
            now - timedelta(minutes=n),
            html="<p>What the feed says.</p>",
        )
        for n in range(count)
    )
    store.merge([Fetched(source.id, entries, now, due=now + timedelta(days=1))])
    if stored:
        for n in range(count):
            store.save_article(f"{url}/{n}", extract_article(page(n).encode(), f"{url}/{n}"))
    store.close()


def shown(session: PtySession, mark: str, key: bytes) -> float:
    """Seconds from the key to the last byte that brings ``mark`` on the screen."""
    began = time.perf_counter()
    session.send(key)
    while True:
        came = session.receive(10.0)
        at = time.perf_counter()
        if not came:
            raise TimeoutError(f"no {mark}:\n{session.text()}")
        session.take(came)
        if mark in session.text():
            return at - began


def opened(home: Path, count: int) -> list[float]:
    """The time of each article but the first."""
    with PtySession([sys.executable, "-m", "tui", "--home", str(home)], COLUMNS, LINES) as session:
        session.until(lambda text: "Headline 0" in text and b"\x1b[?2004h" in session.written)
        session.settle(1.0)
        times = [shown(session, "Whole0000", b"\r")]
        for n in range(1, count):
            session.settle(0.3)
            times.append(shown(session, f"Whole{n:04}", NEXT))
    return times[1:]


def row(name: str, times: list[float], allowed: float) -> str:
    median, most = statistics.median(times), sorted(times)[int(len(times) * 0.95)]
    return (
        f"| {name} | {median * 1000:.0f} ms | {most * 1000:.0f} ms | {allowed * 1000:.0f} ms "
        f"| {median / allowed:.2f} × |"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--articles", type=int, default=30)
    arguments.add_argument("--latency", type=float, default=0.2, help="seconds")
    arguments.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    if chosen.serve:
        asyncio.run(serve(chosen.latency))
        return
    print("| an article on the screen | median | 95 of 100 | allowed | median is |")
    print("|---|---:|---:|---:|---:|")
    with TemporaryDirectory(prefix="wireroom-bench-") as name, server(chosen.latency) as url:
        for kind, stored, allowed in (
            ("stored", True, CACHED),
            (f"from a server of {chosen.latency * 1000:.0f} ms", False, FACTOR * chosen.latency + MORE),
        ):
            home = Path(name) / kind.replace(" ", "-")
            fill(home, url, chosen.articles, stored=stored)
            print(row(kind, opened(home, chosen.articles), allowed), flush=True)


if __name__ == "__main__":
    main()
