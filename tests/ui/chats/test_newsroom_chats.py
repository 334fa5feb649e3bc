"""The demo's chats in the app: found beside the open story, written in, and answered."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot

from tests.talk.matrix.readers import PASSWORD
from tests.ui.chats.scene import shown
from tests.ui.test_article import run, until
from tests.ui.writing.scene import screen, typed
from tui.config import Settings, home
from tui.desk import Desk
from tui.newsroom import Newsroom
from tui.ui.app import WireroomApp


def test_a_newcomer_finds_the_chat_registers_writes_and_is_answered(tmp_path: Path) -> None:
    with Newsroom(answered_after=0.2) as site:
        desk = Desk.open(home(str(tmp_path)), Settings())
        desk.add(desk.discover(site.url).result())
        desk.refresh(everything=True).result()
        title = "Ferry pact signed"

        async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
            chats = app.newsroom.chats
            await until(pilot, lambda: app.newsroom.wire.story is not None)
            await pilot.press("C")  # the story at the mark, where none is open
            await until(pilot, lambda: "about this story" in shown(app) and title in shown(app))
            assert app.newsroom.reading is None
            await pilot.press("enter")
            await until(pilot, lambda: "It will work." in shown(app))
            site.say("ferry-pact-signed", "mira", "The minutes are out!")
            await until(pilot, lambda: "The minutes are out!" in shown(app))

            await pilot.press("i")
            await until(pilot, lambda: chats.writing.types)
            await pilot.press("ctrl+n")
            await until(pilot, lambda: "Register at" in screen(app) and chats.writing.types)
            await pilot.press(*"ada", "tab", *typed(PASSWORD), "enter")
            await until(pilot, lambda: "as ada" in screen(app))
            await pilot.press(*typed("Who pays?"), "enter")
            await until(pilot, lambda: "Who pays?" in shown(app))
            await until(pilot, lambda: "↳ ada: Who pays?" in shown(app))
            assert "ada" in shown(app)

        run(desk, use)
        desk.close()
