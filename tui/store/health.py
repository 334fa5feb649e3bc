"""What a request told about a source itself: its health, its names, where it has moved."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from tui.store import bulk
from tui.store.fetched import Fetched
from tui.store.rows import number, seconds, storable

_POSTPONED = "UPDATE source SET due = column2, closed = column3 FROM ({rows}) WHERE id = column1"
_FAILED = """UPDATE source SET failures = failures + 1, failure = column2, failure_code = column3,
    due = column4, closed = column5, retired = retired OR column6
    FROM ({rows}) WHERE id = column1"""
_HINTS = """UPDATE source SET ttl = column2, base = column3, skip_hours = column4, skip_days = column5,
    pause = column6, newest = column7
    FROM ({rows}) WHERE id = column1"""
_ANSWERED = """UPDATE source SET checked = column2, due = column3, closed = NULL,
    failures = 0, failure = '', failure_code = '', retired = retired AND NOT column4,
    etag = column5, last_modified = column6,
    body_hash = coalesce(nullif(column7, ''), body_hash),
    title = CASE WHEN title IN ('', url) AND column8 != '' THEN column8 ELSE title END,
    site_url = coalesce(nullif(column9, ''), site_url),
    description = coalesce(nullif(description, ''), column10),
    language = coalesce(nullif(column11, ''), language)
    FROM ({rows}) WHERE id = column1"""


def note(connection: sqlite3.Connection, batch: Sequence[Fetched]) -> None:
    """Keeps what the requests told of their sources. A failure touches nothing but the record of failures."""
    asked = [fetched for fetched in batch if not fetched.postponed]
    answered = [fetched for fetched in asked if not fetched.failure]
    bulk.write(connection, _POSTPONED, [_postponed(fetched) for fetched in batch if fetched.postponed])
    bulk.write(connection, _FAILED, [_failed(fetched) for fetched in asked if fetched.failure])
    bulk.write(connection, _HINTS, [row for fetched in answered for row in _hints(fetched)])
    bulk.write(connection, _ANSWERED, [_answered(fetched) for fetched in answered])


def _postponed(fetched: Fetched) -> tuple[Any, ...]:
    return number(fetched.source_id), seconds(fetched.due), seconds(fetched.closed)


def _failed(fetched: Fetched) -> tuple[Any, ...]:
    return (
        number(fetched.source_id),
        storable(fetched.failure),
        fetched.failure_code,
        seconds(fetched.due),
        seconds(fetched.closed),
        fetched.retired,
    )


def _hints(fetched: Fetched) -> list[tuple[Any, ...]]:
    hints = fetched.hints
    if hints is None:
        return []
    return [
        (
            *(number(fetched.source_id), hints.ttl, seconds(hints.base), hints.skip_hours, hints.skip_days),
            *(hints.pause, seconds(hints.newest)),
        )
    ]


def _answered(fetched: Fetched) -> tuple[Any, ...]:
    return (
        number(fetched.source_id),
        seconds(fetched.checked),
        seconds(fetched.due),
        fetched.revived,
        storable(fetched.validators.etag),
        storable(fetched.validators.last_modified),
        fetched.body_hash,
        storable(fetched.title),
        storable(fetched.site_url),
        storable(fetched.description),
        storable(fetched.language),
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
