"""Articles and threads as they were last fetched."""

from __future__ import annotations

import sqlite3
import time
from datetime import datetime
from typing import TYPE_CHECKING

from tui.store.rows import moment

if TYPE_CHECKING:
    from tui.model import Article, Thread


def article(connection: sqlite3.Connection, url: str) -> tuple[Article, datetime] | None:
    """The article last extracted from ``url`` and when; None where there is none, or an older form of it."""
    row = connection.execute("SELECT json, fetched FROM article WHERE url = ?", (url,)).fetchone()
    if row is None:
        return None
    from tui.model import Article
    from tui.store.codec import decode

    try:
        found = decode(Article, row[0])
    except ValueError:
        return None
    when = moment(row[1])
    assert when is not None
    return found, when


def thread(connection: sqlite3.Connection, url: str) -> Thread | None:
    """The discussion last loaded for ``url``."""
    row = connection.execute("SELECT json FROM thread WHERE url = ?", (url,)).fetchone()
    if row is None:
        return None
    from tui.model import Thread
    from tui.store.codec import decode

    try:
        return decode(Thread, row[0])
    except ValueError:
        return None


def save(connection: sqlite3.Connection, url: str, json: str) -> None:
    """Keeps a discussion."""
    connection.execute("REPLACE INTO thread VALUES (?, ?, ?)", (url, int(time.time()), json))
