"""Pages that nobody meant to be read: what can be read is, nothing runs, and the work is bounded."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.articles.pages import page, paragraphs, read, story
from tui.articles.blocks import MOST_LINKS, MOST_SHOWN, blocks_from_html
from tui.articles.extract import NotAnArticle, extract_article
from tui.articles.render import article_from_json, to_json, to_markdown, to_text
from tui.articles.tree import LARGEST_PAGE, MOST_TAGS, parse_page
from tui.model import Article, Paragraph, Picture
from tui.text import clean_lines, safe_url

DEPTH = 10_000
TEXT = paragraphs(6)


@pytest.mark.parametrize("tag", "div span b a p ul blockquote table article section li q details".split())
def test_ten_thousand_of_one_element_around_a_text(tag: str) -> None:
    article = read(page(f"{f'<{tag}>' * DEPTH}<h1>A boat leaves</h1>{TEXT}{f'</{tag}>' * DEPTH}"))
    assert "on day 6," in article.text


@pytest.mark.parametrize(
    "open_", ["<ul><li>", "<table><tr><td>", "<blockquote><p>", "<div><span>", "<dl><dd>"]
)
def test_ten_thousand_elements_behind_a_text(open_: str) -> None:
    article = read(page(f"<article>{TEXT}</article>{open_ * DEPTH}"))
    assert "on day 6," in article.text
    to_text(article)
    to_markdown(article)


def test_a_page_of_fifty_megabytes_is_read_from_its_beginning() -> None:
    data = page(TEXT) + b"<p>" + b"More of it, and more. " * (50 * 2**20 // 22)
    article = read(data)
    assert "on day 1," in article.text
    assert len(article.text) < 2 * LARGEST_PAGE


def test_a_large_script_does_not_take_the_texts_place() -> None:
    script = f"<script>{'x = 1; ' * (LARGEST_PAGE // 5)}</script>"
    assert "on day 6," in read(page(TEXT, script)).text


def test_a_page_has_at_most_so_many_elements() -> None:
    root = parse_page("<p>" + "<a href=/x>y</a> " * 1_000_000)
    assert root is not None
    assert sum(1 for _ in root.iter()) < MOST_TAGS


def test_links_beyond_measure_are_words() -> None:
    article = read(story("<p>" + "".join(f"<a href=/{n}>y</a> " for n in range(11_000))))
    linked = [s for one in article.blocks if isinstance(one, Paragraph) for s in one.spans if s.href]
    assert 0 < len(linked) <= MOST_LINKS


def test_pictures_beyond_measure_are_left_out() -> None:
    blocks = blocks_from_html("".join(f"<img src=/{n}.png>" for n in range(5_000)), "https://a.example/")
    assert len(blocks) == MOST_SHOWN


def test_a_picture_of_any_size_is_only_a_place() -> None:
    [picture] = blocks_from_html("<img src=/a.png width=100000 height=100000 alt=Vast>", "https://a.example/")
    assert isinstance(picture, Picture)
    assert picture.alt == "Vast"


HOSTILE = (
    "<script>document.write('<p>alert-one</p>')</script>"
    "<svg><script>alert-two</script><text>alert-three</text></svg>"
    "<p onclick=\"alert('four')\">A <a href=\"javascript:alert('five')\">link</a> and a "
    "<a href='vbscript:six'>second</a>.</p><iframe srcdoc='<script>alert-seven</script>'></iframe>"
    "<img src=x onerror=alert-eight><object data='javascript:alert-nine'></object>"
    "<meta http-equiv=refresh content='0;url=javascript:alert-ten'><base href='javascript:alert-eleven'>"
    "<template><p>alert-twelve</p></template><math><annotation>alert-thirteen</annotation></math>"
)


def test_nothing_of_a_page_runs_or_is_led_to() -> None:
    article = read(story(HOSTILE))
    told = json.dumps(to_json(article))
    assert "alert" not in told
    assert "javascript" not in told
    assert "A link and a second." in article.text


def test_statements_nested_beyond_measure_are_not_read() -> None:
    head = f'<script type="application/ld+json">{"[" * 100_000}</script>'
    assert read(story("", head)).title == "A boat leaves"


@pytest.mark.parametrize(
    "value",
    [
        "null",
        "5",
        '"x"',
        "[]",
        '{"@type": 5}',
        '{"@type": ["NewsArticle"], "headline": {"a": [1]}, "author": [[[[[1]]]]]}',
        '{"@type": "NewsArticle", "headline": "x", "image": 5, "publisher": [], "datePublished": {"x": 1}}',
        '{"@graph": [{"@type": "NewsArticle", "@id": "#a", "author": {"@id": "#a"}, "headline": ["x"]}]}',
        '{"@type": "NewsArticle", "articleBody": 7, "isAccessibleForFree": [], "hasPart": "x"}',
    ],
)
def test_statements_of_any_shape_do_no_harm(value: str) -> None:
    article = read(story("", f'<script type="application/ld+json">{value}</script>'))
    assert "on day 6," in article.text


# --- anything at all --------------------------------------------------------------

TAGS = (
    "a abbr article aside audio b base blockquote body br button caption cite code dd del div dl dt em embed "
    "figcaption figure footer h1 h2 h3 head header hr html i iframe img input li link main math meta "
    "nav noscript object ol p picture pre q rp ruby script section select source span strong style sub "
    "summary sup svg table tbody td template textarea th thead time title tr u ul video wbr x-tag"
).split()
ATTRIBUTES = (
    "alt cite class content data data-src datetime dir height hidden href id itemprop itemtype lang name "
    "property rel role src srcset start style title type width"
).split()
VALUES = st.one_of(
    st.sampled_from(
        "next author caption related byline share paywall article:published_time og:title og:image "
        "2026-11-12T09:41+01:00 rtl en application/ld+json /boat?page=2 #top javascript:x https://[::1 "
        "//a.example/x.png data:, 0 -1 1e9 datePublished display:none 99999999999999 dateline".split()
    ),
    st.text(max_size=20),
)
NAMES = st.sampled_from(TAGS)


@st.composite
def tags(draw: st.DrawFn) -> str:
    attributes = draw(st.dictionaries(st.sampled_from(ATTRIBUTES), VALUES, max_size=3))
    written = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<{draw(st.sampled_from(['', '', '', '/']))}{draw(NAMES)}{written}>"


PIECES = st.one_of(
    tags(),
    tags(),
    st.text(max_size=60),
    st.sampled_from(
        ["<!--", "-->", "<![CDATA[", "]]>", "<", "&#0;", "&#x110000;", "\0", "\x1b[31m", "‮", TEXT, TEXT]
    ),
)
HTML = st.lists(PIECES, max_size=40).map("".join)


def all_text(article: Article) -> str:
    return json.dumps(to_json(article), ensure_ascii=False)


def addresses(value: object) -> list[str]:
    """Everything in an article's data that is an address."""
    if isinstance(value, dict):
        own = [
            v
            for key, v in value.items()
            if key in ("href", "url", "credit_url", "picture") and isinstance(v, str)
        ]
        return own + [one for inner in value.values() for one in addresses(inner)]
    return [one for inner in value for one in addresses(inner)] if isinstance(value, list) else []


@settings(max_examples=150, deadline=None)
@given(HTML)
def test_any_page_is_read_or_refused(html: str) -> None:
    try:
        article = extract_article(html.encode("utf-8", "surrogatepass"), "https://a.example/boat")
    except NotAnArticle:
        return
    assert article_from_json(to_json(article)) == article
    assert all(safe_url(url) == url for url in addresses(to_json(article)))
    assert not any(sign in all_text(article) for sign in ("\\u0000", "\\u001b", "‮"))
    assert clean_lines(article.text) == article.text
    to_text(article, 20)
    to_markdown(article)


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=600),
    st.sampled_from([None, "text/html", "text/html; charset=utf-16", "x; charset=rot13"]),
)
def test_any_bytes_are_read_or_refused(data: bytes, content_type: str | None) -> None:
    try:
        article = extract_article(data + TEXT.encode(), "https://a.example/boat", content_type)
    except NotAnArticle:
        return
    assert article.text == clean_lines(article.text)
