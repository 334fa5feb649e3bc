"""Searching a store of many stories in four scripts.

``python -m bench.search [--stories N] [--queries N] [--keep DIR]`` fills a store, indexes
it, and times the first page of queries of every kind that the language has: as they are
typed, the last word begun only, and those made to be slow. Each kind's
worst time stands as a part of one look through all texts (SQLite's LIKE, a grep without
starting one), and as time of the processor, which a busy machine does not stretch.
``--keep`` leaves the filled store there, for the next run.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.corpus import FIRST, WORDS
from tui.model import Entry, Validators
from tui.store import Fetched, Store, View
from tui.store.query_parser import parse

RUSSIAN = "паром порт город совет договор ночь мост рынок поезд ледник озеро оркестр лето школа суд".split()
ARABIC = "ميناء مدينة مجلس اتفاق عبارة ليل جسر سوق قطار بحيرة أوركسترا صيف مدرسة محكمة نهر ميزانية".split()
JAPANESE = "港湾 都市 議会 合意 夜行 橋梁 市場 列車 氷河 湖水 楽団 夏季 学校 法廷 河川 予算".split()
AUTHORS = ("Ana Ruiz", "J. Okafor", "Вера Ильина", "森 美奈", "")
ROOM = 100  # stories a source
PAGE = 50
SCAN = "SELECT count(*) FROM entry WHERE title LIKE ?1 OR summary LIKE ?1 OR html LIKE ?1"


class Script:
    """Words of one script, of which few are frequent and most are rare, as in any language."""

    def __init__(self, stems: list[str], gap: str) -> None:
        self.gap = gap
        self._words = [*stems, *(one + other for one in stems for other in stems)]
        self._weights = list(accumulate(1 / (place + 2) for place in range(len(self._words))))

    def common(self, rng: random.Random) -> str:
        """One of the eight most frequent words."""
        return rng.choice(self._words[:8])

    def draw(self, rng: random.Random, count: int) -> list[str]:
        return rng.choices(self._words, cum_weights=self._weights, k=count)


SCRIPTS = (Script(WORDS, " "), Script(RUSSIAN, " "), Script(ARABIC, " "), Script(JAPANESE, ""))


def entries(source: int, rng: random.Random) -> Iterator[Entry]:
    """A source's stories, in the script that is its own."""
    script = SCRIPTS[source % len(SCRIPTS)]

    def text(count: int) -> str:
        return script.gap.join(script.draw(rng, count))

    for number in range(ROOM):
        yield Entry(
            title=text(9),
            url=f"https://desk{source}.example/story/{number}",
            id=f"tag:desk{source}.example,2026:{number}",
            published=FIRST + timedelta(seconds=rng.randrange(23 * 86400)),
            html=f"<p>{text(120)}</p>",
            summary=text(25),
            author=rng.choice(AUTHORS),
            comment_count=rng.choice((None, None, 3)),
        )


