"""Everything out of a home and into an empty one, at the prompt: the second archive is the first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands import Prompt
from tui.newsroom import Newsroom
from tui.store import Store, View


@pytest.fixture(scope="module")
def site() -> Iterator[Newsroom]:
    with Newsroom(seed=1) as newsroom:
        yield newsroom


@pytest.fixture(scope="module")
def lived_in(site: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Prompt:
    """A home with the newsroom's sources, read in, marked, tagged, and with a rule."""
    prompt = Prompt(tmp_path_factory.mktemp("lived in"))
    assert prompt("add", site.url).status == 0
    prompt("rules", "add", "Ports", "title:port", "--tag", "harbour", "--notify", "command")
    prompt("saved", "add", "Ports or ferries", "title:port or ferry")
    assert prompt("refresh", "--all").status == 0
    store = Store.open(prompt.home / "wireroom.db")
    stories = store.stories(View(), limit=1000)
    store.set_read([story.id for story in stories[::3]], True)
    store.set_starred([story.id for story in stories[::5]], True)
    store.tag([story.id for story in stories[::7]], "later")
    store.close()
    for story in stories[:3]:
        assert prompt("read", story.id).status == 0
        prompt("comments", story.id)
    return prompt


def test_the_second_archive_is_the_first_to_the_byte(lived_in: Prompt, tmp_path: Path) -> None:
    assert lived_in("export", str(tmp_path / "first.jsonl")).status == 0
    other = Prompt(tmp_path / "other")
    told = other("import", str(tmp_path / "first.jsonl"))
    assert told.status == 0, told.err
    assert other("export", "--format", "jsonl", str(tmp_path / "second")).status == 0
    first = (tmp_path / "first.jsonl").read_bytes()
    assert (tmp_path / "second").read_bytes() == first
    assert {
        kind for kind in (b"story", b"article", b"rule", b"saved") if b'{"%s"' % kind not in first
    } == set()
    assert other("headlines", "--count").out == lived_in("headlines", "--count").out
    assert other("headlines", "--json").out == lived_in("headlines", "--json").out
    assert other("doctor").out.count("store") == lived_in("doctor").out.count("store")
    assert ((tmp_path / "second").stat().st_mode & 0o077) == 0


def test_through_a_pipe_and_twice(lived_in: Prompt, tmp_path: Path) -> None:
    data = lived_in("export", "--format", "jsonl").out.encode()
    other = Prompt(tmp_path / "other")
    assert other("import", "-", stdin=data).status == 0
    again = other("import", "-", stdin=data)
    assert "0 stories are new here" in again.out
    assert "rule Ports: not taken" in again.out
    assert "saved search Ports or ferries: not taken" in again.out
    assert other("export", "--format", "jsonl").out.encode() == data


def test_a_broken_line_exits_1_and_a_dry_run_0_with_nothing_changed(lived_in: Prompt, tmp_path: Path) -> None:
    data = lived_in("export", "--format", "jsonl").out.encode()
    other = Prompt(tmp_path / "other")
    empty = other("export", "--format", "jsonl").out
    assert other("import", "--dry-run", "-", stdin=data).status == 0
    cut = other("import", "-", stdin=data[: len(data) // 2])
    assert cut.status == 1
    assert "line " in cut.err
    assert other("export", "--format", "jsonl").out == empty


def test_opml_keeps_homeservers_and_sections(lived_in: Prompt, tmp_path: Path) -> None:
    store = Store.open(lived_in.home / "wireroom.db")
    source = store.edit_source(store.sources()[0].id, homeserver="https://chat.example")
    store.close()
    lived_in("export", str(tmp_path / "list.opml"))
    other = Prompt(tmp_path / "other")
    other("import", str(tmp_path / "list.opml"))
    store = Store.open(other.home / "wireroom.db")
    brought = {one.url: one.homeserver for one in store.sources()}
    store.close()
    assert brought[source.url] == "https://chat.example"
    assert other("export").out == lived_in("export").out
