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
        await until(pilot, lambda: "The pact" in shown(app) or "about this story" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: "Who pays?" in shown(app))
        await pilot.press("i")
        await until(pilot, lambda: writing.types)
        assert "Log in to" in screen(app)
        assert newsroom.status.sentence == ""  # nobody is asked any more how to log in
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


def test_what_is_written_while_the_server_is_away_is_sent_once_and_a_draft_outlives_the_app(
    synapse: Synapse, tmp_path: Path
) -> None:
    mira = synapse.user("mira2")
    story = STORY.replace("pact", unique("ferry"))
    room = synapse.room(mira, name="The quay", topic=f"About {story}")
    name = unique("oleg")
    synapse.user(name, PASSWORD)
    desk = reader(tmp_path, synapse.url, story)
    desk.chatting.log_in(synapse.url, {"user": name, "password": PASSWORD}).result(60)

    def texts() -> list[object]:
        return [one.get("body") for one in synapse.said(mira, room)]

    async def to_the_chat(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("enter", "C")
        pane = app.newsroom.chats
        await until(pilot, lambda: pane.room is not None and pane.room.id == room)
        await pilot.press("enter", "i")
        await until(pilot, lambda: pane.writing.types and "Message" in screen(app))

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await to_the_chat(app, pilot)
        await pilot.press(*typed("before"), "enter")
        await until(pilot, lambda: texts() == ["before"])
        synapse.kill()
        await until(pilot, lambda: "reconnecting" in shown(app) or "offline" in shown(app))
        await pilot.press(*typed("one"), "enter", *typed("two"), "enter", *typed("not yet"))
        await until(pilot, lambda: "two" in shown(app))
        synapse.start()
        desk.live.wake()
        await until(pilot, lambda: texts() == ["two", "one", "before"])
        await until(pilot, lambda: "reconnecting" not in shown(app) and "offline" not in shown(app))

    async def again(app: WireroomApp, pilot: Pilot[None]) -> None:
        await to_the_chat(app, pilot)
        assert "not yet" in screen(app)
        assert texts() == ["two", "one", "before"]
        await pilot.press("escape", "L")
        await until(pilot, lambda: app.newsroom.chats.writing.types)
        assert "Logging out ends this session" in screen(app)
        assert "Questions" not in screen(app)  # what Textual draws of a widget with nothing in it
        await pilot.press("enter")
        await until(pilot, lambda: app.newsroom.status.sentence == "Logged out.")
        assert desk.live.account_at(synapse.url) is None

    run(desk, use)
    run(desk, again)
    desk.close()


def test_a_chat_is_started_for_a_story_without_one_once_that_is_confirmed(
    synapse: Synapse, tmp_path: Path
) -> None:
    name = unique("ada")
    synapse.user(name, PASSWORD)
    desk = reader(tmp_path, synapse.url, STORY.replace("pact", unique("quay")))
    desk.chatting.log_in(synapse.url, {"user": name, "password": PASSWORD}).result(60)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.chats
        await pilot.press("enter", "C")
        await until(pilot, lambda: "a start a chat" in screen(app))
        await pilot.press("a")
        await until(pilot, lambda: pane.writing.types)
        assert "becomes a public chat at 127.0.0.1" in screen(app)
        await pilot.press("escape")
        assert pane.chat is None
        await pilot.press("a")
        await until(pilot, lambda: pane.writing.types)
        await pilot.press("enter")
        await until(pilot, lambda: pane.chat is not None and pane.writing.types)
        assert pane.chat is not None
        assert (pane.chat.room.name, pane.chat.may_write) == ("Ferry pact signed", True)

    run(desk, use)
    assert [one.name for one in desk.live.rooms()] == ["Ferry pact signed"]
    desk.close()