def fill(path: Path, stories: int, rng: random.Random) -> None:
    """A store at ``path``, its search index caught up, most of it read and some of it starred."""
    store = Store.open(path)
    sections = [store.add_section(name).id for name in ("World", "Мир", "العالم", "世界")]
    now = datetime.now(UTC)
    for source in range(stories // ROOM):
        address, name = f"https://desk{source}.example/feed", f"Desk {source}"
        made = store.add_source(address, name, sections[source % len(sections)])
        entry = tuple(entries(source, rng))
        store.merge([Fetched(made.id, entry, now, Validators(), "", now + timedelta(days=1))])
    ids = [story.id for story in store.stories(View(), limit=stories)]
    store.set_read(rng.sample(ids, len(ids) * 2 // 3), True)
    store.set_starred(rng.sample(ids, len(ids) // 200), True)
    store.index_pending()
    store.close()


def typed(script: Script, rng: random.Random) -> str:
    """One to three words, the last one begun only."""
    *whole, last = script.draw(rng, rng.randint(1, 3))
    return " ".join([*whole, last[: rng.randint(1, len(last))]])


def kinds() -> dict[str, Callable[[Script, random.Random], str]]:
    """The kinds of queries, each with what makes one in a script."""

    def two(script: Script, rng: random.Random) -> tuple[str, str]:
        first, second = script.draw(rng, 2)
        return first, second

    return {
        "words as they are typed": typed,
        "a common word": lambda script, rng: script.common(rng),
        "one character": lambda script, rng: script.common(rng)[0],
        "two characters": lambda script, rng: script.common(rng)[:2],
        "a phrase": lambda script, rng: f'"{script.gap.join(two(script, rng))}"',
        "or of common words": lambda script, rng: " or ".join(one.common(rng) for one in SCRIPTS),
        "words of two scripts, in no story": lambda script, rng: " ".join(
            one.common(rng) for one in rng.sample(SCRIPTS, 2)
        ),
        "not alone": lambda script, rng: f"-{script.common(rng)} -{script.common(rng)}",
        "one but not another": lambda script, rng: "{} -{}".format(*two(script, rng)),
        "in the title": lambda script, rng: f"title:{typed(script, rng).split()[0]}",
        "with marks and dates": lambda script, rng: (
            f"{script.common(rng)[:2]} after:2026-11-1{rng.randrange(9)}"
            f" is:{rng.choice(('unread', 'starred'))}"
        ),
        "of a source, an author": lambda script, rng: (
            f'source:"desk {rng.randrange(900)}" {script.common(rng)[:2]} or by:okafor {script.common(rng)}'
        ),
        "conditions in parentheses": lambda script, rng: (
            f"({typed(script, rng)} or is:starred) (has:comments or {script.common(rng)})"
            f" -{script.common(rng)}"
        ),
    }


def looked_through(path: Path) -> float:
    """Seconds that one look for a word through all texts takes."""
    with closing(sqlite3.connect(path)) as connection:
        times = []
        for _ in range(3):
            began = time.perf_counter()
            connection.execute(
                "SELECT count(*) FROM entry WHERE title LIKE ?1 OR summary LIKE ?1 OR html LIKE ?1",
                ("%pier%",),
            ).fetchone()
            times.append(time.perf_counter() - began)
    return statistics.median(times)


def timed(store: Store, query: str, *, ranked: bool = False) -> tuple[float, float]:
    """Seconds on the clock and of the processor."""
    began, spent = time.perf_counter(), time.thread_time()
    store.stories(View(query=parse(query), ranked=ranked), limit=PAGE)
    return time.perf_counter() - began, time.thread_time() - spent


def measure(path: Path, count: int) -> None:
    """Prints the table."""
    rng = random.Random(2)
    scan = looked_through(path)
    store = Store.open(path)
    every: list[tuple[float, float]] = []
    print(
        f"| first page of {count} queries, by kind | median | worst | its part | of the processor | ranked |"
    )
    print("|---|---:|---:|---:|---:|---:|")
    for kind, make in kinds().items():
        queries = [make(SCRIPTS[number % len(SCRIPTS)], rng) for number in range(count // len(kinds()) + 1)]
        times = [timed(store, query) for query in queries]
        best = [timed(store, query, ranked=True) for query in queries]
        every += times
        _line(kind, times, scan, best)
    _line("all of them", every, scan, [])
    print(f"\nOne look through all texts takes {scan * 1000:,.0f} ms; load average {os.getloadavg()[0]:.2f}.")
    store.close()


Times = Sequence[tuple[float, float]]


def _line(kind: str, times: Times, scan: float, best: Times) -> None:
    clock, spent = zip(*times, strict=True)
    ranked = f"{_ms(statistics.median(one for one, _spent in best))}" if best else ""
    told = (
        _ms(statistics.median(clock)),
        _ms(max(clock)),
        f"{max(clock) / scan:.3f} ×",
        _ms(max(spent)),
        ranked,
    )
    print(f"| {kind} | {' | '.join(told)} |")


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--stories", type=int, default=100_000)
    arguments.add_argument("--queries", type=int, default=200)
    arguments.add_argument("--keep", type=Path)
    chosen = arguments.parse_args()
    with TemporaryDirectory(prefix="wireroom-bench-") as folder:
        path = (chosen.keep or Path(folder)) / f"search-{chosen.stories}.db"
        if not path.exists():
            fill(path, chosen.stories, random.Random(1))
        measure(path, chosen.queries)


if __name__ == "__main__":
    main()
