"""What only a server that can be set up, killed and filled shows: a real Synapse."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import need
from tests.servers import synapse_install
from tests.servers.synapse import Synapse
from tests.talk.conversation import with_client
from tests.talk.matrix.readers import PASSWORD, Reader, account, live, unique
from tui.net.client import Client
from tui.talk.matrix.discovery import discover
from tui.talk.matrix.errors import GuestsForbidden
from tui.talk.matrix.link import LinkState
from tui.talk.matrix.login import log_in
from tui.talk.matrix.looking_in import list_rooms
from tui.talk.matrix.peek import Guests
from tui.talk.matrix.register import register, register_form
from tui.talk.matrix.signals import LinkChanged
from tui.talk.participant import Login, Refused

pytestmark = pytest.mark.server
TOKEN = "let-me-in"
HISTORY = 1_000  # messages; bench.chat goes through five thousand


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Synapse]:
    """A homeserver without guests, where accounts need a token and a yes, and talk is slowed down."""
    need(synapse_install.missing())
    folder = tmp_path_factory.mktemp("strict")
    terms = folder / "terms" / "en"
    terms.mkdir(parents=True)
    for name in ("1.0.html", "success.html"):
        (terms / name).write_text("<p>Be kind.</p>")
    settings = {
        "allow_guest_access": False,
        "allow_public_rooms_without_auth": False,
        "registration_requires_token": True,
        "user_consent": {
            "template_dir": str(terms.parent),
            "version": "1.0",
            "require_at_registration": True,
        },
        "rc_message": {"per_second": 5, "burst_count": 2},
    }
    with Synapse(folder, **settings) as server:
        server.registration_token(TOKEN)
        yield server


def test_an_account_with_a_token_and_terms(strict: Synapse) -> None:
    async def work(client: Client) -> None:
        home = await discover(client, strict.url)
        form = await register_form(home)
        assert {one.name for one in form.questions} >= {"user", "password", "registration_token", "terms"}
        assert strict.url in form.note
        answers = {"user": unique("ana"), "password": PASSWORD}
        with pytest.raises(Refused):
            await register(home, {**answers, "registration_token": "guessed", "terms": "yes"})
        with pytest.raises(Refused):
            await register(home, {**answers, "registration_token": TOKEN, "terms": ""})
        made = await register(home, {**answers, "registration_token": TOKEN, "terms": "yes"})
        assert isinstance(made, Login)

    with_client(work)


def test_without_guests_only_the_readers_account_sees_the_rooms(strict: Synapse) -> None:
    name = unique("mira")
    room = strict.room(strict.user(name, PASSWORD), name="The pact", topic="https://news.example/pact")

    async def work(client: Client) -> None:
        home = await discover(client, strict.url)
        with pytest.raises(GuestsForbidden) as failed:
            await Guests().at(home)
        assert failed.value.sentence == f"{home.host} has guests switched off."
        with pytest.raises(GuestsForbidden) as failed:
            await list_rooms(home, Guests())
        assert failed.value.sentence == f"{home.host} shows its rooms only to people who are logged in."
        login = await log_in(home, {"user": name, "password": PASSWORD})
        own = home.as_whom(login.secrets["access_token"])
        assert room in [one.id for one in (await list_rooms(home, Guests(), own)).rooms]
        assert [
            one.id for one in (await list_rooms(home, Guests(), own, search="news.example/pact")).rooms
        ] == [room]

    with_client(work)


def test_a_homeserver_that_asks_for_patience_gets_it(strict: Synapse, tmp_path: Path) -> None:
    name = unique("mira")
    strict.user(name, PASSWORD)

    async def work(client: Client) -> None:
        login = await log_in(await discover(client, strict.url), {"user": name, "password": PASSWORD})
        async with live(client, login, tmp_path / "mira") as mira:
            room = await mira.session.create("The pact")
            await mira.session.open(room)
            for n in range(8):
                await mira.session.send(room, f"{n}")
            await mira.hear(room, "7")
            assert mira.texts(room) == [str(n) for n in range(8)]
            states = [one.status.state for one in mira.told if isinstance(one, LinkChanged)]
            assert states == [LinkState.LIVE]

    with_client(work)


def test_a_long_history_is_read_back_to_its_beginning(synapse: Synapse, tmp_path: Path) -> None:
    name = unique("mira")
    room = synapse.copies(synapse.user(name, PASSWORD), [f"copy {n}" for n in range(HISTORY)])

    async def work(client: Client) -> None:
        login = await log_in(await discover(client, synapse.url), {"user": name, "password": PASSWORD})
        async with live(client, login, tmp_path / "mira") as mira:
            await mira.session.open(room)
            while await mira.session.more(room):
                pass
            assert mira.texts(room) == ["The first.", *(f"copy {n}" for n in range(HISTORY))]
            assert mira.session.timeline(room).complete
            assert len({one.id for one in mira.messages(room)}) == HISTORY + 1

    with_client(work)


def test_a_homeserver_that_is_killed_under_load_loses_and_repeats_nothing(
    synapse: Synapse, tmp_path: Path
) -> None:
    """Mira's program ends too, with all that she wrote; Oleg's waits until the homeserver is back."""
    said = [f"Word {n}." for n in range(25)]

    async def work(client: Client) -> None:
        logins = [await account(client, synapse.url, name) for name in ("mira", "oleg")]
        async with live(client, logins[1], tmp_path / "oleg") as oleg:
            async with live(client, logins[0], tmp_path / "mira") as mira:
                room = await mira.session.create("The pact")
                await mira.session.open(room)
                await oleg.enter(room)
                speaking = asyncio.create_task(speak(mira, room, said))
                await oleg.hear(room, said[4])
                synapse.kill()
                await speaking
                await lost(mira)
                await lost(oleg)
                await speak(oleg, room, ["Are you there?", "Hello?"])
                assert [(one.text, one.state) for one in oleg.messages(room)[-2:]] == [
                    ("Are you there?", "pending"),
                    ("Hello?", "pending"),
                ]
                assert mira.texts(room) == said
                assert mira.messages(room)[-1].state == "pending"
            await asyncio.to_thread(synapse.start)
            oleg.session.wake()
            await oleg.hear(room, "Hello?")
            async with live(client, logins[0], tmp_path / "mira") as mira:
                await mira.session.open(room)
                await mira.hear(room, said[-1])
                await oleg.hear(room, said[-1])
                for reader in (mira, oleg):
                    assert [one for one in reader.texts(room) if one in said] == said
                    assert sorted(reader.texts(room)) == sorted([*said, "Are you there?", "Hello?"])
                    assert reader.session.status.state == LinkState.LIVE
                    assert {one.state for one in reader.messages(room)} == {"sent"}

    with_client(work)


async def speak(reader: Reader, room: str, texts: list[str]) -> None:
    for text in texts:
        await reader.session.send(room, text)


async def lost(reader: Reader) -> None:
    await reader.until(lambda: reader.session.status.state != LinkState.LIVE)
    assert reader.session.status.reason
    assert reader.session.status.again
