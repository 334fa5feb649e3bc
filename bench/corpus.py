"""Stories for the benchmarks, made from a seed: the same ones at every run."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tui.model import Entry, Validators
from tui.store import Fetched, Store

WORDS = (
    "harbour council pact ferry grid evening quarry summer glacier survey night train timetable "
    "orchestra port city budget wind winter league final vote pier dues clause talks strike river "
    "bridge market fleet storm museum lake tunnel reform school union court forecast island road"
).split()
PER_SOURCE = 30
FIRST = datetime(2026, 11, 1, tzinfo=UTC)


def entries(source: int, count: int, rng: random.Random) -> Iterator[Entry]:
    """Entries of about the length real headlines have: two rows of a 38-column wire."""
    for number in range(count):
        words = rng.choices(WORDS, k=rng.randint(8, 14))
        published = FIRST + timedelta(seconds=rng.randrange(23 * 86400))
        yield Entry(
            title=" ".join(words).capitalize(),
            url=f"https://desk{source}.example/story/{number}",
            id=f"tag:desk{source}.example,2026:{number}",
            published=published,
            html="<p>" + " ".join(rng.choices(WORDS, k=120)) + ".</p>",
            summary=" ".join(rng.choices(WORDS, k=25)) + ".",
            comment_count=rng.choice((None, 0, 6, 14)),
        )


def fill(path: Path, stories: int, *, per_source: int = PER_SOURCE, seed: int = 1) -> None:
    """A store at ``path`` with that many stories, in sections of fifty sources."""
    rng = random.Random(seed)
    store = Store.open(path)
    now = datetime.now(UTC)
    later = now + timedelta(days=1)
    sources = max(1, stories // per_source)
    left = stories
    for first in range(0, sources, 100):
        batch = []
        for number in range(first, min(first + 100, sources)):
            section = store.add_section(f"Section {number // 50}", "For the benchmark")
            made = store.add_source(f"https://desk{number}.example/feed", f"Desk {number}", section.id)
            count = min(per_source, left)
            left -= count
            batch.append(
                Fetched(
                    source_id=made.id,
                    entries=tuple(entries(number, count, rng)),
                    checked=now,
                    validators=Validators(),
                    body_hash="",
                    due=later,
                )
            )
        store.merge(batch)
    store.close()
