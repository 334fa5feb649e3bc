"""What a page says of itself to machines: schema.org in JSON-LD 1.1."""

from __future__ import annotations

from typing import Any

from tui.newsroom.press import Dispatch
from tui.newsroom.prose import plain
from tui.newsroom.site import NAME, Site, comments_anchor, folder, picture_path


def news_article(site: Site, one: Dispatch) -> dict[str, Any]:
    """The story as a schema.org NewsArticle."""
    draft, url = one.draft, site.base + one.path
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": f"{url}#article",
        "mainEntityOfPage": {"@type": "WebPage", "@id": url},
        "headline": draft.title,
        "description": draft.summary,
        "datePublished": one.published.isoformat(),
        "dateModified": one.updated.isoformat(),
        "author": [{"@type": "Person", "name": draft.author}],
        "publisher": {"@type": "NewsMediaOrganization", "name": NAME, "url": f"{site.base}/"},
        "articleSection": one.desk.name,
        "dateline": draft.dateline,
        "keywords": list(draft.tags),
        "inLanguage": one.desk.language,
        "isAccessibleForFree": True,
        "articleBody": plain(draft.body),
        "commentCount": len(one.comments),
        "discussionUrl": site.base + comments_anchor(one),
    }
    if draft.photo:
        data["image"] = [_image(site, one)]
    return data


def _image(site: Site, one: Dispatch) -> dict[str, Any]:
    photo = one.draft.photo
    assert photo is not None
    return {
        "@type": "ImageObject",
        "url": site.base + picture_path(photo.name),
        "width": 960,
        "height": 540,
        "caption": photo.caption,
        "creditText": photo.credit,
        "creator": {"@type": "Person", "name": photo.photographer},
        "copyrightNotice": photo.agency,
        "acquireLicensePage": f"{site.base}/archive/{photo.name}",
        "dateCreated": one.pictured.date().isoformat(),
    }


def breadcrumb_list(site: Site, one: Dispatch) -> dict[str, Any]:
    """Where the page stands in the site, as a schema.org BreadcrumbList."""
    steps = [(NAME, "/"), (one.desk.name, folder(one.desk)), (one.draft.title, one.path)]
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": at, "name": name, "item": site.base + path}
            for at, (name, path) in enumerate(steps, 1)
        ],
    }
