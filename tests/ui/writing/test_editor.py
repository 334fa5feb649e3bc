"""The reader's own editor: the terminal is left to it, the text is its owner's alone, what fails is said."""

from __future__ import annotations

import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bench.pty_session import PtySession
from tests.test_terminal import ended, shows
from tui.model import Comment, Entry, Paragraph, Span, Thread
from tui.store import Fetched, Store
from tui.ui.writing.editor import EditorFailed, edited

EDITOR = """#!{python}
import os, sys
path = sys.argv[-1]
print("IN THE EDITOR", oct(os.stat(path).st_mode & 0o777), os.stat(os.path.dirname(path)).st_mode & 0o077)
sys.stdout.flush()
said = sys.stdin.readline().strip()
with open(path, "a") as file:
    file.write(" and " + said + "\\x1b[31m")
open({left!r}, "w").write(path)
"""


def an_editor(folder: Path) -> Path:
    """A program that adds a line typed to it; it leaves the file's name in ``folder / "left"``."""
    program = folder / "an editor"
    program.write_text(EDITOR.format(python=sys.executable, left=str(folder / "left")))
    program.chmod(0o700)
    return program


def home_with_a_thread(folder: Path) -> list[str]:
    """The command that opens the app on a story whose stored discussion guests may write to."""
    folder.mkdir()
    store = Store.open(folder / "wireroom.db")
    now = datetime.now(UTC)
    source = store.add_source("http://127.0.0.1:9/feed", "Desk", store.add_section("World").id)
    entry = Entry("A headline", url="http://127.0.0.1:9/0", id="0", published=now, html="<p>Words.</p>")
    store.merge([Fetched(source.id, (entry,), now, due=now + timedelta(days=1))])
    comment = Comment("1", "mira", (Paragraph((Span("Who pays?"),)),))
    thread = Thread("http://127.0.0.1:9/?uri=%2F0", "isso", "A", "http://127.0.0.1:9/0", (comment,))
    store.save_thread("http://127.0.0.1:9/0", thread)
    store.close()
    return [sys.executable, "-m", "tui", "--home", str(folder)]


def test_the_terminal_is_the_editors_and_then_ours_again(tmp_path: Path) -> None:
    env = {"VISUAL": f"'{an_editor(tmp_path)}'"}
    with PtySession(home_with_a_thread(tmp_path / "home"), 120, 40, env) as session:
        session.until(shows("A headline"))
        session.send(b"\r")
        session.until(shows("Who pays?"))
        session.press(b"c")
        session.send(b"i")
        session.until(shows("Reply to mira"))
        session.send(b"We do")
        session.until(shows("We do"))
        session.send(b"\x05")
        session.until(shows("IN THE EDITOR 0o600 0"))
        session.send(b"they do\r")
        session.until(shows("Reply to mira", "We do and they do", "ctrl+s"))
        session.send(b"!\x11")
        assert ended(session) == 0
        assert b"\x1b[31m" not in session.written.split(b"IN THE EDITOR")[1].split(b"\x1b[?1049h", 1)[1]
    assert not Path((tmp_path / "left").read_text()).parent.exists()
    store = Store.open(tmp_path / "home" / "wireroom.db")
    assert store.draft("http://127.0.0.1:9/?uri=%2F0", "1") == "We do and they do!"
    store.close()


@pytest.mark.parametrize(
    ("chosen", "reason"),
    [("/nowhere/ed", "No such file"), ("false", "ended with 1"), ("'unclosed", "can't be read")],
)
def test_an_editor_that_fails_is_named(monkeypatch: pytest.MonkeyPatch, chosen: str, reason: str) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", chosen)
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(EditorFailed) as failed:
        edited("text", 100)
    assert reason in failed.value.sentence
    assert failed.value.next_step
    assert signal.getsignal(signal.SIGINT) is before


def test_what_an_editor_leaves_is_cleaned_and_bounded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "editor"
    program.write_text("#!/bin/sh\nprintf 'a\\033[1mb\\nc\\377' > \"$1\"\n")
    program.chmod(0o700)
    monkeypatch.setenv("VISUAL", str(program))
    assert edited("before", 100) == "ab\nc\ufffd"
    assert len(edited("before", 3)) <= 3
