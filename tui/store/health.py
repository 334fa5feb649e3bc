"""What a request told about a source itself: its health, its names, where it has moved."""

from __future__ import annotations

import sqlite3

from tui.store.fetched import Fetched
from tui.store.rows import seconds, storable
from tui.stories import Hints


def note_outcome(connection: sqlite3.Connection, source: int, fetched: Fetched) -> None:
    """Keeps what a request told. A failure touches nothing but the record of failures."""
    due, closed = seconds(fetched.due), seconds(fetched.closed)
    if fetched.postponed:
        connection.execute("UPDATE source SET due = ?, closed = ? WHERE id = ?", (due, closed, source))
        return
    if fetched.failure:
        connection.execute(
            "UPDATE source SET failures = failures + 1, failure = ?, failure_code = ?, due = ?, closed = ?,"
            " retired = retired OR ? WHERE id = ?",
            (storable(fetched.failure), fetched.failure_code, due, closed, fetched.retired, source),
        )
        return
    if fetched.hints is not None:
        _note_hints(connection, source, fetched.hints)
    connection.execute(
        """UPDATE source SET checked = ?, due = ?, closed = NULL,
            failures = 0, failure = '', failure_code = '',
            retired = retired AND NOT ?, etag = ?, last_modified = ?,
            body_hash = coalesce(nullif(?, ''), body_hash),
            title = CASE WHEN title IN ('', url) AND ?7 != '' THEN ?7 ELSE title END,
            site_url = coalesce(nullif(?, ''), site_url),
            description = coalesce(nullif(description, ''), ?),
            language = coalesce(nullif(?, ''), language)
           WHERE id = ?""",
        (
            seconds(fetched.checked),
            due,
            fetched.revived,
            storable(fetched.validators.etag),
            storable(fetched.validators.last_modified),
            fetched.body_hash,
            storable(fetched.title),
            storable(fetched.site_url),
            storable(fetched.description),
            storable(fetched.language),
            source,
        ),
    )


def _note_hints(connection: sqlite3.Connection, source: int, hints: Hints) -> None:
    connection.execute(
        "UPDATE source SET ttl = ?, base = ?, skip_hours = ?, skip_days = ?, pause = ?, newest = ?"
        " WHERE id = ?",
        (
            hints.ttl,
            seconds(hints.base),
            hints.skip_hours,
            hints.skip_days,
            hints.pause,
            seconds(hints.newest),
            source,
        ),
    )


def twin(connection: sqlite3.Connection, source: int, url: str) -> bool:
    """Whether another source that is asked has the address."""
    found = connection.execute(
        "SELECT 1 FROM source WHERE url = ? AND id != ? AND removed IS NULL AND retired = 0", (url, source)
    ).fetchone()
    return found is not None


def move(connection: sqlite3.Connection, source: int, url: str) -> None:
    """Notes a source's new address, unless another that is asked no more still has it."""
    connection.execute("UPDATE OR IGNORE source SET url = ? WHERE id = ?", (url, source))


def fold(connection: sqlite3.Connection, source: int, url: str) -> None:
    """Retires a source that moved to another's address: it keeps its stories, the other brings the new."""
    from tui.locale import _

    connection.execute(
        "UPDATE source SET retired = 1, failure_code = 'moved', failure = ? WHERE id = ?",
        (_("It has moved to {url}, which is another of your sources.").format(url=url), source),
    )
