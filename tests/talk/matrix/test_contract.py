"""What the client does at a homeserver, whichever it is: two readers in two homes, and a guest."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.talk.conversation import with_client
from tests.talk.matrix.readers import PASSWORD, Reader, account, live, talk, unique
from tui.model import Failure, Message
from tui.net.client import Client
from tui.talk.matrix.directory import room_of_alias
from tui.talk.matrix.discovery import discover
from tui.talk.matrix.errors import Encrypted, Forbidden, LoggedOut
from tui.talk.matrix.homeserver import path
from tui.talk.matrix.login import log_in, log_in_forms, log_out
from tui.talk.matrix.looking_in import list_rooms
from tui.talk.matrix.peek import Guests, peek
from tui.talk.matrix.register import register, register_form
from tui.talk.matrix.story_rooms import rooms_about
from tui.talk.participant import Login, Refused, WrongLogin

pytestmark = pytest.mark.server


def test_it_is_found_by_its_address(homeserver: str) -> None:
    async def work(client: Client) -> None:
        home = await discover(client, f"{homeserver}/")
        assert home.base == homeserver
        assert (await discover(client, f"{homeserver}/_matrix/client/v3")).base == homeserver

    with_client(work)


def test_an_account_is_made_and_logged_in_and_out(homeserver: str) -> None:
    async def work(client: Client) -> None:
        home, name = await discover(client, homeserver), unique("ana")
        form = await register_form(home)
        assert [one.name for one in form.questions][:2] == ["user", "password"]
        made = await register(home, {"user": name, "password": PASSWORD})
        assert isinstance(made, Login)
        assert made.identity.user.startswith(f"@{name}:")
        assert made.origin == homeserver
        with pytest.raises(Refused):
            await register(home, {"user": name, "password": PASSWORD})

        assert [one.name for one in (await log_in_forms(home))[0].questions] == ["user", "password"]
        again = await log_in(home, {"user": name, "password": PASSWORD})
        assert again.identity == made.identity
        with pytest.raises(WrongLogin):
            await log_in(home, {"user": name, "password": "Not-It-41"})
        by_token = await log_in(home, {"access_token": again.secrets["access_token"]})
        assert by_token.identity == made.identity
        await log_out(home.as_whom(again.secrets["access_token"]))
        with pytest.raises(LoggedOut):
            await log_in(home, {"access_token": again.secrets["access_token"]})
        await log_out(home.as_whom(again.secrets["access_token"]))  # as often as one likes

    with_client(work)


def test_rooms_are_listed_searched_and_looked_into_as_a_guest(homeserver: str, tmp_path: Path) -> None:
    async def work(client: Client, mira: Reader, oleg: Reader, room: str) -> None:
        await mira.session.send(room, "Who pays for the second pier?")
        await oleg.hear(room, "Who pays for the second pier?")
        home = await discover(client, homeserver)
        listed = {one.id: one for one in (await list_rooms(home, Guests())).rooms}[room]
        assert (listed.name, listed.topic, listed.people) == ("The pact", "https://news.example/pact", 2)
        assert (listed.story_url, listed.world_readable) == ("https://news.example/pact", True)

        assert room in [
            one.id for one in await rooms_about(home, "http://www.news.example/pact?utm_source=x")
        ]
        assert await rooms_about(home, "https://news.example/pac") == []

        looked = await peek(await Guests().at(home), listed)
        assert looked.view.messages[-1].text == "Who pays for the second pier?"
        assert looked.view.messages[-1].author == mira.login.identity.name
        await mira.session.send(room, "The north.")
        while not await looked.follow():
            pass
        assert looked.view.messages[-1].text == "The north."
        while await looked.more():
            pass
        assert len(looked.view.messages) == 2

    talk(homeserver, tmp_path, work)


def test_what_only_members_may_read_is_said(homeserver: str, tmp_path: Path) -> None:
    async def work(client: Client, mira: Reader, oleg: Reader, room: str) -> None:
        closed = path("rooms", room, "state", "m.room.history_visibility", "")
        await mira.session.home.put(closed, {"history_visibility": "joined"})
        home = await discover(client, homeserver)
        listed = next(one for one in (await list_rooms(home, Guests())).rooms if one.id == room)
        assert not listed.world_readable
        with pytest.raises(Forbidden) as failed:
            await peek(await Guests().at(home), listed)
        assert failed.value.sentence == "“The pact” is for its members alone."

    talk(homeserver, tmp_path, work)


def test_two_readers_see_what_each_other_says(homeserver: str, tmp_path: Path) -> None:
    async def work(client: Client, mira: Reader, oleg: Reader, room: str) -> None:
        await mira.session.send(room, "Who pays?")
        asked = await oleg.hear(room, "Who pays?")
        assert (asked.sender, asked.own, asked.state) == (mira.session.account, False, "sent")
        await oleg.session.send(room, "shrugs", emote=True, reply_to=asked.id)
        shrugged = await mira.hear(room, "shrugs")
        assert (shrugged.kind, shrugged.reply_to) == ("emote", asked.id)
        await oleg.session.send(room, "In a thread.\nTwo lines.", thread=asked.id)
        assert (await mira.hear(room, "In a thread.\nTwo lines.")).thread == asked.id

        await oleg.session.send(room, "mira: see clause 4", mentioned=[mira.session.account])
        assert (await mira.hear(room, "mira: see clause 4")).mentions_me
        assert mira.mentions() == ["mira: see clause 4"]
        assert oleg.mentions() == []

        own = await mira.hear(room, "Who pays?")
        assert own.own
        assert mira.texts(room) == oleg.texts(room)
        assert len({one.id for one in mira.messages(room)}) == 4
        people = await mira.session.members(room)
        assert {one.user for one in people} == {mira.session.account, oleg.session.account}

    talk(homeserver, tmp_path, work)


def test_messages_are_edited_taken_back_and_reacted_to(homeserver: str, tmp_path: Path) -> None:
    async def work(client: Client, mira: Reader, oleg: Reader, room: str) -> None:
        await mira.session.send(room, "Who pasy?")
        asked = await oleg.hear(room, "Who pasy?")
        await mira.hear(room, "Who pasy?")

        def at(reader: Reader) -> Message:
            return next(one for one in reader.messages(room) if one.id == asked.id)

        await mira.session.edit(room, asked.id, "Who pays?")
        await oleg.until(lambda: (at(oleg).text, at(oleg).edited) == ("Who pays?", True))
        await oleg.session.react(room, asked.id, "👍")
        await mira.until(
            lambda: [(one.key, one.count, one.own) for one in at(mira).reactions] == [("👍", 1, False)]
        )
        await mira.session.react(room, asked.id, "👍")
        await oleg.until(lambda: [(one.count, one.own) for one in at(oleg).reactions] == [(2, True)])
        await oleg.session.react(room, asked.id, "👍")  # takes it back
        await mira.until(lambda: [(one.count, one.own) for one in at(mira).reactions] == [(1, True)])
        await mira.session.redact(room, asked.id)
        await oleg.until(lambda: at(oleg).redacted)
        assert at(oleg).text == ""
        assert len(oleg.messages(room)) == 1

    talk(homeserver, tmp_path, work)


def test_typing_and_reading_are_told(homeserver: str, tmp_path: Path) -> None:
    async def work(client: Client, mira: Reader, oleg: Reader, room: str) -> None:
        await mira.session.typing(room, True)
        await oleg.until(lambda: oleg.session.timeline(room).typing == (mira.login.identity.name,))
        await mira.session.typing(room, False)
        await oleg.until(lambda: oleg.session.timeline(room).typing == ())

        await mira.session.send(room, "Unread.")
        unread = await oleg.hear(room, "Unread.")
        await oleg.until(lambda: oleg.session.rooms()[0].unread == 1)
        elsewhere = await log_in_again(client, oleg)
        async with live(client, elsewhere, tmp_path / "elsewhere") as second:
            assert second.session.rooms()[0].unread == 1
            await oleg.session.read(room, unread.id)
            assert oleg.session.timeline(room).read_up_to == unread.id
            await second.until(lambda: second.session.rooms()[0].unread == 0)
            await second.session.open(room)
            assert second.session.timeline(room).read_up_to == unread.id
            assert second.texts(room) == ["Unread."]

    talk(homeserver, tmp_path, work)


async def log_in_again(client: Client, reader: Reader) -> Login:
    home = await discover(client, reader.login.origin)
    return await log_in(home, {"user": reader.login.identity.user, "password": PASSWORD})


def test_a_session_goes_on_where_it_was(homeserver: str, tmp_path: Path) -> None:
    async def work(client: Client) -> None:
        mira, oleg = await account(client, homeserver, "mira"), await account(client, homeserver, "oleg")
        async with live(client, mira, tmp_path / "mira") as one:
            room = await one.session.create("The pact")
            async with live(client, oleg, tmp_path / "oleg") as other:
                await other.enter(room)
                await one.session.send(room, "Before.")
                await other.hear(room, "Before.")
            await one.session.open(room)
            for n in range(3):
                await one.session.send(room, f"Away {n}.")
            await one.hear(room, "Away 2.")
            async with live(client, oleg, tmp_path / "oleg") as other:
                assert [found.name for found in other.session.rooms()] == ["The pact"]
                await other.session.open(room)
                await other.hear(room, "Away 2.")
                assert other.texts(room) == ["Before.", "Away 0.", "Away 1.", "Away 2."]
                assert other.session.timeline(room).gaps == frozenset()

    with_client(work)


def test_two_terminals_with_one_home_agree(homeserver: str, tmp_path: Path) -> None:
    async def work(client: Client, mira: Reader, oleg: Reader, room: str) -> None:
        async with live(client, mira.login, tmp_path / "mira") as second:
            await second.session.open(room)
            await mira.session.send(room, "From the first.")
            await second.hear(room, "From the first.")
            await second.session.send(room, "From the second.")
            await oleg.hear(room, "From the second.")
            await mira.hear(room, "From the second.")
            for reader in (mira, second, oleg):
                assert reader.texts(room) == ["From the first.", "From the second."]
        async with live(client, mira.login, tmp_path / "mira") as third:
            await third.session.open(room)
            assert third.texts(room) == ["From the first.", "From the second."]

    talk(homeserver, tmp_path, work)


def test_what_came_between_is_a_gap_that_can_be_filled(homeserver: str, tmp_path: Path) -> None:
    async def work(client: Client) -> None:
        mira, oleg = await account(client, homeserver, "mira"), await account(client, homeserver, "oleg")
        async with live(client, mira, tmp_path / "mira") as one:
            room = await one.session.create("The pact")
            async with live(client, oleg, tmp_path / "oleg") as other:
                await other.enter(room)
                await one.session.send(room, "Before.")
                await other.hear(room, "Before.")
            await one.session.open(room)
            said = [f"Away {n}." for n in range(55)]
            for text in said:
                await one.session.send(room, text)
            await one.hear(room, said[-1])
            async with live(client, oleg, tmp_path / "oleg") as other:
                await other.session.open(room)
                await other.hear(room, said[-1])
                assert other.texts(room) == ["Before.", *said[5:]]
                after = other.messages(room)[1].id
                assert other.session.timeline(room).gaps == {after}
                await other.session.fill(room, after)
                assert other.texts(room) == ["Before.", *said]
                assert other.session.timeline(room).gaps == frozenset()
            async with live(client, oleg, tmp_path / "oleg") as other:
                await other.session.open(room)
                assert other.texts(room) == ["Before.", *said]

    with_client(work)


def test_encrypted_rooms_are_named_and_not_opened(homeserver: str, tmp_path: Path) -> None:
    async def work(client: Client, mira: Reader, oleg: Reader, room: str) -> None:
        secret = path("rooms", room, "state", "m.room.encryption", "")
        await mira.session.home.put(secret, {"algorithm": "m.megolm.v1.aes-sha2"})
        await oleg.until(lambda: oleg.session.rooms()[0].encrypted)
        for action in (oleg.session.open(room), oleg.session.send(room, "In the clear.")):
            with pytest.raises(Encrypted) as failed:
                await action
            assert "end-to-end encrypted" in failed.value.sentence

    talk(homeserver, tmp_path, work)


def test_rooms_are_left(homeserver: str, tmp_path: Path) -> None:
    async def work(client: Client, mira: Reader, oleg: Reader, room: str) -> None:
        await oleg.session.leave(room)
        await oleg.until(lambda: not oleg.session.rooms())
        assert oleg.messages(room) == ()
        with pytest.raises(Refused):
            await oleg.session.send(room, "Still here?")
        with pytest.raises(Failure):
            await room_of_alias(oleg.session.home, f"#{unique('nowhere')}:localhost")

    talk(homeserver, tmp_path, work)


def test_an_edit_of_another_ones_message_is_refused_or_ignored(homeserver: str, tmp_path: Path) -> None:
    async def work(client: Client, mira: Reader, oleg: Reader, room: str) -> None:
        await mira.session.send(room, "Mine.")
        mine = await oleg.hear(room, "Mine.")
        await oleg.session.edit(room, mine.id, "Yours.")
        await oleg.session.redact(room, mine.id)  # this the homeserver itself refuses
        await oleg.until(lambda: any(one.state == "failed" for one in oleg.messages(room)))
        failed = next(one for one in oleg.messages(room) if one.state == "failed")
        assert failed.failure
        await oleg.session.discard(failed.id)
        assert [(one.text, one.edited) for one in oleg.messages(room)] == [("Mine.", False)]

    talk(homeserver, tmp_path, work)
