"""Stories for the benchmarks, made from a seed: the same ones at every run."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tui.model import Entry, Source
from tui.store import Fetched, Store, sources

WORDS = (
    "harbour council pact ferry grid evening quarry summer glacier survey night train timetable "
    "orchestra port city budget wind winter league final vote pier dues clause talks strike river "
    "bridge market fleet storm museum lake tunnel reform school union court forecast island road"
).split()
PER_SOURCE = 30
_AT_ONCE = 50_000  # stories merged in one transaction
FIRST = datetime(2026, 11, 1, tzinfo=UTC)


_TEXTS = 500  # different texts; every headline is one of its own


def texts(rng: random.Random) -> list[tuple[str, str]]:
    """Texts and summaries for ``entries`` to choose from."""
    return [
        ("<p>" + " ".join(rng.choices(WORDS, k=120)) + ".</p>", " ".join(rng.choices(WORDS, k=25)) + ".")
        for _ in range(_TEXTS)
    ]


def entries(source: int, count: int, rng: random.Random, said: Sequence[tuple[str, str]]) -> Iterator[Entry]:
    """Entries of about the length real headlines have: two rows of a 38-column wire."""
    for number in range(count):
        html, summary = rng.choice(said)
        yield Entry(
            title=" ".join(rng.choices(WORDS, k=rng.randint(8, 14))).capitalize(),
            url=f"https://desk{source}.example/story/{number}",
            id=f"tag:desk{source}.example,2026:{number}",
            published=FIRST + timedelta(seconds=rng.randrange(23 * 86400)),
            html=html,
            summary=summary,
            comment_count=rng.choice((None, 0, 6, 14)),
        )


def subscribe(store: Store, count: int) -> list[Source]:
    """That many sources, in sections of fifty."""

    def add(connection: sqlite3.Connection) -> list[Source]:
        sections = [
            sources.add_section(connection, f"Section {number}", "For the benchmark")
            for number in range(-(-count // 50))
        ]
        return [
            sources.add_source(connection, f"https://desk{n}.example/feed", f"Desk {n}", sections[n // 50].id)
            for n in range(count)
        ]

    return store.submit(add).result()


def fill(path: Path, stories: int, *, per_source: int = PER_SOURCE, seed: int = 1) -> None:
    """A store at ``path`` with that many stories, in sections of fifty sources."""
    rng = random.Random(seed)
    said = texts(rng)
    store = Store.open(path)
    now = datetime.now(UTC)
    later = now + timedelta(days=1)
    desks = subscribe(store, max(1, stories // per_source))
    at_once = max(1, _AT_ONCE // per_source)
    left = stories
    for first in range(0, len(desks), at_once):
        batch = []
        for number, desk in enumerate(desks[first : first + at_once], first):
            count = min(per_source, left)
            left -= count
            batch.append(Fetched(desk.id, tuple(entries(number, count, rng, said)), now, due=later))
        store.merge(batch)
    store.close()
