"""The feeds of a section or of everything: RSS 2.0, Atom (RFC 4287), JSON Feed 1.1."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from tui.newsroom.content import Desk
from tui.newsroom.elements import Markup, element, join, xml_document
from tui.newsroom.press import Dispatch
from tui.newsroom.prose import paragraphs
from tui.newsroom.site import DESCRIPTION, Site, comments_anchor, feed_title, folder, picture_path
from tui.newsroom.words import words

ENTRIES = 100
PARAGRAPHS = 2  # of a story's text that its feeds give
RSS_NAMESPACES = {
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:slash": "http://purl.org/rss/1.0/modules/slash/",
    "xmlns:wfw": "http://wellformedweb.org/CommentAPI/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:thr": "http://purl.org/syndication/thread/1.0",
}
ATOM_NAMESPACES = {
    "xmlns": "http://www.w3.org/2005/Atom",
    "xmlns:thr": "http://purl.org/syndication/thread/1.0",
}


def rss(site: Site, desk: Desk | None) -> bytes:
    """RSS 2.0 with content, comment counts and comment feeds."""
    stories = site.issue.of(desk)[:ENTRIES]
    channel = element(
        "channel",
        None,
        element("title", None, feed_title(desk)),
        element("link", None, site.base + folder(desk)),
        element("description", None, desk.description if desk else DESCRIPTION),
        element("language", None, desk.language if desk else "en"),
        element("lastBuildDate", None, format_datetime(last_change(site, stories), usegmt=True)),
        _self_link(site.base + folder(desk) + "feed.rss", "application/rss+xml"),
        *(_item(site, one) for one in stories),
    )
    return xml_document(element("rss", {"version": "2.0", **RSS_NAMESPACES}, channel))


def _self_link(href: str, kind: str) -> Markup:
    return element("atom:link", {"rel": "self", "type": kind, "href": href})


def _item(site: Site, one: Dispatch) -> Markup:
    draft = one.draft
    parts = [
        element("title", None, draft.title),
        element("link", None, site.base + one.path),
        element("guid", {"isPermaLink": "false"}, one.id),
        element("pubDate", None, format_datetime(one.published, usegmt=True)),
        element("dc:creator", None, draft.author),
        *(element("category", None, tag) for tag in draft.tags),
        element("description", None, draft.summary),
        element("content:encoded", None, str(opening(site, one))),
        element("comments", None, site.base + comments_anchor(one)),
        element("wfw:commentRss", None, f"{site.base}{one.path}/comments.rss"),
        element("slash:comments", None, str(len(one.comments))),
    ]
    if draft.photo:
        url = site.base + picture_path(draft.photo.name)
        picture = {"url": url, "medium": "image", "type": "image/png", "width": "960", "height": "540"}
        parts.append(
            element(
                "media:content",
                picture,
                element("media:description", None, draft.photo.caption),
                element("media:credit", None, draft.photo.credit),
            )
        )
    return element("item", None, *parts)


def opening(site: Site, one: Dispatch) -> Markup:
    """What a feed gives of a story's text: its summary and first paragraphs."""
    said = words(one.desk.language)
    more = element("a", {"href": site.base + one.path}, said.continue_reading)
    return join(
        [
            element("p", None, element("strong", None, one.draft.summary)),
            *paragraphs(one.draft.body, PARAGRAPHS, site.links(site.base)),
            element("p", None, more),
        ]
    )


def atom(site: Site, desk: Desk | None) -> bytes:
    """Atom 1.0 with replies (RFC 4685)."""
    stories = site.issue.of(desk)[:ENTRIES]
    address = site.base + folder(desk)
    return xml_document(
        element(
            "feed",
            {**ATOM_NAMESPACES, "xml:lang": desk.language if desk else "en"},
            element("id", None, f"tag:newsroom.example,2026:section/{desk.id if desk else 'all'}"),
            element("title", None, feed_title(desk)),
            element("subtitle", None, desk.description if desk else DESCRIPTION),
            element("updated", None, last_change(site, stories).isoformat()),
            element("link", {"rel": "self", "type": "application/atom+xml", "href": f"{address}feed.atom"}),
            element("link", {"rel": "alternate", "type": "text/html", "href": address}),
            *(_entry(site, one) for one in stories),
        )
    )


