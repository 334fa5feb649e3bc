"""The search index (SQLite FTS5), caught up from a log of changes.

``search`` has every text with the places of its words, and as ``pairs`` each two characters that
follow each other where no spaces part words: a run of them is found by its pairs, of which there
are many more than characters, and fewer of each. To find all words with the same beginning in it,
thousands of lists may have to be merged; ``search_start`` has those lists ready for the first two to
ten letters, without places, the pairs too; and ``search_title`` for words of titles and authors.

None of them keeps the texts; what they were given is kept packed, to be taken out again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, repeat
from typing import TYPE_CHECKING
from zlib import compress, decompress

from tui.store import saved_counts
from tui.store.search_text import parted, runs_in_pairs
from tui.text import clean, without_tags

if TYPE_CHECKING:
    from tui.store.database import Database

BODY = 20_000  # characters of a story's text that are indexed
BATCH = 500  # stories indexed in one transaction: a fifth of a second
_FIRST_BATCHES = (100, 250)
# In the order of ids: one that is lower than the one before makes FTS5 write out what it has gathered.
_OF = """FROM {ids} AS wanted CROSS JOIN story ON story.id = wanted.id
    CROSS JOIN entry ON entry.id = entry_id ORDER BY wanted.id"""
_TEXTS = f"SELECT story.id, title, author, summary, html {_OF}"
_HEADINGS = f"SELECT story.id, title, author {_OF}"
_COLUMNS = {
    "search": "title, author, summary, body, pairs",
    "search_title": "title, author",
    "search_start": "words",
}
_BREAK = " 0 "  # between two runs' pairs: no run goes on behind it
Text = tuple[int, str, str, str, str]
"""A story's id, title, author, summary and body, parted."""


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
        put_in(connection, found, _COLUMNS, "")
        connection.executemany("INSERT INTO indexed VALUES (?, ?)", map(_packed, found))
    if log:
        connection.execute("DELETE FROM unindexed WHERE id >= ?", (log[-1][0],))
    return len(log)


def catch_up(database: Database, batches: float) -> int:
    """Indexes what is pending, by so many batches at most; gives how many rows it took off the log."""
    done = 0
    while batches > 0 and database.read(is_pending):
        done += database.write(index_pending)
        batches -= 1
    return done


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
    rows = f"SELECT id, packed FROM indexed WHERE id IN (SELECT id FROM {ids}) ORDER BY id"
    return [_unpacked(*row) for row in connection.execute(rows)]


def put_in(connection: sqlite3.Connection, texts: Sequence[Text], tables: Iterable[str], index: str) -> None:
    """Gives texts to tables of an index; ``index`` is what their names begin with."""
    for table, rows in _rows(texts, tables).items():
        connection.executemany(
            f"INSERT INTO {index}{table} (rowid, {_COLUMNS[table]}) VALUES ({_places(table)})", rows
        )


def unindex(connection: sqlite3.Connection, ids: str) -> None:
    """Takes the stories with these ids (a query's) out of the index.

    A contentless table has to be told what it has of a row (https://sqlite.org/fts5.html, 4.4.2).
    """
    for table, rows in _rows(indexed(connection, f"({ids})"), _COLUMNS).items():
        connection.executemany(
            f"INSERT INTO {table} ({table}, rowid, {_COLUMNS[table]}) VALUES ('delete', {_places(table)})",
            rows,
        )
    connection.execute(f"DELETE FROM indexed WHERE id IN ({ids})")


def _packed(text: Text) -> tuple[int, bytes]:
    id_, *columns = text
    return id_, compress("\x1f".join(columns).encode(), 1)


def _unpacked(id_: int, packed: bytes) -> Text:
    title, author, summary, body = decompress(packed).decode().split("\x1f", 3)
    return id_, title, author, summary, body


def _places(table: str) -> str:
    return f"?{', ?' * (_COLUMNS[table].count(',') + 1)}"


def _rows(texts: Iterable[Text], tables: Iterable[str]) -> dict[str, list[tuple[object, ...]]]:
    """What each of these tables of the index is given of the texts."""
    rows: dict[str, list[tuple[object, ...]]] = {table: [] for table in tables}
    for text in texts:
        id_, title, author, summary, body = text
        of_title, of_author = runs_in_pairs(title), runs_in_pairs(author)
        runs = [*of_title, *of_author, *runs_in_pairs(summary), *runs_in_pairs(body)]
        if "search" in rows:
            rows["search"].append((*text, _BREAK.join(runs)))
        if "search_title" in rows:
            headings = (id_, _BREAK.join([title, *of_title]), _BREAK.join([author, *of_author]))
            rows["search_title"].append(headings)
        if "search_start" in rows:  # it asks no more of a story than whether a word is there
            words = dict.fromkeys(" ".join([*text[1:], *runs]).split())
            rows["search_start"].append((id_, " ".join(words)))
    return rows


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
    plain = "\x1b" not in text if text.isascii() else _without_blanks(text).isprintable()
    return text if plain else clean(text, BODY)


def _without_blanks(text: str) -> str:
    return text.replace("\n", "").replace("\t", "").replace("\r", "").replace("\xa0", "")
