"""What a reply quotes: the comment's own words, bounded."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tui.articles.blocks import blocks_from_html
from tui.model import Block, Comment, Paragraph, Quote, Span
from tui.talk.quoting import MOST_CHARACTERS, MOST_LINES, quoted


def comment(*blocks: Block) -> Comment:
    return Comment("1", "mira", blocks)


def words(text: str) -> Paragraph:
    return Paragraph((Span(text),))


def test_each_line_is_quoted_and_paragraphs_stay_apart() -> None:
    assert quoted(comment(words("Who pays?"), words("The north."))) == "> Who pays?\n>\n> The north.\n"


def test_what_the_comment_quotes_is_left_out() -> None:
    assert quoted(comment(Quote((words("Who pays?"),)), words("The north."))) == "> The north.\n"
    assert quoted(comment(Quote((words("Who pays?"),)))) == "> Who pays?\n"


def test_a_comment_without_words_gives_nothing() -> None:
    assert quoted(comment()) == ""


@settings(deadline=None)
@given(st.text(max_size=4000))
def test_a_quotation_is_bounded_and_every_line_is_one(html: str) -> None:
    lines = quoted(comment(*blocks_from_html(html, "https://desk.example/"))).splitlines()
    assert len(lines) <= MOST_LINES + 1
    assert sum(map(len, lines)) <= MOST_CHARACTERS + 3 * len(lines) + 8
    assert all(line == ">" or line.startswith("> ") for line in lines)


def test_a_long_comment_is_cut_and_says_so() -> None:
    long = quoted(comment(*(words(f"Line {n}.") for n in range(40))))
    assert long.endswith("> […]\n")
