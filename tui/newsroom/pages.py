"""What stands at each address of the site: the path, and what makes its body."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tui.newsroom import directories, listing_pages, pictures, story_page, syndication
from tui.newsroom.content import Desk
from tui.newsroom.press import Dispatch
from tui.newsroom.site import Site

HTML = "text/html; charset=utf-8"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Page:
    """A body with its media type, and when it last changed where that is known."""

    body: bytes
    kind: str = HTML
    changed: datetime | None = None
    status: int = 200


_FEEDS: Mapping[str, tuple[str, Callable[[Site, Desk | None], bytes]]] = {
    "feed.rss": ("application/rss+xml; charset=utf-8", syndication.rss),
    "feed.atom": ("application/atom+xml; charset=utf-8", syndication.atom),
    "feed.json": ("application/feed+json; charset=utf-8", syndication.json_feed),
}
_COMMENTS: Mapping[str, tuple[str, Callable[[Site, Dispatch], bytes]]] = {
    "comments.rss": ("application/rss+xml; charset=utf-8", syndication.comments_rss),
    "comments.atom": ("application/atom+xml; charset=utf-8", syndication.comments_atom),
}


def page_at(site: Site, path: str, query: Mapping[str, str]) -> Page:
    """The page at a path; the one that says there is none, with status 404, elsewhere."""
    parts = path.strip("/").split("/")
    kind, rest = parts[0], parts[1:]
    maker = _MAKERS.get(kind)
    page = maker(site, rest, query) if maker else _feed(site, None, parts)
    return page or Page(listing_pages.not_found_page(site, path), status=404)


def _front(site: Site, rest: list[str], query: Mapping[str, str]) -> Page | None:
    return Page(listing_pages.front_page(site), changed=site.issue.changed) if not rest else None


def _section(site: Site, rest: list[str], query: Mapping[str, str]) -> Page | None:
    desk = site.issue.desk(rest[0]) if rest else None
    if desk is None:
        return None
    if len(rest) == 1:
        return Page(listing_pages.section_page(site, desk), changed=site.issue.changed)
    return _feed(site, desk, rest[1:])


def _feed(site: Site, desk: Desk | None, rest: list[str]) -> Page | None:
    found = _FEEDS.get(rest[0]) if len(rest) == 1 else None
    if found is None:
        return None
    changed = syndication.last_change(site, site.issue.of(desk)[: syndication.ENTRIES])
    return Page(found[1](site, desk), found[0], changed)


def _story(site: Site, rest: list[str], query: Mapping[str, str]) -> Page | None:
    one = site.issue.story(rest[0]) if rest else None
    if one is None:
        return None
    if len(rest) == 1:
        return Page(story_page.story_page(site, one))
    found = _COMMENTS.get(rest[1]) if len(rest) == 2 else None
    return Page(found[1](site, one), found[0], one.discussed) if found else None


def _picture(site: Site, rest: list[str], query: Mapping[str, str]) -> Page | None:
    width = int(rest[0]) if len(rest) == 2 and rest[0].isdecimal() else 960
    found = site.issue.picture(rest[-1].removesuffix(".png")) if rest else None
    if found is None or width not in pictures.SCALES:
        return None
    photo, _one = found
    return Page(pictures.picture(photo.name, photo.scene, width), "image/png")


def _archive(site: Site, rest: list[str], query: Mapping[str, str]) -> Page | None:
    found = site.issue.picture(rest[0]) if len(rest) == 1 else None
    return Page(listing_pages.archive_page(site, found[1])) if found else None


def _service(site: Site, rest: list[str], query: Mapping[str, str]) -> Page | None:
    body = listing_pages.service_page(site, rest[0]) if len(rest) == 1 else None
    return Page(body) if body else None


def _accounts(site: Site, rest: list[str], query: Mapping[str, str]) -> Page | None:
    """Where a program sends its reader to register, or for a password."""
    return _service(site, ["login"], query) if rest in ([], ["authorize-application.php"]) else None


def _well_known(site: Site, rest: list[str], query: Mapping[str, str]) -> Page | None:
    """The site is its own homeserver (Matrix, "Server discovery")."""
    return _json({"m.homeserver": {"base_url": site.base}}) if rest == ["matrix", "client"] else None


def _json(value: dict[str, Any]) -> Page:
    return Page(json.dumps(value, ensure_ascii=False).encode(), JSON)


def _document(body: Callable[[Site], bytes], kind: str) -> Callable[..., Page | None]:
    def make(site: Site, rest: list[str], query: Mapping[str, str]) -> Page | None:
        return Page(body(site), kind, site.issue.changed) if not rest else None

    return make


_MAKERS: Mapping[str, Callable[[Site, list[str], Mapping[str, str]], Page | None]] = {
    "": _front,
    "section": _section,
    "story": _story,
    "pictures": _picture,
    "archive": _archive,
    "service": _service,
    "wp-login.php": _accounts,
    "wp-admin": _accounts,
    ".well-known": _well_known,
    "opml.xml": _document(directories.opml, "text/x-opml; charset=utf-8"),
    "news-sitemap.xml": _document(directories.news_sitemap, "application/xml; charset=utf-8"),
    "robots.txt": _document(directories.robots, "text/plain; charset=utf-8"),
}
