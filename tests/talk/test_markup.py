"""What is typed is shown beforehand as its service will show it."""

from __future__ import annotations

import pytest

from tui.model import Code, Comment, Paragraph, Quote, Span
from tui.talk.markup import blocks_of_writing, markup_of, quotation, source_of, words_of

PAGE = "https://port.example/bill"
TEXT = "Two **piers**.\nOne <b>bill</b>.\n\n> And who pays?<script>alert(1)</script>"


def test_markdown_is_read_where_the_service_reads_it() -> None:
    first, second = blocks_of_writing(TEXT, "isso")
    assert isinstance(first, Paragraph)
    assert Span("piers", "b") in first.spans
    assert "<b>bill</b>" in words_of((first,))
    assert isinstance(second, Quote)


def test_a_little_html_is_read_where_the_service_reads_that() -> None:
    blocks = blocks_of_writing(TEXT, "wordpress")
    assert words_of(blocks) == "Two **piers**. One bill. > And who pays?"
    assert any(Span("bill", "b") in block.spans for block in blocks if isinstance(block, Paragraph))


def test_plain_text_stays_as_it_was_typed() -> None:
    blocks = blocks_of_writing(TEXT, "mastodon")
    assert words_of(blocks) == "Two **piers**. One <b>bill</b>. > And who pays?<script>alert(1)</script>"
    assert len(blocks) == 2


def test_an_unknown_service_is_taken_to_read_markdown() -> None:
    assert markup_of("gopher") == "markdown"


@pytest.mark.parametrize("service", ["isso", "wordpress", "mastodon"])
def test_what_a_comment_was_made_of_makes_it_again(service: str) -> None:
    spans = (Span("Two "), Span("piers", "b"), Span(", one < bill: "), Span(PAGE, "", PAGE))
    blocks = (Paragraph(spans), Paragraph((Span("And who pays?"),)))
    comment = Comment("1", "mira", blocks)
    assert words_of(blocks_of_writing(source_of(comment, service), service)) == words_of(blocks)


def test_quotations_are_the_services_own() -> None:
    comment = Comment("1", "mira", (Paragraph((Span("Who pays?"),)), Code("a < b")))
    assert quotation(comment, "isso").startswith("> Who pays?")
    quote = quotation(comment, "wordpress")
    assert isinstance(blocks_of_writing(quote, "wordpress")[0], Quote)
    assert "a < b" in words_of(blocks_of_writing(quote, "wordpress"))


@pytest.mark.parametrize("service", ["isso", "wordpress", "mastodon"])
def test_nothing_is_made_of_nothing(service: str) -> None:
    assert blocks_of_writing(" \n\n ", service) == ()
