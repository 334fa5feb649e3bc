"""``wireroom chats``, and an account at a homeserver, at the prompt: against a real Synapse."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands import Prompt
from tests.conftest import need
from tests.net.rough_server import RoughServer, answer
from tests.servers import synapse_install
from tests.servers.synapse import Synapse

PASSWORD = "Harbour-Lights-41"


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Synapse]:
    """A homeserver that shows its rooms only to those who are logged in."""
    need(synapse_install.missing())
    settings = {"allow_guest_access": False, "allow_public_rooms_without_auth": False}
    with Synapse(tmp_path_factory.mktemp("closed"), **settings) as server:
        yield server


@pytest.mark.server
def test_chats_are_listed_with_the_stored_account(closed: Synapse, tmp_path: Path) -> None:
    mira = closed.user("mira", PASSWORD)
    room = closed.room(mira, name="The pact", topic="Talk: https://news.example/pact", room_alias_name="pact")
    prompt = Prompt(tmp_path)
    chats = ("chats", "--homeserver", closed.url, "--json")
    refused = prompt(*chats)
    assert (refused.status, refused.out) == (1, "")
    assert "shows its rooms only to people who are logged in" in refused.err

    assert prompt("login", "matrix", closed.url, stdin=b"mira\nwrong\n").status == 1
    logged_in = prompt("login", "matrix", closed.url, stdin=f"mira\n{PASSWORD}\n".encode())
    assert logged_in.status == 0, logged_in.err
    assert logged_in.out.startswith("You are mira at 127.0.0.1")
    assert [one["user"] for one in prompt("accounts", "--json").objects] == ["@mira:localhost"]
    assert prompt(*chats).objects == [
        {
            "id": room,
            "alias": "#pact:localhost",
            "name": "The pact",
            "topic": "Talk: https://news.example/pact",
            "people": 1,
            "story": "https://news.example/pact",
            "homeserver": closed.url,
        }
    ]
    assert prompt("logout", "matrix").status == 0
    assert prompt("accounts", "--json").objects == []
    assert prompt(*chats).status == 1


def test_what_is_no_homeserver_is_said_in_one_line(tmp_path: Path) -> None:
    async def scene() -> None:
        async with RoughServer({"/": answer("<h1>News</h1>")}) as server:
            told = await asyncio.to_thread(Prompt(tmp_path), "chats", "--homeserver", server.url())
            assert (told.status, told.out) == (1, "")
            assert "does not answer as a Matrix homeserver" in told.err

    asyncio.run(scene())
    assert Prompt(tmp_path)("login", "matrix").status == 2
