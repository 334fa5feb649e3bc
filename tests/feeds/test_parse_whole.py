"""The entry in which a document breaks off is told when it is whole."""

from __future__ import annotations

import pytest

from tui.feeds.parse import parse_feed

RSS = """<rss version="2.0"><channel><title>Desk</title><link>http://h.example/</link>
<item><title>Ferry pact signed</title><link>http://h.example/1</link><guid>one</guid></item>
{more}</channel></rss>"""
SECOND = "<item><title>Orchestra returns</title><link>http://h.example/2</link><guid>two</guid></item>"
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Desk</title><id>desk</id>
<entry><title>Ferry pact signed</title><id>one</id></entry>
<entry><title>Orchestra returns</title><id>two</id><link href="http://h.example/2"/></entry></feed>"""


def titles(document: str) -> list[str]:
    return [entry.title for entry in parse_feed(document.encode(), "http://h.example/feed").entries]


@pytest.mark.parametrize("document", [RSS.format(more=SECOND), ATOM], ids=["rss", "atom"])
def test_an_entry_that_is_cut_off_inside_is_not_told_before_it_is_whole(document: str) -> None:
    name = "item" if "<rss" in document else "entry"
    begins, ends = document.rindex(f"<{name}>"), document.rindex(f"</{name}>")
    for cut in range(begins, ends):
        assert titles(document[:cut]) == ["Ferry pact signed"], document[begins:cut]
    assert titles(document[: ends + len(name) + 3]) == ["Ferry pact signed", "Orchestra returns"]


def test_entries_that_are_never_closed_are_all_told() -> None:
    document = "<rss><channel><title>Desk</title><item><title>One</title><item><title>Two</title>"
    assert titles(document) == ["One", "Two"]
