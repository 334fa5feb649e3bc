"""The app on a desk whose chats are stand-ins."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from textual.geometry import Region
from textual.pilot import Pilot

from tests.ui.chats.stand_in import StandInChat, StandInLive
from tests.ui.pages import Site
from tests.ui.test_article import run, until, with_stories
from tui.desk import Desk
from tui.ui.app import WireroomApp

Use = Callable[[WireroomApp, Pilot[None]], Awaitable[None]]


def shown(app: WireroomApp) -> str:
    """What the chats' pane shows."""
    pane = app.newsroom.chats
    return "\n".join(line.text for _item, line in pane.column._sight)  # type: ignore[attr-defined]


def drawn(app: WireroomApp) -> list[str]:
    """The lines of the chat's view as the terminal has them."""
    view = app.newsroom.chats.view
    return [strip.text for strip in view.render_lines(Region(0, 0, *view.size))]


def tabs(app: WireroomApp) -> str:
    return str(app.newsroom.room_frame.border_title)


def with_chats(
    desk: Desk, site: Site, *chats: StandInChat, use: Use, size: tuple[int, int] = (120, 40)
) -> StandInLive:
    """Runs the app with three stories and these chats."""
    with_stories(desk, site)
    site.article("/0", "Headline 0", "Some text. " * 30)
    live: Any = StandInLive(*chats)
    own, desk.live = desk.live, live
    try:
        run(desk, use, size)
    finally:
        desk.live = own
    return live  # type: ignore[no-any-return]


async def open_first(app: WireroomApp, pilot: Pilot[None]) -> None:
    """Opens the first story, and the first chat of the list."""
    await pilot.press("enter")
    await pilot.press("C")
    await until(pilot, lambda: app.newsroom.chats.list.room is not None)
    await pilot.press("enter")
    await until(pilot, lambda: app.newsroom.chats.chat is not None)
    await pilot.pause()


def body(app: WireroomApp) -> list[str]:
    """The rows of the open chat's messages."""
    return [line.text for item, line in app.newsroom.chats.view._sight if item >= 0]


def hear(app: WireroomApp, chat: StandInChat, *, link: bool = False) -> None:
    """Tells the screen that there is something new in a chat."""
    app.newsroom.chats.hear({chat.room.id}, link=link)
