"""Finding words in lines, and the paragraph that is copied."""

from __future__ import annotations

from tui.articles.layout import lay_out
from tui.articles.lines import Line, Segment
from tui.model import Article, Code, Paragraph, Quote, Span
from tui.ui.panes.article_find import Found
from tui.ui.panes.article_text import paragraph_at

LINES = [
    Line((Segment("The ferry pact was signed. The", "body"),)),
    Line(
        (
            Segment("Ferry ", "body bold"),
            Segment("sails on.", "body"),
        )
    ),
    Line(),
    Line((Segment("▎ ", "quote-bar"), Segment("the", "quote"))),
    Line((Segment("▎ ", "quote-bar"), Segment("ferry", "quote"))),
    Line((Segment("協定が署", "body"),)),
    Line((Segment("名された。", "body"),)),
]


def marked(found: Found, line: int) -> list[str]:
    segments = found.marked(line, LINES[line].segments)
    return [segment.text for segment in segments if "found" in segment.role]


def test_words_are_found_in_any_case_and_across_rows() -> None:
    found = Found(LINES, "the ferry")
    assert found.first_lines == [0, 0, 3]
    assert marked(found, 0) == ["The ferry", "The"]
    assert marked(found, 1) == ["Ferry"]
    assert marked(found, 4) == ["ferry"]


def test_scripts_without_spaces_are_found_where_their_rows_break() -> None:
    assert Found(LINES, "署名").first_lines == [5]
    assert not len(Found(LINES, "pactsigned"))


def test_what_is_a_pattern_elsewhere_is_text_here() -> None:
    assert not len(Found(LINES, ".*"))
    assert not len(Found(LINES, "  "))
    assert not len(Found([], "a"))
    assert Found(LINES, "on.").first_lines == [1]


def test_next_and_before_go_round() -> None:
    found = Found(LINES, "ferry")
    found.from_line(1)
    assert (found.at, found.line) == (1, 1)
    found.step(1)
    assert found.line == 4
    found.step(1)
    assert found.line == 0
    found.step(-1)
    assert found.line == 4
    found.from_line(6)
    assert found.line == 0


def test_the_texts_of_segments_stay_whole_when_they_are_marked() -> None:
    found = Found(LINES, "y s")
    for number, line in enumerate(LINES):
        assert "".join(segment.text for segment in found.marked(number, line.segments)) == line.text


def test_a_paragraph_is_copied_as_running_text() -> None:
    words = "The fare stays at its present level for three years. " * 3
    link = Span("pact", "", "https://a.example/")
    article = Article(
        "Title",
        "",
        (
            Paragraph((Span(words), link, Span("."))),
            Quote((Paragraph((Span("協定が署名された。" * 5),)),)),
            Code("a = 1\n\nb = 2"),
        ),
    )
    lines = lay_out(article, 30).lines
    first = next(n for n, line in enumerate(lines) if line.kind == "body")
    assert paragraph_at(lines, first) == f"{words}pact."
    assert paragraph_at(lines, first + 2) == f"{words}pact."
    quote = next(n for n, line in enumerate(lines) if line.kind == "quote")
    assert paragraph_at(lines, quote - 1) == "協定が署名された。" * 5
    assert paragraph_at(lines, len(lines)) == ""
    assert paragraph_at((), 0) == ""
