"""The articles that are kept, how far they were read, and what gives way when they are too many."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass

from tui.store.rows import number

PLACES = 2_000  # articles whose place is kept
_STARRED = "SELECT url FROM story JOIN entry ON entry.id = story.entry_id WHERE starred = 1"
_READ_FIRST = "SELECT id, url, size FROM article ORDER BY opened IS NULL, opened, fetched"


@dataclass(frozen=True, slots=True)
class CacheSize:
    """How many articles are kept, in how many bytes."""

    articles: int
    bytes: int


def save(connection: sqlite3.Connection, url: str, json: str) -> None:
    """Keeps an article; when it was read last stays known."""
    connection.execute(
        """INSERT INTO article (url, fetched, size, json) VALUES (?, ?, ?, ?)
           ON CONFLICT (url) DO UPDATE
           SET fetched = excluded.fetched, size = excluded.size, json = excluded.json""",
        (url, int(time.time()), len(json.encode()), json),
    )


def leave(connection: sqlite3.Connection, key: str, url: str, share: float) -> None:
    """Notes that an article was read, and where its reader left it; the oldest places are forgotten."""
    now = int(time.time())
    connection.execute("REPLACE INTO reading_place VALUES (?, ?, ?)", (key, share, now))
    connection.execute("UPDATE article SET opened = ? WHERE url = ?", (now, url))
    connection.execute(
        """DELETE FROM reading_place WHERE key IN
           (SELECT key FROM reading_place ORDER BY noted DESC LIMIT -1 OFFSET ?)""",
        (PLACES,),
    )


def place(connection: sqlite3.Connection, key: str) -> float:
    """Where an article was left, as a share of its length."""
    row = connection.execute("SELECT share FROM reading_place WHERE key = ?", (key,)).fetchone()
    return float(row[0]) if row else 0.0


def feed_text(connection: sqlite3.Connection, source_id: str) -> bool:
    """Whether of this source the feed's own text is wanted."""
    found = connection.execute("SELECT 1 FROM feed_text WHERE source_id = ?", (number(source_id),))
    return found.fetchone() is not None


def set_feed_text(connection: sqlite3.Connection, source_id: str, wanted: bool) -> None:
    change = (
        "INSERT OR IGNORE INTO feed_text VALUES (?)"
        if wanted
        else "DELETE FROM feed_text WHERE source_id = ?"
    )
    connection.execute(change, (number(source_id),))


def size(connection: sqlite3.Connection) -> CacheSize:
    count, total = connection.execute("SELECT count(*), coalesce(sum(size), 0) FROM article").fetchone()
    return CacheSize(count, total)


def evict(connection: sqlite3.Connection, most: int) -> int:
    """Drops articles until they take at most ``most`` bytes; gives how many.

    Those read longest ago go first, those not read yet last, those of starred stories never.
    """
    over = size(connection).bytes - most
    if over <= 0:
        return 0
    starred = {row[0] for row in connection.execute(_STARRED)}
    dropped = []
    for id_, url, taken in connection.execute(_READ_FIRST):
        if over <= 0:
            break
        if url not in starred:
            dropped.append((id_,))
            over -= taken
    connection.executemany("DELETE FROM article WHERE id = ?", dropped)
    return len(dropped)


def forget(connection: sqlite3.Connection, before: int) -> None:
    """Drops articles fetched before a moment, except those of starred stories."""
    connection.execute(f"DELETE FROM article WHERE fetched < ? AND url NOT IN ({_STARRED})", (before,))
