"""One source's document on its way into the store.

Unchanged entries write nothing; an edited one updates its story in place and
keeps its id, its place and its marks.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from tui.model import Entry
from tui.store.identity import Keyed, Known, hashed, keyed, match, rest_hash
from tui.store.ids import Allotment, chunks, marks
from tui.store.rows import seconds, storable

DAY = 86400
EARLIEST = 60  # a story's place on the wire, in seconds since 1970: an id is never below zero
_LARGEST = 2**63 - 1
_COLUMNS = (
    "id, source_id, section_id, title, url, published, updated, author, summary, image, comments_url,"
    " comments_feed, comment_count, language, guid_key, text_hash, rest_hash, content_id"
)
_INSERT = f"INSERT INTO story ({_COLUMNS}) VALUES ({', '.join('?' * 18)})"
_UPDATE = """UPDATE story SET
    title = ?, url = ?, published = ?, updated = ?, author = ?, summary = ?, image = ?,
    comments_url = ?, comments_feed = ?, comment_count = ?, language = ?, guid_key = ?,
    text_hash = ?, rest_hash = ?, edited = edited OR ? WHERE id = ?"""
_Identity = tuple[int, int, int, int]


class Document:
    """Stores the entries of one source's document; ``arrival`` is when it was fetched."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        allotment: Allotment,
        source: int,
        section: int,
        arrival: datetime,
    ) -> None:
        self._connection = connection
        self._allotment = allotment
        self._source = source
        self._section = section
        self._arrival = int(arrival.timestamp())
        self._today = self._arrival // DAY

    def store(self, entries: Sequence[Entry]) -> tuple[list[int], list[int]]:
        """The ids of the stories that are new, oldest first, and of those whose text changed."""
        found = keyed(entries)
        stories, stale = self._stories([key for one in found for key in (one.guid, one.url) if key])
        whole: dict[int, int] = {}

        def contents(keys: Iterable[int]) -> dict[int, int]:
            nonlocal stale
            told, old = self._stories(keys)
            whole.update(told)
            stale = stale or old
            known.update(self._known(told.values()))
            return whole

        known = self._known(stories.values())
        places = match(found, stories, known, contents)
        stories.update(whole)
        identities: list[_Identity] = []
        former: list[tuple[int, int, int]] = []
        new: list[Keyed] = []
        edited: list[int] = []
        for one, story in zip(found, places, strict=True):
            if story is None:
                new.append(one)
                continue
            identities += self._identities(one, story, stories)
            if story in known:
                former += self._former(one, known[story])
            if story in known and self._update(one, known[story]):
                edited.append(story)
        arrived = self._insert(new, identities)
        self._connection.executemany(
            "DELETE FROM identity WHERE key = ? AND source_id = ? AND story_id = ?", former
        )
        self._connection.executemany("INSERT OR REPLACE INTO identity VALUES (?, ?, ?, ?)", identities)
        if stale:
            self._connection.executemany(
                "UPDATE identity SET seen = ? WHERE key = ? AND source_id = ?",
                [(self._today, key, self._source) for key in stories],
            )
        self._connection.execute("UPDATE source SET listed = ? WHERE id = ?", (self._today, self._source))
        return sorted(arrived), edited

    # --- what is there ------------------------------------------------------------

    def _stories(self, keys: Iterable[int]) -> tuple[dict[int, int], bool]:
        """Story ids by key, and whether one of them was last seen before today."""
        stories: dict[int, int] = {}
        stale = False
        for some in chunks(keys):
            rows = self._connection.execute(
                f"SELECT key, story_id, seen FROM identity WHERE key IN ({marks(some)}) AND source_id = ?",
                (*some, self._source),
            )
            for key, story, seen in rows:
                stories[key] = story
                stale = stale or seen < self._today
        return stories, stale

    def _known(self, ids: Iterable[int]) -> dict[int, Known]:
        columns = "id, guid_key, title, url, published, text_hash, rest_hash"
        return {
            row[0]: Known(*row)
            for some in chunks(set(ids))
            for row in self._connection.execute(
                f"SELECT {columns} FROM story WHERE id IN ({marks(some)})", some
            )
        }

    def _identities(self, one: Keyed, story: int, stories: dict[int, int]) -> list[_Identity]:
        return [(key, self._source, story, self._today) for key in one.keys if stories.get(key) != story]

    def _former(self, one: Keyed, story: Known) -> list[tuple[int, int, int]]:
        """Keys that the story has no more: a feed that changes them every time must not pile them up."""
        keys = []
        if one.own_guid and story.guid and story.guid != one.guid:
            keys.append(story.guid)
        if one.own_url and story.url and story.url != one.entry.url:
            keys.append(hashed("url", story.url))
        return [(key, self._source, story.id) for key in keys]

    # --- changing it --------------------------------------------------------------

    def _update(self, one: Keyed, story: Known) -> bool:
        """Updates a story whose entry changed; True when it was its text."""
        rest = rest_hash(one.entry)
        guid = one.guid or story.guid
        if (one.text, rest, guid) == (story.text, story.rest, story.guid):
            return False
        edited = one.text != story.text
        self._connection.execute(_UPDATE, (*_values(one.entry), guid, one.text, rest, edited, story.id))
        if edited:
            self._replace_content(story.id, one.entry.html)
            self._connection.execute("INSERT OR IGNORE INTO unindexed VALUES (?)", (story.id,))
            self._connection.execute("DELETE FROM article WHERE url = ?", (storable(one.entry.url),))
        return edited

    def _replace_content(self, story: int, html: str) -> None:
        content = self._connection.execute("SELECT content_id FROM story WHERE id = ?", (story,)).fetchone()[
            0
        ]
        if content or html:
            content = self._connection.execute(
                "REPLACE INTO content VALUES (nullif(?, 0), ?)", (content, storable(html))
            ).lastrowid
            self._connection.execute("UPDATE story SET content_id = ? WHERE id = ?", (content, story))

    def _insert(self, new: Sequence[Keyed], identities: list[_Identity]) -> list[int]:
        """Inserts new stories and adds their identities; gives their ids."""
        if not new:
            return []
        ids = self._allotment.give([self._place(one.entry) for one in new])
        content = self._connection.execute("SELECT coalesce(max(id), 0) FROM content").fetchone()[0]
        rows: list[tuple[Any, ...]] = []
        contents: list[tuple[int, str]] = []
        for id_, one in zip(ids, new, strict=True):
            if one.entry.html:
                content += 1
                contents.append((content, storable(one.entry.html)))
            rows.append(
                (
                    *(id_, self._source, self._section),
                    *_values(one.entry),
                    *(one.guid, one.text, rest_hash(one.entry), content if one.entry.html else 0),
                )
            )
            identities += [(key, self._source, id_, self._today) for key in one.keys]
        self._connection.executemany(_INSERT, sorted(rows))  # in their order in the table
        self._connection.executemany("INSERT INTO content VALUES (?, ?)", contents)
        self._connection.executemany("INSERT INTO unindexed VALUES (?)", [(id_,) for id_ in ids])
        return ids

    def _place(self, entry: Entry) -> int:
        """When the story stands on the wire: its time, but not after its arrival."""
        published = int(entry.published.timestamp()) if entry.published else self._arrival
        return min(max(published, EARLIEST), self._arrival)


def _values(entry: Entry) -> tuple[Any, ...]:
    count = entry.comment_count
    return (
        storable(entry.title),
        storable(entry.url),
        seconds(entry.published),
        seconds(entry.updated),
        storable(entry.author),
        storable(entry.summary),
        storable(entry.image),
        storable(entry.comments_url),
        storable(entry.comments_feed),
        None if count is None else max(0, min(count, _LARGEST)),
        storable(entry.language),
    )
