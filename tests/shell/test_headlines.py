"""Headlines at the prompt: what they say, and how little they import."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.store.scratch import new_store
from tui.cli import main, parser
from tui.model import Entry
from tui.shell.headlines import store_path
from tui.store import Fetched, Store, View
from tui.store.glance import Glance
from tui.terminal import terminal_size

NOW = datetime.now(UTC)
HEAVY = {
    *("textual", "rich", "httpx", "feedparser", "readability", "lxml", "asyncio", "concurrent.futures"),
    *("dataclasses", "typing", "pathlib", "shutil", "wcwidth", "platformdirs", "tui.desk", "tui.model"),
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    store = Store.open(new_store(tmp_path / "wireroom.db"))
    for name, count in (("World", 7), ("Культура", 600)):
        source = store.add_source(
            f"https://{count}.example/feed", f"Desk {count}", store.add_section(name).id
        )
        entries = tuple(
            Entry(
                f"Паром — “{n}”",
                id=str(n),
                url=f"https://{count}.example/{n}",
                published=NOW - timedelta(minutes=n) if n % 2 else None,
                comment_count=n or None,
            )
            for n in range(count)
        )
        store.merge([Fetched(source.id, entries, NOW)])
    store.set_read([story.id for story in store.stories(View(), limit=5)], True)
    store.set_starred([store.stories(View(), limit=1)[0].id], True)
    store.close()
    return tmp_path


@pytest.mark.parametrize("asked", [[], ["--count"], ["--format", "{title:30}"], ["--json"]], ids=str)
def test_the_prompt_is_answered_without_what_only_the_app_needs(home: Path, asked: list[str]) -> None:
    assert main(["headlines", "--json", "-n", "1", "--home", str(home)]) == 0  # what tell the same, once
    command = ["headlines", "-n", "20", "--home", str(home), *asked]
    looked = f"import sys; from tui.cli import main; main({command!r}); print(*sys.modules, file=sys.stderr)"
    ran = subprocess.run(
        [sys.executable, "-I", "-c", looked], check=True, capture_output=True, text=True, cwd=home
    )
    assert len(ran.stdout.splitlines()) == (3 if "--count" in asked else 20)
    bare = subprocess.run(
        [sys.executable, "-I", "-c", "import sys; print(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert not HEAVY & (set(ran.stderr.split()) - set(bare.stdout.split()))


@pytest.mark.parametrize("unread", [False, True])
@pytest.mark.parametrize("most", [None, 3, 550])
@pytest.mark.parametrize("part", ["", "section", "source"])
def test_a_glance_sees_what_the_store_has(home: Path, unread: bool, most: int | None, part: str) -> None:
    store = Store.open(home / "wireroom.db")
    source = store.sources()[1]
    within = {"section": source.section_id} if part == "section" else {"source": source.id} if part else {}
    stories = store.stories(View(unread=unread, **within), limit=most or 1000)
    glance = Glance.open(str(home / "wireroom.db"))
    assert glance is not None
    seen = list(glance.headlines(most, unread=unread, **within))
    names = seen[0].__slots__
    assert [[getattr(one, name) for name in names] for one in seen] == [
        [getattr(one, name) for name in names] for one in stories
    ]
    assert [(one.id, one.name, one.unread) for one in glance.sections()] == [
        (one.id, one.name, one.unread) for one in store.sections()
    ]
    glance.close()
    store.close()


def test_counts_are_told_by_section(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["headlines", "--count", "--home", str(home)]) == 0
    assert capsys.readouterr().out.split() == ["7", "World", "595", "Культура", "602", "All"]
    assert main(["headlines", "--count", "--section", "world", "--home", str(home)]) == 0
    assert capsys.readouterr().out.split() == ["7", "World"]
    assert main(["headlines", "--count", "--json", "--home", str(home)]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert told == [{"section": "World", "unread": 7}, {"section": "Культура", "unread": 595}]


def test_a_home_that_is_not_there_yet_is_made_and_has_no_headlines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["headlines", "--home", str(tmp_path / "new")]) == 0
    assert capsys.readouterr().out == ""
    assert main(["headlines", "--count", "--home", str(tmp_path / "new")]) == 0
    assert capsys.readouterr().out.split() == ["0", "All"]


def test_a_file_that_is_no_store_is_said_in_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "wireroom.db").write_text("no database, but long enough to be read as one " * 40)
    assert main(["headlines", "--home", str(tmp_path)]) == 1
    assert "wireroom.db" in capsys.readouterr().err


def test_the_glance_looks_where_the_desk_keeps_its_store(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from tui.config import home

    for folder in (str(tmp_path), "~/news", None):
        assert store_path(folder) == str(home(folder).store)
    monkeypatch.setenv("WIREROOM_HOME", str(tmp_path))
    assert store_path(None) == str(home(None).store)


def test_the_parser_of_one_command_understands_it_as_the_whole_parser_does() -> None:
    assert parser().parse_args(["--home", "x", "headlines"]).home == "x"
    for line in ("headlines -n 3 --count", "read -", "demo", "--home x", "refresh --all --home x"):
        asked = "" if line.startswith("-") else line.split()[0]
        assert parser(asked).parse_args(line.split()) == parser().parse_args(line.split())


def test_the_terminal_is_as_large_as_the_library_says(monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    for columns in ("", "0", "77", "x"):
        monkeypatch.setenv("COLUMNS", columns)
        assert terminal_size() == tuple(shutil.get_terminal_size())
        assert os.environ["COLUMNS"] == columns


def test_what_came_while_the_app_was_closed_is_one_line_an_event(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.store.test_coverage import AGAIN, LEAD, PACT
    from tests.store.test_presence import at

    folder = str(tmp_path)
    store = Store.open(new_store(tmp_path / "wireroom.db"))
    assert main(["headlines", "--away", "--home", folder]) == 0
    assert "not away yet" in capsys.readouterr().err
    others = [f"Report {n}: number {n * 7} of {n} harbours" for n in range(30)]
    told = {"a": [PACT, *others[:15]], "b": [AGAIN, *others[15:]], "c": ["Before"]}
    left = NOW - timedelta(hours=9)
    for name, titles in told.items():
        source = store.add_source(f"https://{name}.example/feed", name, store.add_section("World").id)
        if name == "a":
            store.merge(
                [Fetched(source.id, (Entry("Long ago", id="old", published=left - timedelta(days=3)),), NOW)]
            )
            at(store, int(left.timestamp()))
        entries = tuple(
            Entry(
                title,
                id=title,
                url=f"https://{name}.example/{n}",
                published=NOW - timedelta(minutes=9 * n + 1),
                summary=LEAD if title in (PACT, AGAIN) else f"On {title}",
            )
            for n, title in enumerate(titles)
        )
        store.merge([Fetched(source.id, entries, NOW)])
    store.close()
    assert main(["headlines", "--away", "-n", "2", "--home", folder]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].startswith(("● Ferry pact", "● Port Else"))
    assert "+1 ·" in shown[0]
    assert main(["headlines", "--away", "--json", "--home", folder]) == 0
    every = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(every) == 32
    assert [one["coverage"] for one in every] == [1, *[0] * 31]
    assert "Long ago" not in [one["title"] for one in every]
    assert main(["headlines", "--away", "--query", "ferry", "--home", folder]) == 2
