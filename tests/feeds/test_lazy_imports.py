"""What a process that only reads ordinary feeds does not pay for."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from tests.net.rough_server import RoughServer, answer

FEED = "<rss version='2.0'><channel><title>A</title><item><title>B</title></item></channel></rss>"
SCRIPT = f"""
import sys
from tui.feeds.parse import parse_feed
parse_feed({FEED.encode()!r}, "http://news.example/")
print(*sys.modules)
"""
NOT_NEEDED = (
    "lxml",
    "tui.feeds.headline",
    "tui.feeds.sitemap",
    "tui.feeds.discover",
    "tui.feeds.page_tree",
    "feedparser",
    "urllib.request",
    "email",
)


def test_an_ordinary_feed_needs_nothing_of_what_takes_its_place() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert "tui.feeds.fast" in loaded
    assert not [name for name in loaded if name.startswith(NOT_NEEDED)]


def test_a_refresh_of_ordinary_feeds_needs_no_second_event_library_and_no_nouns_of_the_screen(
    tmp_path: Path,
) -> None:
    environment = {**os.environ, "WIREROOM_HOME": str(tmp_path)}

    async def run(*arguments: str, **more: str) -> str:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tui", *arguments),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment | more,
        )
        _out, told = await process.communicate()
        assert process.returncode == 0, told
        return told.decode()

    async def main() -> str:
        async with RoughServer({"/feed": answer(FEED, content_type="application/rss+xml")}) as server:
            listed = tmp_path / "feeds.txt"
            listed.write_text(f"http://127.0.0.1:{server.port}/feed\n")
            await run("import", str(listed))
            return await run("refresh", PYTHONPROFILEIMPORTTIME="1")

    loaded = {line.rpartition("|")[2].strip() for line in asyncio.run(main()).splitlines()}
    assert {"tui.feeds.fast", "httpcore"} <= loaded
    assert not loaded & {"anyio.lowlevel", "httpx", "feedparser", "textual", "tui.model", "lxml"}
