"""The one door: whatever comes in, what goes out can be drawn."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.text import cells, clean, clean_lines, direction, fit, plain_from_html, safe_url, wrap

WILD = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\x1b\x9b\x07[]0;m\\ \n\t\u202e\u2066\u2067\u2069\u200d\u0301\ufe0f\u2028👩港ا"),
    ),
    max_size=80,
)


@given(WILD)
def test_a_clean_line_holds_nothing_that_steers_a_terminal(text: str) -> None:
    line = clean(text)
    assert all(unicodedata.category(c) not in ("Cc", "Cs") for c in line)
    assert not set(line) & set("\u202a\u202b\u202c\u202d\u202e\u2028\u2029\ufeff")
    depth = 0
    for character in line:
        depth += (character in "\u2066\u2067\u2068") - (character == "\u2069")
        assert depth >= 0
    assert depth == 0
    assert clean(line) == line


@given(WILD, st.integers(1, 40))
def test_length_is_bounded_and_cutting_is_idempotent(text: str, limit: int) -> None:
    line = clean(text, limit)
    assert len(line) <= limit
    assert clean(line, limit) == line


@given(WILD)
def test_clean_lines_keeps_only_line_breaks_of_the_controls(text: str) -> None:
    lines = clean_lines(text)
    assert all(c == "\n" or unicodedata.category(c) not in ("Cc", "Cs") for c in lines)
    assert clean_lines(lines) == lines


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("\x1b]0;owned\x07Title", "Title"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b[31;1mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("a\u202eevil", "aevil"),
        ("\u2067open", "open"),
        ("\u2067שלום\u2069 ok", "\u2067שלום\u2069 ok"),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
        (" two\n\t words\u00a0here ", "two words here"),
        ("soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"),
        ("e" + "\u0301" * 40, "e" + "\u0301" * 8),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("I \u2764\ufe0f ferries", "I \u2764 ferries"),
    ],
)
def test_what_becomes_of_hostile_text(hostile: str, harmless: str) -> None:
    assert clean(hostile) == harmless


def test_titles_lose_their_tags_and_entities() -> None:
    assert plain_from_html("a <b>bold</b>er &amp; b<br>c<script>x()</script>") == "a bolder & b c"
    assert plain_from_html("5 < 6 and 7 > 3") == "5 < 6 and 7 > 3"
    assert plain_from_html("&lt;b&gt; stays") == "<b> stays"


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.example/x y", "https://a.example/x%20y"),
        ("javascript:alert(1)", ""),
        ("-https://a.example", ""),
        ("https://a.example/\x1b[0m", ""),
        ("file:///etc/passwd", ""),
        ("http://пример.example/путь", "http://пример.example/путь"),
    ],
)
def test_only_web_addresses_are_opened(url: str, safe: str) -> None:
    assert safe_url(url) == safe


@given(WILD, st.integers(2, 30))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    line = clean(text)
    lines = wrap(line, width)
    assert all(cells(one) <= width for one in lines)
    assert "".join("".join(lines).split()) == "".join(line.split())


@given(WILD, st.integers(2, 30), st.integers(1, 3))
def test_wrapping_to_few_lines_says_that_more_follows(text: str, width: int, most: int) -> None:
    line = clean(text)
    lines = wrap(line, width, most)
    assert len(lines) <= most
    assert all(cells(one) <= width for one in lines)
    if len(wrap(line, width)) > most:
        assert lines[-1].endswith("…")


@given(WILD, st.integers(0, 30))
def test_fit_fits(text: str, width: int) -> None:
    assert cells(fit(clean(text), width)) <= width


def test_wide_text_breaks_anywhere_but_not_before_punctuation() -> None:
    assert wrap("港湾都市、夜行フェリー", 8) == ["港湾都", "市、夜行", "フェリー"]


def test_direction_is_that_of_the_first_strong_character() -> None:
    assert direction("12 مجلس المدينة") == "rtl"
    assert direction("\u2067שלום\u2069 hello") == "ltr"
    assert direction("…") == "ltr"
