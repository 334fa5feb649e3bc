"""What the fast path must leave to feedparser, so that nobody pays for it and nothing is misread."""

from __future__ import annotations

import pytest

from tui.feeds.fast import MOST_MARKS, parse_fast
from tui.feeds.parse_slowly import parse_slowly

URL = "https://desk.example/feed"
HEAD = '<rss version="2.0"><channel><title>Desk</title>'
ITEM = "<item><title>Pact signed</title><link>https://desk.example/1</link></item>"
TAIL = "</channel></rss>"


def test_an_ordinary_feed_is_read() -> None:
    feed = parse_fast(HEAD + ITEM + TAIL, URL)
    assert feed is not None
    assert [entry.title for entry in feed.entries] == ["Pact signed"]


LAUGHS = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    "text",
    [
        LAUGHS + HEAD + ITEM + TAIL,
        "<!-- <a -->" + LAUGHS + HEAD + "<item><title>&b;</title></item>" + TAIL,
        "<?x <a ?>" + LAUGHS + HEAD + "<item><title>&b;</title></item>" + TAIL,
        HEAD + "<item><title>&nbsp;</title></item>" + TAIL,
        HEAD + ITEM + "<y/>" * MOST_MARKS + TAIL,
        HEAD + '<item><dc:title xmlns:dc="https://desk.example/own">Pact</dc:title></item>' + TAIL,
        HEAD + '<item><title xmlns="https://desk.example/own">Pact</title></item>' + TAIL,
        HEAD + "<item><dc:title>Pact</dc:title></item>" + TAIL,
        HEAD + ITEM,
    ],
    ids=[
        "a document type",
        "one behind a comment",
        "one behind an instruction",
        "an entity of HTML",
        "enormous",
        "a known prefix for something else, further down",
        "an unknown vocabulary without a prefix",
        "a prefix nobody declared",
        "cut off",
    ],
)
def test_what_asks_for_care_is_left_to_feedparser(text: str) -> None:
    assert parse_fast(text, URL) is None


def test_a_document_type_told_of_in_a_text_is_none() -> None:
    page = "<item><title>Page</title><description><![CDATA[<!DOCTYPE html><p>Pact</p>]]></description></item>"
    feed, slowly = parse_fast(HEAD + page + TAIL, URL), parse_slowly(HEAD + page + TAIL, URL)
    assert feed is not None
    assert slowly is not None
    assert feed.entries == slowly.entries
