"""Pages to extract from, as short as a real one may be."""

from __future__ import annotations

from tui.articles.extract import extract_article
from tui.model import Article

URL = "https://news.example/2026/boat"
LINE = "The boat left at dawn on day {n}, with forty people, a goat and a piano on board, as ever. "


def paragraphs(count: int = 6, start: int = 1) -> str:
    return "".join(f"<p>{LINE.format(n=n) * 2}</p>" for n in range(start, start + count))


def page(body: str, head: str = "", title: str = "A boat leaves") -> bytes:
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title>{head}</head>"
        f"<body>{body}</body></html>"
    ).encode()


def story(body: str = "", head: str = "", *, title: str = "A boat leaves") -> bytes:
    """A page with an article whose text is ``body`` among paragraphs."""
    return page(f"<article><h1>{title}</h1>{paragraphs(3)}{body}{paragraphs(3, 4)}</article>", head, title)


def read(data: bytes, url: str = URL) -> Article:
    return extract_article(data, url)
