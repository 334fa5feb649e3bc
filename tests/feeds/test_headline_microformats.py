"""h-feed and h-entry pages, and the older hentry of blogs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.feeds.headlines import TITLES, URL, page, slug
from tui.feeds.failures import NotAFeed
from tui.feeds.parse import parse_feed
from tui.model import ParsedFeed


def parse(*body: str) -> ParsedFeed:
    return parse_feed(page(*body), URL, "text/html")


def entry(title: str, inside: str = "", cls: str = "h-entry") -> str:
    return f'<div class="{cls}"><a class="u-url p-name" href="/{slug(title)}">{title}</a>{inside}</div>'


def test_an_entry_and_all_its_properties() -> None:
    inside = """<a class="u-uid" href="https://news.example/id/1"></a>
      <time class="dt-published" datetime="2026-11-24T10:00:00+01:00">now</time>
      <span class="dt-updated"><time datetime="2026-11-24 12:00:00+0000"></time></span>
      <span class="p-author h-card"><img alt="" src="/ana.jpg"><a class="p-name u-url"
      href="/ana">Ana Ruiz</a></span>
      <a class="p-category" href="/tag/ferry">ferry</a><p class="p-summary">In <b>short</b>.</p>
      <div class="e-content"><p>In full, <a href="/x">with a link</a>.</p></div>
      <img class="u-photo" src="/f.jpg">"""
    feed = parse(f'<div class="h-feed"><h1 class="p-name">World desk</h1>{entry(TITLES[0], inside)}</div>')
    (one,) = feed.entries
    assert (feed.format, feed.title) == ("page-hentry", "World desk")
    assert (one.title, one.url, one.id) == (
        TITLES[0],
        f"https://news.example/{slug(TITLES[0])}",
        "https://news.example/id/1",
    )
    assert one.published == datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert one.updated == datetime(2026, 11, 24, 12, tzinfo=UTC)
    assert (one.author, one.categories, one.summary) == ("Ana Ruiz", ("ferry",), "In short.")
    assert "with a link" in one.html
    assert one.image == "https://news.example/f.jpg"


def test_a_note_without_a_name_has_no_headline_made_of_its_whole_text() -> None:
    notes = "".join(
        f'<li class="h-entry"><p class="e-content">Note {n} says a lot.</p>'
        f'<a class="u-url" href="/n/{n}">#</a></li>'
        for n in range(3)
    )
    feed = parse(f'<ul class="h-feed">{notes}</ul>')
    assert [(one.title, one.summary) for one in feed.entries] == [
        ("", f"Note {n} says a lot.") for n in range(3)
    ]


def test_the_older_hentry_of_blogs() -> None:
    posts = "".join(
        f'<article class="post hentry"><h2 class="entry-title">'
        f'<a rel="bookmark" href="/{slug(one)}">{one}</a></h2>'
        '<abbr class="published" title="2026-11-24T09:00:00Z">today</abbr>'
        '<div class="entry-content"><p>What it says.</p></div></article>'
        for one in TITLES[:2]
    )
    bare = f'<li class="wp-block-post hentry"><h2><a href="/{slug(TITLES[2])}">{TITLES[2]}</a></h2></li>'
    feed = parse(f'<main class="hfeed h-auto">{posts}{bare}</main>')
    assert [one.title for one in feed.entries] == list(TITLES[:3])
    assert feed.entries[0].published == datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_entries_in_entries_and_in_asides_are_not_the_pages_own() -> None:
    reply = entry("A reply to that very story")
    aside = f"<aside>{entry('Something the others have read')}</aside>"
    feed = parse(entry(TITLES[0], reply), entry(TITLES[1]), aside)
    assert [one.title for one in feed.entries] == list(TITLES[:2])


def test_the_page_of_an_entry_is_no_list() -> None:
    own = f'<article class="h-entry"><a class="u-url p-name" href="{URL}">{TITLES[0]}</a></article>'
    with pytest.raises(NotAFeed, match="is an article"):
        parse(own, entry(TITLES[1]))
    with pytest.raises(NotAFeed):
        parse(entry(TITLES[0]))
    with pytest.raises(NotAFeed):
        parse('<div class="h-entry">No address</div>' * 3)


def test_hostile_entries_are_cleaned_and_bounded() -> None:
    many = "".join(entry(f"Story of number {n} \u202e").replace('-\u202e"', '"') for n in range(2_000))
    entries = parse(many).entries
    assert len(entries) == 500
    assert entries[0].title == "Story of number 0"
    deep = '<div class="h-entry">' * 5_000
    with pytest.raises(NotAFeed):
        parse(deep)
