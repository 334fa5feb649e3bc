"""What only a terminal shows: the app in a pseudo-terminal, read back through pyte."""

from __future__ import annotations

import fcntl
import os
import struct
import sys
import termios
import time
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.pty_session import PtySession
from tests.store.scratch import new_store
from tui.model import Entry
from tui.store import Fetched, Store

DEMO = [sys.executable, "-m", "tui", "demo"]


def shows(*words: str):  # type: ignore[no-untyped-def]
    """Whether all the words stand on the screen, wherever lines break."""
    return lambda text: all(word in text for word in words)


def home_with(folder: Path, *titles: str) -> list[str]:
    """The command that opens the app on a store with these titles and nothing due."""
    store = Store.open(new_store(folder / "wireroom.db"))
    now = datetime.now(UTC)
    source = store.add_source("http://127.0.0.1:1/feed", "Desk", store.add_section("World").id)
    text = "<p>It left at dawn.</p>"
    entries = tuple(Entry(title, id=str(n), published=now, html=text) for n, title in enumerate(titles))
    store.merge([Fetched(source.id, entries, now, due=now.replace(year=now.year + 1))])
    store.close()
    return [sys.executable, "-m", "tui", "--home", str(folder)]


def leave(session: PtySession) -> int:
    """Presses q and gives the exit status."""
    session.send(b"q")
    return ended(session)


def ended(session: PtySession) -> int:
    """Reads to the end and gives the exit status."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        session.read(0.1)
        pid, status = os.waitpid(session.pid, os.WNOHANG)
        if pid:
            session.read(0)
            return os.waitstatus_to_exitcode(status)
    raise AssertionError("it runs on")


def test_the_demo_from_start_to_reading_and_leaving() -> None:
    with PtySession(DEMO) as session:
        session.until(shows("Newsfeed", "Ferry pact signed", "World", "Культура"))
        session.press(b"gg")
        session.send(b"\r")
        session.until(shows("PORT ELSE", "©", "Comments"))
        assert leave(session) == 0


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (60, 20), (40, 12)])
def test_smaller_terminals_show_the_wire_then_the_article(tmp_path: Path, columns: int, lines: int) -> None:
    with PtySession(home_with(tmp_path, "Ferry pact signed"), columns, lines) as session:
        session.until(shows("Newsfeed", "Ferry pact"))
        session.send(b"\r")
        session.until(shows("It left at dawn."))
        session.send(b"\x1b")
        session.until(shows("Newsfeed"))
        assert leave(session) == 0


def test_a_terminal_that_is_too_small_says_so_and_recovers(tmp_path: Path) -> None:
    with PtySession(home_with(tmp_path, "A headline"), 30, 8) as session:
        session.until(shows("too small"))
        fcntl.ioctl(session._fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        session.screen.resize(24, 80)
        session.until(shows("A headline"))


def test_nothing_hostile_reaches_the_terminal(tmp_path: Path) -> None:
    hostile = "\x1b]0;owned\x07Tit\u202ele [@click=app.quit]x[/] [bold]y"
    with PtySession(home_with(tmp_path, hostile)) as session:
        session.until(shows("Title [@click=app.quit]x[/]", "[bold]y"))
        session.settle()
        assert b"owned" not in session.written
        assert "\u202e".encode() not in session.written


def test_a_dumb_terminal_is_given_lines_and_no_screen(tmp_path: Path) -> None:
    with PtySession(DEMO, 80, 24, {"TERM": "dumb"}) as session:
        status = ended(session)
        text = session.written.decode()
    assert status == 0
    assert "Ferry pact signed" in text
    assert "PORT ELSE" in text
    assert "\x1b" not in text
    with PtySession(home_with(tmp_path, "A headline"), 80, 24, {"TERM": "dumb"}) as session:
        status = ended(session)
        text = session.written.decode()
    assert status == 1
    assert "wireroom headlines" in text
    assert text.count("\n") == 1


def test_an_app_that_nobody_touches_writes_nothing(tmp_path: Path) -> None:
    with PtySession(home_with(tmp_path, "A headline")) as session:
        session.until(shows("A headline"))
        session.settle(1.5)
        assert session.read(2.0) == b""


def test_the_first_run_offers_a_way_in(tmp_path: Path) -> None:
    with PtySession([sys.executable, "-m", "tui", "--home", str(tmp_path / "new")]) as session:
        session.until(lambda text: "starter" in text.lower() or "demo" in text.lower())


def test_many_small_updates_leave_what_one_whole_redraw_draws(tmp_path: Path) -> None:
    titles = [f"Headline {n} of a council that met all night about the pier" for n in range(60)]
    with PtySession(home_with(tmp_path, *titles)) as session:
        session.until(shows("Headline 5"))
        session.settle()
        for key in (
            b"j",
            b"j",
            b"=",
            b"j",
            b"n",
            b"\r",
            b"]",
            b"\t",
            b"\t",
            b"G",
            b"s",
            b"z",
            b"z",
            b"B",
            b"k",
        ):
            session.press(key, 0.15)
        session.settle(0.5)
        before = session.text()
        session.press(b"\x0c", 0.5)
        assert session.text() == before


def test_what_is_copied_goes_through_the_terminal_to_wherever_the_reader_sits(tmp_path: Path) -> None:
    command = home_with(tmp_path, "Ferry pact signed")
    with PtySession(command) as session:
        session.until(lambda text: "Ferry" in text and b"\x1b[?2004h" in session.written)
        for _ in range(40):  # a key may come before there is a story to open
            session.press(b"\r", 0.5)
            if "Enter opens the story" not in session.text():
                break
        session.send(b"Y")
        wanted = b"\x1b]52;c;" + b64encode(b"Ferry pact signed") + b"\x07"
        session.until(lambda _text: wanted in session.written)
        assert leave(session) == 0
