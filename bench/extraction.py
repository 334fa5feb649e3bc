"""Extraction against plain readability-lxml on mozilla/readability's test pages.

    python -m bench.extraction FOLDER [--worst N]

FOLDER is ``test/test-pages`` of a checkout of mozilla/readability: each page has
``source.html``, ``expected.html`` and ``expected-metadata.json``. Prints mean token
F1 against the expected text, the share of titles, bylines, dates, languages, site
names and directions that agree, and the time as a ratio of readability-lxml's own.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from tui.articles.dates import moment
from tui.articles.extract import NotAnArticle, extract_article
from tui.articles.tree import BLOCK_TAGS
from tui.model import Article

ADDRESS = "http://fakehost/test/page.html"


@dataclass
class Case:
    name: str
    page: bytes
    words: Counter[str]
    facts: dict[str, Any]


def cases(folder: Path) -> Iterator[Case]:
    for page in sorted(folder.iterdir()):
        expected = document_fromstring(f"<html><body>{(page / 'expected.html').read_text()}</body></html>")
        facts = json.loads((page / "expected-metadata.json").read_text())
        yield Case(page.name, (page / "source.html").read_bytes(), words(tree_text(expected)), facts)


def tree_text(root: HtmlElement) -> str:
    """All text of a tree, elements that end a line parted by spaces."""
    parts: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end", "comment")):
        if event == "comment":
            parts.append(element.tail or "")
            continue
        if element.tag in BLOCK_TAGS or element.tag == "br":
            parts.append(" ")
        if event == "start":
            parts.append("" if element.tag in ("script", "style") else element.text or "")
        elif element is not root:
            parts.append(element.tail or "")
    return "".join(parts)


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def f1(found: Counter[str], expected: Counter[str]) -> tuple[float, float, float]:
    """Token F1, precision, recall."""
    if not found and not expected:
        return 1.0, 1.0, 1.0
    common = (found & expected).total()
    precision, recall = common / max(found.total(), 1), common / max(expected.total(), 1)
    return (2 * precision * recall / (precision + recall) if common else 0.0), precision, recall


def timed(pages: list[bytes], rounds: int) -> tuple[list[Article | None], list[str], float, float]:
    """What both make of each page, and the processor's seconds of each one's fastest rounds, added up.

    Page by page in turn, so that what else the machine does falls on both alike.
    """
    articles: list[Article | None] = []
    summaries: list[str] = []
    our_time = their_time = 0.0
    for page in pages:
        article, ours_best = fastest(ours, page, rounds)
        summary, theirs_best = fastest(plain_readability, page, rounds)
        articles.append(article)
        summaries.append(summary)
        our_time += ours_best
        their_time += theirs_best
    return articles, summaries, our_time, their_time


def fastest(extract: Callable[[bytes], Any], page: bytes, rounds: int) -> tuple[Any, float]:
    best, result = float("inf"), None
    for _ in range(rounds):
        start = time.process_time()
        result = extract(page)
        best = min(best, time.process_time() - start)
    return result, best


def ours(page: bytes) -> Article | None:
    try:
        return extract_article(page, ADDRESS)
    except NotAnArticle:
        return None


def plain_readability(page: bytes) -> str:
    from readability import Document

    return str(Document(page, url=ADDRESS).summary())


def folded(text: str | None) -> str:
    return " ".join(re.findall(r"\w+", (text or "").lower()))


def agree(theirs: str, ours: str | None) -> bool:
    """The same words, or the one holds the other: "By", the desk or the site's name beside them."""
    one, other = (folded(text).removeprefix("by ").removeprefix("par ") for text in (theirs, ours))
    return bool(other) and (one in other or other in one)


# Our field, and what the expectation calls it.
FACTS = {
    "title": "title",
    "byline": "byline",
    "published": "publishedTime",
    "language": "lang",
    "site": "siteName",
    "direction": "dir",
}


def agreements(all_cases: list[Case], articles: list[Article | None]) -> Iterator[tuple[str, str, bool, str]]:
    """(fact, page, agrees, "theirs / ours") for each fact that the expectation states."""
    for case, article in zip(all_cases, articles, strict=True):
        for name, key in FACTS.items():
            theirs, found = case.facts.get(key), getattr(article, name, None)
            if theirs:
                same = found == moment(theirs) if name == "published" else agree(theirs, found)
                yield name, case.name, same, f"{theirs!r} / {str(found)!r}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--worst", type=int, default=10, help="how many of the worst pages to name")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--facts", action="store_true", help="name every fact that disagrees")
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)
    all_cases = list(cases(arguments.folder))
    pages = [case.page for case in all_cases]
    articles, summaries, our_time, their_time = timed(pages, arguments.rounds)
    rows: list[tuple[float, float, float, float, str]] = []
    for case, article, summary in zip(all_cases, articles, summaries, strict=True):
        score = f1(words(article.text if article else ""), case.words)
        rows.append((*score, f1(words(tree_text(document_fromstring(summary))), case.words)[0], case.name))
    rows.sort()
    count = len(rows)
    print(f"pages {count}")
    mean, plain_mean = sum(row[0] for row in rows) / count, sum(row[3] for row in rows) / count
    print(f"mean token F1 {mean:.4f} (readability-lxml {plain_mean:.4f})")
    print(f"worst {rows[0][0]:.3f} ({rows[0][4]}); below 0.5: {sum(r[0] < 0.5 for r in rows)}")
    print(f"time {our_time / count * 1000:.1f} ms a page, {our_time / their_time:.2f} of readability-lxml's")
    facts = list(agreements(all_cases, articles))
    for name in FACTS:
        of = [agrees for fact, _, agrees, _ in facts if fact == name]
        print(f"{name} {sum(of)}/{len(of)} = {sum(of) / max(len(of), 1):.1%}")
    for score, precision, recall, plain, name in rows[: arguments.worst]:
        print(f"  {score:.3f} precision {precision:.3f} recall {recall:.3f} (plain {plain:.3f}) {name}")
    if arguments.facts:
        for name, page, agrees, both in facts:
            if not agrees:
                print(f"  {name} {page}: {both}")


if __name__ == "__main__":
    main()
