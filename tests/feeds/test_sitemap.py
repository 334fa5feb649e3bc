"""News sitemaps: what they give, what is none, and what hostile ones cost."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.feeds.failures import EmptyAnswer, NotAFeed
from tui.feeds.parse import parse_feed
from tui.feeds.sitemap import MOST_BYTES, MOST_STORIES, is_sitemap, listed_sitemaps, unpacked
from tui.model import Failure, ParsedFeed

URL = "https://news.example/sitemaps/news.xml"
PLAIN = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
SPACES = f'{PLAIN} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def story(loc: str, title: str, date: str = "2026-11-24T10:00:00+01:00", more: str = "") -> str:
    return f"""<url><loc>{loc}</loc><news:news>
      <news:publication><news:name>Harbour Wire</news:name><news:language>en</news:language>
      </news:publication>
      <news:publication_date>{date}</news:publication_date><news:title>{title}</news:title></news:news>{more}</url>"""


def sitemap(*urls: str, head: str = "<?xml version='1.0' encoding='UTF-8'?>", spaces: str = SPACES) -> bytes:
    return f"{head}<urlset {spaces}>{''.join(urls)}</urlset>".encode()


def parse(data: bytes, content_type: str = "application/xml") -> ParsedFeed:
    return parse_feed(data, URL, content_type)


def test_stories_with_titles_addresses_and_moments() -> None:
    feed = parse(
        sitemap(
            story("https://news.example/a", "Ferry pact &amp; what it changes"),
            story("/b", "<![CDATA[Паром: соглашение]]>", "2026-11-25"),
            story("https://news.example/c", "No date at all", "soon"),
            story("https://news.example/d", "Minutes only", "2026-11-24T08:30Z"),
        )
    )
    assert (feed.format, feed.title, feed.language, feed.site_url) == (
        "sitemap-news",
        "Harbour Wire",
        "en",
        "https://news.example/",
    )
    assert [(one.title, one.url, one.published) for one in feed.entries] == [
        ("Паром: соглашение", "https://news.example/b", datetime(2026, 11, 25, tzinfo=UTC)),
        (
            "Ferry pact & what it changes",
            "https://news.example/a",
            datetime(2026, 11, 24, 9, tzinfo=UTC),
        ),
        ("Minutes only", "https://news.example/d", datetime(2026, 11, 24, 8, 30, tzinfo=UTC)),
        ("No date at all", "https://news.example/c", None),
    ]


def test_extensions_beside_the_news() -> None:
    more = (
        "<lastmod>2026-11-24T12:00:00Z</lastmod>"
        '<i:image xmlns:i="http://www.google.com/schemas/sitemap-image/1.1">'
        "<i:loc>https://img.example/a.jpg</i:loc><i:title>A picture's own title</i:title></i:image>"
    )
    (entry,) = parse(sitemap(story("/a", "Ferry pact signed", more=more))).entries
    assert (entry.title, entry.image) == ("Ferry pact signed", "https://img.example/a.jpg")
    assert entry.updated == datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_prefixes_stylesheets_and_comments_do_not_hide_it() -> None:
    head = "\ufeff<?xml version='1.0'?>\n<?xml-stylesheet type='text/xsl' href='x.xsl'?><!-- by a plugin -->"
    assert parse(sitemap(story("/a", "Ferry pact signed"), head=head)).format == "sitemap-news"
    document = (
        sitemap(story("/a", "Ferry pact signed")).replace(b"<url", b"<s:url").replace(b"</url", b"</s:url")
    )
    document = (
        document.replace(b"<loc", b"<s:loc").replace(b"</loc", b"</s:loc").replace(b'xmlns="', b'xmlns:s="')
    )
    assert parse(document).entries[0].url == "https://news.example/a"


def test_packed_ones_are_unpacked() -> None:
    packed = gzip.compress(sitemap(*(story(f"/{n}", f"Ferry pact, part {n}") for n in range(50))))
    assert len(parse(packed, "application/gzip").entries) == 50
    assert parse(packed[:-9]).entries
    with pytest.raises(NotAFeed):
        parse(b"\x1f\x8b" + b"\x00" * 100)
    with pytest.raises(EmptyAnswer):
        parse(gzip.compress(b""))


def test_a_bomb_is_unpacked_to_its_bound() -> None:
    assert len(unpacked(gzip.compress(b" " * (MOST_BYTES + 10**7)))) == MOST_BYTES


def test_addresses_without_titles_are_no_source() -> None:
    plain = (
        f"<urlset {PLAIN}><url><loc>https://news.example/a</loc><lastmod>2026-11-24</lastmod></url></urlset>"
    )
    with pytest.raises(NotAFeed, match="without headlines") as caught:
        parse(plain.encode())
    assert "news sitemap" in caught.value.next_step


def test_a_news_sitemap_may_be_empty_for_a_while() -> None:
    feed = parse(sitemap())
    assert (feed.format, feed.entries) == ("sitemap-news", ())
    with pytest.raises(NotAFeed):
        parse(b"<urlset " + SPACES.encode() + b"><url></wrong>")


def test_an_index_names_its_sitemaps_the_lately_changed_first() -> None:
    index = (
        f"<sitemapindex {PLAIN}><sitemap><loc>/old.xml</loc><lastmod>2025-01-01</lastmod></sitemap>"
        "<sitemap><loc>/new.xml</loc><lastmod>2026-11-24</lastmod></sitemap>"
        "<sitemap><loc>javascript:alert(1)</loc></sitemap></sitemapindex>"
    ).encode()
    assert listed_sitemaps(index, URL) == ["https://news.example/new.xml", "https://news.example/old.xml"]
    with pytest.raises(NotAFeed, match="lists other sitemaps"):
        parse(index)
    assert listed_sitemaps(sitemap(story("/a", "Ferry pact signed")), URL) == []


def test_a_feed_that_speaks_of_sitemaps_is_a_feed() -> None:
    feed = parse(b"<rss version='2.0'><!-- <urlset> --><channel><title>urlset</title></channel></rss>")
    assert feed.format == "rss20"


def test_hostile_titles_and_addresses() -> None:
    feed = parse(
        sitemap(
            story("/a", "Ferry \u202epact\u0085 &lt;b&gt;signed&lt;/b&gt;"),
            story("javascript:alert(1)", "A script"),
            story("/long", "word " * 10_000),
            story("/blank", " \u200b "),
            story("", "Nowhere to go"),
        )
    )
    assert [(one.url, len(one.title) <= 1_000) for one in feed.entries] == [
        ("https://news.example/a", True),
        ("https://news.example/long", True),
    ]
    assert feed.entries[0].title == "Ferry pact <b>signed</b>"


def test_entities_do_not_grow_and_nothing_outside_is_loaded() -> None:
    entities = '<!ENTITY a "ha ha ha ha ha ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    stories = story("/a", "Ferry &j; pact signed"), story("/b", "Second &x; story")
    with pytest.raises(NotAFeed):
        parse(sitemap(*stories, head=f"<!DOCTYPE urlset [{entities}]>"))
    head = "<!DOCTYPE urlset [<!ENTITY x SYSTEM 'file:///etc/passwd'><!ENTITY j 'harmless'>]>"
    titles = [one.title for one in parse(sitemap(*stories, head=head)).entries]
    assert len(titles) == 2
    assert not any("root" in title for title in titles)


def test_the_newest_thousand_of_a_large_one() -> None:
    urls = (
        story(f"/{n}", f"Ferry pact, part {n}", f"2026-{1 + n % 12:02}-{1 + n % 28:02}T{n % 24:02}:00:00Z")
        for n in range(5_000)
    )
    entries = parse(sitemap(*urls)).entries
    assert len(entries) == MOST_STORIES
    moments = [one.published for one in entries if one.published]
    assert moments == sorted(moments, reverse=True)
    assert moments[-1] >= datetime(2026, 10, 1, tzinfo=UTC)


def test_what_is_cut_off_gives_what_came_before() -> None:
    whole = sitemap(story("/a", "Ferry pact signed"), story("/b", "Second story"))
    assert [one.url for one in parse(whole[: whole.index(b"/b")]).entries] == ["https://news.example/a"]


def test_deep_and_wide_ones_are_read_in_bounds() -> None:
    deep = sitemap(story("/a", "Ferry pact signed"), "<url>" + "<x>" * 10_000)
    assert [one.title for one in parse(deep).entries] == ["Ferry pact signed"]
    wide = sitemap("<url>" + "<x/>" * 200_000 + "</url>", story("/a", "Ferry pact signed"))
    assert [one.title for one in parse(wide).entries] == ["Ferry pact signed"]


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["<urlset>", "<url>", "</url>", "<loc>", "/a", "<news:title>", "&x;", "<!--", "]]>"])
    )
)
def test_any_markup_is_a_sitemap_or_none(parts: list[str]) -> None:
    data = ("<urlset>" + "".join(parts)).encode()
    assert is_sitemap(data)
    with pytest.raises(Failure):
        parse(data)
