"""The embedded newsroom read from the prompt: add, refresh, headlines, read, comments, chats."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands import Prompt
from tui.newsroom import Newsroom

pytestmark = pytest.mark.xdist_group("prompt")  # the reader is made once


@pytest.fixture(scope="module")
def site() -> Iterator[Newsroom]:
    with Newsroom(seed=1) as newsroom:
        yield newsroom


@pytest.fixture(scope="module")
def reader(site: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Prompt:
    """A reader who has added the site and fetched it once."""
    prompt = Prompt(tmp_path_factory.mktemp("home"))
    added = prompt("add", site.url)
    assert added.status == 0, added.err
    refreshed = prompt("refresh", "--all")
    assert refreshed.status == 0, refreshed.err
    return prompt


def test_a_sites_address_gives_all_its_sections(reader: Prompt) -> None:
    sources = reader("sources", "--json").objects
    assert len({source["section"] for source in sources}) >= 5
    assert all(source["checked"] and not source["failure"] for source in sources)


def test_headlines_come_in_every_script_intact(reader: Prompt) -> None:
    stories = reader("headlines", "--json").objects
    assert len(stories) >= 60
    titles = " ".join(story["title"] for story in stories)
    assert "Паром" in titles
    assert any("\u0600" <= c <= "\u06ff" for c in titles)
    assert any("\u3040" <= c <= "\u30ff" for c in titles)
    told = "id title url source section published read starred comments coverage tags"
    assert set(stories[0]) == set(told.split())
    assert len({story["id"] for story in stories}) == len(stories)
    assert len({story["url"] for story in stories}) == len(stories)


def test_headlines_are_newest_first_and_as_many_as_asked(reader: Prompt) -> None:
    stories = reader("headlines", "--json", "-n", "7").objects
    assert len(stories) == 7
    times = [story["published"] for story in stories]
    assert times == sorted(times, reverse=True)


def test_a_second_refresh_is_answered_by_304_alone(reader: Prompt) -> None:
    outcomes = reader("refresh", "--all", "--json").objects
    assert outcomes
    assert all(outcome["not_modified"] and outcome["change"] == "unchanged" for outcome in outcomes)


def test_sections_narrow_the_headlines(reader: Prompt) -> None:
    world = reader("headlines", "--json", "--section", "world").objects
    assert world
    assert {story["section"] for story in world} == {"World"}
    assert reader("headlines", "--section", "nowhere").status == 1


def test_an_article_reads_as_text_markdown_and_json(reader: Prompt) -> None:
    story = reader("headlines", "--json", "-n", "1").objects[0]
    text = reader("read", story["id"])
    assert text.status == 0, text.err
    assert story["title"].split()[0] in text.out
    assert "©" in text.out
    assert reader("read", story["url"], "--format", "markdown").out.startswith("# ")
    assert json.loads(reader("read", story["url"], "--format", "json").out)["title"] == story["title"]


def test_a_page_is_read_from_a_file_and_from_standard_input(
    site: Newsroom, reader: Prompt, tmp_path: Path
) -> None:
    page = (
        b"<html lang=en><title>A title</title><article><h1>A title</h1>"
        + b"<p>The boat left at dawn. </p>" * 20
    )
    file = tmp_path / "page.html"
    file.write_bytes(page)
    from_file = reader("read", str(file), "--base-url", site.url)
    assert from_file.status == 0, from_file.err
    assert "The boat left at dawn." in from_file.out
    assert reader("read", "-", "--base-url", site.url, stdin=page).out == from_file.out


def test_comments_and_chats_are_there_without_the_screen(site: Newsroom, reader: Prompt) -> None:
    story = next(s for s in reader("headlines", "--json").objects if (s["comments"] or 0) > 5)
    comments = reader("comments", story["id"], "--json").objects
    assert len(comments) == story["comments"]
    assert any(comment["parent"] for comment in comments)
    rooms = reader("chats", "--homeserver", site.url, "--json").objects
    assert rooms
    assert all(room["name"] and room["people"] >= 0 for room in rooms)


def test_subscriptions_go_out_as_opml_and_come_back(reader: Prompt, tmp_path: Path) -> None:
    exported = reader("export")
    file = tmp_path / "feeds.opml"
    file.write_text(exported.out, encoding="utf-8")
    other = Prompt(tmp_path / "other")
    assert other("import", str(file)).status == 0

    def subscriptions(prompt: Prompt) -> set[tuple[str, str, str]]:
        return {(s["url"], s["title"], s["section"]) for s in prompt("sources", "--json").objects}

    assert subscriptions(other) == subscriptions(reader)
    assert "0 added" in other("import", str(file)).out


def test_the_demo_without_a_terminal_prints_headlines_and_an_article(tmp_path: Path) -> None:
    demo = Prompt(tmp_path)("demo")
    assert demo.status == 0, demo.err
    assert "Ferry pact signed" in demo.out
    assert "©" in demo.out
    assert len(demo.lines) > 40


def test_the_newsroom_command_says_where_it_is_and_ends_quietly() -> None:
    command = [sys.executable, "-m", "tui", "newsroom"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as served:
        assert served.stdout is not None
        assert served.stdout.readline().startswith("ready http://127.0.0.1:")
        served.send_signal(signal.SIGINT)
        _, err = served.communicate(timeout=20)
    assert served.returncode == 0
    assert err == ""


def test_the_doctor_finds_nothing_wrong(reader: Prompt) -> None:
    result = reader("doctor")
    assert result.status == 0, result.out
    assert "WRONG" not in result.out


def test_removing_a_source_takes_its_stories_from_the_wire(site: Newsroom, tmp_path: Path) -> None:
    prompt = Prompt(tmp_path)
    prompt("add", f"{site.url}/section/world/feed.rss", "--section", "Mine")
    assert prompt("refresh", "--all").status == 0
    assert prompt("headlines", "--section", "mine").lines
    assert prompt("remove", f"{site.url}/section/world/feed.rss").status == 0
    assert prompt("headlines").lines == []
    assert prompt("sources").lines == []
