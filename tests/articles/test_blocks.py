"""From HTML to blocks: what each element of a text becomes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.articles.pages import read, story
from tui.articles.blocks import blocks_from_html
from tui.model import (
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

BASE = "https://news.example/2026/boat"


def blocks(html: str) -> list[Block]:
    return list(blocks_from_html(html, BASE))


def block(html: str) -> Block:
    [one] = blocks(html)
    return one


def test_emphasis_code_and_links_stay_in_their_line() -> None:
    html = "<p>A <em>bold <b>boat</b></em> &amp; <code>a*b</code> <del>sank</del> "
    html += "<a href='../pier?x=1#y'>here</a>.</p>"
    assert block(html) == Paragraph(
        (
            Span("A "),
            Span("bold ", "i"),
            Span("boat", "ib"),
            Span(" & "),
            Span("a*b", "c"),
            Span(" "),
            Span("sank", "s"),
            Span(" "),
            Span("here", "", "https://news.example/pier?x=1#y"),
            Span("."),
        )
    )


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        " JaVaScRiPt:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "mailto:a@b.c",
        "#top",
    ],
)
def test_what_leads_to_no_page_is_text(href: str) -> None:
    assert block(f'<p>Go <a href="{href}">there</a></p>') == Paragraph((Span("Go there"),))


def test_a_quotation_knows_who_said_it() -> None:
    said = Paragraph((Span("It left."),))
    assert block(
        "<blockquote><p>It left.</p><footer>— <cite>Ida Brandt</cite></footer></blockquote>"
    ) == Quote((said,), "Ida Brandt")
    assert block("<blockquote><p>It left.</p><p>— Ida Brandt, pilot</p></blockquote>") == Quote(
        (said,), "Ida Brandt, pilot"
    )
    figure = "<figure><blockquote><p>It left.</p></blockquote><figcaption>Ida Brandt</figcaption></figure>"
    assert Quote((said,), "Ida Brandt") in blocks(figure)
    assert block("<blockquote><p>It left.</p></blockquote>") == Quote((said,))


def test_lists_nest_and_count() -> None:
    html = "<ol start=3><li>three<ul><li>dot<li>dot</ul><li>four<ol><li>one</ol></ol>"
    assert [(i.depth, i.marker, i.spans[0].text) for i in blocks(html) if isinstance(i, ListItem)] == [
        (0, "3.", "three"),
        (1, "•", "dot"),
        (1, "•", "dot"),
        (0, "4.", "four"),
        (1, "1.", "one"),
    ]


def test_code_keeps_its_lines_and_names_its_language() -> None:
    html = '<pre><code class="language-python">def f():\n    return "&lt;b&gt;"\n</code></pre>'
    assert block(html) == Code('def f():\n    return "<b>"', "python")


def test_a_table_of_data_is_a_table_and_one_of_layout_is_not() -> None:
    html = "<table><caption>Boats</caption><tr><th>Day<th>Boats<tr><td>Monday<td><b>22</b></table>"
    assert block(html) == Table(
        (((Span("Day"),), (Span("Boats"),)), ((Span("Monday"),), (Span("22", "b"),))), True, "Boats"
    )
    placed = blocks(
        "<table><tr><td><p>One.</p><blockquote>Two.</blockquote></td><td><h2>Three</h2></td></tr></table>"
    )
    assert not any(isinstance(one, Table) for one in placed)
    assert Heading((Span("Three"),), 2) in placed


def test_a_picture_has_all_that_is_said_of_it() -> None:
    html = (
        "<figure><img src=/a.jpg alt='A ferry' width=960 height=540><figcaption>The first boat. "
        "<span class=credit>© Wire / J. Okafor</span> · <a class=archive href=/archive/a>The archive</a> · "
        "<time datetime=2026-11-11>11 Nov</time></figcaption></figure>"
    )
    assert block(html) == Picture(
        url="https://news.example/a.jpg",
        alt="A ferry",
        caption="The first boat.",
        credit="© Wire / J. Okafor",
        credit_url="https://news.example/archive/a",
        credit_label="The archive",
        date=datetime(2026, 11, 11, tzinfo=UTC),
        width=960,
        height=540,
    )


def test_a_caption_may_stand_behind_its_figure() -> None:
    html = "<p>Before.</p><figure><img src=/a.jpg></figure>"
    html += "<figcaption>The pier (Ida Rasmus)</figcaption><p>After.</p>"
    [_, picture, _] = blocks(html)
    assert isinstance(picture, Picture)
    assert picture.caption == "The pier (Ida Rasmus)"


@pytest.mark.parametrize(
    "img",
    [
        "<img src=/blank.gif data-src=/a.jpg>",
        "<img src='data:image/gif;base64,R0lGOD' data-original=/a.jpg>",
        "<img data-lazy-src=/a.jpg>",
        "<img srcset='/small.jpg 320w, /a.jpg 960w, /huge.jpg 4000w'>",
        "<picture><source srcset='/a.jpg 1000w' type=image/webp><img src=/placeholder.png></picture>",
        "<picture><source data-srcset=/a.jpg><img></picture>",
    ],
)
def test_lazy_pictures_are_where_the_script_would_take_them_from(img: str) -> None:
    [picture] = [one for one in blocks(f"<p>Text.</p>{img}") if isinstance(one, Picture)]
    assert picture.url == "https://news.example/a.jpg"


def test_a_picture_for_browsers_without_scripts_takes_its_placeholders_place() -> None:
    article = read(story("<img class=lazy src=/blank.gif><noscript><img src=/a.jpg alt=Pier></noscript>"))
    assert [one.url for one in article.blocks if isinstance(one, Picture)] == ["https://news.example/a.jpg"]


@pytest.mark.parametrize(
    "img", ["<img src=/a.gif width=1 height=1>", "<img src=javascript:alert(1)>", "<img alt=x>"]
)
def test_counters_and_nothing_are_no_pictures(img: str) -> None:
    assert not any(isinstance(one, Picture) for one in blocks(f"<p>Text.</p>{img}"))


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<iframe src=https://www.youtube.com/embed/x title='A boat'></iframe>", "video"),
        ("<iframe src='//player.vimeo.com/video/1'></iframe>", "video"),
        ("<iframe data-src=https://w.soundcloud.com/player/?url=x></iframe>", "audio"),
        ("<iframe src=https://datawrapper.dwcdn.net/abc/1/></iframe>", "chart"),
        ("<iframe src=https://www.google.com/maps/embed?pb=1></iframe>", "map"),
        ("<iframe src=https://elsewhere.example/embed></iframe>", "page"),
        ("<video src=/boat.mp4></video>", "video"),
        ("<video><source src=/boat.webm type=video/webm></video>", "video"),
        ("<audio controls src=/horn.mp3></audio>", "audio"),
    ],
)
def test_embeds_are_named_by_what_they_are(html: str, kind: str) -> None:
    embed = block(html)
    assert isinstance(embed, Embed)
    assert embed.kind == kind
    assert embed.url.startswith("http")


def test_a_post_is_quoted_and_leads_to_its_place() -> None:
    html = (
        '<blockquote class="twitter-tweet"><p>It left.</p>— Mira (@mira) '
        '<a href="https://twitter.com/mira/status/1">3 May</a></blockquote>'
    )
    quote, embed = blocks(html)
    assert isinstance(quote, Quote)
    assert embed == Embed("post", "https://twitter.com/mira/status/1")


@pytest.mark.parametrize("host", ["www.googletagmanager.com", "ad.doubleclick.net"])
def test_advertising_is_no_embed(host: str) -> None:
    assert blocks(f"<iframe src=https://{host}/x></iframe>") == []


def test_a_related_story_is_a_card() -> None:
    card = (
        '<aside class="related-card"><p class="label">Related</p><a href="/pier"><img src="/pier.jpg">'
        '<span class="section">World</span><strong class="card-title">The second pier</strong>'
        '<span class="summary">Who pays for it.</span></a></aside>'
    )
    article = read(story(card))
    expected = Card(
        "The second pier",
        "https://news.example/pier",
        "World",
        "Who pays for it.",
        "https://news.example/pier.jpg",
    )
    assert expected in article.blocks
    assert article.related == (expected,)


def test_breaks_part_lines_and_two_of_them_paragraphs() -> None:
    first, second = blocks("<div>One<br>line.<br><br>Two.</div>")
    assert first == Paragraph((Span("One"), Span("\n"), Span("line.")))
    assert second == Paragraph((Span("Two."),))


def test_rules_and_headings() -> None:
    assert blocks("<h2>One</h2><hr><h4>Two</h4>") == [
        Heading((Span("One"),), 2),
        Rule(),
        Heading((Span("Two"),), 4),
    ]


def test_scripts_styles_and_drawings_are_not_text() -> None:
    html = "<p>A<script>alert(1)</script><style>p{}</style>"
    html += "<svg onload=alert(2)><text>x</text></svg>B</p><noscript>N</noscript>"
    assert (
        "".join(span.text for one in blocks(html) if isinstance(one, Paragraph) for span in one.spans) == "AB"
    )
