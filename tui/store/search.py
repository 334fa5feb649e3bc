"""Full-text search (SQLite FTS5), caught up from a log of changes.

A run of Chinese, Japanese or Korean characters has no spaces to part it into
words, so each such character is a word of its own, in the index as in the query,
where a run becomes a phrase.
"""

from __future__ import annotations

import re
import sqlite3

from tui.model import Story
from tui.store import rows
from tui.text import plain_from_html

BODY = 20_000  # characters of a story's text that are indexed
BATCH = 2_000
_EACH = re.compile("([\u2e80-\u2fdf\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff])")
_WORD = re.compile(r"\w+")


def index_pending(connection: sqlite3.Connection, limit: int = BATCH) -> int:
    """Indexes up to ``limit`` stories from the log of changes; gives how many it took off the log."""
    pending = [
        row[0]
        for row in connection.execute(
            "SELECT story_id FROM unindexed ORDER BY story_id DESC LIMIT ?", (limit,)
        )
    ]
    for id_ in pending:
        connection.execute("DELETE FROM search WHERE rowid = ?", (id_,))
        row = connection.execute(
            "SELECT title, author, summary, coalesce(html, '') FROM story"
            " LEFT JOIN content ON story_id = id WHERE id = ?",
            (id_,),
        ).fetchone()
        if row is not None:
            connection.execute(
                "INSERT INTO search (rowid, title, author, summary, body) VALUES (?, ?, ?, ?, ?)",
                (id_, *map(_parted, row[:3]), _parted(plain_from_html(row[3], BODY))),
            )
    connection.executemany("DELETE FROM unindexed WHERE story_id = ?", [(id_,) for id_ in pending])
    return len(pending)


def search(connection: sqlite3.Connection, query: str, limit: int) -> list[Story]:
    """Stories that have all of the query's words, newest first; [] for a query without words."""
    expression = match_expression(query)
    if not expression:
        return []
    found = connection.execute(
        f"{rows.STORY} JOIN search ON search.rowid = story.id WHERE search MATCH ?"
        " ORDER BY search.rowid DESC LIMIT ?",
        (expression, limit),
    )
    return [rows.story(row) for row in found]


def match_expression(query: str) -> str:
    """An FTS5 expression for words as typed: all of them, each as a prefix, none of it syntax."""
    terms = []
    for word in _WORD.findall(query.replace("_", " ")):
        parts = _parted(word).split()
        terms.append('"' + " ".join(parts) + '"' + ("*" if len(parts) == 1 else ""))
    return " ".join(terms)


def _parted(text: str) -> str:
    return _EACH.sub(r" \1 ", text)
