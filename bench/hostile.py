"""Pages that were made to hurt: what extraction takes for each, and what it still reads.

    python -m bench.hostile [--only NAME]

Prints for each page its size, the seconds and the peak of memory that one
extraction and its three renderings took in a process of their own, and whether
the text that can be read was.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

MARK = "The boat left at dawn"
LINE = f"{MARK}, with forty people, a goat and a piano on board, and the harbour master wrote it down. "
TEXT = f"<p>{LINE * 2}</p>" * 6
MIB = 2**20


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head><title>Boat</title>{head}</head><body>{body}</body></html>".encode()


def article(body: str = "", head: str = "") -> bytes:
    return page(f"<article><h1>Boat</h1>{TEXT}{body}</article>", head)


def nested(tag: str, depth: int = 10_000) -> bytes:
    return page(f"<article>{TEXT}</article>{f'<{tag}>' * depth}{TEXT}{f'</{tag}>' * depth}")


def around(tag: str, depth: int = 10_000) -> bytes:
    return page(f"{f'<{tag}>' * depth}<h1>Boat</h1>{TEXT}")


def stated(body: str) -> str:
    return f'<script type="application/ld+json">{body}</script>'


PAGES: dict[str, Callable[[], bytes]] = {
    "plain": article,
    **{
        f"10,000 nested {tag}": lambda tag=tag: nested(tag)
        for tag in "div span b a ul blockquote table p".split()
    },
    **{
        f"10,000 {tag} around": lambda tag=tag: around(tag) for tag in "div span article section b li".split()
    },
    "10,000 nested lists": lambda: page(f"<article>{TEXT}</article>" + "<ul><li>" * 10_000),
    "10,000 nested tables": lambda: page(f"<article>{TEXT}</article>" + "<table><tr><td>" * 10_000),
    "50 MB of paragraphs": lambda: article(TEXT * (50 * MIB // len(TEXT))),
    "50 MB in one paragraph": lambda: article(f"<p>{'word ' * (10 * MIB)}</p>"),
    "50 MB in one word": lambda: article(f"<p>{'w' * (50 * MIB)}</p>"),
    "50 MB before the text": lambda: page("<div></div>" * (5 * MIB) + TEXT),
    "50 MB of open angles": lambda: article("<" * (50 * MIB)),
    "50 MB of entities": lambda: article(f"<p>{'&amp;' * (10 * MIB)}</p>"),
    "50 MB attribute": lambda: article(f"<p title='{'x' * (50 * MIB)}'>{LINE}</p>"),
    "50 MB comment": lambda: article("<!--" + "x" * (50 * MIB)),
    "a million links": lambda: article("<p>" + "<a href=/x>y</a> " * 1_000_000 + "</p>"),
    "a million links in items": lambda: article("<ul>" + "<li><a href=/x>y</a>" * 1_000_000 + "</ul>"),
    "a hundred thousand other links": lambda: article(
        "".join(f"<a href=/{n}>y</a> " for n in range(100_000))
    ),
    "a hundred thousand classes": lambda: article(
        "".join(f"<div class='c{n} author'>{n}</div>" for n in range(100_000))
    ),
    "a hundred thousand headings": lambda: article("<h2><a href=/x>y</a></h2>" * 100_000),
    "a hundred thousand pictures": lambda: article("".join(f"<img src=/{n}.png>" for n in range(100_000))),
    "a hundred thousand iframes": lambda: article("<iframe src=https://a.example/></iframe>" * 100_000),
    "a hundred thousand scripts": lambda: article("<script>alert(1)</script>" * 100_000),
    "a hundred thousand breaks": lambda: article("x<br>" * 100_000),
    "a hundred thousand asides": lambda: article("<aside class=related><a href=/x>y</a>" * 100_000),
    "a table of a million cells": lambda: article(
        "<table>" + ("<tr>" + "<td>1" * 1_000) * 1_000 + "</table>"
    ),
    "a picture of 100,000 × 100,000": lambda: article("<img src=/a.png width=100000 height=100000 alt=Vast>"),
    "an SVG with scripts": lambda: article(
        "<svg onload=alert(1)><script>alert(1)</script><text>Hm</text></svg>" * 1_000
    ),
    "a srcset of a megabyte": lambda: article(f"<img srcset='{'a.png 1w, ' * (MIB // 10)}'>"),
    "a title of ten megabytes": lambda: page(TEXT).replace(b"Boat", b"Boat | " * (10 * MIB // 7)),
    "statements nested 100,000 deep": lambda: article(head=stated("[" * 100_000)),
    "statements of ten megabytes": lambda: article(
        head=stated(
            '{"@type":"NewsArticle","headline":"Boat","articleBody":"' + LINE * (10 * MIB // len(LINE)) + '"}'
        )
    ),
    "a stated text shown in shreds": lambda: article(
        "".join(f"<p>{LINE[n % 20 :]}</p>" for n in range(50_000)),
        stated('{"@type":"NewsArticle","headline":"Boat","articleBody":"' + LINE * 3_000 + '"}'),
    ),
    "a stated text and nested quotes": lambda: page(
        "<blockquote>x" * 10_000 + TEXT, stated('{"@type":"NewsArticle","articleBody":"' + LINE * 12 + '"}')
    ),
    "a hundred thousand notes": lambda: article(
        "".join(f"<a href='#n{n}'>{n}</a>" for n in range(25_000))
        + "".join(f"<li id=n{n}>{n}" for n in range(25_000))
    ),
    "spaces": lambda: article(f"<p>{' ' * (8 * MIB)}x</p>"),
    "combining marks": lambda: article(f"<p>a{'̀' * MIB}</p>"),
    "styles": lambda: article(f"<div style='{';' * MIB}'>x</div>"),
    "capitals": lambda: page(f"<article><p>{'A' * 200_000}</p><p>{'AB, ' * 50_000}</p>{TEXT}</article>"),
}


def extract(data: bytes, answer: Connection) -> None:
    """Reads the page in a process of its own, and tells what that took."""
    from tui.articles.extract import NotAnArticle, extract_article
    from tui.articles.render import to_json, to_markdown, to_text

    extract_article(PAGES["plain"](), "https://a.example/")  # imports what is imported late
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    read = False
    try:
        found = extract_article(data, "https://a.example/boat")
        extracted = time.process_time() - start
        read = MARK in found.text
        to_json(found), to_markdown(found), to_text(found)
    except NotAnArticle:
        extracted = time.process_time() - start
    rendered = time.process_time() - start - extracted
    answer.send(
        (extracted, rendered, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024, read)
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="", help="pages whose name holds this")
    arguments = parser.parse_args()
    apart = multiprocessing.get_context("fork")
    for name, make in PAGES.items():
        if arguments.only not in name:
            continue
        data = make()
        ours, theirs = apart.Pipe()
        process = apart.Process(target=extract, args=(data, theirs))
        process.start()
        told = ours.poll(60)
        if told:
            extracted, rendered, memory, read = ours.recv()
            print(
                f"{extracted:6.2f} s  +{rendered:5.2f} s to render  {memory:7.0f} MiB"
                f"  {len(data) / MIB:5.1f} MiB"
                f"  {'read' if read else 'NOT READ'}  {name}",
                flush=True,
            )
        else:
            process.kill()
            print(f"over 60 s  {name}", flush=True)
        process.join()


if __name__ == "__main__":
    main()
