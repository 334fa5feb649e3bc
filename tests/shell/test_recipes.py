"""The recipes run as printed: each block is taken out of the document and given to the program it is for.

tmux, fzf, jq and the shells are real. What shows a bar or a notice on a desktop stands in:
``i3status`` prints its lines, ``notify-send`` and the browser write down what they are given.
"""

from __future__ import annotations

import configparser
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.pty_session import PtySession
from tests.conftest import need
from tests.shell.library import SECTIONS, SOURCES, TITLES, arrive, fill
from tests.shell.recipes import DOCUMENT, recipes
from tests.shell.test_completions import STARTS
from tests.test_terminal import ended
from tui.newsroom import Newsroom
from tui.shell.story_fields import COUNTS, FIELDS

RECIPES = recipes()
PATIENCE = 30.0  # seconds


class Person:
    """Somebody with a home folder, a store, and programs in ``~/.local/bin``."""

    def __init__(self, folder: Path) -> None:
        self.home = folder
        self.programs = folder / ".local" / "bin"
        self.programs.mkdir(parents=True)
        self.install("wireroom", f'exec {sys.executable} -m tui "$@"')
        fill(folder / "news")

    def install(self, name: str, script: str) -> None:
        program = self.programs / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    def subscribe(self, site: Newsroom) -> None:
        """Forgets the store for one with a source that is due."""
        shutil.rmtree(self.home / "news")
        (self.home / "addresses").write_text(f"{site.url}/section/world/feed.rss\n")
        self.run("wireroom import ~/addresses 2>/dev/null")

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "HOME": str(self.home),
            "WIREROOM_HOME": str(self.home / "news"),
            "PATH": f"{self.programs}:{os.environ['PATH']}",
            "PYTHONPATH": str(DOCUMENT.parents[1]),
            "PYTHONUTF8": "1",
            "DISPLAY": ":9",
            "BROWSER": str(self.programs / "browser"),
        }

    def run(self, script: str, shell: str = "sh", **environment: str) -> str:
        done = subprocess.run(
            [shell, "-c", script],
            env={**self.environment, **environment},
            capture_output=True,
            timeout=60,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout


@pytest.fixture(scope="module")
def site() -> Iterator[Newsroom]:
    with Newsroom(seed=1) as newsroom:
        yield newsroom


@pytest.fixture
def person(tmp_path: Path) -> Person:
    return Person(tmp_path)


def eventually(found: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not found():
        assert time.monotonic() < until
        os.sched_yield()


def have(program: str) -> None:
    need("" if shutil.which(program) else f"{program} is not installed")


def test_every_recipe_is_tested_here() -> None:
    tested = set(re.findall(r'RECIPES\["([a-z0-9-]+)"\]', Path(__file__).read_text())) | {
        "bash",
        "zsh",
        "fish",
    }
    assert set(RECIPES) == tested
    assert DOCUMENT.read_text().count("```") == 2 * len(RECIPES)


def test_the_table_has_every_field() -> None:
    told = DOCUMENT.read_text()
    assert all(f"`{{{name}}}`" in told for name, _says in (*FIELDS, *COUNTS))


def test_a_template(person: Person) -> None:
    lines = person.run(RECIPES["template"]).splitlines()
    assert len(lines) == 5
    assert lines[0].startswith(f" 1   {TITLES[0][:45]}")
    assert lines[0].endswith("   1 min")


def test_the_status_line_of_tmux(person: Person) -> None:
    have("tmux")
    arrive(person.home / "news", "A #[fg=red]hash and #(touch owned)")
    (person.home / ".tmux.conf").write_text(RECIPES["tmux"])
    tmux = ["tmux", "-S", str(person.home / "socket")]
    environment = {name: value for name, value in person.environment.items() if not name.startswith("TMUX")}
    try:
        with PtySession([*tmux, "new-session", "cat"], 130, 20, env=environment) as session:
            session.until(lambda text: "A #[fg=red]hash and #(touch owned)" in text and SOURCES[0] in text)
            assert re.search(r" \d\d:\d\d$", session.text().splitlines()[-1].rstrip())
    finally:
        subprocess.run([*tmux, "kill-server"], check=False, capture_output=True)


def test_the_line_of_i3status(person: Person) -> None:
    person.install("i3status", "echo cpu 3%; echo cpu 4%")
    (person.home / "status.sh").write_text(RECIPES["i3status"])
    assert person.run(f"sh {person.home}/status.sh").splitlines() == ["news 5 | cpu 3%", "news 5 | cpu 4%"]


def test_the_module_of_waybar(person: Person) -> None:
    have("jq")
    module = json.loads(RECIPES["waybar-config"])["custom/wireroom"]
    assert module["return-type"] == "json"
    script = Path(module["exec"].replace("~", str(person.home)))
    script.parent.mkdir(parents=True)
    script.write_text(RECIPES["waybar-script"])
    script.chmod(0o755)
    lines = person.run(module["exec"]).splitlines()
    assert [json.loads(line) for line in lines] == [
        {"text": "5", "tooltip": f"2 {SECTIONS[0]}\n3 {SECTIONS[1]}", "class": "unread"}
    ]
    empty = person.run(module["exec"], WIREROOM_HOME=str(person.home / "empty"))
    assert json.loads(empty) == {"text": "0", "tooltip": "", "class": "read"}


def test_the_line_of_cron(person: Person, site: Newsroom) -> None:
    fields, command = re.fullmatch(r"((?:\S+ ){5})(.*)\n", RECIPES["cron"]).groups()  # type: ignore[union-attr]
    assert all(re.fullmatch(r"\*|\*/[0-9]+|[0-9]+", field) for field in fields.split())
    assert "%" not in command  # cron makes lines of them
    person.subscribe(site)
    assert person.run(command, PATH="/usr/bin:/bin") == ""
    assert person.run("wireroom headlines")


def test_the_units_of_systemd(person: Person, site: Newsroom) -> None:
    units = person.home / ".config" / "systemd" / "user"
    units.mkdir(parents=True)
    for kind in ("service", "timer"):
        (units / f"wireroom.{kind}").write_text(RECIPES[f"systemd-{kind}"])
    service, timer = configparser.ConfigParser(interpolation=None), configparser.ConfigParser()
    service.optionxform = timer.optionxform = str  # type: ignore[assignment,method-assign]
    service.read_string(RECIPES["systemd-service"])
    timer.read_string(RECIPES["systemd-timer"])
    assert timer["Install"]["WantedBy"] == "timers.target"
    command = service["Service"]["ExecStart"].replace("%h", str(person.home))
    person.subscribe(site)
    assert person.run(command).startswith("1 source")
    assert person.run("wireroom headlines")
    if shutil.which("systemd-analyze"):
        checked = subprocess.run(
            ["systemd-analyze", "--user", "--man=no", "verify", str(units / "wireroom.timer")],
            env={**person.environment, "XDG_RUNTIME_DIR": str(person.home)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (checked.returncode, checked.stderr) == (0, "")


def test_choosing_with_fzf(person: Person) -> None:
    have("fzf")
    person.install(
        "browser", f'echo "$#" "$1" > {person.home}/new; mv {person.home}/new {person.home}/opened'
    )
    person_options = "--filter '夜行 2'"
    done = subprocess.run(
        ["sh", "-c", RECIPES["fzf"]],
        env={**person.environment, "FZF_DEFAULT_OPTS": person_options},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    eventually((person.home / "opened").exists)
    assert (person.home / "opened").read_text() == "1 https://desk1.example/2/港\n"


def test_the_greeting(person: Person) -> None:
    (person.home / ".profile").write_text('PATH="$HOME/.local/bin:$PATH"\n' + RECIPES["greeting"])
    with PtySession(["bash", "--login", "-i", "-c", "true"], 100, 24, env=person.environment) as session:
        assert ended(session) == 0
        assert session.text().count("min") == 5
    assert person.run(f". {person.home}/.profile") == ""  # nobody is there


def test_a_notice_for_each_story(person: Person) -> None:
    person.install("notify-send", f'printf "%s|" "$@" >> {person.home}/told')
    watch = subprocess.Popen(["sh", "-c", RECIPES["notices"]], env=person.environment, start_new_session=True)
    try:
        told = person.home / "told"
        number = 0
        while not told.exists():  # it watches from some moment on
            arrive(person.home / "news", f"-new $(touch owned) {number}")
            number += 1
            time.sleep(0.2)
        eventually(lambda: told.read_text().endswith(f"{number - 1}|"))
        assert told.read_text().startswith(f"--|{SOURCES[0]}|-new $(touch owned) ")
        assert watch.poll() is None
    finally:
        os.killpg(watch.pid, 15)
        watch.wait()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completions_are_loaded_as_their_test_loads_them(shell: str) -> None:
    assert RECIPES[shell].strip() in STARTS[shell][1]
