"""Full-text search (SQLite FTS5), caught up from a log of changes.

A run of Chinese, Japanese or Korean characters has no spaces to part it into
words, so each such character is a word of its own, in the index as in the query,
where a run becomes a phrase. What looks alike is alike: texts are in compatibility
form (UAX #15, NFKC), so that full-width letters and half-width kana are found too.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from itertools import chain, repeat
from unicodedata import is_normalized, normalize

from tui.store import rows
from tui.stories import Story
from tui.text import clean, without_tags

BODY = 20_000  # characters of a story's text that are indexed
BATCH = 2_000  # stories indexed in one transaction: a tenth of a second
_FIRST_BATCHES = (250, 500, 1_000)
MOST_WORDS = 32  # of a query
_LONGEST = 1_000  # characters of a query
_EACH = re.compile(
    "([\u2e80-\u2fdf\u3005-\u3007\u3041-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\U0001b000-\U0001b16f\U00020000-\U0003fffd])"
)
_QUERY = re.compile(r'"([^"]*)"?|([^\s"]+)')
_WORD = re.compile(r"[^\W_]")
_BLANKS = {ord(blank): " " for blank in "\t\n\r\xa0"}
_NO_TEXT = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


def is_pending(connection: sqlite3.Connection) -> bool:
    """Whether the search index lags behind."""
    return connection.execute("SELECT 1 FROM unindexed LIMIT 1").fetchone() is not None


def index_pending(connection: sqlite3.Connection, limit: int = BATCH) -> int:
    """Indexes up to ``limit`` stories from the log of changes; gives how many it took off the log."""
    pending = connection.execute(
        """SELECT story_id, story.id, title, author, summary, html
           FROM (SELECT story_id FROM unindexed ORDER BY story_id DESC LIMIT ?)
           LEFT JOIN story ON story.id = story_id LEFT JOIN entry ON entry.id = entry_id""",
        (limit,),
    ).fetchall()
    pending.sort()  # an id lower than the one before makes FTS5 write out what it has gathered
    taken = [(row[0],) for row in pending]
    connection.executemany("DELETE FROM search WHERE rowid = ?", taken)
    connection.executemany(
        "INSERT INTO search (rowid, title, author, summary, body) VALUES (?, ?, ?, ?, ?)",
        [
            (id_, _parted(title), _parted(author), _parted(summary), _parted(_text(html)))
            for _, id_, title, author, summary, html in pending
            if id_ is not None
        ],
    )
    connection.executemany("DELETE FROM unindexed WHERE story_id = ?", taken)
    return len(taken)


def in_growing_batches() -> Callable[[sqlite3.Connection], int]:
    """``index_pending``, little at first: a command that ends waits for the batch that is under way."""
    sizes = chain(_FIRST_BATCHES, repeat(BATCH))
    return lambda connection: index_pending(connection, next(sizes))


def _text(html: str) -> str:
    """The words of a story's text. Nobody is shown them: they are cleaned only of what may part a word."""
    text = without_tags(html, 40 * BODY)[:BODY]
    plain = "\x1b" not in text if text.isascii() else text.translate(_BLANKS).isprintable()
    return text if plain else clean(text, BODY)


def search(connection: sqlite3.Connection, query: str, limit: int) -> list[Story]:
    """Stories that have all of the query's words, newest first; [] for a query without words."""
    expression = match_expression(query)
    if not expression:
        return []
    found = connection.execute(
        f"SELECT {rows.STORY} FROM search CROSS JOIN story ON story.id = search.rowid {rows.OF_STORY}"
        " WHERE search MATCH ? ORDER BY search.rowid DESC LIMIT ?",
        (expression, limit),
    )
    return [rows.story(row) for row in found]


def match_expression(query: str) -> str:
    """An FTS5 expression for words as typed: all of them, none of it syntax.

    A word stands for all that begin with it; words between quotation marks stand
    for themselves, one after the other.
    """
    terms: list[str] = []
    for quoted, word in _QUERY.findall(_NO_TEXT.sub(" ", query[:_LONGEST])):
        text = _parted(quoted or word)
        if _WORD.search(text):
            prefix = "" if quoted or text.endswith(" ") else "*"
            terms.append(f'"{text}"{prefix}')
    return " ".join(terms[:MOST_WORDS])


def _parted(text: str) -> str:
    if text.isascii():
        return text
    if not is_normalized("NFKC", text):
        text = normalize("NFKC", text)
    return _EACH.sub(r" \1 ", text)
