"""parse_feed against feedparser itself, on every example document feedparser ships."""

from __future__ import annotations

import io
import warnings
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.feedparser_corpus import MISSING, Document, corpus, documents
from tui.feeds.parse import parse_feed
from tui.model import Entry, Failure
from tui.text import clean, plain_from_html, safe_url

FLOOR = 0.995
Answer = list[tuple[str, str, datetime | None]]

CORPUS = corpus()


@pytest.mark.skipif(CORPUS is None, reason=MISSING)
def test_agrees_with_feedparser_on_its_own_documents() -> None:
    assert CORPUS is not None
    compared = 0
    different: list[str] = []
    for document in documents(CORPUS):
        expected, found = feedparser_answer(document), our_answer(document)
        compared += 1
        if expected != found:
            different.append(f"{document.path.relative_to(CORPUS)}\n  theirs {expected}\n  ours   {found}")
    print(f"\n{compared - len(different)} of {compared} documents agree")
    print("\n".join(different))
    assert compared > 1000
    assert 1 - len(different) / compared >= FLOOR


def our_answer(document: Document) -> Answer:
    try:
        feed = parse_feed(document.data, document.url, document.content_type)
    except Failure:
        return []
    return [(entry.title, entry.url, entry.published) for entry in feed.entries]


def feedparser_answer(document: Document) -> Answer:
    import feedparser

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = feedparser.parse(io.BytesIO(document.data), response_headers=document.headers)
    return [(title(item), safe_url(item.get("link", "")), moment(item)) for item in result["entries"]]


def title(item: Any) -> str:
    """feedparser's title as plain text, by the same conversion as ours."""
    text = item.get("title", "")
    kind = item.get("title_detail", {}).get("type", "text/plain")
    return clean(text, 1000) if kind == "text/plain" else plain_from_html(text, 1000)


def moment(item: Any) -> datetime | None:
    """feedparser's date of an entry: published, else updated, else created."""
    for key in ("published_parsed", "updated_parsed", "created_parsed"):
        parts = dict.get(item, key)
        if parts:
            try:
                return datetime(*parts[:6], tzinfo=UTC)
            except ValueError:
                continue
    return None


def described(entry: Entry) -> str:
    return f"{entry.title!r} {entry.url} {entry.published}"
