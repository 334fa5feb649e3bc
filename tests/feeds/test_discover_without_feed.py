"""Discovery where there is no feed: news sitemaps and pages of headlines, and never before a feed."""

from __future__ import annotations

import gzip

import pytest

from tests.feeds.headlines import TITLES, section, slug
from tests.feeds.test_discover import Site, feed, link
from tests.net.rough_server import answer
from tui.feeds.failures import NotAFeed

PAGE = answer(section(), content_type="text/html; charset=utf-8")


def sitemap(*titles: str, language: str = "en") -> bytes:
    paper = f"<n:publication><n:name>Harbour Wire</n:name><n:language>{language}</n:language></n:publication>"
    urls = "".join(
        f"<url><loc>BASE/world/{slug(one)}</loc><n:news>{paper}<n:title>{one}</n:title>"
        "<n:publication_date>2026-11-24</n:publication_date></n:news></url>"
        for one in titles
    )
    return answer(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">{urls}</urlset>',
        content_type="application/xml",
    )


def index(*places: str) -> bytes:
    inner = "".join(f"<sitemap><loc>{place}</loc></sitemap>" for place in places)
    return answer(f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{inner}</sitemapindex>")


def test_a_feed_is_always_preferred() -> None:
    with_link = answer(section(head=link("/w.rss")), content_type="text/html")
    routes = {
        "/": with_link,
        "/world/": with_link,
        "/w.rss": feed("Wire"),
        "/news-sitemap.xml": sitemap(*TITLES),
    }
    for typed in ("{url}/", "{url}/world/"):
        site = Site(routes, typed)
        assert site.feeds == ["/w.rss"]
        assert [one.kind for one in site.found] == [""]
        assert "/robots.txt" not in site.paths
    assert Site({"/world/": PAGE, "/feed": feed("Wire")}, "{url}/world/").feeds == ["/feed"]


def test_a_section_page_is_its_own_source() -> None:
    site = Site({"/world/": PAGE, "/news-sitemap.xml": sitemap("Another story of that day")}, "{url}/world/")
    (found,) = site.found
    assert (found.url, found.title) == (f"{site.base}/world/", "World | Harbour Wire")
    assert (found.format, found.kind) == ("page-links", "no feed: headlines of the page")
    assert found.feed is not None
    assert [one.title for one in found.feed.entries] == list(TITLES)


def test_a_soft_404_is_no_feed() -> None:
    site = Site({"/world/": PAGE, "/feed": PAGE, "/rss.xml": PAGE, "/index.xml": PAGE}, "{url}/world/")
    assert site.feeds == ["/world/"]


def test_a_front_gives_the_news_sitemap_that_robots_names() -> None:
    robots = answer("User-agent: *\nsitemap: BASE/s/news.xml\nSITEMAP:BASE/s/pages.xml\n")
    site = Site({"/": PAGE, "/robots.txt": robots, "/s/news.xml": sitemap(*TITLES)})
    (found,) = site.found
    assert (found.url, found.title) == (f"{site.base}/s/news.xml", "Harbour Wire")
    assert (found.format, found.kind) == ("sitemap-news", "no feed: news sitemap")
    assert "/s/pages.xml" not in site.paths


def test_indexes_are_followed_to_what_has_news() -> None:
    routes = {
        "/": answer("<!doctype html><p>Welcome</p>"),
        "/robots.txt": answer("Sitemap: BASE/all.xml"),
        "/all.xml": index("/image-sitemap.xml", "/old-2019-01.xml", "/inner.xml"),
        "/inner.xml": index("/news-en.xml.gz", "/news-fr.xml", "/news-again.xml", "/all.xml"),
        "/news-en.xml.gz": answer(gzip.compress(sitemap(*TITLES).partition(b"\r\n\r\n")[2])),
        "/news-fr.xml": sitemap("Le pacte des ferries est conclu", language="fr"),
        "/news-again.xml": sitemap("Le pacte des ferries est conclu", language="fr"),
    }
    site = Site(routes)
    assert [(one.url.removeprefix(site.base), one.title) for one in site.found] == [
        ("/news-en.xml.gz", "Harbour Wire (en)"),
        ("/news-fr.xml", "Harbour Wire (fr)"),
    ]
    assert "/image-sitemap.xml" not in site.paths


def test_the_usual_places_then_the_page() -> None:
    routes = {"/": PAGE, "/sitemap.xml": index("/x/news.xml"), "/x/news.xml": sitemap(*TITLES)}
    assert Site(routes).feeds == ["/x/news.xml"]
    assert Site({"/": PAGE}).feeds == ["/"]
    assert Site({"/": PAGE, "/news-sitemap.xml": sitemap()}).feeds == ["/"]


def test_the_address_of_a_sitemap_or_of_an_index() -> None:
    routes = {"/n.xml": sitemap(*TITLES), "/i.xml": index("/n.xml")}
    assert Site(routes, "{url}/n.xml").feeds == ["/n.xml"]
    assert Site(routes, "{url}/i.xml").feeds == ["/n.xml"]


def test_robots_that_name_thousands_or_nonsense() -> None:
    robots = answer(
        "".join(f"Sitemap: BASE/s{n}.xml\n" for n in range(5_000)) + "Sitemap: file:///x\nSitemap: //[\n"
    )
    with pytest.raises(NotAFeed, match="no list of headlines"):
        Site({"/": answer("<!doctype html><p>Welcome</p>"), "/robots.txt": robots})


def test_an_article_is_not_offered() -> None:
    prose = "<p>" + "The two cities have shared a sound for as long as anybody remembers. " * 40 + "</p>"
    article = section().replace(b"<h1>World</h1>", f"<h1>{TITLES[0]}</h1>{prose}".encode())
    with pytest.raises(NotAFeed):
        Site({"/world/pact": answer(article, content_type="text/html")}, "{url}/world/pact")
