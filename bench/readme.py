"""Writes the README's performance section from what the benchmarks print, never by hand.

``python -m bench.readme [--newsraft PATH] [--pages FOLDER] [--peers NAMES] [--leave-out MODULES]``
runs them one after the other (about half an hour with all of newsboat's turns) and puts
their tables between the section's marks. ``FOLDER`` is as for ``bench.extraction``,
``NAMES`` as for ``bench.refresh --only``.
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


def benchmarks(newsraft: str | None, pages: str | None, peers: str | None) -> Iterator[tuple[str, list[str]]]:
    """Each benchmark's heading, and its module with arguments."""
    given = ["--newsraft", newsraft] if newsraft else []
    refresh = ["bench.refresh", "--runs", "3", *given, *(["--only", peers] if peers else [])]
    yield "Refreshing 1,000 feeds", refresh
    yield "Refreshing 1,000 feeds over a line with 100 ms latency", [*refresh, "--latency", "0.1"]
    yield "First paint", ["bench.start", *given]
    yield "In the terminal, 120×40", ["bench.terminal", "--presses", "100", *given]
    yield "From the key to the article", ["bench.reading"]
    yield "At the prompt", ["bench.prompt"]
    yield "Parsing", ["bench.parsing"]
    yield "Searching", ["bench.search"]
    yield "Stories of one event", ["bench.coverage"]
    if pages:
        yield "Extracting articles, mozilla/readability's pages", ["bench.extraction", pages, "--worst", "0"]


def section(chosen: argparse.Namespace) -> str:
    """The whole section: the date, and each benchmark's own output under its command."""
    today = f"{datetime.now(UTC):%d %B %Y}"
    parts = [f"Measured on {today} on a shared machine with two cores: read the ratios.\n"]
    for heading, command in benchmarks(chosen.newsraft, chosen.pages, chosen.peers):
        if command[0] in chosen.leave_out:
            continue
        print(heading, "…", file=sys.stderr)
        done = subprocess.run([sys.executable, "-m", *command], check=True, capture_output=True, text=True)
        shown = " ".join("PATH" if word in (chosen.newsraft, chosen.pages) else word for word in command)
        parts.append(f"**{heading}** (`python -m {shown}`)\n\n{_block(done.stdout.strip())}\n")
    return "\n".join(parts)


def _block(output: str) -> str:
    """Tables as they are; anything else as it stood on the terminal."""
    return output if "|---" in output else f"```\n{output}\n```"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--newsraft", default=shutil.which("newsraft"), metavar="PATH")
    arguments.add_argument("--pages", metavar="FOLDER")
    arguments.add_argument(
        "--peers", metavar="NAMES", help="peers to refresh with (default: all that are here)"
    )
    arguments.add_argument("--leave-out", nargs="*", default=[], metavar="MODULE")
    chosen = arguments.parse_args()
    text = README.read_text(encoding="utf-8")
    if not SECTION.search(text):
        raise SystemExit("README.md has no performance section to fill.")
    filled = section(chosen)
    README.write_text(SECTION.sub(lambda found: found[1] + filled + found[2], text), encoding="utf-8")


if __name__ == "__main__":
    main()
