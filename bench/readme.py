"""Writes the README's performance section from what the benchmarks print, never by hand.

``python -m bench.readme [--newsraft PATH] [--pages FOLDER]`` runs them one after the
other (about a quarter of an hour) and puts their tables between the section's marks.
``FOLDER`` is as for ``bench.extraction``; what is not given or found is left out.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"
SECTION = re.compile(r"(<!-- performance -->\n).*?(<!-- /performance -->)", re.DOTALL)


def benchmarks(newsraft: str | None, pages: str | None) -> Iterator[tuple[str, list[str]]]:
    """Each benchmark's heading, and its module with arguments."""
    peer = ["--newsraft", newsraft] if newsraft else []
    yield "Refreshing 1,000 feeds", ["bench.refresh", "--runs", "3", *peer]
    yield (
        "Refreshing 1,000 feeds over a line with 100 ms latency",
        ["bench.refresh", "--latency", "0.1", "--runs", "3", *peer],
    )
    yield "First paint", ["bench.start", *peer]
    yield "In the terminal, 120×40", ["bench.terminal", "--presses", "100", *peer]
    yield "From the key to the article", ["bench.reading"]
    yield "At the prompt", ["bench.prompt"]
    yield "Parsing", ["bench.parsing"]
    yield "Searching", ["bench.search"]
    yield "Stories of one event", ["bench.coverage"]
    if pages:
        yield "Extracting articles, mozilla/readability's pages", ["bench.extraction", pages, "--worst", "0"]


def section(newsraft: str | None, pages: str | None) -> str:
    """The whole section: the date, and each benchmark's own output under its command."""
    parts = [
        f"Measured on {datetime.now(UTC):%d %B %Y} on a shared machine with two cores: read the ratios.\n"
    ]
    for heading, command in benchmarks(newsraft, pages):
        print(heading, "…", file=sys.stderr)
        done = subprocess.run([sys.executable, "-m", *command], check=True, capture_output=True, text=True)
        shown = " ".join("PATH" if word in (newsraft, pages) else word for word in command)
        parts.append(f"**{heading}** (`python -m {shown}`)\n\n{_block(done.stdout.strip())}\n")
    return "\n".join(parts)


def _block(output: str) -> str:
    """Tables as they are; anything else as it stood on the terminal."""
    return output if "|---" in output else f"```\n{output}\n```"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--newsraft", default=shutil.which("newsraft"), metavar="PATH")
    arguments.add_argument("--pages", metavar="FOLDER")
    chosen = arguments.parse_args()
    text = README.read_text(encoding="utf-8")
    if not SECTION.search(text):
        raise SystemExit("README.md has no performance section to fill.")
    filled = section(chosen.newsraft, chosen.pages)
    README.write_text(SECTION.sub(lambda found: found[1] + filled + found[2], text), encoding="utf-8")


if __name__ == "__main__":
    main()
