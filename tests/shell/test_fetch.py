"""``wireroom fetch``: articles of the embedded newsroom, stored to be read without it."""

from __future__ import annotations

from pathlib import Path

from tests.commands import Prompt
from tui.newsroom import Newsroom


def test_articles_fetched_ahead_are_read_when_the_site_is_gone(tmp_path: Path) -> None:
    prompt = Prompt(tmp_path)
    with Newsroom(seed=1) as site:
        assert prompt("add", site.url).status == 0
        assert prompt("refresh", "--all").status == 0
        assert prompt("fetch", "--starred").out.startswith("0 articles fetched")
        fetched = prompt("fetch", "-n", "3")
        assert fetched.status == 0, fetched.err
        assert fetched.out.startswith("3 articles fetched · ")
        assert "3 articles stored" in fetched.out
        newest = prompt("headlines", "-n", "1", "--json").objects[0]
    read = prompt("read", newest["id"])
    assert read.status == 0, read.err
    assert len(read.out) > 500
    gone = prompt("fetch", "-n", "1")
    assert gone.status == 4
    assert gone.err
    doctor = prompt("doctor").out
    assert "3 articles stored, 0.0 MiB of 200 MiB" in doctor


def test_what_is_no_number_of_articles_is_refused(tmp_path: Path) -> None:
    assert Prompt(tmp_path)("fetch", "-n", "0").status == 2
    assert Prompt(tmp_path)("fetch", "--mb", "many").status == 2
