"""What was fetched becomes stories: a batch of sources in one transaction.

A story is never lost or doubled: ``tui.store.identity`` says which stored story
an entry is. Unchanged entries write nothing; an edited one updates its story in
place and keeps its id, its place and its marks.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from tui.model import Entry, Validators
from tui.store.identity import Keyed, Known, hashed, keyed, match
from tui.store.rows import SECOND_BITS, number, seconds

SLOTS = 1 << SECOND_BITS
VARIABLES = 500  # values in one statement
DAY = 86400
_COLUMNS = (
    "id, source_id, section_id, title, url, published, updated, author, summary, image, comments_url,"
    " comments_feed, comment_count, language, guid_key, text_hash, rest_hash"
)
_INSERT = f"INSERT INTO story ({_COLUMNS}) VALUES ({', '.join('?' * 17)})"
_UPDATE = """UPDATE story SET
    title = ?, url = ?, published = ?, updated = ?, author = ?, summary = ?, image = ?,
    comments_url = ?, comments_feed = ?, comment_count = ?, language = ?, guid_key = ?,
    text_hash = ?, rest_hash = ?, edited = edited OR ? WHERE id = ?"""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a source's last request brought. ``entries`` is None where nothing changed, or it failed."""

    source_id: str
    entries: tuple[Entry, ...] | None
    checked: datetime
    validators: Validators = Validators()
    body_hash: str = ""
    due: datetime | None = None
    new_url: str = ""  # it has moved there for good
    retired: bool = False  # 410
    failure: str = ""
    failure_code: str = ""
    title: str = ""
    site_url: str = ""
    description: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of it: ids of stories that are new, oldest first, and of those whose text changed."""

    source_id: str
    arrived: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()


def merge(connection: sqlite3.Connection, batch: Sequence[Fetched]) -> list[Merged]:
    """Stores a batch; to be run in one transaction."""
    added: dict[int, int] = {}
    merged = []
    for fetched in batch:
        row = connection.execute(
            "SELECT id, section_id, removed FROM source WHERE id = ?", (number(fetched.source_id),)
        ).fetchone()
        if row is None or row[2] is not None:  # dropped while it was being fetched
            merged.append(Merged(fetched.source_id))
            continue
        _update_source(connection, row[0], fetched)
        if fetched.entries is None:
            merged.append(Merged(fetched.source_id))
            continue
        one = _Document(connection, row[0], row[1], fetched.checked).store(fetched.entries)
        merged.append(Merged(fetched.source_id, one.arrived, one.edited))
        if one.arrived:
            added[row[1]] = added.get(row[1], 0) + len(one.arrived)
    connection.executemany(
        "UPDATE section SET unread = unread + ?1, total = total + ?1 WHERE id = ?2",
        [(count, section) for section, count in added.items()],
    )
    return merged


class _Document:
    """One source's entries on their way into the store."""

    def __init__(self, connection: sqlite3.Connection, source: int, section: int, arrival: datetime) -> None:
        self._connection = connection
        self._source = source
        self._section = section
        self._arrival = int(arrival.timestamp())
        self._today = self._arrival // DAY

    def store(self, entries: Sequence[Entry]) -> Merged:
        found = keyed(entries)
        stories, seen_before_today = self._stories([key for one in found for key in one.keys])
        known = self._known(set(stories.values()))
        identities: list[tuple[int, int, int, int]] = []
        new: list[tuple[int, Keyed]] = []
        edited: list[str] = []
        for place, (one, story) in enumerate(zip(found, match(found, stories, known), strict=True)):
            if story is None:
                new.append((place, one))
                continue
            identities += self._identities(one, story, stories)
            if story in known and self._update(one, known[story]):
                edited.append(str(story))
        arrived = self._insert(new, identities)
        self._connection.executemany("INSERT OR REPLACE INTO identity VALUES (?, ?, ?, ?)", identities)
        if seen_before_today:
            self._connection.executemany(
                "UPDATE identity SET seen = ? WHERE key = ? AND source_id = ?",
                [(self._today, key, self._source) for key in stories],
            )
        return Merged("", tuple(arrived), tuple(edited))

    # --- what is there ------------------------------------------------------------

    def _stories(self, keys: Sequence[int]) -> tuple[dict[int, int], bool]:
        """Story ids by key, and whether one of them was last seen before today."""
        stories: dict[int, int] = {}
        old = False
        for some in _chunks(keys):
            rows = self._connection.execute(
                f"SELECT key, story_id, seen FROM identity WHERE key IN ({_marks(some)}) AND source_id = ?",
                (*some, self._source),
            )
            for key, story, seen in rows:
                stories[key] = story
                old = old or seen < self._today
        return stories, old

    def _known(self, ids: Iterable[int]) -> dict[int, Known]:
        columns = "id, guid_key, title, published, text_hash, rest_hash"
        return {
            row[0]: Known(*row)
            for some in _chunks(ids)
            for row in self._connection.execute(
                f"SELECT {columns} FROM story WHERE id IN ({_marks(some)})", some
            )
        }

    def _identities(self, one: Keyed, story: int, stories: dict[int, int]) -> list[tuple[int, int, int, int]]:
        return [(key, self._source, story, self._today) for key in one.keys if stories.get(key) != story]

    # --- changing it --------------------------------------------------------------

    def _update(self, one: Keyed, story: Known) -> bool:
        """Updates a story whose entry changed; True when it was its text."""
        text, rest = _hashes(one.entry)
        if (text, rest) == (story.text_hash, story.rest_hash):
            return False
        edited = text != story.text_hash
        values = (*_values(one.entry), one.guid or story.guid, text, rest, edited, story.id)
        self._connection.execute(_UPDATE, values)
        if edited:
            self._connection.execute("REPLACE INTO content VALUES (?, ?)", (story.id, one.entry.html))
            self._connection.execute("INSERT OR IGNORE INTO unindexed VALUES (?)", (story.id,))
            self._connection.execute("DELETE FROM article WHERE url = ?", (one.entry.url,))
        return edited

    def _insert(
        self, new: Sequence[tuple[int, Keyed]], identities: list[tuple[int, int, int, int]]
    ) -> list[str]:
        """Inserts new stories and adds their identities; gives their ids, oldest first."""
        if not new:
            return []
        ids = self._new_ids([(place, one.entry) for place, one in new])
        rows: list[tuple[Any, ...]] = []
        for id_, (_place, one) in zip(ids, new, strict=True):
            rows.append(
                (id_, self._source, self._section, *_values(one.entry), one.guid, *_hashes(one.entry))
            )
            identities += [(key, self._source, id_, self._today) for key in one.keys]
        self._connection.executemany(_INSERT, rows)
        self._connection.executemany(
            "INSERT INTO content VALUES (?, ?)",
            [(id_, one.entry.html) for id_, (_place, one) in zip(ids, new, strict=True) if one.entry.html],
        )
        self._connection.executemany("INSERT INTO unindexed VALUES (?)", [(id_,) for id_ in ids])
        self._connection.execute(
            "UPDATE source SET unread = unread + ?1, total = total + ?1 WHERE id = ?2",
            (len(ids), self._source),
        )
        return [str(id_) for id_ in sorted(ids)]

    def _new_ids(self, entries: Sequence[tuple[int, Entry]]) -> list[int]:
        """Free ids at the entries' times; of one time, what stands first in the feed is the newest."""
        ids: list[int] = []
        taken = set(self._taken([self._wanted(place, entry) for place, entry in entries]))
        for place, entry in entries:
            id_ = self._wanted(place, entry)
            while id_ in taken:
                id_ = (id_ & ~(SLOTS - 1)) | ((id_ + 1) & (SLOTS - 1))
                if id_ not in taken and self._taken([id_]):
                    taken.add(id_)
            taken.add(id_)
            ids.append(id_)
        return ids

    def _wanted(self, place: int, entry: Entry) -> int:
        published = int(entry.published.timestamp()) if entry.published else self._arrival
        when = min(max(published, 0), self._arrival)
        return when << SECOND_BITS | (hashed(str(self._source)) & 0x3FF) << 10 | (0x3FF - min(place, 0x3FF))

    def _taken(self, ids: Sequence[int]) -> list[int]:
        return [
            row[0]
            for some in _chunks(ids)
            for table in ("story", "removed_story")
            for row in self._connection.execute(f"SELECT id FROM {table} WHERE id IN ({_marks(some)})", some)
        ]


