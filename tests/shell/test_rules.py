"""Rules at the prompt: written, tried, acting in a refresh, undone."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.commands import Prompt
from tui.model import Entry
from tui.newsroom import Newsroom
from tui.store import Fetched, Store

NOW = datetime.now(UTC)


@pytest.fixture
def prompt(tmp_path: Path) -> Prompt:
    store = Store.open(tmp_path / "wireroom.db")
    source = store.add_source("https://a.example/", "Desk", store.add_section("World").id)
    entries = [
        Entry(f"Ferry {n}", id=str(n), published=NOW - timedelta(days=10 * n, hours=1)) for n in range(5)
    ]
    store.merge([Fetched(source.id, (*entries, Entry("Pact", id="x")), NOW)])
    store.close()
    return Prompt(tmp_path)


def test_a_rule_is_tried_before_it_holds_and_changes_nothing(prompt: Prompt) -> None:
    tried = prompt("rules", "try", "title:ferry")
    assert tried.lines[0] == "title:ferry · 3 of 4 stories in 30 days"
    assert len(tried.lines) == 4
    assert prompt("rules", "add", "ferries", "title:ferry", "--mute", "--off").status == 0
    (told,) = prompt("rules", "try", "ferries", "--days", "60", "--json").objects
    assert (told["stories"], told["of"], len(told["newest"])) == (5, 6, 5)
    assert len(prompt("headlines").lines) == 6
    (listed,) = prompt("rules", "--json").objects
    assert (listed["name"], listed["on"], listed["mute"], listed["stories"]) == ("ferries", False, True, 0)


def test_mistakes_are_told_in_their_place(prompt: Prompt) -> None:
    for command in (("try", "titel:x"), ("add", "a", "titel:x", "--star"), ("add", "a", "&", "--star")):
        assert prompt("rules", *command).status == 2
    assert prompt("rules", "add", "a", "ferry").status == 2
    assert prompt("rules", "add", "a", "ferry", "--tag", "&").status == 1
    assert not (prompt.home / "rules.toml").exists()
    (prompt.home / "rules.toml").write_text("[a]\nquery = 'ferry titel:x'\nstar = true\n")
    for command in (("rules",), ("refresh",), ("headlines", "--refresh"), ("rules", "remove", "a")):
        told = prompt(*command)
        assert told.status == 1
        assert "rules.toml:2:16: There is no field" in told.err
        assert told.out == ""
    assert prompt("rules").err.splitlines()[1:] == ["  query = 'ferry titel:x'", "  " + " " * 15 + "^" * 6]
    assert prompt("headlines").status == 0


def test_a_refresh_obeys_and_calls_and_is_undone(tmp_path: Path) -> None:
    prompt, called = Prompt(tmp_path), tmp_path / "called"
    (tmp_path / "settings.toml").write_text(
        f"[notices]\nways = ['command']\ncommand = ['sh', '-c', 'cat >> {called}']\n"
    )
    with Newsroom() as newsroom:
        assert prompt("add", newsroom.url).status == 0
        assert prompt("rules", "add", "all of it", "source:world", "--mute").status == 0
        assert prompt("rules", "add", "science", "section:science", "--star", "--notify").status == 0
        assert prompt("refresh").status == 0
    acted = {one["name"]: one["stories"] for one in prompt("rules", "--json").objects}
    starred = [one for one in prompt("headlines", "--json").objects if one["starred"]]
    assert len(starred) == acted["science"] > 1
    assert called.read_text().startswith(f"science: {acted['science']} new stories\n")
    undone = prompt("rules", "undo", "science")
    assert undone.out == f"Undid: rule science on {acted['science']} stories\n"
    assert not [one for one in prompt("headlines", "--json").objects if one["starred"]]
    assert prompt("rules", "undo", "science").status == 1


def test_a_rule_is_switched_and_removed_by_its_name(prompt: Prompt) -> None:
    assert prompt("rules", "add", "all ferries", "title:ferry", "--tag", "harbour", "--off").out == (
        "all ferries is written, and off.\n"
    )
    assert prompt("rules", "add", "pacts", "pact", "--read").status == 0

    def listed() -> dict[str, bool]:
        return {one["name"]: one["on"] for one in prompt("rules", "--json").objects}

    assert listed() == {"all ferries": False, "pacts": True}
    assert prompt("rules", "on", "all ferries").status == 0
    assert prompt("rules", "off", "pacts").status == 0
    assert listed() == {"all ferries": True, "pacts": False}
    removed = prompt("rules", "remove", "all ferries")
    assert (removed.status, "What it did stays" in removed.out) == (0, True)
    assert listed() == {"pacts": False}
    for command in ("on", "off", "remove"):
        told = prompt("rules", command, "all ferries")
        assert (told.status, told.out, "no rule “all ferries”" in told.err) == (1, "", True)


def test_a_terminal_is_told_of_what_rules_find(tmp_path: Path) -> None:
    prompt = Prompt(tmp_path)
    with Newsroom() as newsroom:
        assert prompt("add", newsroom.url).status == 0
        assert prompt("rules", "add", "wide", "section:world", "--notify", "osc9").status == 0
        master, slave = pty.openpty()
        command = [sys.executable, "-m", "tui", "headlines", "--refresh", "--count"]
        environment = {**os.environ, "WIREROOM_HOME": str(tmp_path), "TERM": "xterm"}
        environment.pop("TMUX", None)
        done = subprocess.run(
            command, env=environment, stdout=subprocess.PIPE, stderr=slave, timeout=60, check=True
        )
        os.close(slave)
        with open(master, "rb", buffering=0) as terminal:
            written = terminal.read(4096)
    count = prompt("rules", "--json").objects[0]["stories"]
    assert written.startswith(b"\x1b]9;wide: %d new stories: " % count)
    assert b"\x1b" not in done.stdout
