"""Chats as the desk keeps them live: against a real Synapse."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import need
from tests.desk.chatting_scene import Reporter
from tests.servers import synapse_install
from tests.servers.synapse import Synapse
from tests.talk.matrix.readers import PASSWORD, unique
from tui.model import Room, Story
from tui.net.failures import NeedsLogin

pytestmark = pytest.mark.server
PACT = Story("", "", "", "", "The pact", "https://news.example/pact", sorted_at=datetime.now(UTC))


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Synapse]:
    """A homeserver that a test may kill."""
    need(synapse_install.missing())
    with Synapse(tmp_path_factory.mktemp("own")) as server:
        yield server


def play(work: Callable[[], Awaitable[None]]) -> None:
    async def run() -> None:
        async with asyncio.timeout(120):
            await work()

    asyncio.run(run())


def test_one_starts_a_storys_chat_and_another_looks_in_joins_and_answers(
    synapse: Synapse, tmp_path: Path
) -> None:
    async def work() -> None:
        async with Reporter(tmp_path / "mira") as mira, Reporter(tmp_path / "oleg") as oleg:
            await mira.register(synapse.url, "mira")
            chat = await mira.start_chat(PACT)
            assert (chat.room.name, chat.room.story_url) == (PACT.title, PACT.url)
            assert chat.may_write
            await asyncio.wrap_future(chat.send("Signed at dawn."))
            await mira.hear(chat, "Signed at dawn.")

            there = await oleg.look_into(chat.room)
            assert [one.text for one in there.view.messages] == ["Signed at dawn."]
            assert (there.may_write, there.may_join, there.homeserver) == (False, False, synapse.url)
            await asyncio.wrap_future(chat.send("And sealed."))
            await oleg.hear(there, "And sealed.")

            await oleg.register(synapse.url, "oleg")
            assert there.may_join
            await asyncio.wrap_future(there.join())
            assert there.may_write
            assert there is oleg.desk.live.chat(chat.room)
            assert [room.id for room in oleg.desk.live.rooms()] == [chat.room.id]
            assert mira.desk.live.account_at(synapse.url) == chat.account
            mentioned = (chat.account.user,) if chat.account else ()
            await asyncio.wrap_future(there.send("Mira, who signed?", mentioned=mentioned))
            heard = await mira.hear(chat, "Mira, who signed?")
            await mira.until(lambda: mira.mentions)
            assert mira.mentions[0].room.id == chat.room.id
            assert mira.mentions[0].message.id == heard.id
            assert chat.room.id in mira.moved

            listed = await asyncio.wrap_future(oleg.desk.live.listed(PACT))
            assert listed[0].id == chat.room.id
            assert len({room.id for room in listed}) == len(listed)

            await asyncio.wrap_future(there.leave())
            assert not there.may_write
            assert oleg.desk.live.rooms() == ()

    play(work)


def test_without_an_account_nothing_is_started_and_that_is_said(synapse: Synapse, tmp_path: Path) -> None:
    async def work() -> None:
        async with Reporter(tmp_path / "ana") as ana:
            with pytest.raises(NeedsLogin):
                await asyncio.wrap_future(ana.desk.live.start_chat(PACT))
            with pytest.raises(NeedsLogin, match="not logged in"):
                await asyncio.wrap_future(ana.desk.live.start_chat(PACT, synapse.url))
            assert not (tmp_path / "ana" / "chats.db").exists()

    play(work)


def test_two_terminals_on_one_account_agree(synapse: Synapse, tmp_path: Path) -> None:
    user = unique("mira")
    synapse.user(user, PASSWORD)

    async def work() -> None:
        async with Reporter(tmp_path / "desk") as one, Reporter(tmp_path / "laptop") as other:
            await one.log_in(synapse.url, user)
            await other.log_in(synapse.url, user)
            chat = await one.start_chat(PACT)
            await other.until(lambda: other.desk.live.rooms())
            there = await other.look_into(chat.room)
            for n in range(5):
                await asyncio.wrap_future((chat if n % 2 else there).send(f"Line {n}"))
            for n in range(5):
                heard = await one.hear(chat, f"Line {n}")
                assert (await other.hear(there, f"Line {n}")).id == heard.id
            assert [m.id for m in chat.view.messages] == [m.id for m in there.view.messages]
            last = chat.view.messages[-1].id
            await asyncio.wrap_future(chat.read(last))
            await other.until(lambda: there.view.read_up_to == last)

    play(work)


def test_what_is_typed_while_the_server_is_dead_arrives_once_and_in_order(
    own: Synapse, tmp_path: Path
) -> None:
    lines = [f"Line {n}" for n in range(12)]

    async def work() -> None:
        async with Reporter(tmp_path / "oleg") as oleg:
            async with Reporter(tmp_path / "mira") as mira:
                await mira.register(own.url, "mira")
                await oleg.register(own.url, "oleg")
                chat = await mira.start_chat(PACT)
                there = await oleg.join(chat.room)
                for line in lines[:4]:
                    await asyncio.wrap_future(chat.send(line))
                own.kill()
                for line in lines[4:8]:
                    await asyncio.wrap_future(chat.send(line))
                await mira.until(lambda: chat.status.state in ("reconnecting", "offline"))
                assert chat.status.reason
                room = chat.room
            # The next process on the same home.
            async with Reporter(tmp_path / "mira") as mira:
                chat = await mira.look_into(room)
                assert [one.text for one in chat.view.messages][-4:] == lines[4:8]
                for line in lines[8:]:
                    await asyncio.wrap_future(chat.send(line))
                own.start()
                mira.desk.live.wake()
                oleg.desk.live.wake()
                await mira.hear(chat, lines[-1])
                await oleg.hear(there, lines[-1])
                assert [one.text for one in there.view.messages] == lines
                assert [one.text for one in chat.view.messages] == lines

    play(work)


def test_a_gap_is_filled_unasked(own: Synapse, tmp_path: Path) -> None:
    async def work() -> None:
        async with Reporter(tmp_path / "one") as mira:
            await mira.register(own.url, "mira")
            chat = await mira.start_chat(PACT)
            await asyncio.wrap_future(chat.send("Before"))
            await mira.until(lambda: chat.room.last)  # a sync has brought it, and it is kept
            room = chat.room
        token = own.user(unique("oleg"), PASSWORD)
        own.post(token, f"/join/{room.id}")
        for n in range(70):
            own.say(token, room.id, f"Meanwhile {n}")
        async with Reporter(tmp_path / "one") as mira:
            chat = await mira.look_into(room)
            await mira.hear(chat, "Meanwhile 69")
            await mira.until(lambda: not chat.view.gaps)
            assert [one.text for one in chat.view.messages] == [
                "Before",
                *(f"Meanwhile {n}" for n in range(70)),
            ]

    play(work)


def test_a_chat_that_is_replaced_says_where_it_goes_on(synapse: Synapse, tmp_path: Path) -> None:
    ana = synapse.user(unique("ana"), PASSWORD)
    old, new = synapse.room(ana, name="The pact"), synapse.room(ana, name="The pact, second day")
    tombstone = {"body": "Too long", "replacement_room": new}

    async def work() -> None:
        async with Reporter(tmp_path / "mira") as mira, Reporter(tmp_path / "oleg") as oleg:
            await mira.register(synapse.url, "mira")
            room = Room(old, synapse.url, "The pact")
            chat, looked_into = await mira.join(room), await oleg.look_into(room)
            assert (chat.notice, chat.successor) == ("", None)
            synapse.state(ana, old, "m.room.tombstone", tombstone)
            for reporter, seen in ((mira, chat), (oleg, looked_into)):
                await reporter.until(lambda seen=seen: seen.notice)  # type: ignore[misc]
                assert seen.notice == "This chat goes on in another room."
                assert seen.successor is not None
                assert seen.successor.id == new
            following = chat.successor
            assert following is not None
            assert (await mira.join(following)).room.name == "The pact, second day"

    play(work)


def test_who_is_put_out_is_told_by_whom_and_why_and_keeps_what_was_said(
    synapse: Synapse, tmp_path: Path
) -> None:
    ana = synapse.user(unique("ana"), PASSWORD)
    room = synapse.room(ana, name="The pact")

    async def work() -> None:
        async with Reporter(tmp_path / "mira") as mira:
            await mira.register(synapse.url, "mira")
            chat = await mira.join(Room(room, synapse.url, "The pact"))
            synapse.say(ana, room, "Kindly.")
            await mira.hear(chat, "Kindly.")
            assert chat.account is not None
            who = {"user_id": chat.account.user}
            synapse.post(ana, f"/rooms/{room}/kick", {**who, "reason": "Off the topic"})
            await mira.until(lambda: chat.notice)
            assert chat.notice.endswith("removed you from this chat: Off the topic")
            assert not chat.may_write
            assert "Kindly." in [one.text for one in chat.view.messages]
            await asyncio.wrap_future(chat.join())
            assert (chat.notice, chat.may_write) == ("", True)
            synapse.post(ana, f"/rooms/{room}/ban", who)
            await mira.until(lambda: chat.notice)
            assert chat.notice.endswith("banned you from this chat.")

    play(work)


def test_a_chat_known_by_its_alias_is_found_and_joined(synapse: Synapse, tmp_path: Path) -> None:
    name = unique("pact")
    ana = synapse.user(unique("ana"), PASSWORD)
    room = synapse.room(ana, name="The pact", room_alias_name=name)
    synapse.say(ana, room, "Kindly.")

    async def work() -> None:
        async with Reporter(tmp_path / "mira") as mira:
            alias = f"#{name}:localhost"
            chat = await mira.look_into(Room(alias, synapse.url, alias, alias=alias))
            assert chat.room.id == room
            assert [one.text for one in chat.view.messages] == ["Kindly."]
            await mira.register(synapse.url, "mira")
            await asyncio.wrap_future(chat.join())
            assert chat.may_write
            assert chat is mira.desk.live.chat(chat.room)

    play(work)


def test_a_draft_is_kept_for_each_chat(synapse: Synapse, tmp_path: Path) -> None:
    async def work() -> None:
        async with Reporter(tmp_path / "mira") as mira:
            await mira.register(synapse.url, "mira")
            chat = await mira.start_chat(PACT)
            chat.keep_draft("Half a thought")
            assert chat.draft() == "Half a thought"
            room = chat.room
        async with Reporter(tmp_path / "mira") as mira:
            assert mira.desk.live.chat(room).draft() == "Half a thought"
            assert [one.id for one in mira.desk.live.rooms()] == [room.id]  # known before any sync

    play(work)


def test_logging_out_forgets_the_chats_and_no_failure_shows_a_secret(
    synapse: Synapse, tmp_path: Path
) -> None:
    async def work() -> None:
        async with Reporter(tmp_path / "mira") as mira:
            await mira.register(synapse.url, "mira")
            chat = await mira.start_chat(PACT)
            account = chat.account
            assert account is not None
            await asyncio.wrap_future(mira.desk.chatting.log_out(account))
            assert mira.desk.live.rooms() == ()
            assert not chat.may_write
            with pytest.raises(NeedsLogin) as failed:
                await asyncio.wrap_future(chat.send("Nobody says this."))
            told = "".join(
                traceback.TracebackException.from_exception(failed.value, capture_locals=True).format()
            )
            assert "access_token" not in told

    play(work)
