"""Draws every picture in this folder from the demo: ``python -m screenshots.make [NAME …]``.

Needs ``rsvg-convert`` (Debian: librsvg2-bin) and fonts for CJK and Arabic.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from textual.pilot import Pilot

from tui.config import Settings, home
from tui.desk import Desk
from tui.newsroom import Newsroom
from tui.store import View
from tui.ui.app import WireroomApp

HERE = Path(__file__).parent
PATIENCE = 400  # looks at the screen, a twentieth of a second apart
WIDTH = 1400  # pixels of a picture of 120 columns


@dataclass(frozen=True)
class Shot:
    """A picture: its name, the terminal's size, what is typed, and a word that must be on screen then.

    ``then`` is typed after that. ``known``: the reader has an account where the story is discussed.
    """

    name: str
    size: tuple[int, int]
    keys: tuple[str, ...] = ()
    shows: str = "Newsfeed"
    theme: str = "wireroom-dark"
    story: str = ""  # a story to open, by a word of its title
    empty: bool = False  # with no sources: the first run
    then: tuple[str, ...] = ()
    known: bool = False
    settles: str = ""  # a word that must be on screen at the end


NAMED = {" ": "space", ",": "comma", ".": "full_stop", "@": "at", "?": "question_mark"}
ROOM = ("enter", "c")
REPLY = ("j", "i", "f7", *"The minutes say both cities, in clause 4.")
CHATS = ("enter", "C")
# Beside keys: wait until the screen stands still; end the newsroom.
SETTLED, ENDED = "<settled>", "<ended>"
WRITING = ("enter", SETTLED, "i", SETTLED, "f7", "backspace")
COMPOSE = (*WRITING, *"@ve", "tab", *"it is in clause 7.", "ctrl+j", *"That is all")
UNSENT = (*WRITING, ENDED, *"Are you there?", "enter")
SIZES = {"120x40": (120, 40), "80x24": (80, 24)}
FIND_TABLE = ("ctrl+f", *"Seeded")
SHOTS = (
    Shot("newsroom-120x40", (120, 40), ("enter",), "PORT ELSE"),
    Shot("newsroom-light-120x40", (120, 40), ("enter",), "PORT ELSE", "wireroom-light"),
    Shot("newsroom-ansi-120x40", (120, 40), ("enter",), "PORT ELSE", "wireroom-ansi"),
    Shot("picture-120x40", (120, 40), ("enter",), "▀"),
    Shot("table-120x40", (120, 40), FIND_TABLE, "Seeded", story="Bread index"),
    Shot("table-80x24", (80, 24), FIND_TABLE, "Seeded", story="Bread index"),
    Shot("newsroom-80x24", (80, 24), ("enter",), "▀"),
    Shot("room-80x24", (80, 24), ("enter", "c"), "Comments"),
    Shot("thread-120x40", (120, 40), ROOM, "I comment", then=("j",)),
    Shot("thread-80x24", (80, 24), ROOM, "I comment", then=("j",)),
    Shot("log-in-120x40", (120, 40), ROOM, "I comment", then=("L",)),
    Shot("log-in-80x24", (80, 24), ROOM, "I comment", then=("L",)),
    Shot("reply-120x40", (120, 40), ROOM, "you are ada", then=REPLY, known=True),
    Shot("reply-80x24", (80, 24), ROOM, "you are ada", then=REPLY, known=True),
    Shot("chats-120x40", (120, 40), CHATS, "about this story"),
    Shot("chats-80x24", (80, 24), CHATS, "about this story"),
    Shot("chat-120x40", (120, 40), CHATS, "about this story", then=("enter",), settles="It will work"),
    Shot("chat-80x24", (80, 24), CHATS, "about this story", then=("enter",), settles="It will work"),
    *(
        Shot(f"composing-{name}", size, CHATS, "about this story", then=COMPOSE, known=True, settles="is all")
        for name, size in SIZES.items()
    ),
    Shot("search-120x40", (120, 40), ("slash", *"ferry", "enter", "enter"), "PORT ELSE"),
    Shot("wire-60x20", (60, 20)),
    Shot("article-60x20", (60, 20), ("enter",), "▀"),
    Shot("russian-120x40", (120, 40), story="Паром"),
    Shot("arabic-120x40", (120, 40), story="مجلس"),
    Shot("japanese-120x40", (120, 40), story="港湾"),
    Shot("russian-80x24", (80, 24), story="Паром"),
    Shot("arabic-80x24", (80, 24), story="مجلس"),
    Shot("japanese-80x24", (80, 24), story="港湾"),
    Shot("help-120x40", (120, 40), ("question_mark",), "Marking"),
    Shot("welcome-120x40", (120, 40), empty=True, shows="Starter packs"),
    *(
        Shot(
            f"reconnecting-{name}",
            size,
            CHATS,
            "about this story",
            then=UNSENT,
            known=True,
            settles="econnecting",
        )
        for name, size in SIZES.items()
    ),
)


def main() -> int:
    """Draws the shots named on the command line, or all."""
    if not shutil.which("rsvg-convert"):
        print("rsvg-convert is not here: install librsvg2-bin.", file=sys.stderr)
        return 1
    os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}  # what pictures are drawn for
    wanted = set(sys.argv[1:])
    with TemporaryDirectory(prefix="wireroom-shots-") as folder, Newsroom(seed=1) as site:
        for name in ("full", "known"):
            with closing(_desk(Path(folder) / name)) as desk:
                desk.add(desk.discover(site.url).result())
                desk.refresh(everything=True).result()
                if name == "known":
                    _log_in(desk, site)
        for shot in SHOTS:
            if not wanted or shot.name in wanted:
                reader = "bare" if shot.empty else "known" if shot.known else "full"
                with closing(_desk(Path(folder) / reader)) as desk:
                    asyncio.run(_draw(shot, desk, site))
                print(shot.name)
    return 0


def _log_in(desk: Desk, site: Newsroom) -> None:
    """Has the desk's reader known where the newest story is discussed, and in the chats."""
    story = desk.store.stories(View())[0]
    thread = desk.thread(story, desk.open_article(story).result()).result()
    assert thread is not None
    asked = desk.taking_part.log_in_form(thread).questions
    answers = {one.name: "harbour lights" if one.secret else "ada" for one in asked}
    desk.taking_part.log_in(thread, answers).result()
    desk.chatting.register(site.url, {"user": "ada.l", "password": "harbour lights"}).result()


