"""Queries at the prompt: what is found, how a mistake is told, how little is imported."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.commands import Prompt
from tests.test_house import HEAVY
from tui.cli import main
from tui.model import Entry
from tui.shell.search import mistake
from tui.store import Fetched, Store
from tui.store.query import QueryError
from tui.store.query_help import EXAMPLES, table
from tui.store.query_parser import FIELDS, parse
from tui.text import cells

NOW = datetime.now(UTC)


@pytest.fixture
def prompt(tmp_path: Path) -> Prompt:
    store = Store.open(tmp_path / "wireroom.db")
    for desk in ("Harbour Desk", "Порт"):
        source = store.add_source(f"https://{len(desk)}.example/", desk, store.add_section(desk[:3]).id)
        entries = (
            Entry(f"{desk}: the ferry pact", id="1", published=NOW - timedelta(days=len(desk))),
            Entry("Tunnel", id="2", html="<p>no ferry, a pact</p>", published=NOW - timedelta(days=1)),
        )
        store.merge([Fetched(source.id, entries, NOW)])
    store.close()
    return Prompt(tmp_path)


def titles(prompt: Prompt, command: str, *arguments: str) -> list[str]:
    result = prompt(command, "--json", *arguments)
    assert (result.status, result.err) == (0, "")
    return [found["title"] for found in result.objects]


def test_search_and_headlines_understand_the_same_queries(prompt: Prompt) -> None:
    query = 'title:"ferry pact" source:harbour is:unread age:30d -tunnel'
    for command in (("search", query), ("search", "--", *query.split()), ("headlines", "--query", query)):
        assert titles(prompt, *command) == ["Harbour Desk: the ferry pact"]
    assert len(titles(prompt, "headlines", "--query", "ferry", "-n", "3")) == 3
    assert titles(prompt, "headlines", "--query", "ferry", "--section", "Пор") == [
        "Tunnel",
        "Порт: the ferry pact",
    ]
    assert titles(prompt, "search", "ferry pact", "-n", "1") == ["Tunnel"]
    assert titles(prompt, "search", "--best", "ferry pact", "-n", "1") == ["Порт: the ferry pact"]
    assert titles(prompt, "search", "--", "-tunnel", "-порт") == ["Harbour Desk: the ferry pact"]


def test_a_broken_query_is_told_with_a_mark_under_the_place(prompt: Prompt) -> None:
    for command in (("search",), ("headlines", "--query")):
        result = prompt(*command, "паром titel:pact")
        assert result.status == 2
        assert result.out == ""
        sentence, query, mark = result.err.splitlines()
        assert sentence.startswith("wireroom: There is no field “titel:”. “title:” may be meant.")
        assert query[mark.index("^") : mark.rindex("^") + 1] == "titel:"


def test_a_query_that_says_nothing_is_told(prompt: Prompt) -> None:
    result = prompt("search", "— &")
    assert (result.status, result.out) == (1, "")
    assert result.err.count("\n") == 1
    assert "“— &”" in result.err


@pytest.mark.parametrize(
    "text", ["港湾 " * 150 + "x:y " + "port " * 40, "a\x1b\n\x07 b:c", "(" * 900, "c " * 600]
)
def test_the_place_is_in_sight_however_long_and_wild_the_query(text: str) -> None:
    with pytest.raises(QueryError) as raised:
        parse(text)
    lines = mistake(text, raised.value).split("\n")
    assert len(lines) == 3
    assert all(cells(line) <= 80 for line in lines[1:])
    assert "\x1b" not in "".join(lines)
    assert cells(lines[1][: len(lines[1])]) > cells(lines[2]) - 1


def test_a_query_at_the_prompt_needs_nothing_heavy(prompt: Prompt) -> None:
    heavy = HEAVY | {"tui.feeds.parse", "asyncio", "tui.model"}
    script = (
        "import sys; from tui.cli import main; status = main(sys.argv[1:]);"
        f"print(*sorted({heavy!r} & set(sys.modules)), file=sys.stderr)"
    )
    prompt("search", "x")  # catches the index up
    arguments = ["headlines", "--query", "ferry title:pact", "--home", str(prompt.home)]
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True
    )
    assert len(done.stdout.splitlines()) == 2
    assert done.stderr.strip() == ""


def test_help_and_page_tell_the_language_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["search", "--help"])
    assert table() in capsys.readouterr().out
    page = (Path(__file__).parents[2] / "docs" / "QUERY.md").read_text(encoding="utf-8")
    for queries, _means in EXAMPLES:
        for query in queries.split("  "):
            assert f"`{query}`" in page
            parse(query)
    assert all(f"`{field}:" in page for field in FIELDS)
