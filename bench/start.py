"""How soon the app can be read, and how soon it answers, in a pseudo-terminal of 120×40.

``python -m bench.start [--newsraft PATH] [--runs N]`` prints ratios within one run: the
first screen of a store of 31,000 stories against newsraft's of as many, of 1,000,000
against 1,000, and when a key that was typed at once has moved the cursor, against
``python -c "import textual.app"``.
"""

from __future__ import annotations

import argparse
import compileall
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import tui
from bench.corpus import fill
from bench.pty_session import PtySession
from bench.refresh import server

FEEDS = 1000
SIZES = (1_000, 31_000, 1_000_000)
RUNS = 9
WORDS = 12  # of a story's text: no screen shows it, and a million of them have to be stored


def filled(folder: Path, stories: int) -> list[str]:
    """The command that opens the app on a store of that many stories of at most a thousand sources."""
    home = folder / str(stories)
    home.mkdir()
    fill(home / "wireroom.db", stories, per_source=max(1, stories // FEEDS), words=WORDS)
    return [sys.executable, "-m", "tui", "--home", str(home)]


def newsraft_filled(folder: Path, newsraft: str) -> list[str]:
    """The command that opens newsraft on as many feeds, each with thirty items, fetched once."""
    listed, config = folder / "feeds", folder / "config"
    config.write_text("")
    command = [newsraft, "-f", str(listed), "-c", str(config), "-d", str(folder / "newsraft.db")]
    with server(FEEDS, 0.0) as url:
        listed.write_text("".join(f'{url}/feed/{n} "Desk {n}"\n' for n in range(FEEDS)))
        subprocess.run([*command, "-e", "reload-all"], check=True, capture_output=True)
    return command


def first_screen(command: list[str]) -> float:
    """Seconds from start until sources' names stand on the screen."""
    with PtySession(command) as session:
        return session.until(lambda text: "Desk " in text)


def first_answer(command: list[str]) -> float:
    """Seconds from start until a key typed at the first screen has moved the cursor."""
    with PtySession(command) as session:
        session.until(lambda text: "▌●" in text)
        before = next(row for row, line in enumerate(session.screen.display) if "▌●" in line)
        session.send(b"j")
        return session.until(lambda text: "▌●" not in text.splitlines()[before] and "▌●" in text)


def settled(command: list[str]) -> int:
    """Bytes written until nothing has come for a second."""
    with PtySession(command) as session:
        session.settle(1.5)
        return len(session.written)


def run(*command: str) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - began


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--newsraft", default=shutil.which("newsraft"), metavar="PATH")
    arguments.add_argument("--runs", type=int, default=RUNS)
    chosen = arguments.parse_args()
    compileall.compile_dir(Path(tui.__file__).parent, quiet=1)  # as an installation is
    with TemporaryDirectory(prefix="wireroom-bench-") as name:
        folder = Path(name)
        few, some, many = (filled(folder, stories) for stories in SIZES)
        measures: dict[str, Callable[[], float]] = {
            "python": lambda: run(sys.executable, "-c", "pass"),
            "textual": lambda: run(sys.executable, "-c", "import textual.app"),
            "few": lambda: first_screen(few),
            "some": lambda: first_screen(some),
            "many": lambda: first_screen(many),
            "answer": lambda: first_answer(some),
        }
        if chosen.newsraft:
            peer = newsraft_filled(folder, chosen.newsraft)
            measures["newsraft"] = lambda: first_screen(peer)
        taken: dict[str, list[float]] = {name: [] for name in measures}
        for _ in range(chosen.runs):  # in turn, so that a slow moment meets all of them
            for name, measure in measures.items():
                taken[name].append(measure())
        median = {name: statistics.median(values) for name, values in taken.items()}
        print(f"first screen, 31,000 stories      {median['some'] * 1000:7.0f} ms")
        if "newsraft" in median:
            print(f"  against newsraft                {median['some'] / median['newsraft']:7.2f} ×")
        print(f"  against python -c pass          {median['some'] / median['python']:7.2f} ×")
        print(f"1,000,000 stories against 1,000   {median['many'] / median['few']:7.2f} ×")
        print(f"a key typed at once has worked    {median['answer'] * 1000:7.0f} ms")
        print(f"  against import textual.app      {median['answer'] / median['textual']:7.2f} ×")
        print(f"from start to settled             {settled(some):7,} bytes")


if __name__ == "__main__":
    main()
