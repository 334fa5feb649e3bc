"""Which chats there are: who is asked for them, and how often."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.desk.scene import Held
from tests.net.rough_server import Request, RoughServer, Route, answer
from tests.store.scratch import new_store
from tui.config import Settings, home
from tui.desk import Desk
from tui.model import Failure, Room, Story
from tui.talk.matrix.homeserver import V3

NOW = datetime.now(UTC)
ACCOUNT = {"user_id": "@ana:news.example", "access_token": "syt_secret", "device_id": "D"}


def test_the_readers_own_homeserver_is_asked_once_however_many_stories_are_opened(tmp_path: Path) -> None:
    broken, rooms = True, Held(answer('{"chunk": [{"room_id": "!pact:news.example", "name": "The pact"}]}'))

    def routes(request: Request) -> Route:
        place = request.path.partition("?")[0]
        if place.endswith("/versions"):
            return answer('{"versions": ["v1.11"]}')
        if place == f"{V3}/login":
            return answer(json.dumps(ACCOUNT))
        if place == f"{V3}/publicRooms" and not broken:
            return rooms
        return answer('{"errcode": "M_UNKNOWN", "error": "no"}', 500)

    async def work() -> None:
        nonlocal broken
        async with RoughServer(otherwise=routes) as server:
            url = server.url().rstrip("/")
            new_store(tmp_path / "wireroom.db")
            desk = Desk.open(home(str(tmp_path)), Settings())
            source = desk.store.add_source(
                "https://news.example/feed", "News", desk.store.add_section("A").id
            )

            def listed(n: int, *, again: bool = False) -> Future[tuple[Room, ...]]:
                story = Story("", source.id, "", "", "", f"https://news.example/{n}", sorted_at=NOW)
                return desk.live.listed(story, again=again)

            def asked() -> int:
                return sum(path.startswith(f"{V3}/publicRooms") for path in server.paths)

            await asyncio.wrap_future(desk.chatting.log_in(url, {"user": "ana", "password": "x"}))
            with pytest.raises(Failure):
                await asyncio.wrap_future(listed(0))
            before = asked()
            assert before > 0
            for n in range(3):
                with pytest.raises(Failure):
                    await asyncio.wrap_future(listed(n))
            assert asked() == before
            broken = False
            left = listed(4, again=True)
            await rooms.asked.wait()
            left.cancel()  # the reader goes on to the next story
            rooms.may_go.set()
            (room,) = await asyncio.wrap_future(listed(5))
            assert room.name == "The pact"
            for n in range(3):
                assert await asyncio.wrap_future(listed(n, again=True)) == (room,)
            assert await asyncio.wrap_future(desk.live.listed(None)) == (room,)
            assert asked() == before + 1
            await asyncio.to_thread(desk.close)

    asyncio.run(work())
