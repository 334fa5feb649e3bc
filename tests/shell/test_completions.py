"""Completions in the shells themselves, typed at their prompt; and the manual page."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from bench.pty_session import PtySession
from tests.commands import Prompt
from tests.conftest import need
from tests.shell.library import SECTIONS, SOURCES, fill
from tui.cli import COMMANDS, SHELLS, parser
from tui.shell.completions import script
from tui.shell.manual import page

STARTS = {
    "bash": (
        ["bash", "--noprofile", "--norc", "-i"],
        "PS1='ready> '; bind 'set bell-style none'; source <(wireroom completions bash)\r",
    ),
    "zsh": (
        ["zsh", "-f", "-i"],
        "PS1='ready> '; autoload -U compinit; compinit -u -D; eval \"$(wireroom completions zsh)\"\r",
    ),
    "fish": (
        ["fish", "--no-config", "-i"],
        "function fish_prompt; echo 'ready> '; end; wireroom completions fish | source\r",
    ),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store, and a folder of programs with this wireroom in it."""
    folder = fill(tmp_path_factory.mktemp("completions"))
    program = folder / "bin" / "wireroom"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m tui "$@"\n')
    program.chmod(0o755)
    return folder


def prepared(home: Path, shell: str) -> PtySession:
    """An interactive shell that has loaded its script."""
    command, script = STARTS[shell]
    environment = {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "WIREROOM_HOME": str(home),
        "PATH": f"{home / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "PYTHONUTF8": "1",
    }
    session = PtySession(command, 100, 30, env=environment)
    session.settle()
    session.send(script.encode())
    session.until(lambda text: text.rstrip().endswith("ready>"))
    return session


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_completes_what_is_typed_at_its_prompt(home: Path, shell: str) -> None:
    need("" if shutil.which(shell) else f"{shell} is not installed")
    with prepared(home, shell) as session:
        for typed, completed in (
            ("wireroom headl", "wireroom headlines"),
            ("wireroom headlines --unr", "wireroom headlines --unread"),
            ("wireroom headlines --section Wor", "wireroom headlines --section World"),
            ("wireroom read --format mark", "wireroom read --format markdown"),
        ):
            session.send(typed.encode() + b"\t")
            session.until(lambda text, line=completed: f"ready> {line}" in text)  # type: ignore[misc]
            session.send(b"\x15")
        # A name with a space is one argument: what comes back is what the store has.
        session.send(b"wireroom headlines --source Harb\t")
        session.until(lambda text: "Desk" in text.rpartition("ready>")[2])
        session.send(b" --format '[{source}]'\r")
        session.until(lambda text: text.count(f"[{SOURCES[0]}]") == 3)


def test_the_names_are_those_of_the_store(home: Path, tmp_path: Path) -> None:
    assert Prompt(home)("completions", "--names", "sections").lines == list(SECTIONS)
    assert Prompt(home)("completions", "--names", "sources").lines == list(SOURCES)
    nothing = Prompt(tmp_path / "new")("completions", "--names", "sources")
    assert (nothing.status, nothing.out, nothing.err) == (0, "", "")
    assert not (tmp_path / "new").exists()


def test_without_a_shell_it_is_asked_which(tmp_path: Path) -> None:
    asked = Prompt(tmp_path)("completions")
    assert (asked.status, asked.out) == (2, "")
    assert "Which shell?" in asked.err
    assert Prompt(tmp_path)("completions", "csh").status == 2


@pytest.mark.parametrize("shell", SHELLS)
def test_every_command_is_completed(shell: str) -> None:
    made = script(parser(), shell)
    assert all(command in made for command in COMMANDS)


def test_the_manual_page_tells_every_command_and_is_sound(tmp_path: Path) -> None:
    made = page(parser())
    assert made == Prompt(tmp_path)("man", COLUMNS="40").out
    assert all(rf"\fBwireroom {command}\fR" in made for command in COMMANDS)
    for heading in ("SYNOPSIS", "COMMANDS", "QUERIES", "TEMPLATES", "ENVIRONMENT", "EXIT STATUS"):
        assert f".SH {heading}" in made or f".SH\n{heading}" in made
    need("" if shutil.which("groff") else "groff is not installed")
    (tmp_path / "wireroom.1").write_text(made)
    command = ["groff", "-man", "-Tutf8", "-Kutf8", "-ww", "-z", str(tmp_path / "wireroom.1")]
    checked = subprocess.run(command, check=True, capture_output=True, text=True)
    assert checked.stderr == ""


def test_an_installation_brings_the_page() -> None:
    installed = Path(sysconfig.get_path("data")) / "share" / "man" / "man1" / "wireroom.1"
    assert installed.read_text(encoding="utf-8").startswith(".TH WIREROOM")
