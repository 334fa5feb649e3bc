"""The fast parse against feedparser on the bench corpus, as a ratio in one run.

``python -m bench.parsing [--feeds N] [--rounds N]`` parses feeds of 30 entries and
about 118 kB with wireroom, with feedparser, and with feedparser without its
sanitiser and link resolver; the fastest round of each counts.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from functools import partial

import feedparser

from bench.feed_server import Feeds
from tui.feeds.parse import parse_feed


def seconds(parse: Callable[[bytes], object], bodies: list[bytes], rounds: int) -> float:
    """What the fastest of the rounds over all bodies takes."""
    best = float("inf")
    for _ in range(rounds):
        began = time.perf_counter()
        for body in bodies:
            parse(body)
        best = min(best, time.perf_counter() - began)
    return best


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--feeds", type=int, default=50)
    arguments.add_argument("--rounds", type=int, default=3)
    chosen = arguments.parse_args()
    feeds = Feeds()
    bodies = [feeds.get(n)[1] for n in range(chosen.feeds)]
    parsers: dict[str, Callable[[bytes], object]] = {
        "wireroom": lambda body: parse_feed(body, "http://desk.example/feed", "application/rss+xml"),
        "feedparser": feedparser.parse,
        "feedparser, bare": partial(feedparser.parse, sanitize_html=False, resolve_relative_uris=False),
    }
    took = {name: seconds(parse, bodies, chosen.rounds) for name, parse in parsers.items()}
    print("| parser | a feed of 118 kB | wireroom is |")
    print("|---|---:|---:|")
    for name, total in took.items():
        ratio = "" if name == "wireroom" else f"{took['wireroom'] / total:.2f} ×"
        print(f"| {name} | {total / chosen.feeds * 1000:.2f} ms | {ratio} |")


if __name__ == "__main__":
    main()
