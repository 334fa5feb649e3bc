"""Two readers at a real Synapse, and a room where much is said.

``python -m bench.chat [--messages N] [--history N] [--seconds S]`` prints how long a message
takes from one session into the other's timeline, against a bare request that sends one
and against the 250 ms that are allowed; history read back, against bare requests; and what a
room of 200 messages a second costs a session. Needs ``python -m tests.servers.synapse_install``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.net.rough_server import Request, RoughServer, Route, Writer, answer
from tests.servers.synapse import Synapse
from tests.talk.matrix.readers import PASSWORD, Reader, account, live
from tui.model import Identity
from tui.net.client import Client
from tui.talk.matrix import history
from tui.talk.matrix.discovery import discover
from tui.talk.matrix.homeserver import path
from tui.talk.matrix.login import log_in
from tui.talk.matrix.signals import TimelineChanged
from tui.talk.participant import Login

ALLOWED = 0.250  # seconds
RATE = 200  # messages a second
ROOM = "!flood:news.example"
USERS = 20


async def timed(work: Callable[[], Awaitable[object]]) -> float:
    started = time.perf_counter()
    await work()
    return time.perf_counter() - started


async def latencies(client: Client, url: str, folder: Path, messages: int) -> None:
    """From one reader's send to the other's timeline; each beside a bare PUT in another room."""
    logins = [await account(client, url, name) for name in ("mira", "oleg")]
    async with (
        live(client, logins[0], folder / "mira") as mira,
        live(client, logins[1], folder / "oleg") as oleg,
    ):
        room = await mira.session.create("The pact")
        bare = await mira.session.create("Nobody listens")
        await mira.session.open(room)
        await oleg.enter(room)
        whole: list[float] = []
        floor: list[float] = []
        for n in range(messages):
            place = path("rooms", bare, "send", "m.room.message", f"bench-{n}")
            content = {"msgtype": "m.text", "body": f"{n}"}
            floor.append(
                await timed(lambda place=place, content=content: mira.session.home.put(place, content))
            )
            whole.append(await timed(lambda n=n: said(mira, oleg, room, f"Message {n}.")))
    median, worst = statistics.median(whole), sorted(whole)[int(len(whole) * 0.95)]
    against = median / statistics.median(floor)
    print(f"{messages} messages, one reader to the other: median {1000 * median:.0f} ms,"
          f" 95 of 100 in {1000 * worst:.0f} ms; {median / ALLOWED:.2f} × what is allowed,"
          f" {against:.2f} × a bare PUT")  # fmt: skip


async def said(mira: Reader, oleg: Reader, room: str, text: str) -> None:
    await mira.session.send(room, text)
    await oleg.hear(room, text)


async def back(client: Client, server: Synapse, folder: Path, messages: int) -> None:
    """A room's history from its newest message to its first."""
    token = server.user("keeper", PASSWORD)
    rooms = [server.copies(token, [f"copy {n}" for n in range(messages)])]
    login = await log_in(await discover(client, server.url), {"user": "keeper", "password": PASSWORD})
    async with live(client, login, folder / "keeper") as keeper:
        await keeper.session.open(rooms[0])
        home = keeper.session.home

        async def bare() -> None:
            end = "start"
            while end:
                end = (await history.older(home, rooms[0], "" if end == "start" else end)).end

        async def whole() -> None:
            while await keeper.session.more(rooms[0]):
                pass

        await bare()  # the homeserver reads it from its disk once
        floor, spent = await timed(bare), await timed(whole)
        count = len(keeper.messages(rooms[0]))
    print(f"{count:,} messages back: {spent:.1f} s, {spent / floor:.2f} × the bare requests")


async def flood(client: Client, folder: Path, seconds: float) -> None:
    """A room where 200 messages a second are said, at a homeserver that costs nothing itself."""
    started = 0.0
    told = 0

    async def sync(request: Request, writer: Writer) -> None:
        nonlocal told
        if told == seconds * RATE:
            await asyncio.sleep(3600)
        if told:
            await asyncio.sleep(1 / RATE)  # a long poll ends with the first message
        due = min(int((time.perf_counter() - started) * RATE), int(seconds * RATE)) if started else 0
        events = [message(n) for n in range(told, max(due, told))]
        told = max(due, told)
        room = {"timeline": {"events": events, "prev_batch": f"t{told}"}}
        writer.write(answer(json.dumps({"next_batch": f"s{told}", "rooms": {"join": {ROOM: room}}})))
        await writer.drain()

    def route(_request: Request) -> Route:
        return sync

    async with RoughServer(otherwise=route) as server:
        identity = Identity("matrix", "news.example", "@ana:news.example")
        login = Login(identity, server.url().rstrip("/"), {"access_token": "x"})
        async with live(client, login, folder / "ana") as ana:
            await ana.session.open(ROOM)
            started, processor = time.perf_counter(), time.process_time()
            await ana.until(lambda: len(ana.messages(ROOM)) == int(seconds * RATE))
            busy = (time.process_time() - processor) / (time.perf_counter() - started)
            looks = sum(isinstance(one, TimelineChanged) for one in ana.told)
    print(f"{RATE} messages a second for {seconds:g} s: {looks / seconds:.1f} signals a second,"
          f" {100 * busy:.0f} % of a processor (the stand-in server's share included)")  # fmt: skip


def message(n: int) -> dict[str, Any]:
    return {
        "event_id": f"${n}",
        "type": "m.room.message",
        "sender": f"@reader{n % USERS}:news.example",
        "origin_server_ts": int(time.time() * 1000),
        "content": {"msgtype": "m.text", "body": f"Who pays for pier {n}?"},
    }


async def measure(server: Synapse, folder: Path, chosen: argparse.Namespace) -> None:
    async with Client() as client:
        await latencies(client, server.url, folder, chosen.messages)
        await back(client, server, folder, chosen.history)
        await flood(client, folder, chosen.seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=50)
    parser.add_argument("--history", type=int, default=5_000)
    parser.add_argument("--seconds", type=float, default=30.0)
    chosen = parser.parse_args()
    with TemporaryDirectory(prefix="wireroom-chat-") as name:
        folder = Path(name)
        (folder / "server").mkdir()
        with Synapse(folder / "server") as server:
            asyncio.run(measure(server, folder, chosen))


if __name__ == "__main__":
    main()
