"""Pictures as a terminal gets them: half blocks read back through pyte, kitty's protocol byte by byte."""

from __future__ import annotations

import io
import os
import re
import sys
from base64 import standard_b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from bench.pty_session import PtySession
from tests.test_terminal import leave
from tests.ui.pages import Site
from tests.ui.pictures.files import BLUE, RED, halves, near, saved
from tests.ui.test_article import LONG, with_stories
from tui.config import Settings, home
from tui.desk import Desk
from tui.ui.pictures.kitty import PLACEHOLDER
from tui.ui.terminal.answers import QUESTION

PLACED = PLACEHOLDER.encode()
_MESSAGE = re.compile(rb"\x1b_G([^;\x1b]*);?([^\x1b]*)\x1b\\")


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as served:
        figure = "</p><figure><img src='/pier.png' alt='The pier' width='400' height='200'></figure><p>"
        served.article("/0", "Headline 0", LONG[0], figure, *LONG[1:])
        served.article("/1", "Headline 1", *LONG)
        served.pages["/pier.png"] = ("image/png", saved(halves(400, 200)))
        yield served


@pytest.fixture
def command(site: Site, tmp_path: Path) -> list[str]:
    """Opens the app on two stories, the first with a picture."""
    desk = Desk.open(home(str(tmp_path)), Settings())
    with_stories(desk, site, count=2)
    desk.close()
    return [sys.executable, "-m", "tui", "--home", str(tmp_path)]


def session(command: list[str], **env: str) -> PtySession:
    os.environ.pop("NO_COLOR", None)
    return PtySession(command, env={"KITTY_WINDOW_ID": "", **env})


def ready(session: PtySession) -> None:
    """Waits until the app itself answers keys: its rows can be walked."""
    session.until(lambda text: "Headline 1" in text)
    for _ in range(100):
        session.press(b"j", 0.1)
        if session.screen.display[5].startswith("│▌"):
            break
    session.press(b"k", 0.2)


def opened(session: PtySession, answer: bytes = b"") -> None:
    """Opens the article with the picture, in a terminal that answers so."""
    ready(session)
    if answer:
        session.send(answer)
        session.settle()
    session.send(b"\r")
    session.until(lambda text: "Paragraph 0." in text)
    session.settle(0.8)


def colour(session: PtySession, row: int, column: int) -> tuple[int, ...]:
    ground = session.screen.buffer[row][column].bg
    return tuple(int(ground[at : at + 2], 16) for at in (0, 2, 4))


def edges(session: PtySession, row: int) -> list[tuple[int, ...]]:
    """The ground colours of a row of the article, as they follow each other."""
    frames = [column for column, sign in enumerate(session.screen.display[row]) if sign == "│"]
    grounds = [colour(session, row, column) for column in range(frames[1] + 1, frames[-1])]
    return [one for at, one in enumerate(grounds) if not at or one != grounds[at - 1]]


def test_a_terminal_that_answers_nothing_gets_half_blocks(command: list[str]) -> None:
    with session(command) as terminal:
        opened(terminal)
        assert QUESTION.encode() in terminal.written
        assert b"\x1b_G" not in terminal.written
        drawn = [
            row
            for row in range(40)
            if any(near(one, RED) for one in edges_or_none(terminal, row))
            and any(near(one, BLUE) for one in edges_or_none(terminal, row))
        ]
        assert len(drawn) > 5
        assert drawn == list(range(drawn[0], drawn[-1] + 1))
        assert leave(terminal) == 0


def edges_or_none(session: PtySession, row: int) -> list[tuple[int, ...]]:
    try:
        return edges(session, row)
    except (IndexError, ValueError):
        return []


def test_a_terminal_that_says_it_is_ghostty_gets_the_picture_and_loses_it_again(command: list[str]) -> None:
    with session(command) as terminal:
        opened(terminal, b"\x1bP>|ghostty 1.2.0\x1b\\")
        assert QUESTION.encode() in terminal.written
        messages = [
            (dict(key.split("=") for key in keys.decode().split(",")), load)
            for keys, load in _MESSAGE.findall(bytes(terminal.written))
        ]
        first = messages[0][0]
        assert (first["a"], first["U"], first["f"]) == ("T", "1", "100")
        png = standard_b64decode(b"".join(load for _keys, load in messages))
        image = Image.open(io.BytesIO(png)).convert("RGB")
        assert near(image.getpixel((2, 2)), RED)
        number = int(first["i"])
        ink = f"38;2;{number >> 16};{number >> 8 & 255};{number & 255}".encode()
        assert ink in terminal.written
        cells = int(first["c"]) * int(first["r"])
        assert terminal.written.count(PLACED) == cells

        # Scrolling rewrites cells, never the picture.
        terminal.press(b" ", 0.3)
        terminal.press(b"g", 0.3)
        assert terminal.written.count(b"a=T") == 1
        assert terminal.written.count(PLACED) == 2 * cells

        gone = f"a=d,d=I,i={number},q=2".encode()
        assert gone not in terminal.written
        terminal.press(b"J", 0.8)
        assert gone in terminal.written


def test_leaving_deletes_what_the_terminal_keeps(command: list[str]) -> None:
    with session(command, TERM="xterm-kitty") as terminal:
        opened(terminal)
        assert QUESTION.encode() not in terminal.written
        assert terminal.written.count(b"a=T") == 1
        assert b"a=d" not in terminal.written
        assert leave(terminal) == 0
        assert terminal.written.count(b"a=d,d=I") == 1


def test_a_terminal_that_writes_placeholders_as_text_gets_half_blocks(command: list[str]) -> None:
    with session(command, KITTY_WINDOW_ID="3") as terminal:
        opened(terminal, b"\x1bP>|WezTerm 20240203-110809-5046fc22\x1b\\")
        assert PLACED not in terminal.written
        assert b"\x1b_G" not in terminal.written


def test_an_answer_is_no_key_and_keys_around_it_are(command: list[str]) -> None:
    with session(command) as terminal:
        ready(terminal)
        terminal.send(b"?\x1bP>|xterm(3")
        terminal.send(b"90)\x1b\\")
        terminal.until(lambda text: "Marking" in text)
        terminal.press(b"\x1b", 0.5)
        assert "Marking" not in terminal.text()
        assert leave(terminal) == 0
