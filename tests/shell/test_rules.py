"""Rules at the prompt: written, tried, acting in a refresh, undone."""

from __future__ import annotations

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
