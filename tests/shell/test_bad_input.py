"""What goes wrong says what and which in one sentence, with the designed exit status."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands import Prompt
from tests.servers.processes import free_port
from tests.ui.pages import Site
from tui.newsroom import Newsroom


@pytest.fixture(scope="module")
def site() -> Iterator[Newsroom]:
    with Newsroom(seed=1) as newsroom:
        yield newsroom


@pytest.fixture
def prompt(tmp_path: Path) -> Prompt:
    return Prompt(tmp_path / "home")


def one_sentence(text: str) -> bool:
    return text.count("\n") == 1 and "Traceback" not in text


def test_an_address_that_is_no_feed(site: Newsroom, prompt: Prompt) -> None:
    result = prompt("add", f"{site.url}/pictures/nothing.png")
    assert result.status == 1
    assert one_sentence(result.err)
    assert "127.0.0.1" in result.err


def test_a_host_that_does_not_answer(prompt: Prompt) -> None:
    result = prompt("add", f"http://127.0.0.1:{free_port()}/")
    assert result.status == 1
    assert one_sentence(result.err)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://", "file:///etc/passwd", "not a host/"])
def test_what_is_no_address_at_all(prompt: Prompt, address: str) -> None:
    result = prompt("add", address)
    assert result.status == 1
    assert one_sentence(result.err)


def test_one_failing_source_leaves_the_others_alone(site: Newsroom, prompt: Prompt, tmp_path: Path) -> None:
    dead = f"http://127.0.0.1:{free_port()}/feed"
    listed = tmp_path / "list.txt"
    listed.write_text(f"{site.url}/section/world/feed.rss\n{dead}\n")
    assert prompt("import", str(listed)).status == 0
    refreshed = prompt("refresh", "--all")
    assert refreshed.status == 3
    assert dead in refreshed.err
    assert len(prompt("headlines").lines) >= 10
    prompt("remove", f"{site.url}/section/world/feed.rss")
    assert prompt("refresh", "--all").status == 4


def test_a_story_without_a_title_is_no_empty_line(prompt: Prompt, tmp_path: Path) -> None:
    feed = "<rss version='2.0'><channel><title>Notes</title><item><guid>1</guid></item></channel></rss>"
    with Site() as served:
        served.pages["/feed"] = ("application/rss+xml", feed.encode())
        assert prompt("add", f"{served.url}/feed").status == 0
        assert prompt("refresh", "--all").status == 0
    assert "(no headline)" in prompt("headlines").out


def test_files_that_can_not_be_read(prompt: Prompt, tmp_path: Path) -> None:
    for command in (("import", "nowhere.opml"), ("read", "nowhere.html")):
        result = prompt(*command)
        assert result.status == 1
        assert one_sentence(result.err)
    broken = tmp_path / "broken.opml"
    broken.write_text("<opml><body><outline")
    result = prompt("import", str(broken))
    assert result.status == 1
    assert one_sentence(result.err)


def test_a_damaged_store_is_named_and_left_as_it_is(prompt: Prompt) -> None:
    prompt.home.mkdir()
    store = prompt.home / "wireroom.db"
    store.write_bytes(b"this is no database" * 1000)
    result = prompt("headlines")
    assert result.status == 1
    assert one_sentence(result.err)
    assert str(store) in result.err
    assert store.read_bytes() == b"this is no database" * 1000


def test_settings_that_mean_nothing_are_named(prompt: Prompt) -> None:
    prompt.home.mkdir()
    (prompt.home / "settings.toml").write_text('refresh_minutes = "often"\n')
    result = prompt("headlines")
    assert result.status == 1
    assert "refresh_minutes" in result.err


def test_wrong_usage_is_2(prompt: Prompt) -> None:
    assert prompt("headlines", "-n", "0").status == 2
    assert prompt("no-such-command").status == 2


def test_without_a_terminal_the_app_says_what_to_do(prompt: Prompt) -> None:
    result = prompt()
    assert result.status == 1
    assert one_sentence(result.err)


def test_a_closed_pipe_ends_quietly(site: Newsroom, prompt: Prompt) -> None:
    prompt("add", site.url)
    prompt("refresh", "--all")
    script = f"{sys.executable} -m tui --home {prompt.home} headlines | head -n 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", script], capture_output=True, check=False)
    assert done.returncode == 0
    assert done.stderr == b""


def test_a_locale_without_unicode_prints_what_it_can(site: Newsroom, prompt: Prompt) -> None:
    prompt("add", f"{site.url}/section/kultura/feed.rss")
    prompt("refresh", "--all")
    result = prompt("headlines", PYTHONUTF8="0", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert result.status == 0, result.err
    assert result.lines


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_an_output_that_takes_nothing(prompt: Prompt) -> None:
    command = [sys.executable, "-m", "tui", "export", "--home", str(prompt.home)]
    with open("/dev/full", "wb") as full:
        result = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert result.returncode == 1
    assert one_sentence(result.stderr)
    assert "No space left" in result.stderr


def test_an_output_that_is_closed(prompt: Prompt) -> None:
    script = f"{sys.executable} -m tui --home {prompt.home} sources <&- >&-"
    result = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
