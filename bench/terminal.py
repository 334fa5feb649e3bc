"""First paint, and bytes a key press, in a pseudo-terminal of 120×40.

``python -m bench.terminal [--stories N] [--presses N]`` prints ratios: the first
headline with N stored stories against an almost empty store and against
``python -c "import textual.app"``, then what presses of ``j`` write.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.corpus import fill
from bench.pty_session import PtySession

RUNS = 7


def app(home: Path) -> list[str]:
    return [sys.executable, "-m", "tui", "--home", str(home)]


def first_headline(home: Path, mark: str) -> float:
    """Seconds from start until ``mark`` stands on the screen."""
    with PtySession(app(home)) as session:
        return session.until(lambda text: mark in text)


def import_textual() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import textual.app"], check=True)
    return time.perf_counter() - began


def presses(home: Path, key: bytes, count: int) -> tuple[list[int], list[float], int, float]:
    """Bytes and seconds of each press, bytes from start to settled, and MiB of memory."""
    with PtySession(app(home)) as session:
        start = session.settle(1.0)
        outputs = [session.press(key) for _ in range(count)]
        memory = session.memory()
    return [len(o.data) for o in outputs], [o.seconds for o in outputs], len(start.data), memory


def idle(home: Path, seconds: float = 10.0) -> int:
    """Bytes an untouched app writes in that time, once settled."""
    with PtySession(app(home)) as session:
        session.settle(1.0)
        return len(session.read(seconds))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--stories", type=int, default=30_000)
    arguments.add_argument("--presses", type=int, default=50)
    chosen = arguments.parse_args()
    with TemporaryDirectory(prefix="wireroom-bench-") as folder:
        few, many, none = Path(folder) / "few", Path(folder) / "many", Path(folder) / "none"
        for home, stories in ((few, 30), (many, chosen.stories)):
            home.mkdir()
            fill(home / "wireroom.db", stories)
        none.mkdir()
        figures: dict[str, list[float]] = {"none": [], "few": [], "many": [], "import": []}
        for _ in range(RUNS):  # in turn, so that a slow moment meets all of them
            figures["none"].append(first_headline(none, "wireroom"))
            figures["few"].append(first_headline(few, "Desk "))
            figures["many"].append(first_headline(many, "Desk "))
            figures["import"].append(import_textual())
        median = {name: statistics.median(values) for name, values in figures.items()}
        print(f"first headline, {chosen.stories:,} stories   {median['many'] * 1000:7.0f} ms")
        print(f"  against an empty store          {median['many'] / median['none']:7.2f} ×")
        print(f"  against 30 stories              {median['many'] / median['few']:7.2f} ×")
        print(f"  against import textual.app      {median['many'] / median['import']:7.2f} ×")
        sizes, times, start, memory = presses(many, b"j", chosen.presses)
        print(f"from start to settled             {start:7,} bytes")
        print(f"a press of j, mean of {chosen.presses:<4}        {statistics.mean(sizes):7.0f} bytes")
        print(f"  median / largest                {statistics.median(sizes):7.0f} / {max(sizes):,} bytes")
        print(f"  to the last byte, median        {statistics.median(times) * 1000:7.1f} ms")
        print(f"memory                            {memory:7.0f} MiB")
        print(f"ten idle seconds                  {idle(many):7,} bytes")


if __name__ == "__main__":
    main()
