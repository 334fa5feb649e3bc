"""Moving in from a real newsboat over the embedded newsroom: the same stories read and starred."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands import Prompt
from tests.conftest import need
from tests.moving.newsboat import FLAG, Newsboat, missing
from tui.newsroom import Newsroom
from tui.store import Store, View

FEEDS = ("world", "business", "science")


@pytest.fixture(scope="module")
def site() -> Iterator[Newsroom]:
    with Newsroom(seed=1) as newsroom:
        yield newsroom


@pytest.fixture(scope="module")
def newsboat(site: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Newsboat:
    """Half of each feed read by newsboat's own list; two of the first flagged and one read, by keys."""
    need(missing())
    boat = Newsboat(tmp_path_factory.mktemp("newsboat") / "own")
    lines = [f'{site.url}/section/{name}/feed.rss {name} "~{name} here"\n' for name in FEEDS]
    boat.urls.write_text("".join(lines))
    boat.reload()
    boat.mark_read([guid for _feed, guid, *_rest in boat.items()][::2])
    boat.press(f"\r{FLAG}s\rj{FLAG}s\rjjNq" + "q")
    return boat


def marks(home: Path) -> dict[tuple[str, str], tuple[bool, bool]]:
    """Whether each story is read and starred, by its feed's address and its own."""
    store = Store.open(home / "wireroom.db")
    try:
        assert store.check() == []
        urls = {source.id: source.url for source in store.sources()}
        found = store.stories(View(), limit=100_000)
        assert not any(story.edited for story in found)
        told = {(urls[story.source_id], story.url): (story.read, story.starred) for story in found}
        assert len(told) == len(found)  # none is there twice
        return told
    finally:
        store.close()


def kept_by(newsboat: Newsboat) -> dict[tuple[str, str], tuple[bool, bool]]:
    return {(feed, url): (read, bool(flags)) for feed, _guid, url, read, flags in newsboat.items()}


def test_newsboat_has_read_and_flagged_some(newsboat: Newsboat) -> None:
    told = kept_by(newsboat).values()
    assert sum(starred for _read, starred in told) == 2
    assert {read for read, _starred in told} == {True, False}


def test_into_an_empty_home(newsboat: Newsboat, tmp_path: Path) -> None:
    prompt = Prompt(tmp_path)
    told = prompt("import", str(newsboat.folder))
    assert told.status == 0, told.err
    assert marks(tmp_path) == kept_by(newsboat)
    sections = {one["section"]: one["title"] for one in prompt("sources", "--json").objects}
    assert sections == {name: f"{name} here" for name in FEEDS}


def test_a_refresh_afterwards_knows_every_story_again(newsboat: Newsboat, tmp_path: Path) -> None:
    prompt = Prompt(tmp_path)
    prompt("import", str(newsboat.urls), str(newsboat.cache))
    assert prompt("refresh", "--all").status == 0
    assert marks(tmp_path) == kept_by(newsboat)


def test_onto_stories_that_are_there(newsboat: Newsboat, tmp_path: Path) -> None:
    prompt = Prompt(tmp_path)
    prompt("import", str(newsboat.urls))
    prompt("refresh", "--all")
    told = prompt("import", str(newsboat.cache))
    assert "0 stories are new here" in told.out
    assert marks(tmp_path) == kept_by(newsboat)


def test_twice_is_once(newsboat: Newsboat, tmp_path: Path) -> None:
    prompt = Prompt(tmp_path)
    prompt("import", str(newsboat.folder))
    again = prompt("import", str(newsboat.folder))
    assert "marked 0 read and 0 starred" in again.out
    assert marks(tmp_path) == kept_by(newsboat)


def test_a_dry_run_tells_the_same_and_changes_nothing(newsboat: Newsboat, tmp_path: Path) -> None:
    prompt = Prompt(tmp_path)
    dry = prompt("import", "--dry-run", str(newsboat.folder))
    assert marks(tmp_path) == {}
    assert prompt("import", str(newsboat.folder)).out == dry.out


def test_marks_are_undone_step_by_step(newsboat: Newsboat, tmp_path: Path) -> None:
    prompt = Prompt(tmp_path)
    prompt("import", str(newsboat.folder))
    store = Store.open(tmp_path / "wireroom.db")
    assert [step.kind for step in (store.undo(), store.undo()) if step] == ["star", "read"]
    store.close()
    assert set(marks(tmp_path).values()) == {(False, False)}
