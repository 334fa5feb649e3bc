"""What lists the site for machines: OPML, news sitemap, robots.txt."""

from __future__ import annotations

from tui.newsroom.content import Desk
from tui.newsroom.elements import Markup, element, xml_document
from tui.newsroom.site import NAME, Site, feed_title, folder

SITEMAP_MOST = 1000


def opml(site: Site) -> bytes:
    """Every section's feed, a folder a section (OPML 2.0)."""
    folders = [
        element("outline", {"text": desk.name, "description": desk.description}, _outline(site, desk))
        for desk in site.issue.desks
    ]
    return xml_document(
        element(
            "opml",
            {"version": "2.0"},
            element("head", None, element("title", None, NAME)),
            element("body", None, *folders),
        )
    )


def _outline(site: Site, desk: Desk) -> Markup:
    return element(
        "outline",
        {
            "type": "rss",
            "text": feed_title(desk),
            "title": feed_title(desk),
            "description": desk.description,
            "language": desk.language,
            "xmlUrl": f"{site.base}{folder(desk)}feed.rss",
            "htmlUrl": site.base + folder(desk),
        },
    )


def news_sitemap(site: Site) -> bytes:
    """The newest stories in the news sitemap schema."""
    urls = []
    for one in site.issue.dispatches[:SITEMAP_MOST]:
        publication = element(
            "news:publication",
            None,
            element("news:name", None, NAME),
            element("news:language", None, one.desk.language),
        )
        news = element(
            "news:news",
            None,
            publication,
            element("news:publication_date", None, one.published.isoformat()),
            element("news:title", None, one.draft.title),
        )
        urls.append(element("url", None, element("loc", None, site.base + one.path), news))
    return xml_document(
        element(
            "urlset",
            {
                "xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9",
                "xmlns:news": "http://www.google.com/schemas/sitemap-news/0.9",
            },
            *urls,
        )
    )


def robots(site: Site) -> bytes:
    """robots.txt (RFC 9309), naming the sitemap."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {site.base}/news-sitemap.xml\n".encode()
