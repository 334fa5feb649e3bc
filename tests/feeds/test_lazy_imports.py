"""What a process that only reads ordinary feeds does not pay for."""

from __future__ import annotations

import subprocess
import sys

FEED = "<rss version='2.0'><channel><title>A</title><item><title>B</title></item></channel></rss>"
SCRIPT = f"""
import sys
from tui.feeds.parse import parse_feed
parse_feed({FEED.encode()!r}, "http://news.example/")
print(*sys.modules)
"""
NOT_NEEDED = (
    "tui.feeds.headline",
    "tui.feeds.sitemap",
    "tui.feeds.discover",
    "tui.feeds.page_tree",
    "feedparser",
)


def test_an_ordinary_feed_needs_nothing_of_what_takes_its_place() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert "tui.feeds.fast" in loaded
    assert not [name for name in loaded if name.startswith(NOT_NEEDED)]
