"""Repeated links as headlines: what is a story on a page, and what only looks like one."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.feeds.headlines import BOXES, CHROME, TITLES, URL, page, section, slug, teaser
from tui.feeds.failures import NotAFeed
from tui.feeds.parse import parse_feed, parse_syndication
from tui.model import Failure, ParsedFeed

PROSE = "<p>" + "The two cities have shared a sound for as long as anybody can remember it. " * 30 + "</p>"


def parse(data: bytes, url: str = URL) -> ParsedFeed:
    return parse_feed(data, url, "text/html; charset=utf-8")


def titles(feed: ParsedFeed) -> list[str]:
    return [entry.title for entry in feed.entries]


def test_a_section_gives_its_stories_and_nothing_around_them() -> None:
    feed = parse(section())
    assert (feed.format, feed.title, feed.language, feed.site_url) == (
        "page-links",
        "World | Harbour Wire",
        "en",
        URL,
    )
    assert titles(feed) == list(TITLES)
    assert [one.url for one in feed.entries] == [f"https://news.example/world/{slug(one)}" for one in TITLES]
    assert feed.entries[2].published == datetime(2026, 11, 3, 9, tzinfo=UTC)
    assert feed.entries[0].summary.startswith("What is to be known")


def test_what_changes_by_itself_is_no_edit() -> None:
    later = section().replace(b"days ago", b"weeks ago").replace(b"14 comments", b"15 comments")
    assert parse(section()).entries == parse(later).entries


def test_an_edited_headline_keeps_its_address() -> None:
    edited = section().replace(b">Ferry pact signed after", b">Ferry pact torn up after")
    before, after = parse(section()).entries[0], parse(edited).entries[0]
    assert (before.url, before.title) != (after.url, after.title)
    assert before.url == after.url


@pytest.mark.parametrize(
    "card",
    [
        '<a href="/{s}"><div><h2>{t}</h2><i>World</i></div><time datetime="2026-11-24">1 h</time></a>',
        '<li><div><a href="/{s}"><img src="/p.jpg" alt=""></a></div><h2><a href="/{s}">{t}</a></h2>'
        '<time datetime="2026-11-24T10:00Z"></time></li>',
        '<div><header><h2><a href="/{s}"><span>{t}</span></a></h2></header><footer>'
        '<time datetime="2026-11-24"></time></footer></div>',
        '<h2><a href="/2026/11/24/{s}">{t}</a></h2><p>by Ana Ruiz</p>',
        '<section><h1><a href="/{s}-1234567.html">{t}</a></h1></section>',
        '<div><div class="kicker"><a href="/world/">World news and more</a></div>'
        '<h4><a href="/{s}?id=12">{t}</a></h4>'
        "</div>",
        '<tr><td><a href="https://news.example/2026/11/{s}">{t}</a></td></tr>',
        '<li><time datetime="2026-11-24">24 Nov</time> <a href="/{s}">{t}</a></li>',
    ],
)
def test_the_ways_sites_build_a_list(card: str) -> None:
    cards = "".join(card.format(s=slug(one), t=one) for one in TITLES)
    cards = f"<table>{cards}</table>" if card.startswith("<tr") else cards
    feed = parse(
        page(CHROME, f"<main><h1>World</h1><div class='list has-sidebar'>{cards}</div></main>", BOXES)
    )
    assert titles(feed) == list(TITLES)


def test_a_lead_story_built_otherwise_comes_along() -> None:
    lead = '<div><div><h2><a href="/world/lead-story">The lead story of this day</a></h2></div></div>'
    stories = "".join(teaser(title, n) for n, title in enumerate(TITLES, 1))
    assert titles(parse(page(f"<main>{lead}{stories}</main>"))) == ["The lead story of this day", *TITLES]


def test_other_scripts_need_no_spaces() -> None:
    stories = (
        "港湾都市、夜行フェリーの再開で合意",
        "眠れない人のために図書館が夜も開館",
        "潮の本が今年の文学賞を受賞した",
    )
    feed = parse(page("".join(teaser(one, n) for n, one in enumerate(stories, 1))))
    assert titles(feed) == list(stories)


def test_addresses_hang_from_the_base_and_lose_their_fragment() -> None:
    body = section().decode().replace('href="/world/', 'href="../w/').replace('">Ferry', '#top">Ferry')
    feed = parse(body.replace("<head>", '<head><base href="https://cdn.example/a/b/">').encode())
    assert feed.entries[0].url == f"https://cdn.example/a/w/{slug(TITLES[0])}"


def test_hostile_titles() -> None:
    hostile = [f"Ferry pact \u202esigned\u0085 in part {n} &lt;b&gt;\x1b[31m" for n in range(3)]
    body = page(*(teaser(one, 1).replace(slug(one), f"story-{n}") for n, one in enumerate(hostile)))
    assert titles(parse(body)) == [f"Ferry pact signed in part {n} <b>" for n in range(3)]
    evil = section().decode().replace('href="/world/', 'href="javascript:alert(1)//')
    with pytest.raises(NotAFeed):
        parse(evil.encode())


# --- what is no list of stories ---------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        "<p>Back soon</p>",
        CHROME + BOXES,
        "<nav>" + "".join(teaser(one) for one in TITLES) + "</nav>",
        '<aside class="sidebar">' + "".join(teaser(one) for one in TITLES) + "</aside>",
        '<div class="most-read">' + "".join(teaser(one) for one in TITLES) + "</div>",
        "<h2>Related</h2>" + "".join(teaser(one) for one in TITLES),
        "<h2>Самое читаемое</h2><ul>" + "".join(f"<li>{teaser(one)}</li>" for one in TITLES) + "</ul>",
        "".join(f'<h3><a href="/tag/{slug(one)}">{one}</a></h3>' for one in TITLES),
        "".join(f'<h3><a href="/s/{n}-x">{one}</a></h3>' for n, one in enumerate(["World", "Sport", "Arts"])),
        "".join(f'<article><h3><a href="/s/{n}">Read the whole story</a></h3></article>' for n in range(9)),
        "".join(f'<h3><a href="/we-{n}-do">Web design and more</a></h3>' for n in range(3)),
        "".join(
            f'<li><a href="/page-{n}-of-it">A long link to some place of ours</a></li>' for n in range(20)
        ),
        "".join(teaser(one) for one in TITLES[:2]),
        "".join(f'<li><a href="/p/{n}000">3/09/15 8:0{n}am 3/09/15 8:1{n}am</a></li>' for n in range(9)),
        "".join(f'<li><a href="http://bugs.example/{n}000">{one}</a></li>' for n, one in enumerate(TITLES)),
        "".join(f'<article><h3><a href="#{n}">{one}</a></h3></article>' for n, one in enumerate(TITLES)),
    ],
)
def test_a_page_without_clear_headlines_says_so(body: str) -> None:
    with pytest.raises(NotAFeed, match="without clear headlines") as caught:
        parse(page(body))
    assert caught.value.next_step


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", f"<main><h1>{TITLES[0]}</h1>{PROSE}</main>"),
        (
            '<meta property="og:type" content="article">'
            '<meta property="article:published_time" content="2026">',
            "",
        ),
        ("", '<div itemprop="articleBody">Short.</div>'),
    ],
)
def test_an_article_with_links_below_is_no_list(head: str, body: str) -> None:
    more = "<section><h2>More from World</h2>" + "".join(map(teaser, TITLES)) + "</section>"
    with pytest.raises(NotAFeed):
        parse(page(body, more, head=head), "https://news.example/world/ferry-pact")


def test_a_page_where_a_feed_should_be_is_no_feed() -> None:
    for url in ("https://news.example/feed/", "https://news.example/world.rss"):
        with pytest.raises(NotAFeed, match="is a web page, not a feed"):
            parse(section(), url)
    with pytest.raises(NotAFeed, match="is a web page, not a feed"):
        parse_syndication(section(), URL)


# --- bounds -------------------------------------------------------------------------------


def test_deep_and_wide_pages_are_read_in_bounds() -> None:
    deep = "<div>" * 10_000 + "".join(teaser(one) for one in TITLES)
    wide = "<a href=/x>Some link of many words in a row</a>" * 1_000_000
    for body in (deep, wide, "<h2>" * 50_000, "<article><h3><a href=/2026/11/x>" * 50_000):
        with pytest.raises(NotAFeed):
            parse(page(body))
    many = "".join(
        f'<article><h3><a href="/2026/11/{n}">The story of number {n} in full</a></h3></article>'
        for n in range(20_000)
    )
    assert len(parse(page(many)).entries) == 200


MARKUP = [
    "<a href=/2026/11/x",
    ">",
    "<h3>",
    "</h3>",
    "</a>",
    "<article>",
    "<time datetime=9",
    "<base href=//[",
    "\x00",
]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([*MARKUP, "A story of four words", "<h2>Related</h2>", "<div class=h-entry>"]))
)
def test_any_markup_is_a_list_or_none(parts: list[str]) -> None:
    with suppress(Failure):
        assert all(entry.url for entry in parse(page(*parts)).entries)
