"""``headlines --watch``: each new story as it arrives, once, until nobody reads."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.commands import Prompt
from tests.shell.library import SOURCES, arrive, fill
from tui.newsroom import Newsroom

PATIENCE = 30.0  # seconds


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return fill(tmp_path)


@contextmanager
def watching(home: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "tui", "headlines", "--watch", *arguments]
    environment = {**os.environ, "WIREROOM_HOME": str(home), "PYTHONUTF8": "1"}
    with subprocess.Popen(
        command, bufsize=0, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as watch:
        try:
            yield watch
        finally:
            watch.kill()


def line(watch: subprocess.Popen[bytes]) -> str:
    assert watch.stdout is not None
    ready, _, _ = select.select([watch.stdout], [], [], PATIENCE)
    assert ready
    return watch.stdout.readline().decode().rstrip("\n")


def test_what_another_process_fetches_is_printed_once_and_whole(home: Path) -> None:
    with watching(home, "-n", "2", "--format", "{title}|{source}") as watch:
        # The newest two are there first, the newer one below.
        assert [line(watch).partition("|")[2] for _ in range(2)] == [SOURCES[1], SOURCES[0]]
        for number in range(3):
            arrive(home, f"new {number}", number % 2)
            assert line(watch) == f"new {number}|{SOURCES[number % 2]}"
        assert watch.poll() is None


def test_only_what_is_asked_for_is_printed(home: Path) -> None:
    with watching(home, "-n", "1", "--section", "world", "--query", "pact", "--json") as watch:
        assert json.loads(line(watch))["section"] == "World"
        arrive(home, "Pact of another section", 1)
        arrive(home, "Nothing of it")
        arrive(home, "The pact is kept")
        assert json.loads(line(watch))["title"] == "The pact is kept"


def test_it_refreshes_by_itself_where_asked_and_calls_for_what_rules_find(tmp_path: Path) -> None:
    called = tmp_path / "called"
    os.mkfifo(called)
    (tmp_path / "settings.toml").write_text(f"[notices]\ncommand = ['sh', '-c', 'cat > {called}']\n")
    (tmp_path / "rules.toml").write_text("[wide]\nquery = 'is:unread'\nnotify = 'command'\n")
    with Newsroom(seed=1) as site, open(os.open(called, os.O_RDONLY | os.O_NONBLOCK), "rb") as told:
        assert Prompt(tmp_path)("add", f"{site.url}/section/world/feed.rss").status == 0
        with watching(tmp_path, "--refresh", "--format", "{section}") as watch:
            assert line(watch)
            ready, _, _ = select.select([told], [], [], PATIENCE)
            assert ready
            assert re.match(rb"wide: \d+ new stories\n", told.readline())
            assert watch.poll() is None


def test_it_ends_quietly_when_its_reader_goes_even_if_nothing_arrives(home: Path) -> None:
    with watching(home, "-n", "1") as watch:
        line(watch)
        assert watch.stdout is not None
        assert watch.stderr is not None
        watch.stdout.close()
        assert watch.wait(PATIENCE) == 0
        assert watch.stderr.read() == b""


def test_ctrl_c_ends_it_quietly(home: Path) -> None:
    with watching(home, "-n", "1") as watch:
        line(watch)
        watch.send_signal(signal.SIGINT)
        assert watch.wait(PATIENCE) == 130
        assert watch.stderr is not None
        assert watch.stderr.read() == b""


def test_counting_and_watching_do_not_go_together(home: Path) -> None:
    assert Prompt(home)("headlines", "--watch", "--count").status == 2
