"""What a page says to machines about its discussion."""

from __future__ import annotations

from tui.articles.announcements import MOST, announcements_in_header
from tui.articles.extract import extract_article
from tui.model import Announcement

TEXT = "<article><h1>The pact</h1>" + "<p>The two cities signed it after a long night of talks.</p>" * 6


def announced(head: str, below: str = "") -> list[tuple[str, str]]:
    page = f"<html><head><title>The pact</title>{head}</head><body>{TEXT}</article>{below}</body></html>"
    article = extract_article(page.encode(), "https://a.example/2026/pact/")
    return [(one.rel, one.url) for one in article.announced]


def test_wordpress_links_are_kept_absolute() -> None:
    head = (
        "<link rel='https://api.w.org/' href='/wp-json/'><link rel=shortlink href='/?p=7'>"
        "<link rel=alternate title=JSON type='application/json' href='/wp-json/wp/v2/posts/7'>"
        "<link rel=stylesheet href='/style.css'>"
    )
    assert announced(head) == [
        ("https://api.w.org/", "https://a.example/wp-json/"),
        ("shortlink", "https://a.example/?p=7"),
        ("alternate json", "https://a.example/wp-json/wp/v2/posts/7"),
    ]


def test_isso_says_where_it_is_and_what_the_thread_is_called() -> None:
    script = "<script data-isso='//talk.a.example/' src='//talk.a.example/js/embed.min.js'></script>"
    place = "<section id=isso-thread data-isso-id='/pact'></section>"
    assert announced("", script + place) == [
        ("data-isso", "https://talk.a.example/"),
        ("data-isso-id", "/pact"),
    ]


def test_isso_without_an_address_is_where_its_script_is() -> None:
    assert announced("<script src='/isso/js/embed.min.js'></script>") == [
        ("data-isso", "https://a.example/isso/")
    ]
    assert announced("<script src='/player/js/embed.min.js'></script>") == []


def test_a_script_is_no_address() -> None:
    assert announced("<link rel='https://api.w.org/' href='javascript:alert(1)'>") == []


def test_many_announcements_are_few() -> None:
    links = "".join(f"<link rel=shortlink href='/?p={n}'>" for n in range(1000))
    assert len(announced(links)) == MOST


def test_the_link_header_says_the_same() -> None:
    value = (
        '<https://a.example/wp-json/>; rel="https://api.w.org/", '
        '<https://a.example/wp-json/wp/v2/posts/7>; rel="alternate"; title="JSON"; type="application/json", '
        "</?p=7>; rel=shortlink, <broken"
    )
    assert announcements_in_header(value, "https://a.example/2026/pact/") == (
        Announcement("https://api.w.org/", "https://a.example/wp-json/"),
        Announcement("alternate json", "https://a.example/wp-json/wp/v2/posts/7"),
        Announcement("shortlink", "https://a.example/?p=7"),
    )
