"""Refreshing many feeds, against the peers that are there, as ratios in one run.

``python -m bench.refresh [--feeds N] [--latency S] [--newsraft PATH] [--runs N]`` serves its own
corpus on loopback and times, for wireroom, newsraft, newsboat and sfeed: a cold
refresh, one where nothing changed, and one where 5 feeds in 100 have a new entry.
``--only wireroom,newsraft`` leaves the others out; ``--sizes 100,1000,5000`` shows how
each grows with the number of feeds instead.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

STEPS = ("cold", "unchanged", "5 % changed")
PEERS = ("newsraft", "newsboat", "sfeed")


@dataclass
class Reader:
    """A feed reader: what refreshes all its feeds, and the seconds and MiB it took."""

    name: str
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, list[float]] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)

    def refresh(self, step: str) -> None:
        began = time.perf_counter()
        process = subprocess.Popen(
            self.command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **self.env},
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.seconds.setdefault(step, []).append(time.perf_counter() - began)
        self.memory[step] = max(self.memory.get(step, 0), usage.ru_maxrss / 1024)


def readers(urls: list[str], folder: Path, peers: Sequence[str], newsraft: str | None) -> Iterator[Reader]:
    """wireroom, and those of the peers that are found here, each with a home of its own under ``folder``."""
    listed = folder / "urls"
    listed.write_text("\n".join(urls) + "\n")
    home = folder / "wireroom"
    tui = [sys.executable, "-m", "tui", "--home", str(home)]
    subprocess.run([*tui, "import", str(listed)], check=True, capture_output=True)
    yield Reader("wireroom", [*tui, "refresh", "--all"])
    if newsraft and "newsraft" in peers:
        database = folder / "newsraft.sqlite3"
        config = folder / "newsraft.config"
        config.write_text("")
        files = ["-f", str(listed), "-c", str(config), "-d", str(database)]
        yield Reader("newsraft", [newsraft, *files, "-e", "reload-all"])
    if "newsboat" in peers and (newsboat := shutil.which("newsboat")):
        config = folder / "newsboat.config"
        config.write_text("reload-threads 64\n")
        files = ["-u", str(listed), "-C", str(config), "-c", str(folder / "newsboat.db")]
        yield Reader("newsboat", [newsboat, *files, "-x", "reload"], {"HOME": str(folder)})
    if "sfeed" in peers and (sfeed := shutil.which("sfeed_update")):
        config = folder / "sfeedrc"
        feeds = "\n".join(f"feed 'desk{n}' '{url}'" for n, url in enumerate(urls))
        config.write_text(f"sfeedpath={folder}/sfeed\nmaxjobs=64\nfeeds() {{\n{feeds}\n}}\n")
        yield Reader("sfeed", [sfeed, str(config)])


@contextmanager
def server(feeds: int, latency: float) -> Iterator[str]:
    """The address of a feed server in a process of its own."""
    command = [sys.executable, "-m", "bench.feed_server", "--feeds", str(feeds), "--latency", str(latency)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().split()[1]}"
        finally:
            process.terminate()


def measure(
    feeds: int, latency: float, runs: int, peers: Sequence[str], newsraft: str | None
) -> list[Reader]:
    """Every reader's times; in turn, so that a slow moment of the machine meets all of them."""
    measured: dict[str, Reader] = {}
    for _ in range(runs):
        with server(feeds, latency) as url, TemporaryDirectory(prefix="wireroom-bench-") as folder:
            found = list(readers([f"{url}/feed/{n}" for n in range(feeds)], Path(folder), peers, newsraft))
            for step in STEPS:
                if step == "5 % changed":
                    urlopen(f"{url}/change/5").close()
                for reader in found:
                    reader.refresh(step)
            for reader in found:
                total = measured.setdefault(reader.name, reader)
                if total is not reader:
                    for step in STEPS:
                        total.seconds[step] += reader.seconds[step]
                        total.memory[step] = max(total.memory[step], reader.memory[step])
    return list(measured.values())


def compare(found: Sequence[Reader]) -> None:
    """Prints the readers' times, and wireroom's as ratios to each."""
    own = found[0]
    print("| reader | " + " | ".join(f"{step} | wireroom is" for step in STEPS) + " | memory |")
    print("|---|" + "---:|" * (2 * len(STEPS) + 1))
    for reader in found:
        cells = []
        for step in STEPS:
            seconds = statistics.median(reader.seconds[step])
            ratio = statistics.median(own.seconds[step]) / seconds
            cells += [f"{seconds:.2f} s", "" if reader is own else f"{ratio:.2f} ×"]
        print(f"| {reader.name} | " + " | ".join(cells) + f" | {reader.memory['cold']:.0f} MiB |")


def grow(sizes: Sequence[int], found: Sequence[Sequence[Reader]]) -> None:
    """Prints how the readers' times and memory grow; ``a feed``: milliseconds for each."""
    print("| reader | feeds | " + " | ".join(f"{step} | a feed" for step in STEPS) + " | memory |")
    print("|---|" + "---:|" * (2 * len(STEPS) + 2))
    for rows in zip(*found, strict=True):
        for size, reader in zip(sizes, rows, strict=True):
            cells = []
            for step in STEPS:
                seconds = statistics.median(reader.seconds[step])
                cells += [f"{seconds:.2f} s", f"{1000 * seconds / size:.2f} ms"]
            print(
                f"| {reader.name} | {size} | " + " | ".join(cells) + f" | {reader.memory['cold']:.0f} MiB |"
            )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--feeds", type=int, default=1000)
    arguments.add_argument("--sizes", metavar="N,N", help="how times grow with these numbers of feeds")
    arguments.add_argument("--latency", type=float, default=0.0, metavar="S")
    arguments.add_argument("--newsraft", default=shutil.which("newsraft"), metavar="PATH")
    arguments.add_argument("--only", default=",".join(PEERS), metavar="NAMES", help="peers to run")
    arguments.add_argument("--runs", type=int, default=1)
    chosen = arguments.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 8192)), hard))
    sizes = [int(size) for size in (chosen.sizes or str(chosen.feeds)).split(",")]
    peers = chosen.only.split(",")
    found = [measure(size, chosen.latency, chosen.runs, peers, chosen.newsraft) for size in sizes]
    told = f"{chosen.latency * 1000:.0f} ms, medians of {chosen.runs}"
    if chosen.sizes:
        print(f"Growth, {told}")
        grow(sizes, found)
    else:
        print(f"{chosen.feeds} feeds, {told}")
        compare(found[0])


if __name__ == "__main__":
    main()
