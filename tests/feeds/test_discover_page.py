"""What pages tell of their feeds, and which of many formats and topics are chosen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.feeds.discover_address import meant_by
from tui.feeds.discover_page import Link, Page, read_page, same_site
from tui.feeds.discover_topics import by_topic, is_about_comments, own_feeds, topic

ATOM = "application/atom+xml"
RSS = "application/rss+xml"
JSON = "application/feed+json"


def link(href: str, kind: str = RSS, title: str = "", rel: str = "alternate") -> str:
    return f'<link rel="{rel}" type="{kind}" title="{title}" href="{href}">'


def page(*head: str, body: str = "", url: str = "http://news.example/") -> Page:
    return read_page(f"<!doctype html><head>{''.join(head)}</head><body>{body}".encode(), url)


def chosen(of: Page) -> list[str]:
    return [group[0].url.removeprefix("http://news.example") for group in by_topic(of, of.alternates)]


@pytest.mark.parametrize(
    ("typed", "tried"),
    [
        ("example.org", ["https://example.org", "http://example.org"]),
        (" <example.org/news> ", ["https://example.org/news", "http://example.org/news"]),
        ("//example.org", ["https://example.org", "http://example.org"]),
        ("https://example.org", ["https://example.org"]),
        ("HTTP://example.org", ["HTTP://example.org"]),
        ("feed://example.org/rss", ["http://example.org/rss"]),
        ("feed:https://example.org/rss", ["https://example.org/rss"]),
        ("localhost:8000/x", ["http://localhost:8000/x", "https://localhost:8000/x"]),
        ("127.0.0.1:8000", ["http://127.0.0.1:8000", "https://127.0.0.1:8000"]),
        ("[::1]:8000", ["http://[::1]:8000", "https://[::1]:8000"]),
        ("example.org:8080", ["https://example.org:8080", "http://example.org:8080"]),
        ("mailto:x@example.org", ["mailto:x@example.org"]),
        ("file:///etc/passwd", ["file:///etc/passwd"]),
    ],
)
def test_what_is_meant(typed: str, tried: list[str]) -> None:
    assert meant_by(typed) == tried


def test_addresses_are_resolved_against_the_base() -> None:
    found = page('<base href="/desk/">', link("world.rss"), link("//cdn.example/x.rss#y"))
    assert [one.url for one in found.alternates] == [
        "http://news.example/desk/world.rss",
        "http://cdn.example/x.rss",
    ]


def test_what_is_advertised_and_what_is_not() -> None:
    found = page(
        link("/a", ATOM, rel="ALTERNATE nofollow"),
        link("/b", f"{RSS}; charset=utf-8"),
        link("/c", JSON),
        link("/d.xml", "text/xml"),
        link("/feed.xml", "text/xml"),
        link("/wp-json/wp/v2/pages/2", "application/json"),
        link("/e", RSS, rel="alternate stylesheet"),
        link("/f", RSS, rel="author"),
        link("/g", "text/html"),
        link("javascript:alert(1)"),
        link("data:text/xml,x"),
        link("file:///etc/passwd"),
        link(""),
        "<link>",
    )
    assert [one.url.removeprefix("http://news.example") for one in found.alternates] == [
        "/a",
        "/b",
        "/c",
        "/feed.xml",
    ]


def test_the_page_names_itself_and_its_list_of_feeds() -> None:
    found = page(
        "<title> Front\n page </title>",
        '<meta property="og:site_name" content="Harbour \x1b[31mWire">',
        '<meta name="generator" content="WordPress 6.1">',
        link("/opml.xml", "text/x-opml", rel="outline"),
    )
    assert (found.title, found.site, found.wordpress) == ("Front page", "Harbour Wire", True)
    assert found.outlines == ("http://news.example/opml.xml",)


def test_links_in_the_text_that_look_like_feeds() -> None:
    hrefs = [
        "/rss",
        "/world/feed/",
        "/index.rdf",
        "/x.atom",
        "?format=rss",
        "http://feeds.news.example/all",
        "/feedback",
        "/atomic-physics",
        "/rssi",
        "http://elsewhere.example/rss",
        "mailto:rss@news.example",
    ]
    found = page(body="".join(f'<a href="{href}">Subscribe</a>' for href in hrefs))
    assert [one.url.removeprefix("http://news.example") for one in found.linked] == [
        "/rss",
        "/world/feed/",
        "/index.rdf",
        "/x.atom",
        "/?format=rss",
    ]
    assert found.linked[0].title == "Subscribe"


@pytest.mark.parametrize(
    ("head", "urls"),
    [
        # one topic, three formats
        ([link("/feed.rss"), link("/feed.atom", ATOM), link("/feed.json", JSON)], ["/feed.atom"]),
        ([link("/rss.xml"), link("/atom.xml", ATOM)], ["/atom.xml"]),
        ([link("/rss"), link("/atom", ATOM)], ["/atom"]),
        ([link("/?feed=rss2"), link("/?feed=atom", ATOM)], ["/?feed=atom"]),
        ([link("/x1", RSS, "News (RSS)"), link("/y2", ATOM, "News (Atom 1.0)")], ["/y2"]),
        ([link("/feed.json", JSON), link("/feed.rss")], ["/feed.rss"]),
        # sections are topics of their own, however they are called
        (
            [
                link("/world/feed.rss", RSS, "World RSS"),
                link("/world/feed.atom", ATOM, "World Atom"),
                link("/sport/feed.rss", RSS, "Sport RSS"),
                link("/sport/feed.atom", ATOM, "Sport Atom"),
            ],
            ["/world/feed.atom", "/sport/feed.atom"],
        ),
        ([link("/world.rss", RSS, "RSS"), link("/sport.rss", RSS, "RSS")], ["/world.rss", "/sport.rss"]),
        ([link("/world.rss", RSS, "News"), link("/sport.rss", RSS, "News")], ["/world.rss", "/sport.rss"]),
        # comments are not news
        (
            [link("/feed/", RSS, "Site » Feed"), link("/comments/feed/", RSS, "Site » Comments Feed")],
            ["/feed/"],
        ),
        ([link("/story/5/comments.rss"), link("/feed.rss")], ["/feed.rss"]),
        ([link("/a.rss", RSS, "Kommentare zu „Fähre“"), link("/b.rss", RSS, "Комментарии")], []),
    ],
)
def test_one_format_for_each_topic(head: list[str], urls: list[str]) -> None:
    assert chosen(page(*head)) == urls


def test_wordpress_says_more_in_rss() -> None:
    head = ['<meta name="generator" content="WordPress 6.1">', link("/feed/"), link("/feed/atom/", ATOM)]
    assert chosen(page(*head)) == ["/feed/"]
    assert chosen(page(*head[1:])) == ["/feed/atom/"]


def test_a_section_page_has_its_own_feed() -> None:
    alternates = (Link("http://news.example/feed/"), Link("http://news.example/world/feed/"))
    for url, expected in [
        ("http://news.example/world/", 1),
        ("http://news.example/world", 1),
        ("http://news.example/", 2),
        ("http://news.example/about/", 2),
    ]:
        here = Page(url, alternates=alternates)
        assert len(own_feeds(here, by_topic(here, alternates))) == expected


@pytest.mark.parametrize(
    ("title", "section"),
    [
        ("Harbour Wire – World (RSS)", "World"),
        ("World | Harbour Wire", "World"),
        ("harbour wire: Science & Nature", "Science & Nature"),
        ("Harbour Wire » Feed", ""),
        ("Harbour Wire", ""),
        ("Harbour Wire Atom 1.0", ""),
        ("Harbour Wire – All stories", ""),
        ("Somebody's Blog", ""),
    ],
)
def test_the_section_a_title_names(title: str, section: str) -> None:
    assert topic(title, "Harbour Wire") == section
    assert topic(title, "") == ""


def test_comments_are_told_by_title_or_address() -> None:
    assert is_about_comments(Link("http://x.example/?feed=comments-rss2"))
    assert is_about_comments(Link("http://x.example/a", "Comments on: Ferry pact"))
    assert not is_about_comments(Link("http://x.example/commentary/feed", "Commentary"))


def test_same_site() -> None:
    assert same_site("http://www.a.example/x", "https://a.example:8000/")
    assert same_site("http://feeds.a.example/x", "https://www.a.example/")
    assert not same_site("http://ba.example/", "http://a.example/")
    assert not same_site("", "")


@given(
    st.binary(max_size=2_000), st.sampled_from(["", "utf-8", "utf-16", "windows-1251", "nonsense", "rot13"])
)
def test_any_bytes_are_a_page(body: bytes, charset: str) -> None:
    read_page(body, "http://news.example/", charset)


@given(
    st.lists(
        st.sampled_from(["<link", "<a", " href=", "'", '"', ">", "<base", "rel=alternate", "//[", "\x00"])
    )
)
def test_any_markup_is_a_page(parts: list[str]) -> None:
    found = read_page("".join(parts).encode(), "http://news.example/")
    by_topic(found, found.alternates)


def test_a_deep_and_a_wide_page_are_read_in_bounds() -> None:
    deep = b"<div>" * 100_000 + link("/feed.rss").encode()
    read_page(deep, "http://news.example/")
    wide = link("/feed.rss").encode() + b"<a href=/x>" * 100_000
    assert len(read_page(wide, "http://news.example/").alternates) == 1
