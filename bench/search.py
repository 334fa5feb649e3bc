"""Searching a store of many stories in four scripts.

``python -m bench.search [--stories N] [--queries N]`` fills a store, indexes it, and
times the first page of queries of one to three words, the last one begun only, as
it is while a reader types.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.corpus import FIRST, WORDS
from tui.model import Entry, Validators
from tui.store import Fetched, Store

RUSSIAN = "паром порт город совет договор ночь мост рынок поезд ледник озеро оркестр лето школа суд".split()
ARABIC = "ميناء مدينة مجلس اتفاق عبارة ليل جسر سوق قطار بحيرة أوركسترا صيف مدرسة محكمة نهر ميزانية".split()
JAPANESE = "港湾 都市 議会 合意 夜行 橋梁 市場 列車 氷河 湖水 楽団 夏季 学校 法廷 河川 予算".split()
ROOM = 100  # stories a source


class Script:
    """Words of one script, of which few are frequent and most are rare, as in any language."""

    def __init__(self, stems: list[str], gap: str) -> None:
        self.gap = gap
        self._words = [*stems, *(one + other for one in stems for other in stems)]
        self._weights = list(accumulate(1 / (place + 2) for place in range(len(self._words))))

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
        )


def fill(path: Path, stories: int, rng: random.Random) -> None:
    """A store at ``path``, its search index caught up."""
    store = Store.open(path)
    section = store.add_section("Bench")
    now = datetime.now(UTC)
    for source in range(stories // ROOM):
        made = store.add_source(f"https://desk{source}.example/feed", f"Desk {source}", section.id)
        entry = tuple(entries(source, rng))
        store.merge([Fetched(made.id, entry, now, Validators(), "", now + timedelta(days=1))])
    store.index_pending()
    store.close()


def queries(count: int, rng: random.Random) -> Iterator[str]:
    for number in range(count):
        *whole, last = SCRIPTS[number % len(SCRIPTS)].draw(rng, rng.randint(1, 3))
        yield " ".join([*whole, last[: rng.randint(1, len(last))]])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--stories", type=int, default=100_000)
    arguments.add_argument("--queries", type=int, default=200)
    chosen = arguments.parse_args()
    rng = random.Random(1)
    with TemporaryDirectory(prefix="wireroom-bench-") as folder:
        path = Path(folder) / "wireroom.db"
        fill(path, chosen.stories, rng)
        store = Store.open(path)
        times = []
        for query in queries(chosen.queries, rng):
            began = time.perf_counter()
            store.search(query, limit=50)
            times.append(time.perf_counter() - began)
        store.close()
    print(f"| first page of {chosen.queries} queries, {chosen.stories:,} stories | median | worst |")
    print("|---|---:|---:|")
    print(f"| wireroom | {statistics.median(times) * 1000:.1f} ms | {max(times) * 1000:.1f} ms |")


if __name__ == "__main__":
    main()
