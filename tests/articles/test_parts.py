"""Articles on several pages: which link leads on, and what they are together."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest

from tests.articles.pages import paragraphs
from tests.net.rough_server import RoughServer, answer
from tui.articles.extract import extract_part
from tui.articles.fetch import MOST_PARTS, fetch_article
from tui.model import Article
from tui.net.client import Client


def part(number: int, links: str = "", head: str = "") -> str:
    return (
        f"<html lang=en><head><title>A boat leaves</title>{head}</head><body><article><h1>A boat leaves</h1>"
        f"<p class=lead>Every page repeats this one sentence about the boat, the goat and the piano.</p>"
        f"{paragraphs(5, 10 * number)}</article>{links}</body></html>"
    )


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://a.example/boat", '<a rel=next href="/boat?page=2">Next</a>'),
        ("https://a.example/boat?id=7", '<a rel=next href="?id=7&amp;page=2">Next</a>'),
        ("https://a.example/boat?page=1&id=7", '<a rel=next href="/boat?id=7&amp;page=2">Next</a>'),
        ("https://a.example/boat", '<link rel=next href="https://a.example/boat/2">'),
        ("https://a.example/boat/", '<div class="page-links">Pages: 1 <a href="/boat/2/">2</a></div>'),
        (
            "https://a.example/boat/2",
            '<nav class=pagination><a href="/boat">1</a> <a href="/boat/3">3</a></nav>',
        ),
        ("https://a.example/boat.html", '<ul class=pager><li><a href="boat-2.html">Next ›</a></ul>'),
        ("https://a.example/boat_2.html", '<div class=paging><a href="boat_3.html">Дальше</a></div>'),
        ("https://a.example/boat", '<nav aria-label="Pages"><a href="/boat/page/2">2</a></nav>'),
    ],
)
def test_the_next_number_of_the_same_address_is_the_next_page(url: str, link: str) -> None:
    following = extract_part(part(1, link).encode(), url).following
    assert following
    assert following.startswith("https://a.example/boat")


@pytest.mark.parametrize(
    "link",
    [
        '<a rel=next href="/goat">The next story</a>',
        '<a rel=next href="/boat/3">Not the next</a>',
        '<a rel=next href="https://b.example/boat?page=2">Elsewhere</a>',
        '<a rel=next href="/boat?id=2">Another</a>',
        '<a rel=next href="javascript:more(2)">More</a>',
        '<a href="/boat?page=2">2</a>',
        '<div class="comments-pagination"><a href="/boat/comment-page-2">2</a></div>',
        '<section class=comments><div class=pager><a href="/boat?page=2">2</a></div></section>',
        '<div class="pagination"><a href="/boat?page=2#comments">2</a></div>',
        '<div class="pagination"><a href="/boat/1">1</a></div>',
    ],
)
def test_what_is_another_story_or_its_comments_is_no_next_page(link: str) -> None:
    assert extract_part(part(1, link).encode(), "https://a.example/boat").following == ""


def fetched(routes: Mapping[str, str | bytes], path: str = "/boat") -> tuple[Article, list[str]]:
    async def scene() -> tuple[Article, list[str]]:
        pages = {
            at: page if isinstance(page, bytes) else answer(page, content_type="text/html; charset=utf-8")
            for at, page in routes.items()
        }
        async with RoughServer(pages) as server, Client() as client:
            return await fetch_article(client, server.url(path)), server.paths

    return asyncio.run(scene())


def pager(number: int) -> str:
    return f'<nav class=pagination><a href="/boat?page={number}">{number}</a></nav>'


def test_all_pages_of_an_article_are_one() -> None:
    pages = {"/boat": part(1, pager(2)), "/boat?page=2": part(2, pager(3)), "/boat?page=3": part(3)}
    article, asked = fetched(pages)
    assert asked == ["/boat", "/boat?page=2", "/boat?page=3"]
    days = [day for day in range(10, 40) if f"on day {day}," in article.text]
    assert days == [*range(10, 15), *range(20, 25), *range(30, 35)]
    assert article.text.count("repeats this one sentence") <= 1
    assert article.partial == ""
    assert article.title == "A boat leaves"


def test_a_page_that_fails_is_said_and_the_others_are_read() -> None:
    article, asked = fetched({"/boat": part(1, pager(2))})
    assert asked == ["/boat", "/boat?page=2"]
    assert "on day 10," in article.text
    assert article.partial == "parts"


def test_pages_without_end_are_left_at_a_dozen() -> None:
    pages = {"/boat": part(1, pager(2))} | {f"/boat?page={n}": part(n, pager(n + 1)) for n in range(2, 40)}
    article, asked = fetched(pages)
    assert len(asked) == MOST_PARTS
    assert article.partial == "parts"


def test_the_header_says_the_encoding() -> None:
    text = (
        "<title>Паром</title><article>" + "<p>Первый паром ушёл на рассвете, как всегда по вторникам.</p>" * 8
    )
    page = answer(text.encode("koi8-r"), content_type="text/html; charset=koi8-r")
    article, _ = fetched({"/boat": page})
    assert article.text.startswith("Первый паром ушёл")


def test_a_document_is_no_page() -> None:
    from tui.articles.extract import NotAnArticle

    with pytest.raises(NotAnArticle, match="PDF"):
        fetched({"/boat": answer(b"%PDF-1.7", content_type="application/pdf")})