def _values(entry: Entry) -> tuple[Any, ...]:
    return (
        entry.title,
        entry.url,
        seconds(entry.published),
        seconds(entry.updated),
        entry.author,
        entry.summary,
        entry.image,
        entry.comments_url,
        entry.comments_feed,
        entry.comment_count,
        entry.language,
    )


def _hashes(entry: Entry) -> tuple[int, int]:
    """A hash of what makes the text, and one of the rest."""
    text = hashed(entry.title, entry.html, entry.summary, str(entry.published))
    rest = hashed(
        entry.url,
        entry.author,
        entry.image,
        entry.comments_url,
        entry.comments_feed,
        str(entry.comment_count),
        entry.language,
        str(entry.updated),
    )
    return text, rest


def _chunks(values: Iterable[int]) -> Iterable[list[int]]:
    rest = iter(values)
    while some := list(islice(rest, VARIABLES)):
        yield some


def _marks(values: Sequence[int]) -> str:
    return ",".join("?" * len(values))


# --- the source itself ------------------------------------------------------------


def _update_source(connection: sqlite3.Connection, source: int, fetched: Fetched) -> None:
    checked, due = seconds(fetched.checked), seconds(fetched.due)
    if fetched.failure:
        connection.execute(
            "UPDATE source SET failures = failures + 1, failure = ?, failure_code = ?, due = ?,"
            " retired = retired OR ? WHERE id = ?",
            (fetched.failure, fetched.failure_code, due, fetched.retired, source),
        )
        return
    connection.execute(
        """UPDATE source SET checked = ?, due = ?, failures = 0, failure = '', failure_code = '',
            retired = retired OR ?, etag = ?, last_modified = ?,
            body_hash = coalesce(nullif(?, ''), body_hash),
            title = CASE WHEN title IN ('', url) AND ?7 != '' THEN ?7 ELSE title END,
            site_url = coalesce(nullif(?, ''), site_url),
            description = coalesce(nullif(description, ''), ?),
            language = coalesce(nullif(?, ''), language)
           WHERE id = ?""",
        (
            checked,
            due,
            fetched.retired,
            fetched.validators.etag,
            fetched.validators.last_modified,
            fetched.body_hash,
            fetched.title,
            fetched.site_url,
            fetched.description,
            fetched.language,
            source,
        ),
    )
    if fetched.new_url:
        _move(connection, source, fetched.new_url)


def _move(connection: sqlite3.Connection, source: int, url: str) -> None:
    """Notes the new address; where another source has it already, this one is retired."""
    there = connection.execute(
        "SELECT 1 FROM source WHERE url = ? AND id != ? AND removed IS NULL", (url, source)
    ).fetchone()
    if there:
        connection.execute(
            "UPDATE source SET retired = 1, failure_code = 'moved', failure = ? WHERE id = ?",
            (f"It has moved to {url}, which is another of your sources.", source),
        )
    else:
        connection.execute("UPDATE OR IGNORE source SET url = ? WHERE id = ?", (url, source))
