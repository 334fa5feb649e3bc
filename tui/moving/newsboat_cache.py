"""newsboat's ``cache.db``: what was read and flagged, and all stories it kept.

Any flag is a star here. Where a reader told stories apart by several letters, each is a tag as well.
What newsboat was told to delete counts as read.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from tui.locale import _
from tui.moving import entries, foreign
from tui.moving.foreign import text, whole
from tui.moving.parcel import FeedStories, Parcel
from tui.store.carried import Carried

TABLES = {"rss_feed", "rss_item"}
_ITEM = (
    "feedurl", "guid", "title", "author", "url", "pubDate", "content", "unread", "flags", "deleted",
    "enclosure_url", "enclosure_type", "content_mime_type",
)  # fmt: skip


def read(path: Path) -> Parcel:
    """The cache's feeds at once, its stories when they are asked for. Raises ``NotReadable``."""
    with foreign.opened(path) as connection:
        feeds, stay = foreign.feeds(connection, path.name, "rss_feed", ("rssurl", "title", "url"))
        letters = {
            flag
            for (flags,) in foreign.rows(connection, "rss_item", ("flags",))
            for flag in text(flags)
            if flag in string.ascii_letters
        }
    tags = letters if len(letters) > 1 else set()
    return Parcel(
        path,
        _("newsboat's cache"),
        feeds=feeds,
        not_taken=stay,
        stories=lambda: _stories(path, tags),
    )


def _stories(path: Path, tags: set[str]) -> Iterator[FeedStories]:
    with foreign.opened(path) as connection:
        items = foreign.rows(connection, "rss_item", _ITEM, ("feedurl", "id"))
        for feed, some in groupby(items, lambda row: text(row[0])):
            yield feed, (_carried(row, tags) for row in some)


def _carried(row: tuple[Any, ...], tags: set[str]) -> Carried:
    feed, guid, title, author, url, date, content, unread, flags, deleted, media, kind, mime = row
    letters = [flag for flag in text(flags) if flag in string.ascii_letters]
    told = entries.entry(
        feed=text(feed),
        guid=text(guid),
        title=text(title),
        link=text(url),
        seconds=whole(date),
        content=text(content),
        html=text(mime) != "text/plain",
        author=text(author),
        enclosure=(text(media), text(kind)),
    )
    return Carried(
        told,
        read=whole(unread) == 0 or whole(deleted) != 0,
        starred=bool(letters),
        tags=tuple(f"flag {letter}" for letter in letters if letter in tags),
    )
