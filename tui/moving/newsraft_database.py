"""newsraft's database: what was read and marked important, and all stories it kept."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from tui.locale import _
from tui.moving import entries, foreign
from tui.moving.foreign import text, whole
from tui.moving.parcel import FeedStories, Parcel
from tui.store.carried import Carried

TABLES = {"feeds", "items"}
_ITEM = (
    "feed_url", "guid", "title", "link", "content", "persons", "publication_date", "update_date",
    "unread", "important",
)  # fmt: skip


def read(path: Path) -> Parcel:
    """The database's feeds at once, its stories when they are asked for. Raises ``NotReadable``."""
    with foreign.opened(path) as connection:
        feeds, stay = foreign.feeds(connection, path.name, "feeds", ("feed_url", "title", "link"))
    return Parcel(
        path,
        _("newsraft's database"),
        feeds=feeds,
        not_taken=stay,
        stories=lambda: _stories(path),
    )


def _stories(path: Path) -> Iterator[FeedStories]:
    with foreign.opened(path) as connection:
        items = foreign.rows(connection, "items", _ITEM, ("feed_url",))
        for feed, some in groupby(items, lambda row: text(row[0])):
            yield feed, map(_carried, some)


def _carried(row: tuple[Any, ...]) -> Carried:
    feed, guid, title, link, content, persons, published, updated, unread, important = row
    body = max(_parts(text(content)), key=lambda part: len(part.get("text", "")), default={})
    names = [part.get("name", "") for part in _parts(text(persons)) if part.get("type") in (None, "author")]
    told = entries.entry(
        feed=text(feed),
        guid=text(guid),
        title=text(title),
        link=text(link),
        seconds=whole(published) or whole(updated),
        content=body.get("text", ""),
        html="plain" not in body.get("type", ""),
        author=next(filter(None, names), ""),
    )
    return Carried(told, read=whole(unread) == 0, starred=whole(important) != 0)


def _parts(serialized: str) -> list[dict[str, str]]:
    """The parts of a serialized column. Its first character parts fields; a "^" alone begins a part."""
    parts: list[dict[str, str]] = []
    for one in serialized[1:].split(serialized[:1]) if serialized else []:
        name, equals, value = one.partition("=")
        if one == "^" or not parts:
            parts.append({})
        if equals:
            parts[-1].setdefault(name, value)
    return parts
