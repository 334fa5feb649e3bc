"""What an answer at the prompt costs, against starting the same Python.

``python -m bench.prompt [--stories N] [--runs N]`` prints the median wall time of
``wireroom headlines -n 20`` and of ``wireroom headlines --count`` on a store of N
stories, as multiples of ``python -c pass``.
"""

from __future__ import annotations

import argparse
import compileall
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import tui
from bench.corpus import fill

RUNS = 31
WIREROOM = Path(sys.executable).with_name("wireroom")


def run(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--stories", type=int, default=100_000)
    arguments.add_argument("--runs", type=int, default=RUNS)
    chosen = arguments.parse_args()
    compileall.compile_dir(Path(tui.__file__).parent, quiet=1)  # as an installation is
    with TemporaryDirectory(prefix="wireroom-bench-") as home:
        fill(Path(home) / "wireroom.db", chosen.stories)
        base = [sys.executable, "-c", "pass"]
        asked = {
            "headlines -n 20": [str(WIREROOM), "headlines", "-n", "20", "--home", home],
            "headlines --count": [str(WIREROOM), "headlines", "--count", "--home", home],
            "headlines -n 20 --json": [str(WIREROOM), "headlines", "-n", "20", "--json", "--home", home],
        }
        commands = {"": base, **asked}
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(chosen.runs):  # in turn, so that a slow moment meets all of them
            for name, command in commands.items():
                taken[name].append(run(command))
        bare = statistics.median(taken[""])
        print(
            f"{chosen.stories:,} stories, medians of {chosen.runs}; python -c pass takes {bare * 1000:.0f} ms"
        )
        for name in asked:
            median = statistics.median(taken[name])
            print(f"wireroom {name:24} {median * 1000:5.0f} ms {median / bare:6.2f} ×")


if __name__ == "__main__":
    main()
