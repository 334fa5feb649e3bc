"""Articles from pages written as pages are allowed to be written."""

from __future__ import annotations

import pytest

from tui.articles.extract import NotAnArticle, extract_article

TEXT = "The boat left at dawn, with forty people and a piano on board. "
ARTICLE = f"<article><h1>A boat leaves</h1>{f'<p>{TEXT}</p>' * 8}</article>"


@pytest.mark.parametrize(
    "page",
    [
        f"<html><head><title>A boat leaves</title></head><body>{ARTICLE}</body></html>",
        f"<!doctype html><title>A boat leaves</title>{ARTICLE}",
        f"<html lang=en><meta charset=utf-8><title>A boat leaves</title>{ARTICLE}",
        f"<html><head><title>A boat leaves</title><body>{ARTICLE}",
    ],
)
def test_tags_of_head_and_body_may_be_left_out(page: str) -> None:
    article = extract_article(page.encode(), "https://news.example/boat")
    assert article.title == "A boat leaves"
    assert article.text.count("a piano on board") == 8


@pytest.mark.parametrize("page", [b"", b" ", b"<html></html>", b"<title>Only a title</title>"])
def test_a_page_without_text_says_so(page: bytes) -> None:
    with pytest.raises(NotAnArticle) as failure:
        extract_article(page, "https://news.example/nothing")
    assert "news.example" in str(failure.value)