def _desk(folder: Path) -> Desk:
    return Desk.open(home(str(folder)), Settings())


async def _draw(shot: Shot, desk: Desk, site: Newsroom) -> None:
    app = WireroomApp(desk, demo=str)
    async with app.run_test(size=shot.size) as pilot:
        app.theme = shot.theme
        await _until(pilot, lambda: shot.empty or app.newsroom.wire.story is not None)
        if shot.story:
            found = next(s for s in desk.store.search(shot.story) if shot.story in s.title)
            app.newsroom.open(found)
        for key in shot.keys:
            await pilot.press(key)
        await _until(pilot, lambda: shot.shows in _text(app))
        for key in shot.then:
            if key == SETTLED:
                await _settled(pilot, app)
            elif key == ENDED:
                await asyncio.to_thread(site.close)
            else:
                await pilot.press(NAMED.get(key, key))
        await _until(pilot, lambda: shot.settles in _text(app))
        await _settled(pilot, app)
        svg = app.export_screenshot(title="wireroom")
    _write(shot, svg)


async def _until(pilot: Pilot[None], seen: Callable[[], bool]) -> None:
    for _ in range(PATIENCE):
        await pilot.pause(0.05)
        if seen():
            return
    raise TimeoutError(_text(pilot.app))


async def _settled(pilot: Pilot[None], app: WireroomApp) -> None:
    """Waits until two looks a little apart see the same."""
    before = ""
    for _ in range(PATIENCE):
        await pilot.pause(0.2)
        now = _text(app)
        if now == before and "Fetching" not in now:
            return
        before = now


def _text(app: object) -> str:
    """The words on the screen."""
    svg = app.export_screenshot()  # type: ignore[attr-defined]
    return re.sub(r"<[^>]+>", "", svg).replace("&#160;", " ")


def _write(shot: Shot, svg: str) -> None:
    # The picture is drawn with the fonts that are here: none is fetched.
    svg = re.sub(r"@font-face\s*{.*?}", "", svg, flags=re.S)
    svg = svg.replace("Fira Code", "DejaVu Sans Mono")
    # White space at a text's ends is folded by SVG unless it is told to keep it.
    svg = svg.replace("<text ", '<text xml:space="preserve" ').replace("&#160;", " ")
    target = HERE / f"{shot.name}.png"
    width = str(WIDTH * shot.size[0] // 120)
    subprocess.run(
        ["rsvg-convert", "--width", width, "--output", str(target)], input=svg.encode(), check=True
    )


if __name__ == "__main__":
    raise SystemExit(main())