def _entry(site: Site, one: Dispatch) -> Markup:
    draft, count = one.draft, len(one.comments)
    replies = {
        "rel": "replies",
        "type": "application/atom+xml",
        "href": f"{site.base}{one.path}/comments.atom",
        "thr:count": str(count),
        "thr:updated": one.discussed.isoformat(),
    }
    parts = [
        element("id", None, one.id),
        element("title", None, draft.title),
        element("link", {"rel": "alternate", "type": "text/html", "href": site.base + one.path}),
        element("link", replies),
        element("published", None, one.published.isoformat()),
        element("updated", None, one.updated.isoformat()),
        element("author", None, element("name", None, draft.author)),
        *(element("category", {"term": tag}) for tag in draft.tags),
        element("summary", None, draft.summary),
        element("content", {"type": "html", "xml:lang": one.desk.language}, str(opening(site, one))),
        element("thr:total", None, str(count)),
    ]
    if draft.photo:
        href = site.base + picture_path(draft.photo.name)
        parts.append(element("link", {"rel": "enclosure", "type": "image/png", "href": href}))
    return element("entry", None, *parts)


def json_feed(site: Site, desk: Desk | None) -> bytes:
    """JSON Feed 1.1."""
    address = site.base + folder(desk)
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed_title(desk),
        "description": desk.description if desk else DESCRIPTION,
        "home_page_url": address,
        "feed_url": f"{address}feed.json",
        "language": desk.language if desk else "en",
        "items": [_json_item(site, one) for one in site.issue.of(desk)[:ENTRIES]],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def _json_item(site: Site, one: Dispatch) -> dict[str, Any]:
    draft = one.draft
    item: dict[str, Any] = {
        "id": one.id,
        "url": site.base + one.path,
        "title": draft.title,
        "summary": draft.summary,
        "content_html": str(opening(site, one)),
        "date_published": one.published.isoformat(),
        "date_modified": one.updated.isoformat(),
        "authors": [{"name": draft.author}],
        "tags": list(draft.tags),
        "language": one.desk.language,
    }
    if draft.photo:
        item["image"] = site.base + picture_path(draft.photo.name)
    return item


def comments_rss(site: Site, one: Dispatch) -> bytes:
    """A story's comments as RSS 2.0, answers marked as RFC 4685 has it."""
    items = []
    for comment in one.comments:
        number = comment.id.rpartition("/")[2]
        parts = [
            element("title", None, f"{words(one.desk.language).by} {comment.author}"),
            element("link", None, f"{site.base}{one.path}#{number}"),
            element("guid", {"isPermaLink": "false"}, comment.id),
            element("dc:creator", None, comment.author),
            element("pubDate", None, format_datetime(comment.posted, usegmt=True)),
            element("description", None, comment.text),
        ]
        if comment.parent:
            parts.append(element("thr:in-reply-to", {"ref": comment.parent}))
        items.append(element("item", None, *parts))
    channel = element(
        "channel",
        None,
        element("title", None, one.draft.title),
        element("link", None, site.base + comments_anchor(one)),
        element("description", None, one.draft.summary),
        element("language", None, one.desk.language),
        *items,
    )
    return xml_document(element("rss", {"version": "2.0", **RSS_NAMESPACES}, channel))


def comments_atom(site: Site, one: Dispatch) -> bytes:
    """A story's comments as Atom."""
    entries = []
    for comment in one.comments:
        answered = {"ref": comment.parent or one.id, "href": site.base + one.path}
        number = comment.id.rpartition("/")[2]
        entries.append(
            element(
                "entry",
                None,
                element("id", None, comment.id),
                element("title", None, comment.author),
                element("link", {"rel": "alternate", "href": f"{site.base}{one.path}#{number}"}),
                element("author", None, element("name", None, comment.author)),
                element("published", None, comment.posted.isoformat()),
                element("updated", None, comment.posted.isoformat()),
                element("content", {"type": "text"}, comment.text),
                element("thr:in-reply-to", answered),
            )
        )
    return xml_document(
        element(
            "feed",
            {**ATOM_NAMESPACES, "xml:lang": one.desk.language},
            element("id", None, f"{one.id}/comments"),
            element("title", None, one.draft.title),
            element("updated", None, one.discussed.isoformat()),
            element("link", {"rel": "self", "href": f"{site.base}{one.path}/comments.atom"}),
            *entries,
        )
    )


def last_change(site: Site, stories: Sequence[Dispatch]) -> datetime:
    """When the last of these stories changed or was commented on."""
    changes = (moment for one in stories for moment in (one.updated, one.discussed))
    return max(changes, default=site.issue.changed)
