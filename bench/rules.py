"""What rules cost: merging many arrivals with none, and with twenty, that look for words or not.

``python -m bench.rules [--feeds N]`` prints processor time, each as a ratio to merging without rules, beside
what indexing the same stories for searches takes.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import timedelta
from itertools import islice, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.corpus import FIRST, WORDS, subscribe
from bench.store import document, measured
from tui.feeds.refresh_basket import FULL
from tui.store import Fetched, Store
from tui.store.query_parser import parse
from tui.store.rules import Rule

RULES = 20


def rules(queries: Sequence[str]) -> tuple[Rule, ...]:
    return tuple(Rule(f"rule {n}", parse(text), text, star=True) for n, text in enumerate(queries))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=1_000)
    feeds: int = parser.parse_args().feeds
    pairs = list(pairwise(WORDS))[:RULES]
    kinds = {
        "no rules": (),
        "20 of names and marks": rules([f"source:desk{n} is:unread" for n in range(RULES)]),
        "20 of words in titles": rules([f"title:{one} title:{other}" for one, other in pairs]),
        "20 of words in titles, rare": rules([f"title:{one} title:{one}{other}" for one, other in pairs]),
        "20 of words anywhere": rules([f'"{one} {other}" {one}' for one, other in pairs]),
        "20 of words anywhere, rare": rules([f"{one} {one}{other}" for one, other in pairs]),
    }
    base = 0.0
    for name, chosen in kinds.items():
        with TemporaryDirectory() as folder:
            store = Store.open(Path(folder) / "wireroom.db")
            desks = subscribe(store, feeds)
            when = FIRST + timedelta(days=2)
            answers = (Fetched(desk.id, document(n), when) for n, desk in enumerate(desks))
            seconds = 0.0
            while batch := list(islice(answers, FULL)):
                with measured() as cost:
                    store.merge(batch, chosen)
                seconds += cost.seconds
            base = base or seconds
            acted = sum(tally.stories for tally in store.rule_tallies().values())
            print(f"{name:28} {seconds:6.2f} s  {seconds / base:5.2f} ×  {acted:6,} stories acted on")
            if not chosen:
                with measured() as cost:
                    store.index_pending()
                print(f"{'(the search index)':28} {cost.seconds:6.2f} s  {cost.seconds / base:5.2f} ×")
            store.close()


if __name__ == "__main__":
    main()
