"""Feeds as feedparser reads them: every format, every encoding, the ill-formed too.

feedparser runs without its sanitiser, since markup becomes blocks elsewhere, and
without rewriting links in markup unless the document moves their base.
"""

from __future__ import annotations

import io
import warnings
from typing import Any

from tui.entries import ParsedFeed
from tui.feeds import dates
from tui.feeds.parse_document import within_bounds
from tui.feeds.parse_entry import MAX_ENTRIES, Body, Draft, Media, entry_from, language_tag
from tui.feeds.parse_feed_facts import FeedFacts, feed_from

_PLAIN = {"text/plain", ""}


def parse_slowly(text: str, url: str) -> ParsedFeed | None:
    """The feed in a decoded document, None where feedparser sees none."""
    result = _feedparser_result(within_bounds(text), url)
    found, items = result["feed"], result["entries"]
    if not result["version"] and not items and not dict.get(found, "title"):
        return None
    facts = _facts(found, result["version"] or "")
    base = facts.base(url)
    language = language_tag(facts.language)
    entries = tuple(entry_from(_draft(item), base, language) for item in items[:MAX_ENTRIES])
    return feed_from(facts, entries, url)


def _feedparser_result(text: str, url: str) -> Any:
    import feedparser

    headers = {"content-type": "application/xml; charset=utf-8"}
    if url:
        headers["content-location"] = url
    data = b"<?xml version='1.0' encoding='utf-8'?>\n" + text.encode("utf-8", "replace")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own deprecations are no news to the reader
        return feedparser.parse(
            io.BytesIO(data),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris="base=" in text,
        )


def _facts(found: Any, version: str) -> FeedFacts:
    links = _dicts(found, "links")
    return FeedFacts(
        title=_body(found, "title"),
        site=_text(found, "link"),
        itself=next((_text(link, "href") for link in links if link.get("rel") == "self"), ""),
        description=_body(found, "subtitle"),
        language=_text(found, "language"),
        ttl=_text(found, "ttl"),
        update_period=_text(found, "sy_updateperiod"),
        update_frequency=_text(found, "sy_updatefrequency"),
        version=version,
    )


def _draft(item: Any) -> Draft:
    links = _dicts(item, "links")
    draft = Draft(
        title=_body(item, "title"),
        link=_text(item, "link"),
        id=_text(item, "id"),
        published=dates.from_parts(dict.get(item, "published_parsed")),
        updated=dates.from_parts(dict.get(item, "updated_parsed")),
        created=dates.from_parts(dict.get(item, "created_parsed")),
        # Without a detail the summary is feedparser's copy of the content.
        summary=_body(item, "summary") if _is_dict(item, "summary_detail") else None,
        contents=[
            Body(_text(one, "value"), _text(one, "type") not in _PLAIN) for one in _dicts(item, "content")
        ],
        authors=_authors(item),
        categories=[_text(tag, "label") or _text(tag, "term") for tag in _dicts(item, "tags")],
        comments_url=_text(item, "comments"),
        comments_feed=_text(item, "wfw_commentrss"),
        picture=_text(dict.get(item, "image"), "href"),
        language=_language(item),
    )
    _add_media(draft, item, links)
    _add_discussion(draft, item, links)
    return draft


def _add_media(draft: Draft, item: Any, links: list[Any]) -> None:
    draft.thumbnails = [_text(one, "url") for one in _dicts(item, "media_thumbnail")]
    draft.media = [
        Media(_text(one, "url"), _text(one, "type"), _text(one, "medium"))
        for one in _dicts(item, "media_content")
    ]
    draft.enclosures = [
        (_text(link, "href"), _text(link, "type"), _text(link, "length"))
        for link in links
        if link.get("rel") == "enclosure"
    ]


def _add_discussion(draft: Draft, item: Any, links: list[Any]) -> None:
    """The Atom Threading Extensions (RFC 4685), whatever prefix the document gives them."""
    replies = [link for link in links if link.get("rel") == "replies"]
    for link in replies:
        kind = _text(link, "type")
        if kind in {"application/atom+xml", "application/rss+xml"}:
            draft.comments_feed = draft.comments_feed or _text(link, "href")
        elif kind == "text/html":
            draft.comments_url = draft.comments_url or _text(link, "href")
    counts = [str(value) for link in replies for key, value in link.items() if key.endswith(":count")]
    draft.comment_count = _text(item, "slash_comments") or _text(item, "thr_total") or "".join(counts[:1])
    for key, value in item.items():
        if key.endswith("_in-reply-to") and isinstance(value, dict):
            draft.in_reply_to = _text(value, "ref")


def _authors(item: Any) -> list[str]:
    people = _dicts(item, "authors")
    named = [_text(person, "name") or _text(person, "email") for person in people]
    return named if any(named) else [_text(item, "author")]


def _language(item: Any) -> str:
    own = _text(item, "language")
    details = [dict.get(item, "title_detail"), dict.get(item, "summary_detail"), *_dicts(item, "content")]
    for detail in details:
        own = own or _text(detail, "language")
    return own


def _body(holder: Any, key: str) -> Body:
    text, detail = _text(holder, key), dict.get(holder, f"{key}_detail")
    if key != "title" and _text(detail, "value") != text:  # the detail is another, deeper element's
        return Body(text)
    return Body(text, _text(detail, "type") not in _PLAIN)


def _is_dict(holder: Any, key: str) -> bool:
    return isinstance(dict.get(holder, key), dict)


def _text(holder: Any, key: str) -> str:
    value = dict.get(holder, key) if isinstance(holder, dict) else None
    return value if isinstance(value, str) else ""


def _dicts(holder: Any, key: str) -> list[Any]:
    value = dict.get(holder, key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
