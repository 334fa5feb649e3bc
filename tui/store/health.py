"""What a request told about a source itself: its health, its names, where it has moved."""

from __future__ import annotations

import sqlite3

from tui.store.fetched import Fetched
from tui.store.rows import seconds, storable


def note_outcome(connection: sqlite3.Connection, source: int, fetched: Fetched) -> None:
    """Keeps what a request told. A failure touches nothing but the record of failures."""
    if fetched.failure:
        connection.execute(
            "UPDATE source SET failures = failures + 1, failure = ?, failure_code = ?, due = ?,"
            " retired = retired OR ? WHERE id = ?",
            (storable(fetched.failure), fetched.failure_code, seconds(fetched.due), fetched.retired, source),
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
            seconds(fetched.checked),
            seconds(fetched.due),
            fetched.retired,
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
