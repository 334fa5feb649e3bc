"""Writing in a chat of a real Synapse: from looking in to a message that the others have, and back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.conftest import need
from tests.servers import synapse_install
from tests.servers.synapse import Synapse
from tests.talk.matrix.readers import PASSWORD, unique
from tests.ui.chats.scene import shown, tabs
from tests.ui.chats.test_real_rooms import STORY, reader
from tests.ui.test_article import run, until
from tests.ui.writing.scene import screen, typed
from tui.ui.app import WireroomApp

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("synapse-pane")]


@pytest.fixture(scope="module")
def synapse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Synapse]:
    need(synapse_install.missing())
    with Synapse(tmp_path_factory.mktemp("synapse")) as server:
        yield server


def test_a_newcomer_registers_joins_writes_and_is_called(synapse: Synapse, tmp_path: Path) -> None:
    mira = synapse.user("mira")
    room = synapse.room(mira, name="The pact", topic=f"About {STORY}")
    synapse.say(mira, room, "Who pays?")
    desk = reader(tmp_path, synapse.url)
    name = unique("ada")

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        newsroom = app.newsroom
        writing = newsroom.chats.writing

        def texts() -> list[object]:
            return [one.get("body") for one in synapse.said(mira, room)]

        await pilot.press("enter", "C")
        await until(pilot, lambda: "The pact" in shown(app) or "about the open story" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: "Who pays?" in shown(app))
        await pilot.press("i")
        await until(pilot, lambda: writing.types)
        assert "Log in to" in screen(app)
        await pilot.press("ctrl+n")
        await until(pilot, lambda: "Register at" in screen(app) and writing.types)
        await pilot.press(*name, "tab", *typed(PASSWORD), "enter")
        await until(pilot, lambda: "Message" in screen(app) and f"as {name}" in screen(app))
        assert f"{name}@" in screen(app)

        await pilot.press(*typed("@mir"), "tab", *typed("the north."), "ctrl+j", *typed("Both."), "enter")
        await until(pilot, lambda: any("Both." in str(one) for one in texts()))
        told = synapse.said(mira, room)[0]
        assert told["body"] == "@mira the north.\nBoth."
        assert told["m.mentions"] == {"user_ids": ["@mira:localhost"]}
        await until(pilot, lambda: "Both." in shown(app))
        assert writing.types  # one writes on

        await pilot.press(*typed("/join x"), "enter")
        assert "no command here" in screen(app)
        await pilot.press("ctrl+u", *typed("/me waves"), "enter")
        await until(pilot, lambda: "waves" in texts())
        assert synapse.said(mira, room)[0]["msgtype"] == "m.emote"

        await pilot.press("up")
        assert "Edit your message" in screen(app)
        await pilot.press(*typed(" twice"), "enter")
        await until(pilot, lambda: "* waves twice" in texts())

        await pilot.press(*typed("a draft"), "escape")
        assert not writing.types
        await pilot.press("escape", "escape")  # to the list, and out of the room
        event = synapse.say(mira, room, f"{name}: thanks", **{"m.mentions": {"user_ids": [desk_user(app)]}})
        await until(pilot, lambda: "calls you in" in newsroom.status.sentence)
        await until(pilot, lambda: "@1" in tabs(app))
        await pilot.press("@")
        await until(pilot, lambda: newsroom.chats.message is not None and newsroom.chats.message.id == event)
        await pilot.press('"')
        await until(pilot, lambda: writing.types)
        assert "Reply to" in screen(app)
        assert "a draft" in screen(app)
        await pilot.press("enter")
        await until(pilot, lambda: "a draft" in texts())
        relation = synapse.said(mira, room)[0]["m.relates_to"]
        assert relation == {"m.in_reply_to": {"event_id": event}}
        await pilot.press("escape", "+", "1", "enter")
        await until(pilot, lambda: "👍" in shown(app))

    def desk_user(app: WireroomApp) -> str:
        chat = app.newsroom.desk.live.account_at(synapse.url)
        assert chat is not None
        return chat.user

    run(desk, use)
    assert PASSWORD not in json.dumps([one.read_text("utf-8", "replace") for one in tmp_path.glob("*.toml")])
    desk.close()
