"""A guest at a real Isso, from the article to the server's own word; and one whose comments are moderated."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.conftest import need
from tests.servers import isso_install
from tests.servers.isso import Isso
from tests.ui.pages import Site
from tests.ui.test_article import run, until, with_stories
from tests.ui.test_room import shown
from tests.ui.writing.scene import room, screen, typed
from tui.config import Settings, home
from tui.desk import Desk
from tui.ui.app import WireroomApp

pytestmark = pytest.mark.server


@contextmanager
def commented(folder: Path, **how: bool) -> Iterator[tuple[Isso, Desk]]:
    """A server with one comment below a story's page, and a desk that has the story."""
    need(isso_install.missing())
    (folder / "isso").mkdir()
    with Isso(folder / "isso", **how) as server, Site() as site:
        server.comment("/0", "mira", "Who pays?")
        site.article("/0", "Headline 0", *["The two cities signed it after a long night of talks. " * 3] * 5)
        kind, body = site.pages["/0"]
        site.pages["/0"] = (kind, body.replace(b"</body>", server.embedded().encode() + b"</body>"))
        desk = Desk.open(home(str(folder / "home")), Settings())
        with_stories(desk, site, 1)
        yield server, desk
        desk.close()


def test_a_guest_says_once_who_they_are(tmp_path: Path) -> None:
    with commented(tmp_path) as (server, desk):

        async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
            pane = room(app)
            await pilot.press("enter")
            await until(pilot, lambda: "Who pays?" in shown(pane))
            await pilot.press("c")
            assert "i reply  I comment" in shown(pane)
            await pilot.press("i", *typed("All of *it*?"), "tab", *typed("ada"), "ctrl+s")
            await until(pilot, lambda: "ada" in shown(pane) and "sending" not in shown(pane))
            assert "All of it?" in shown(pane)
            await pilot.press("I", *typed("Not me."))
            assert "as ada" in screen(app)
            assert "Website" not in screen(app)
            await pilot.press("ctrl+s")
            await until(pilot, lambda: len(server.comments("/0")) == 2 and "sending" not in shown(pane))
            await pilot.press("G", "e", "backspace", *typed(", nor you."), "ctrl+s")
            await until(pilot, lambda: "nor you." in shown(pane) and "sending" not in shown(pane))

        run(desk, use, (160, 50))
        first, second = server.comments("/0")
        assert [(one["author"], one["text"]) for one in first["replies"]] == [("ada", "All of *it*?")]
        assert (second["author"], second["text"]) == ("ada", "Not me, nor you.")


def test_what_waits_for_approval_says_so_and_stays(tmp_path: Path) -> None:
    with commented(tmp_path, moderated=True) as (_server, desk):

        async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
            pane = room(app)
            await pilot.press("enter")
            await until(pilot, lambda: "I comment" in shown(pane))
            await pilot.press("c", "I", *typed("Aye"), "ctrl+s")
            await until(pilot, lambda: "awaiting approval" in shown(pane))
            app.newsroom.room.show_own()
            assert "Aye" in shown(pane)

        run(desk, use, (160, 50))
