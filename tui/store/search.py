"""The search index (SQLite FTS5), caught up from a log of changes.

``search`` has every text with the places of its words. To find all words with the
same beginning in it, thousands of lists may have to be merged; ``search_start`` has
those lists ready for the first two to seven letters, without places; and so it has
the pairs of characters that words are made of where no spaces part them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from itertools import chain, repeat

from tui.store import saved_counts
from tui.store.search_text import parted, with_pairs
from tui.text import clean, without_tags

BODY = 20_000  # characters of a story's text that are indexed
BATCH = 500  # stories indexed in one transaction: a fifth of a second
_FIRST_BATCHES = (100, 250)
# In the order of ids: one that is lower than the one before makes FTS5 write out what it has gathered.
_OF = """FROM {ids} AS wanted CROSS JOIN story ON story.id = wanted.id
    CROSS JOIN entry ON entry.id = entry_id ORDER BY wanted.id"""
_TEXTS = f"SELECT story.id, title, author, summary, html {_OF}"
_HEADINGS = f"SELECT story.id, title, author {_OF}"
Text = tuple[int, str, str, str, str]
"""A story's id, title, author, summary and body as they are given to the index."""
_BLANKS = {ord(blank): " " for blank in "\t\n\r\xa0"}


def is_pending(connection: sqlite3.Connection) -> bool:
    """Whether the search index lags behind."""
    return connection.execute("SELECT 1 FROM unindexed LIMIT 1").fetchone() is not None


def index_pending(connection: sqlite3.Connection, limit: int = BATCH) -> int:
    """Indexes up to ``limit`` stories from the end of the log; gives how many rows it took off the log."""
    log = connection.execute(
        "SELECT id, story_id FROM unindexed ORDER BY id DESC LIMIT ?", (limit,)
    ).fetchall()
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS outdated (id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM outdated")
    connection.executemany("INSERT OR IGNORE INTO outdated VALUES (?)", [(story,) for _row, story in log])
    with saved_counts.kept(connection, [story for _row, story in log]):
        unindex(connection, "SELECT id FROM outdated")
        found = texts(connection, "outdated")
        connection.executemany(
            "INSERT INTO search (rowid, title, author, summary, body) VALUES (?, ?, ?, ?, ?)", found
        )
        connection.executemany(
            "INSERT INTO search_start (rowid, words) VALUES (?, ?)",
            [(id_, with_pairs(columns)) for id_, *columns in found],
        )
    if log:
        connection.execute("DELETE FROM unindexed WHERE id >= ?", (log[-1][0],))
    return len(log)


def headings(connection: sqlite3.Connection, ids: str) -> list[Text]:
    """Titles and authors of the stories whose ids are in the table ``ids``, without their texts."""
    found = connection.execute(_HEADINGS.format(ids=ids))
    return [(id_, parted(title), parted(author), "", "") for id_, title, author in found]


def texts(connection: sqlite3.Connection, ids: str) -> list[Text]:
    """The texts of the stories whose ids are in the table ``ids``."""
    return [
        (id_, parted(title), parted(author), parted(summary), parted(_text(html)))
        for id_, title, author, summary, html in connection.execute(_TEXTS.format(ids=ids))
    ]


def indexed(connection: sqlite3.Connection, ids: str) -> list[Text]:
    """What the index has of the stories whose ids are in the table ``ids``."""
    rows = f"SELECT rowid, title, author, summary, body FROM search WHERE rowid IN (SELECT id FROM {ids})"
    return connection.execute(rows).fetchall()


def unindex(connection: sqlite3.Connection, ids: str) -> None:
    """Takes the stories with these ids (a query's) out of the index.

    A contentless table has to be told what it has of a row (https://sqlite.org/fts5.html, 4.4.2).
    """
    had = indexed(connection, f"({ids})")
    connection.executemany(
        "INSERT INTO search_start (search_start, rowid, words) VALUES ('delete', ?, ?)",
        [(id_, with_pairs(columns)) for id_, *columns in had],
    )
    connection.execute(f"DELETE FROM search WHERE rowid IN ({ids})")


def catching_up(done: Callable[[], object]) -> Callable[[sqlite3.Connection], bool]:
    """Does some of what was put off, until it gives False: indexes, then counts; calls ``done`` at the end.

    Little at first: a command that ends waits for the batch that is under way.
    """
    sizes = chain(_FIRST_BATCHES, repeat(BATCH))

    def work(connection: sqlite3.Connection) -> bool:
        more = index_pending(connection, next(sizes)) > 0 or saved_counts.count_one(connection)
        if not more:
            done()
        return more

    return work


def _text(html: str) -> str:
    """The words of a story's text. Nobody is shown them: they are cleaned only of what may part a word."""
    text = without_tags(html, 40 * BODY)[:BODY]
    plain = "\x1b" not in text if text.isascii() else text.translate(_BLANKS).isprintable()
    return text if plain else clean(text, BODY)
