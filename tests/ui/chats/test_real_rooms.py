"""The chats' pane against a real Synapse: a chat is found, read, followed, and outlives its server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.conftest import need
from tests.servers import synapse_install
from tests.servers.synapse import Synapse
from tests.store.scratch import new_store
from tests.ui.chats.scene import drawn, shown
from tests.ui.test_article import run, until
from tui.config import Settings, home
from tui.desk import Desk
from tui.model import Entry
from tui.store import Fetched
from tui.ui.app import WireroomApp

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("synapse-pane")]
STORY = "https://desk.example/pact"


@pytest.fixture(scope="module")
def synapse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Synapse]:
    need(synapse_install.missing())
    with Synapse(tmp_path_factory.mktemp("synapse")) as server:
        yield server


def reader(folder: Path, homeserver: str, url: str = STORY) -> Desk:
    """A desk with one story, of a source with this homeserver."""
    new_store(folder / "wireroom.db")
    desk = Desk.open(home(str(folder)), Settings())
    section = desk.store.add_section("World")
    source = desk.store.add_source("http://127.0.0.1:9/feed", "Harbour", section.id, homeserver=homeserver)
    now = datetime.now(UTC)
    entry = Entry("Ferry pact signed", url=url, id="1", published=now, html="<p>The pact.</p>")
    desk.store.merge([Fetched(source.id, (entry,), now, due=now + timedelta(days=1))])
    story = desk.store.search("ferry pact")[0]
    desk.store.save_article(url, desk.feed_article(story))
    return desk


def test_a_chat_is_found_read_followed_and_outlives_its_server(synapse: Synapse, tmp_path: Path) -> None:
    mira = synapse.user("mira")
    room = synapse.room(mira, name="The pact", topic=f"About {STORY}")
    synapse.room(mira, name="Another")
    for n in range(70):
        synapse.say(mira, room, f"Remark {n}.")
    desk = reader(tmp_path, synapse.url)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("enter", "C")
        await until(pilot, lambda: "about this story" in shown(app) and "Another" in shown(app))
        assert app.newsroom.chats.room is not None
        assert app.newsroom.chats.room.id == room
        await pilot.press("enter")
        await until(pilot, lambda: "Remark 69." in shown(app))
        assert "Ferry pact signed" in shown(app)
        synapse.say(mira, room, "Said just now.")
        await until(pilot, lambda: "Said just now." in shown(app))
        assert any("Said just now." in line for line in drawn(app))
        await pilot.press("g")
        await until(pilot, lambda: len(app.newsroom.chats.view._messages.view.messages) == 71)
        await pilot.press("g")
        await until(pilot, lambda: "The chat begins here." in shown(app))
        await pilot.press("G")
        synapse.kill()
        await until(pilot, lambda: "reconnecting" in shown(app) or "offline" in shown(app))
        assert "Said just now." in shown(app)
        synapse.start()
        synapse.say(mira, room, "Back again.")
        await until(pilot, lambda: "Back again." in shown(app))
        assert "reconnecting" not in shown(app)

    run(desk, use)
    desk.close()


def test_what_only_members_see_says_so(synapse: Synapse, tmp_path: Path) -> None:
    oleg = synapse.user("oleg")
    closed = {
        "initial_state": [{"type": "m.room.history_visibility", "content": {"history_visibility": "joined"}}]
    }
    synapse.room(oleg, name="Members", topic=f"About {STORY}", **closed)
    desk = reader(tmp_path, synapse.url)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("enter", "C")
        await until(pilot, lambda: "Members" in shown(app) or "about this story" in shown(app))
        await pilot.press("G")
        pane = app.newsroom.chats
        while pane.room and pane.room.name != "Members":
            await pilot.press("k")
        await pilot.press("enter")
        await until(pilot, lambda: "for its members alone. Log in" in " ".join(shown(app).split()))

    run(desk, use)
    desk.close()
