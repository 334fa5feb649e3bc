"""What is on its way: kept, sent in order and once, given up only by its writer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from tests.net.rough_server import Request, RoughServer, Route, answer
from tests.talk.matrix.events import ME
from tui.net.client import Client
from tui.net.failures import Unreachable
from tui.talk.matrix.homeserver import Homeserver
from tui.talk.matrix.link import Link, LinkState, LinkStatus
from tui.talk.matrix.outbox import Outbox, Outgoing, from_kept
from tui.talk.matrix.store import ChatStore

ROOM = "!pact:news.example"


class Post:
    """An outbox, and a homeserver that takes what is sent or answers as it is told to."""

    def __init__(self, server: RoughServer, client: Client, folder: Path) -> None:
        self.server = server
        self.answers: list[Route] = []
        self.statuses: list[LinkState] = []
        self.store = ChatStore(folder / "chats.db")
        self._moved = asyncio.Event()
        self.link = Link(self._hear)
        home = Homeserver(client, server.url().rstrip("/"), "t")
        self.outbox = Outbox(home, ME, self.store, self.link, lambda _room: self._moved.set())
        server.otherwise = self._take

    def _hear(self, status: LinkStatus) -> None:
        self.statuses.append(status.state)
        self._moved.set()

    def _take(self, request: Request) -> Route:
        self._moved.set()
        return self.answers.pop(0) if self.answers else answer(json.dumps({"event_id": f"${len(self.sent)}"}))

    @property
    def sent(self) -> list[tuple[str, str]]:
        """The transaction and the text of each request."""
        return [
            (unquote(one.path.rpartition("/")[2]), json.loads(one.body or b"{}").get("body", ""))
            for one in self.server.requests
        ]

    def states(self) -> list[tuple[str, str]]:
        return [(one.text, one.state) for one in self.outbox.messages(ROOM, "Ana")]

    async def until(self, comes: Callable[[], object]) -> None:
        async with asyncio.timeout(30):
            while not comes():
                self._moved.clear()
                await self._moved.wait()


def posting(folder: Path, work: Callable[[Post], Awaitable[None]]) -> None:
    async def scene() -> None:
        async with RoughServer() as server, Client() as client:
            post = Post(server, client, folder)
            try:
                await work(post)
            finally:
                await post.outbox.aclose()
                post.store.close()

    asyncio.run(scene())


def message(text: str, room: str = ROOM) -> Outgoing:
    return Outgoing(room, "m.room.message", {"msgtype": "m.text", "body": text})


def test_nothing_is_sent_before_the_link_is_live(tmp_path: Path) -> None:
    async def work(post: Post) -> None:
        for text in ("one", "two", "three"):
            await post.outbox.put(message(text))
        assert post.states() == [("one", "pending"), ("two", "pending"), ("three", "pending")]
        assert post.sent == []
        post.link.up()
        await post.until(lambda: post.states() == [("one", "sent"), ("two", "sent"), ("three", "sent")])
        assert [text for _id, text in post.sent] == ["one", "two", "three"]
        assert post.store.load(ME).outgoing == []
        post.outbox.arrived("", "$1")
        assert [text for text, _state in post.states()] == ["two", "three"]

    posting(tmp_path, work)


@pytest.mark.parametrize(
    "trouble",
    [
        answer('{"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 60}', 429),
        answer("<h1>Bad gateway</h1>", 502),
        answer("<h1>Wi-Fi</h1>"),
    ],
    ids=["limit", "proxy", "page"],
)
def test_what_does_not_arrive_is_sent_again_as_the_same_and_before_what_follows(
    trouble: bytes, tmp_path: Path
) -> None:
    async def work(post: Post) -> None:
        post.answers = [trouble, trouble]
        post.link.up()
        await post.outbox.put(message("one"))
        await post.outbox.put(message("two"))
        await post.until(lambda: post.states() == [("one", "sent"), ("two", "sent")])
        assert [text for _id, text in post.sent] == ["one", "one", "one", "two"]
        assert len({id_ for id_, _text in post.sent}) == 2

    posting(tmp_path, work)


def test_what_is_refused_says_why_and_can_be_sent_again_or_given_up(tmp_path: Path) -> None:
    async def work(post: Post) -> None:
        refusal = answer('{"errcode": "M_TOO_LARGE", "error": "event too large"}', 413)
        post.answers = [refusal, refusal]
        post.link.up()
        await post.outbox.put(message("one"))
        await post.outbox.put(message("two"))
        await post.outbox.put(message("three"))
        await post.until(lambda: post.states()[2:] == [("three", "sent")])
        one, two, _three = post.outbox.messages(ROOM, "Ana")
        assert (one.state, two.state) == ("failed", "failed")
        assert "event too large" in one.failure
        assert len(post.store.load(ME).outgoing) == 2
        await post.outbox.retry(one.id)
        await post.outbox.discard(two.id)
        await post.until(lambda: post.states() == [("three", "sent"), ("one", "sent")])
        assert post.store.load(ME).outgoing == []
        assert post.sent[-1] == (one.id, "one")

    posting(tmp_path, work)


def test_a_room_that_waits_does_not_hold_another_up(tmp_path: Path) -> None:
    async def work(post: Post) -> None:
        post.answers = [answer('{"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 3600000}', 429)]
        post.link.up()
        await post.outbox.put(message("slow"))
        await post.until(lambda: post.sent)
        await post.outbox.put(message("quick", "!other:news.example"))
        await post.until(lambda: post.outbox.messages("!other:news.example", "Ana")[0].state == "sent")
        assert post.states() == [("slow", "pending")]

    posting(tmp_path, work)


def test_a_token_that_is_no_longer_known_ends_the_sending_and_keeps_what_is_left(tmp_path: Path) -> None:
    async def work(post: Post) -> None:
        post.answers = [answer('{"errcode": "M_UNKNOWN_TOKEN", "error": "x"}', 401)]
        post.link.up()
        await post.outbox.put(message("one"))
        await post.until(lambda: LinkState.LOGGED_OUT in post.statuses)
        assert post.states() == [("one", "pending")]
        assert len(post.store.load(ME).outgoing) == 1

    posting(tmp_path, work)


def test_what_a_sync_brings_is_done_with_though_its_sending_was_never_answered(tmp_path: Path) -> None:
    async def work(post: Post) -> None:
        one = message("one")
        await post.outbox.put(one)
        assert post.outbox.arrived("another's", "$9") == ""
        sent = post.outbox.arrived(one.id, "$1")
        assert sent == one.id
        assert post.states() == []
        post.store.save(ME, "s1", {}, {}, (), [sent])
        assert post.store.load(ME).outgoing == []
        post.link.up()
        await post.outbox.put(message("two"))
        await post.until(lambda: post.states() == [("two", "sent")])
        assert [text for _id, text in post.sent] == ["two"]

    posting(tmp_path, work)


@pytest.mark.parametrize("kept", [{}, {"room": 5}, {"room": ROOM, "type": "m.room.message"}])
def test_what_can_not_be_sent_is_not_kept(kept: dict[str, Any]) -> None:
    assert from_kept(kept) is None


def test_what_is_kept_is_what_was_to_be_sent() -> None:
    one = message("one")
    assert from_kept(json.loads(json.dumps(one.kept_form()))) == one


def test_the_link_waits_longer_each_time_and_goes_on_when_woken() -> None:
    async def scene() -> None:
        told: list[LinkState] = []
        link = Link(lambda status: told.append(status.state))
        gone = Unreachable("news.example can't be reached.")
        waits = []
        for _again in range(12):
            waiting = asyncio.create_task(link.down(gone))
            await asyncio.sleep(0)
            assert link.status.again
            waits.append(link.status.again.timestamp())
            assert link.status.reason == gone.sentence
            await asyncio.sleep(0)
            link.wake()
            await waiting
        spans = [wait - waits[0] for wait in waits]
        assert spans[-1] > 25  # at most a minute, and at least half of that
        assert spans[-1] < 61
        assert set(told) == {LinkState.RECONNECTING, LinkState.OFFLINE}
        link.up()
        assert link.status.state == LinkState.LIVE

    asyncio.run(scene())
