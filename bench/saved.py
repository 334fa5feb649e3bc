"""What saved searches cost: their counts beside sections', marks and merges that keep them, and the prompt.

``python -m bench.saved [--stories N] [--searches N] [--keep DIR]`` fills a store as ``bench.search`` does,
saves that many searches of every kind, and prints each thing with them as a multiple of what it is
without: medians of processor time; of the prompt of wall time, as multiples of ``python -c pass`` in turn
with it. ``--keep`` leaves the filled store there, for the next run.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.prompt import WIREROOM, run
from bench.search import SCRIPTS, entries, fill, kinds
from tui.store import Fetched, Store, View
from tui.store.saved import BadSearch

RUNS = 31
NOW = datetime.now(UTC)


def median(what: Callable[[], object], runs: int = RUNS) -> float:
    """Processor seconds that something takes, all threads of it."""
    times = []
    for _ in range(runs):
        began = time.process_time()
        what()
        times.append(time.process_time() - began)
    return statistics.median(times)


def of_bare(command: list[str]) -> float:
    """How long a command takes, as a multiple of starting Python."""
    times = [(run(command), run([sys.executable, "-c", "pass"])) for _ in range(RUNS)]
    asked, bare = (statistics.median(some) for some in zip(*times, strict=True))
    return asked / bare


def save(store: Store, count: int) -> list[float]:
    """Saves searches of every kind; gives the seconds that each took to be counted."""
    rng, makers, taken = random.Random(3), list(kinds().values()), []
    for number in range(count):
        query = makers[number % len(makers)](SCRIPTS[number % len(SCRIPTS)], rng)
        began = time.process_time()
        with suppress(BadSearch):
            store.saved.add(f"search {number}", query)
            taken.append(time.process_time() - began)
    return taken


def costs(store: Store) -> dict[str, float]:
    """What is measured with and without saved searches."""
    unread = iter(store.ids(View(unread=True)))
    sources = store.sources()
    numbers = iter(range(10**6, 10**7))

    def merge() -> None:
        number = next(numbers)
        made = list(entries(number, random.Random(number)))[:3]
        store.merge([Fetched(sources[number % len(sources)].id, tuple(made), NOW)])

    def index() -> None:
        merge()
        store.index_pending()

    return {
        "marking a story read": median(lambda: store.set_read([next(unread)], True)),
        "merging three stories": median(merge),
        "merging and indexing three": median(index),
    }


def measure(path: Path, searches: int) -> None:
    store = Store.open(path)
    for one in store.saved.known():
        store.saved.remove(one.id)
    store.index_pending()
    count = [str(WIREROOM), "headlines", "--count", "--home", str(path.parent)]
    without, prompt = costs(store), of_bare(count)
    store.index_pending()
    taken = save(store, searches)
    with_them, prompt_with = costs(store), of_bare(count)
    section = median(lambda: store.counts(View(section="1")), 301)
    known = median(store.saved.known, 301)
    scan = median(lambda: store._database.read(_unread), 5)
    total = store.counts(View()).total
    store.close()
    print(f"| {len(taken)} saved searches, {total:,} stories | without | with | ratio |")
    print("|---|---:|---:|---:|")
    for name, before in without.items():
        after = with_them[name]
        print(f"| {name} | {before * 1000:.2f} ms | {after * 1000:.2f} ms | {after / before:.2f} × |")
    print(
        f"\nA section's counts take {section * 1e6:.0f} µs, all searches' {known * 1e6:.0f} µs: "
        f"{known / section:.1f} ×, {known / section / len(taken):.2f} × each."
    )
    print(
        f"Counting one anew: median {statistics.median(taken) / scan:.2f} ×, at worst "
        f"{max(taken) / scan:.2f} × what counting all unread stories takes ({scan * 1000:.0f} ms)."
    )
    print(f"headlines --count: {prompt:.2f} × python -c pass without them, {prompt_with:.2f} × with them.")


def _unread(connection: object) -> object:
    return connection.execute("SELECT count(*) FROM story NOT INDEXED WHERE read = 0").fetchone()  # type: ignore[attr-defined]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--stories", type=int, default=100_000)
    arguments.add_argument("--searches", type=int, default=20)
    arguments.add_argument("--keep", type=Path)
    chosen = arguments.parse_args()
    with TemporaryDirectory(prefix="wireroom-bench-") as folder:
        path = (chosen.keep or Path(folder)) / "wireroom.db"
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            fill(path, chosen.stories, random.Random(1))
        measure(path, chosen.searches)


if __name__ == "__main__":
    main()
