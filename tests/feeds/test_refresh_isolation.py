"""Sources that misbehave cost nobody else anything, and two refreshes of one home tell each story once."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import sys
from pathlib import Path

from tests.net.rough_server import (
    Behaviour,
    Request,
    RoughServer,
    Writer,
    answer,
    endless,
    never,
    then_close,
    then_never,
    trickling,
)
from tui.feeds.refresh import refresh
from tui.model import SourceOutcome
from tui.net.client import Client, Limits
from tui.store import Store, View

GOOD = 200
ENTRIES = 3
# Nothing here ends because its time is up.
PATIENT = Limits(max_bytes=2**20, connect=600, read=600, total=600)
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"
BOMB = gzip.compress(b"<rss>" + b" " * 2**23)

HOLD_ON: dict[str, Behaviour] = {
    "never": never,
    "never-again": never,
    "status-only": then_never(b"HTTP/1.1 200"),
    "head-only": then_never(OK + b"Content-Length: 1000\r\n\r\n"),
    "too-short": then_never(OK + b"Content-Length: 100000\r\n\r\n<rss version='2.0'><channel>"),
    "half-a-chunk": then_never(OK + b"Transfer-Encoding: chunked\r\n\r\nfff\r\n<rss"),
    "no-end": then_never(OK + b"\r\n<rss version='2.0'></rss>"),
    "trickles": trickling(OK + b"\r\n", b" ", 0.01),
    "trickles-chunks": trickling(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n<\r\n", 0.01),
    "trickles-head": trickling(b"HTTP/1.1 200 OK\r\nX: ", b"x", 0.01),
}
FAIL: dict[str, bytes | Behaviour] = {
    "endless": endless(OK + b"\r\n", b"<item>" * 4_000),
    "endless-chunks": endless(
        OK + b"Transfer-Encoding: chunked\r\n\r\n", b"4000\r\n" + b"x" * 0x4000 + b"\r\n"
    ),
    "endless-head": endless(b"HTTP/1.1 200 OK\r\n", b"X-Field: more\r\n" * 1_000),
    "says-too-much": answer(b"", content_length="99999999999"),
    "bomb": answer(BOMB, content_encoding="gzip"),
    "bomb-in-a-bomb": answer(gzip.compress(BOMB), content_encoding="gzip, gzip"),
    "cut-gzip": answer(gzip.compress(b"<rss/>" * 999)[:-9], content_encoding="gzip"),
    "never-asked-304": answer(b"", 304, etag='"mine"'),
    "cut": then_close(OK + b"Content-Length: 5000\r\n\r\n<rss"),
    "no-http": then_close(b"220 mail.example ESMTP\r\n"),
}


def feed(name: str) -> bytes:
    items = "".join(
        f"<item><title>{name}, {n}</title><link>http://x.example/{name}/{n}</link><guid>{name}-{n}</guid></item>"
        for n in range(ENTRIES)
    )
    return answer(f"<rss version='2.0'><channel><title>{name}</title>{items}</channel></rss>")


def test_sources_that_misbehave_keep_nobody_waiting(tmp_path: Path) -> None:
    async def scene() -> None:
        store = Store.open(tmp_path / "wireroom.db")
        told: dict[str, SourceOutcome] = {}
        enough = asyncio.Event()

        def listen(outcome: SourceOutcome) -> None:
            told[outcome.url.rpartition("/")[2]] = outcome
            if len(told) == GOOD + len(FAIL):
                enough.set()

        routes = {f"/good-{n}": feed(f"good-{n}") for n in range(GOOD)}
        async with RoughServer() as server, Client(limits=PATIENT, concurrency=32) as client:
            server.routes = {**{f"/{name}": route for name, route in (HOLD_ON | FAIL).items()}, **routes}
            section = store.add_section("World").id
            sources = [store.add_source(server.url(path), "", section) for path in server.routes]
            running = asyncio.create_task(refresh(store, client, sources, on_outcome=listen))
            async with asyncio.timeout(120):
                await enough.wait()
            # All that can end has ended while those that hold on are still being waited for.
            assert not running.done()
            assert not told.keys() & HOLD_ON.keys()
            assert {name for name, outcome in told.items() if outcome.failure} == set(FAIL)
            assert store.counts(View()).total == GOOD * ENTRIES
            running.cancel()
            summary = await running
        assert summary.cancelled
        assert summary.arrived == GOOD * ENTRIES
        assert {source.url.rpartition("/")[2] for source in store.sources() if source.failures} == set(FAIL)
        assert store.check() == []
        store.close()

    asyncio.run(scene())


def test_two_processes_refresh_one_home_and_tell_each_story_once(tmp_path: Path) -> None:
    count = 60
    both = asyncio.Event()

    async def first_source(_request: Request, writer: Writer) -> None:
        """Answers when the second process asks too: until then neither can be done."""
        nonlocal askers
        askers += 1
        if askers == 2:
            both.set()
        await both.wait()
        writer.write(feed("0"))

    async def process(home: Path) -> list[dict[str, object]]:
        command = [sys.executable, "-m", "tui", "--home", str(home), "refresh", "--all", "--json"]
        running = await asyncio.create_subprocess_exec(
            *command, stdout=asyncio.subprocess.PIPE, env=os.environ
        )
        out, _ = await running.communicate()
        assert running.returncode == 0
        return [json.loads(line) for line in out.splitlines()]

    async def scene() -> None:
        async with RoughServer({"/0": first_source}) as server:
            server.routes |= {f"/{n}": feed(str(n)) for n in range(1, count)}
            store = Store.open(tmp_path / "wireroom.db")
            section = store.add_section("World").id
            for path in server.routes:
                store.add_source(server.url(path), "", section)
            async with asyncio.timeout(120):
                told = await asyncio.gather(process(tmp_path), process(tmp_path))
            assert [len(outcomes) for outcomes in told] == [count, count]
            new = [outcome["new"] for outcomes in told for outcome in outcomes]
            assert sum(new) == count * ENTRIES  # type: ignore[arg-type]
            titles = [story.title for story in store.stories(View(), limit=1_000)]
            assert sorted(titles) == sorted(f"{n}, {k}" for n in range(count) for k in range(ENTRIES))
            assert store.check() == []
            store.close()

    askers = 0
    asyncio.run(scene())
