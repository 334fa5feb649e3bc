"""One article, three renderings: Markdown that says what the article says, and plain text of any width."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tui.articles.layout import lay_out
from tui.articles.markdown import blocks_markdown
from tui.articles.render import article_from_json, blocks_text, to_json, to_markdown, to_text
from tui.articles.spans import plain
from tui.model import (
    Announcement,
    Article,
    Block,
    Card,
    Code,
    Embed,
    Heading,
    ListItem,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Span,
    Table,
)
from tui.text import cells, clean

HREF = "https://a.example/x?y=(1)&z=_2_"
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def inline(text: str) -> list[Token]:
    """The inline tokens of Markdown that is one paragraph."""
    tokens = PARSER.parse(text)
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"], tokens
    return tokens[1].children or []


def words(tokens: list[Token]) -> str:
    return "".join(t.content if t.type in ("text", "code_inline") else "\n" for t in tokens if not t.nesting)


LINES = (
    st.text(st.sampled_from("ab1 *_`[]()<>#+-=.!|~\\&;:/\"'\n{}$@\u00e9\u05d0\u6f22"), max_size=40)
    .map(clean)
    .filter(bool)
)


@settings(max_examples=400, deadline=None)
@given(LINES)
@example("1. Boats")
@example("1) Boats")
@example("# Boats")
@example("- - -")
@example("---")
@example("===")
@example("> said")
@example("+ more")
@example("~~~")
@example("```")
@example("&amp; &#42; &copy;")
@example("<b>bold</b> <https://a.example>")
@example("[a](https://b.example) ![c](d)")
@example("| a | b |")
@example("https://a.example/_x_")
@example("a\\")
@example("*")
@example("1986. What a year")
@example("(1) one")
@example("a & b; &x")
def test_no_word_of_an_article_is_markup(text: str) -> None:
    tokens = inline(blocks_markdown([Paragraph((Span(text),))]))
    assert words(tokens) == text
    assert {token.type for token in tokens} <= {"text", "text_special"}


@settings(max_examples=200, deadline=None)
@given(LINES, st.sampled_from(["b", "i", "c", "s", "bi", ""]), st.sampled_from([HREF, ""]))
def test_looks_and_links_survive(text: str, style: str, href: str) -> None:
    spans = (Span("Before "), Span(text, style, href), Span(" after"))
    tokens = inline(blocks_markdown([Paragraph(spans)]))
    assert words(tokens) == f"Before {text} after"
    kinds = {token.type for token in tokens}
    assert ("link_open" in kinds) == bool(href)
    for letter, kind in (("b", "strong_open"), ("i", "em_open"), ("c", "code_inline"), ("s", "s_open")):
        assert (kind in kinds) == (letter in style), (letter, kinds)
    if href:
        [link] = [token for token in tokens if token.type == "link_open"]
        assert link.attrGet("href") == HREF


def kinds(markdown: str) -> list[str]:
    return [token.type.removesuffix("_open") for token in PARSER.parse(markdown) if token.nesting >= 0]


@pytest.mark.parametrize(
    ("block", "kind"),
    [
        (Heading((Span("Boats # here"),), 3), "heading"),
        (Quote((Paragraph((Span("It left."),)),), "Ida"), "blockquote"),
        (ListItem((Span("one"),), 0, "•"), "bullet_list"),
        (ListItem((Span("three"),), 0, "3."), "ordered_list"),
        (Code("```\nx\n```", "python"), "fence"),
        (Table((((Span("a|b"),), (Span("c"),)), ((Span("1"),), (Span("2"),))), True), "table"),
        (Rule(), "hr"),
        (Embed("video", HREF, "A [boat]"), "paragraph"),
        (Picture(HREF, "A *ferry*", "The boat", "© Wire"), "paragraph"),
        (Card("The pier", HREF, "World", "Who pays"), "blockquote"),
    ],
)
def test_a_block_is_in_markdown_what_it_is(block: Block, kind: str) -> None:
    assert kinds(blocks_markdown([Paragraph((Span("Before."),)), block]))[2] == kind


def test_nested_lists_stay_nested() -> None:
    items = [
        ListItem((Span("three"),), 0, "3."),
        ListItem((Span("dot"),), 1, "•"),
        ListItem((Span("deep"),), 2, "•"),
        ListItem((Span("four"),), 0, "4."),
    ]
    assert [k for k in kinds(blocks_markdown(items)) if k.endswith("list")] == [
        "ordered_list",
        "bullet_list",
        "bullet_list",
    ]


def test_code_is_told_to_the_letter() -> None:
    code = "a = `b`\n\n    ```\n# not a heading\n<b>"
    [fence] = PARSER.parse(blocks_markdown([Code(code, "python")]))
    assert fence.content.rstrip("\n") == code
    assert fence.info == "python"


ARTICLE = Article(
    title="Ferry *pact* signed [again]",
    url="https://a.example/boat",
    announced=(Announcement("https://api.w.org/", "https://a.example/wp-json/"),),
    blocks=(
        Paragraph(
            (
                Span("The boat "),
                Span("left", "b"),
                Span(" at dawn, says "),
                Span("the log", "", HREF),
                Span("."),
            )
        ),
        Heading((Span("What changes"),), 2),
        Quote((Paragraph((Span("It left."),)),), "Ida Brandt"),
        ListItem((Span("one ticket"),)),
        ListItem((Span("for two hours"),), 1),
        Code("x = 1", "python"),
        Table((((Span("Crossing"),), (Span("港から"),)), ((Span("a day"),), (Span("22"),)))),
        Picture(
            "https://a.example/a.jpg", "A ferry", "The first boat.", "© Wire / J. Okafor", HREF, "The archive"
        ),
        Embed("video", "https://v.example/1", "The boat, leaving"),
        Card("The second pier", "https://a.example/pier", "World", "Who pays for it."),
        Rule(),
        Paragraph((Span("سافر القارب عند الفجر."),), "rtl"),
    ),
    text="The boat left at dawn.",
    site="The Herald",
    section="World",
    dateline="PORT ELSE (Wire)",
    byline="Ana Ruiz",
    published=datetime(2026, 11, 12, 9, 41, tzinfo=UTC),
)


@pytest.mark.parametrize("width", [10, 20, 40, 60, 88, 200])
def test_lines_fit_any_width_and_lose_no_word(width: int) -> None:
    laid = lay_out(ARTICLE, width)
    assert all(cells(line.text) <= max(laid.width, 10) for line in laid.lines)
    shown = "".join("".join(line.text.split()) for line in laid.lines)
    for word in ("signed", "PORT", "ticket", "港", "Okafor", "archive", "second", "القارب"):
        assert word in shown.replace("│", "").replace("▎", ""), word


def test_every_rendering_says_the_same() -> None:
    text, markdown = to_text(ARTICLE, 200), to_markdown(ARTICLE)
    told = "Ana Ruiz|The Herald|PORT ELSE (Wire)|Ida Brandt|one ticket|© Wire / J. Okafor|The archive"
    for said in [*told.split("|"), "The second pier", "Who pays for it.", "The boat, leaving"]:
        assert said in text
        assert said in markdown
    assert article_from_json(json.loads(json.dumps(to_json(ARTICLE)))) == ARTICLE


def test_a_wide_table_tells_its_rows_one_by_one() -> None:
    row = tuple((Span(f"heading {n}"),) for n in range(12))
    cells_ = tuple((Span(f"value {n}"),) for n in range(12))
    laid = lay_out(replace(ARTICLE, blocks=(Table((row, cells_), True),)), 40)
    shown = [line.text for line in laid.lines]
    assert "heading 11: value 11" in shown


def test_plain_text_holds_the_words_of_the_text_and_not_what_is_offered_beside_it() -> None:
    text = blocks_text(ARTICLE.blocks)
    assert "The first boat. © Wire / J. Okafor" in text
    assert "second pier" not in text
    assert plain(ARTICLE.blocks[0].spans) in text  # type: ignore[union-attr]
