"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1), which feedparser 6 does not read."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from tui.entries import ParsedFeed
from tui.feeds import dates, failures
from tui.feeds.parse_entry import MAX_ENTRIES, Body, Draft, entry_from, language_tag
from tui.feeds.parse_feed_facts import FeedFacts, feed_from
from tui.locale import _

_VERSIONS = {"1": "json1", "1.1": "json11"}


def parse_json_feed(text: str, url: str) -> ParsedFeed:
    """The JSON Feed in ``text``. Raises ``NotAFeed`` with the reason and the place."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        place = _("line {line}, column {column}").format(line=error.lineno, column=error.colno)
        raise failures.broken_json(url, f"{error.msg} ({place})") from None
    except (RecursionError, ValueError):
        raise failures.broken_json(url, _("its JSON nests too deep or holds endless numbers")) from None
    if not isinstance(document, dict):
        raise failures.broken_json(url, _("its JSON is no object"))
    version, items = _string(document, "version"), document.get("items")
    if not isinstance(items, list) or ("jsonfeed" not in version and "title" not in document):
        raise failures.broken_json(url, _("its JSON is no JSON Feed"))
    return _feed(document, items, version, url)


def _feed(document: dict[str, Any], items: list[Any], version: str, url: str) -> ParsedFeed:
    facts = FeedFacts(
        title=Body(_string(document, "title"), False),
        site=_string(document, "home_page_url"),
        itself=_string(document, "feed_url"),
        description=Body(_string(document, "description"), False),
        language=_string(document, "language"),
        version=_VERSIONS.get(version.rstrip("/").rpartition("/")[2], "json"),
    )
    base, language = facts.base(url), language_tag(facts.language)
    shared = _names(document)
    drafts = (_draft(item, shared) for item in items[:MAX_ENTRIES] if isinstance(item, dict))
    return feed_from(facts, tuple(entry_from(draft, base, language) for draft in drafts), url)


def _draft(item: dict[str, Any], shared_authors: list[str]) -> Draft:
    contents = [Body(_string(item, "content_html")), Body(_string(item, "content_text"), False)]
    contents = [body for body in contents if body.value]
    summary = _string(item, "summary")
    return Draft(
        title=Body(_string(item, "title"), False),
        link=_string(item, "url") or _string(item, "external_url"),
        id=_identity(item),
        published=_date(item, "date_published"),
        updated=_date(item, "date_modified"),
        summary=Body(summary, False) if summary else None,
        contents=contents[:1],
        authors=_names(item) or shared_authors,
        categories=[tag for tag in _list(item, "tags") if isinstance(tag, str)],
        enclosures=[
            (_string(one, "url"), _string(one, "mime_type"), str(one.get("size_in_bytes", "")))
            for one in _list(item, "attachments")
            if isinstance(one, dict)
        ],
        picture=_string(item, "image") or _string(item, "banner_image"),
        language=_string(item, "language"),
    )


def _identity(item: dict[str, Any]) -> str:
    """The id; a number is forgiven (the specification asks for a string, and for forgiveness)."""
    value = item.get("id")
    return (
        str(value) if isinstance(value, int | float) and not isinstance(value, bool) else _string(item, "id")
    )


def _names(holder: dict[str, Any]) -> list[str]:
    """The authors of version 1.1, or the one author of version 1."""
    people = [*_list(holder, "authors"), holder.get("author")]
    return [name for one in people if isinstance(one, dict) and (name := _string(one, "name"))]


def _date(item: dict[str, Any], key: str) -> datetime | None:
    text = _string(item, key).strip()
    try:
        return dates.plain_date(text)
    except dates.OddDate:
        return dates.odd_date(text) if text else None


def _string(holder: dict[str, Any], key: str) -> str:
    value = holder.get(key)
    return value if isinstance(value, str) else ""


def _list(holder: dict[str, Any], key: str) -> list[Any]:
    value = holder.get(key)
    return value if isinstance(value, list) else []
