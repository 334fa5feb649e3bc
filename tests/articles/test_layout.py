"""Layouts of any text in any width: nothing is wider than the measure, nothing is lost."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from wcwidth import wcswidth

from tui.articles.layout import MEASURE, lay_out
from tui.articles.lines import Layout
from tui.model import Article, Card, Code, Heading, ListItem, Paragraph, Quote, Span, Table
from tui.text import clean, clean_lines
from tui.ui.panes.article_view import widest

WORDS = (
    "harbour", "a", "Überraschung", "переговоры", "港口", "協定が署名された。", "항구",
    "👩‍👩‍👧", "❤️", "🇺🇦", "👍🏽",
    "اتفاق", "نَصٌّ", "הסכם", "क्षि", "ข่าวสาร", "ﷺ", "e\u0301", "①", "…", "«да»", "「", "」", "1.234,5",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenhalter", "未" * 30, "⤓", "☁️", "🏴‍☠️", "\u200d",
)  # fmt: skip
words = st.lists(st.sampled_from(WORDS) | st.text(max_size=12), min_size=1, max_size=40)
texts = words.map(lambda some: clean(" ".join(some), 2_000))
spans = st.lists(
    st.builds(
        Span, texts, st.sampled_from(["", "b", "i", "c"]), st.sampled_from(["", "https://a.example/1"])
    ),
    min_size=1,
    max_size=4,
).map(tuple)
tables = st.lists(st.lists(spans, min_size=1, max_size=6).map(tuple), min_size=1, max_size=4).map(tuple)
blocks = st.one_of(
    st.builds(Paragraph, spans),
    st.builds(Heading, spans),
    st.builds(ListItem, spans, st.integers(0, 4), st.sampled_from(["•", "12."])),
    st.builds(lambda inside, by: Quote((Paragraph(inside),), by), spans, texts),
    st.builds(Code, words.map(lambda some: clean_lines("\n".join(some)))),
    st.builds(Table, tables, st.booleans()),
)
articles = st.builds(
    lambda title, body, direction: Article(title, "https://a.example/", tuple(body), direction=direction),
    texts,
    st.lists(blocks, max_size=6),
    st.sampled_from(["ltr", "rtl"]),
)


@settings(max_examples=100, deadline=None)
@given(articles, st.integers(20, 140))
def test_no_line_is_wider_than_the_measure_by_any_table_of_widths(article: Article, width: int) -> None:
    layout = lay_out(article, width, cells=widest)
    assert layout.width <= MEASURE
    for line in layout.lines:
        assert cell_len(line.text) <= layout.width, line.text
        assert wcswidth(line.text) <= layout.width, line.text


@settings(max_examples=60, deadline=None)
@given(spans, st.integers(20, 100))
def test_no_character_of_a_paragraph_is_lost(said: tuple[Span, ...], width: int) -> None:
    plain = tuple(Span(span.text, span.style) for span in said)
    layout = lay_out(Article("T", "", (Paragraph(plain),)), width, cells=widest)
    told = "".join(line.text for line in layout.lines[1:])
    assert _signs(told) == _signs("".join(span.text for span in plain))


def _signs(text: str) -> str:
    return re.sub(r"\s", "", text)


def _paragraphs(*texts: str) -> Layout:
    return lay_out(Article("", "", tuple(Paragraph((Span(text),)) for text in texts)), 40, cells=widest)


def test_each_paragraph_stands_on_the_side_that_it_begins_at() -> None:
    sides = {
        line.align: line.text
        for line in _paragraphs("Ferry pact signed", "اتفاق العبّارات وُقّع").lines
        if line.text
    }
    assert sides["left"].startswith("Ferry")
    assert sides["right"].startswith("اتفاق")


def _table(width: int, *rows: tuple[str, ...]) -> list[str]:
    table = Table(tuple(tuple((Span(cell),) for cell in row) for row in rows), header=True)
    return [line.text for line in lay_out(Article("", "", (table,)), width).lines if line.text]


def test_columns_give_way_without_parting_words() -> None:
    long = "a long remark about this year's winter storms and the quays"
    rows = _table(40, ("Port", "Departures", "Remark"), ("Elsewhere", "1,204", long))
    assert rows[0].startswith("Port      │ Departures │ Remark")
    assert all(any(word in row for row in rows) for word in long.split())


def test_a_table_too_wide_for_its_words_is_told_row_by_row() -> None:
    names = ("January", "February", "September", "November", "December")
    rows = _table(36, names, ("1", "2", "3", "4", "5"))
    assert rows == [f"{name}: {number}" for number, name in enumerate(names, 1)]


def test_addresses_of_links_are_left_out_and_their_numbers_stay() -> None:
    article = Article("T", "", (Paragraph((Span("here", "", "https://a.example/1"),)),))
    assert [line.text for line in lay_out(article, 40).lines][2:] == ["here¹", "", "¹ a.example/1"]
    assert [line.text for line in lay_out(article, 40, footnotes=False).lines][2:] == ["here¹"]


def test_a_card_says_the_number_that_it_is_followed_by() -> None:
    here = Paragraph((Span("here", "", "https://a.example/1"),))
    card = Card("What the pact changes", "https://a.example/2", "World")
    layout = lay_out(Article("T", "", (here,), related=(card,)), 40)
    told = next(link for link in layout.links if link.card)
    assert layout.lines[told.line].text == "╭ Related · World ────────────────── 2 ╮"
    assert told.number == 2
