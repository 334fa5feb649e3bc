"""What a process that only reads ordinary feeds does not pay for."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import sys
from tui.feeds.parse import parse_feed
document = b"<rss version='2.0'><channel><title>A</title><item><title>B</title></item></channel></rss>"
parse_feed(document, "http://news.example/")
print(*(name for name in sys.modules if name.startswith(("tui.feeds.headline", "tui.feeds.sitemap", "tui.feeds.disc",
    "tui.feeds.page", "feedparser"))))
"""


def test_an_ordinary_feed_needs_nothing_of_what_takes_its_place() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
