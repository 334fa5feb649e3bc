"""What the store costs: time and bytes of a merge, and how either grows with what is stored.

``python -m bench.store [--stories N] [--feeds N …] [--keep DIR]`` prints the processor time of cold, changed
and unchanged merges, the bytes they write for each byte of content, how either grows with
the number of feeds, and unchanged refreshes and first pages on N stories as ratios to those
on a thousand; what "all read" costs on a hundred thousand, and there as ratios to a plain page
what came in an absence, and arrivals matched with a query that stands. ``--keep`` leaves the
filled stores there, for the next run.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bench.corpus import FIRST, WORDS, fill, subscribe
from tui.feeds.refresh import WORKERS
from tui.feeds.refresh_basket import FULL
from tui.model import Entry, Source
from tui.store import Fetched, Store, View, coverage
from tui.store.presence import Absence
from tui.store.query_parser import parse

ENTRIES = 30  # of a feed
SOURCES = 1_000  # of a filled store
FEW = 1_000  # stories
RUNS = 15
ARRIVALS = 200  # stories that are matched at a time


@dataclass
class Cost:
    """Processor seconds and bytes handed to the kernel."""

    seconds: float = 0.0
    written: int = 0


@contextmanager
def measured() -> Iterator[Cost]:
    """What the block costs, all threads of it."""
    cost, began, written = Cost(), time.process_time(), _written()
    yield cost
    cost.seconds, cost.written = time.process_time() - began, _written() - written


def _written() -> int:
    facts = dict(line.split(": ") for line in Path("/proc/self/io").read_text().splitlines())
    return int(facts["wchar"])


def document(feed: int) -> tuple[Entry, ...]:
    """Thirty entries of about 3 kB, as ``bench.feed_server`` serves them."""
    rng = Random(feed)
    return tuple(
        Entry(
            title=" ".join(rng.choices(WORDS, k=10)).capitalize(),
            url=f"https://desk{feed}.example/story/{number}",
            id=f"tag:desk{feed}.example,2026:{number}",
            published=FIRST + timedelta(hours=number, seconds=feed),
            author=rng.choice(WORDS).capitalize(),
            summary=" ".join(rng.choices(WORDS, k=40)),
            html="".join(f"<p>{' '.join(rng.choices(WORDS, k=101))}.</p>" for _ in range(5)),
        )
        for number in reversed(range(ENTRIES))
    )


def refresh(store: Store, answers: Iterable[Fetched]) -> Cost:
    """What merging costs; not what making the answers does, which are made as they are needed."""
    total, rest = Cost(), iter(answers)
    while batch := list(islice(rest, FULL)):
        with measured() as cost:
            store.merge(batch)
        total.seconds += cost.seconds
        total.written += cost.written
    return total


def unchanged(desks: Sequence[Source], minutes: int) -> list[Fetched]:
    """What as many 304s bring."""
    when = FIRST + timedelta(days=30, minutes=minutes)
    return [Fetched(desk.id, None, when, due=when + timedelta(minutes=15)) for desk in desks]


def changed(desks: Sequence[Source]) -> Iterator[Fetched]:
    """What a refresh brings when 5 feeds in 100 have a new entry."""
    when = FIRST + timedelta(days=2, hours=1)
    for number, one in enumerate(unchanged(desks, 0)):
        if number % 20:
            yield one
        else:
            entries = document(number)
            new = replace(entries[0], id="new", url=f"{entries[0].url}/new", title="New")
            yield Fetched(one.source_id, (new, *entries[:-1]), when)


def as_answered(feeds: int) -> list[int]:
    """Feeds in the order of their answers: as many are asked at a time as in a refresh."""
    rng = Random(1)
    return sorted(range(feeds), key=lambda feed: feed + rng.expovariate(1 / WORKERS))


def shuffled(feeds: int) -> list[int]:
    return Random(1).sample(range(feeds), feeds)


def stored(path: Path, answers: Iterable[Fetched]) -> Cost:
    """What merging costs until all is in the file itself: a store carries its log there as it closes."""
    store = Store.open(path)
    cost = refresh(store, answers)
    with measured() as carried:
        store.close()
    return Cost(cost.seconds + carried.seconds, cost.written + carried.written)


def merges(feeds: int, folder: Path) -> dict[str, Cost]:
    """Prints and gives what a refresh costs a feed: cold, with 5 feeds in 100 changed, with none changed."""
    now = FIRST + timedelta(days=2)
    content = sum(len(entry.html + entry.summary + entry.title) for entry in document(0))
    costs = {}
    for order in (shuffled, as_answered):
        path = folder / f"{feeds}-{order.__name__}.db"
        store = Store.open(path)
        desks = subscribe(store, feeds)
        store.close()
        cold = (Fetched(desks[number].id, document(number), now) for number in order(feeds))
        costs["cold" if order is as_answered else "cold, shuffled"] = stored(path, cold)
    costs["5 % changed"] = stored(path, changed(desks))
    costs["unchanged"] = stored(path, unchanged(desks, 60))
    for name, cost in costs.items():
        cost.seconds, cost.written = cost.seconds / feeds, cost.written / feeds
        print(
            f"{feeds:5} feeds, {name:14}: {cost.seconds * feeds:6.2f} s, {cost.seconds * 1e3:.3f} ms a feed, "
            f"{cost.written / 1e3:6.1f} kB written a feed, {cost.written / content:.2f} × the content"
        )
    return costs


def linear(sizes: Sequence[int], folder: Path) -> None:
    """Prints what a feed costs in a refresh of many, and as ratios to a refresh of few."""
    costs = [merges(feeds, folder) for feeds in sizes]
    for feeds, cost in zip(sizes[1:], costs[1:], strict=True):
        for name in ("cold", "cold, shuffled"):
            few, many = costs[0][name], cost[name]
            print(
                f"{name}, a feed of {feeds} against one of {sizes[0]}: "
                f"time {many.seconds / few.seconds:.2f} ×, bytes {many.written / few.written:.2f} ×"
            )


def filled(folder: Path, stories: int) -> Path:
    """A store with that many stories of a thousand sources."""
    path = folder / f"{stories}-stories.db"
    if not path.exists():
        fill(path, stories, per_source=max(1, stories // SOURCES))
    return path


def growth(folder: Path, many: int) -> None:
    """Prints what is done at every start and refresh, on many stories against few."""
    few, large = (Store.open(filled(folder, count)) for count in (FEW, many))
    print(f"\n{many} stories against {FEW}, {SOURCES} sources, medians of {RUNS}")
    desks = few.sources()
    reads: dict[str, Callable[[Store], object]] = {
        "sections": Store.sections,
        "counts": lambda store: store.counts(View()),
        "first page": lambda store: store.stories(View()),
        "first page, unread": lambda store: store.stories(View(unread=True)),
        "first page, section": lambda store: store.stories(View(section=desks[0].section_id)),
        "first page, starred": lambda store: store.stories(View(starred=True)),
    }
    for name, read in reads.items():
        _compare(name, lambda store, _run, read=read: read(store), few, large)  # type: ignore[misc]
    _compare("unchanged refresh", lambda store, run: refresh(store, unchanged(desks, run)), few, large)
    bytes_ = [refresh(store, unchanged(desks, 9_999)).written for store in (few, large)]
    print(f"{'bytes it writes':22} {bytes_[0]:9}     {bytes_[1]:9}     {bytes_[1] / bytes_[0]:.2f} ×")
    few.close()
    large.close()


def _compare(name: str, work: Callable[[Store, int], object], few: Store, large: Store) -> None:
    times: tuple[list[float], list[float]] = ([], [])
    for run in range(RUNS):  # in turn, so that a slow moment of the machine meets both
        for store, taken in zip((few, large), times, strict=True):
            began = time.perf_counter()
            work(store, run)
            taken.append(time.perf_counter() - began)
    a, b = (statistics.median(taken) for taken in times)
    print(f"{name:22} {a * 1e3:9.2f} ms  {b * 1e3:9.2f} ms  {b / a:.2f} ×")


def marks(folder: Path, stories: int) -> None:
    """Prints what "all read" costs, and taking it back."""
    store = Store.open(filled(folder, stories))
    store.set_read(View(), False)
    store.set_read(store.ids(View())[::3], True)
    before = set(store.ids(View(unread=True)))
    times = []
    for change in (lambda: store.set_read(View(), True), store.undo, store.redo, store.undo):
        began = time.perf_counter()
        change()
        times.append(time.perf_counter() - began)
    exact = "exactly" if set(store.ids(View(unread=True))) == before else "NOT exactly"
    size = store.submit(lambda c: c.execute("SELECT max(length(ids)) FROM journal").fetchone()[0]).result()
    print(
        f"\n{stories} stories, {len(before)} unread: all read {times[0]:.2f} s, undone {times[1]:.2f} s,"
        f" done again {times[2]:.2f} s, undone {times[3]:.2f} s, {exact}; kept in {size / 1e3:.0f} kB"
    )
    store.close()


def returning(folder: Path, stories: int) -> None:
    """Prints what it costs to show what came, and to match arrivals, as ratios to a plain first page."""
    store = Store.open(filled(folder, stories))
    store.submit(_plant_events).result()
    newest = store.stories(View(), limit=ARRIVALS)
    last = int(newest[0].sorted_at.timestamp())
    plain = _median(lambda: store.stories(View()))
    print(f"\n{stories} stories, medians of {RUNS}; a plain first page {plain * 1e3:.2f} ms")
    for hours in (3, 9, 72, 24 * 30):
        view = View(absence=Absence(last - 3600 * hours, last, 0, 1 << 60), order="coverage")
        page = store.stories(view)
        told = {
            "first page": _median(lambda view=view: store.stories(view)),  # type: ignore[misc]
            "the next": _median(lambda view=view, page=page: store.stories(view, before=page[-1].id)),  # type: ignore[misc]
            "counted": _median(lambda view=view: store.counts(view)),  # type: ignore[misc]
        }
        ratios = ", ".join(f"{name} {taken / plain:.1f} ×" for name, taken in told.items())
        print(f"away {hours:3} h, {store.counts(view).total:6} came: {ratios}")
    ids = [story.id for story in newest]
    for text in ("is:unread section:1", "title:harbour -ferry", 'harbour "night train"'):
        view = View(query=parse(text))
        taken = _median(lambda view=view: store.meant(view, ids))  # type: ignore[misc]
        print(f"{ARRIVALS} arrivals matched with {text!r}: {taken / plain:.1f} ×")
    store.close()


def _plant_events(connection: sqlite3.Connection) -> None:
    """Puts a quarter of the stories into events of two to nine, each within some hours."""
    rng, ids = Random(5), [row[0] for row in connection.execute("SELECT id FROM story ORDER BY id")]
    connection.execute("DELETE FROM event")
    connection.execute("UPDATE story SET coverage = 0")
    for number, first in enumerate(range(0, len(ids) - 60, 12)):
        told = rng.sample(range(first, first + 60), min(9, 2 + int(rng.expovariate(0.9))))
        connection.executemany(
            "INSERT OR IGNORE INTO event SELECT id, ?, source_id, id FROM story WHERE id = ?",
            [(number, ids[one]) for one in told],
        )
    coverage.recount(connection, range(len(ids)))


def _median(work: Callable[[], object]) -> float:
    """Processor seconds."""
    times = []
    for _ in range(RUNS):
        began = time.thread_time()
        work()
        times.append(time.thread_time() - began)
    return statistics.median(times)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--stories", type=int, default=1_000_000)
    arguments.add_argument("--feeds", type=int, nargs="*", default=[100, 1_000, 5_000])
    arguments.add_argument("--keep", type=Path, metavar="DIR")
    chosen = arguments.parse_args()
    with TemporaryDirectory(prefix="wireroom-bench-") as folder:
        linear(chosen.feeds, Path(folder))
        kept = chosen.keep or Path(folder)
        kept.mkdir(parents=True, exist_ok=True)
        growth(kept, chosen.stories)
        marks(kept, 100_000)
        returning(kept, 100_000)


if __name__ == "__main__":
    main()
