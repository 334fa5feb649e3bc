"""Saved searches at the prompt: among the sections, with their counts; a mistake is told in its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.commands import Result
from tests.shell.library import arrive, fill
from tui.cli import main


@dataclass
class InProcess:
    """A prompt whose commands run in this process: thirty of them start no thirty Pythons."""

    home: Path
    output: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str) -> Result:
        try:
            status = main(["--home", str(self.home), *arguments])
        except SystemExit as usage:
            status = int(str(usage.code))
        return Result(status, *self.output.readouterr())


@pytest.fixture
def prompt(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> InProcess:
    return InProcess(fill(tmp_path), capsys)


def counts(prompt: InProcess) -> dict[str, int]:
    return {one["section"]: one["unread"] for one in prompt("headlines", "--count", "--json").objects}


def test_a_saved_search_stands_among_the_sections(prompt: InProcess) -> None:
    added = prompt("saved", "add", "Ferries", "title:ferry", "or", "title:паром")
    assert added.out == "Ferries stands among the sections: 2 unread.\n"
    assert counts(prompt) == {"World": 2, "Культура": 3, "Ferries": 2}
    told = prompt("headlines", "--count", "--json").objects[-1]
    assert told == {"section": "Ferries", "unread": 2, "query": "title:ferry or title:паром"}
    assert prompt("headlines", "--count").lines == ["2  World", "3  Культура", "2  Ferries", "5  All"]
    assert prompt("headlines", "--count", "--section", "ferries").lines == ["2  Ferries"]
    form = ("--format", "{section}={unread}")
    assert prompt("headlines", "--count", *form).lines[-1] == "Ferries=2"
    arrive(prompt.home, "Another ferry")
    assert counts(prompt)["Ferries"] == 3
    listed = prompt("headlines", "--section", "Ferries", "--json").objects
    assert listed[0]["title"] == "Another ferry"
    assert len(listed) == 4
    only = prompt("headlines", "--section", "Ferries", "--query", "another", "--unread", "--json").objects
    assert [one["title"] for one in only] == ["Another ferry"]
    assert prompt("completions", "--names", "sections").lines == ["World", "Культура", "Ferries"]
    missing = prompt("headlines", "--section", "Trains")
    assert (missing.status, "World, Культура, Ferries" in missing.err) == (1, True)


def test_it_is_changed_renamed_and_removed(prompt: InProcess) -> None:
    assert prompt("saved").out == ""
    prompt("saved", "add", "Ferries", "title:ferry")
    prompt("saved", "add", "Night", "港湾")
    changed = prompt("saved", "change", "ferries", "--", "pact", "-talks")
    assert changed.lines == ["Ferries finds pact -talks: 0 unread."]
    assert prompt("saved", "rename", "Ferries", "Pacts").lines == ["Ferries is Pacts now."]
    assert prompt("saved").lines == ["Pacts\tpact -talks\t0 unread", "Night\t港湾\t3 unread"]
    assert prompt("saved", "--json").objects[1] == {"name": "Night", "query": "港湾", "unread": 3}
    assert "Removed: Pacts." in prompt("saved", "remove", "PACTS").out
    assert [one["name"] for one in prompt("saved", "--json").objects] == ["Night"]


def test_mistakes_are_told_in_their_place_and_nothing_is_changed(prompt: InProcess) -> None:
    prompt("saved", "add", "Ferries", "title:ferry")
    for command in (("add", "Other"), ("change", "Ferries")):
        told = prompt("saved", *command, "ferry", "titel:x")
        assert (told.status, told.out) == (2, "")
        assert told.err.splitlines()[1:] == ["  ferry titel:x", "  " + " " * 6 + "^" * 6]
        assert prompt("saved", *command, "&").status == 2
    for wrong, why in (
        (("add", "ferries", "pact"), "There is a saved search “ferries” already."),
        (("add", "world", "pact"), "A section is called “world”."),
        (("add", "&", "pact"), "a letter or a digit"),
        (("add", "x" * 61, "pact"), "60 characters at most"),
        (("rename", "Ferries", "World"), "A section is called “World”."),
        (("rename", "Trains", "Boats"), "There is no saved search “Trains”."),
        (("change", "Trains", "x"), "There is no saved search “Trains”."),
        (("remove", "Trains"), "There is no saved search “Trains”."),
    ):
        told = prompt("saved", *wrong)
        assert (told.status, why in told.err) == (1, True), told.err
    assert prompt("saved", "--json").objects == [{"name": "Ferries", "query": "title:ferry", "unread": 2}]
    assert prompt("saved", "add").status == 2
