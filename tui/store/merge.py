"""What was fetched becomes stories: a batch of sources in one transaction.

A story is never lost or doubled: ``tui.store.identity`` says which stored story
an entry is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from tui.store import health
from tui.store.documents import Document
from tui.store.fetched import Fetched, Merged
from tui.store.ids import Allotment
from tui.store.rows import number

__all__ = ["Fetched", "Merged", "merge"]


def merge(connection: sqlite3.Connection, batch: Sequence[Fetched]) -> list[Merged]:
    """Stores a batch; to be run in one transaction."""
    allotment = Allotment(connection)
    added: dict[int, int] = {}
    merged = []
    for fetched in batch:
        row = connection.execute(
            "SELECT id, section_id, removed FROM source WHERE id = ?", (number(fetched.source_id),)
        ).fetchone()
        if row is None or row[2] is not None:  # dropped while it was being fetched
            merged.append(Merged(fetched.source_id))
            continue
        one = _merge_one(connection, allotment, row[0], row[1], fetched)
        merged.append(one)
        if one.arrived:
            added[row[1]] = added.get(row[1], 0) + len(one.arrived)
    connection.executemany(
        "UPDATE section SET unread = unread + ?1, total = total + ?1 WHERE id = ?2",
        [(count, section) for section, count in added.items()],
    )
    allotment.save()
    return merged


def _merge_one(
    connection: sqlite3.Connection, allotment: Allotment, source: int, section: int, fetched: Fetched
) -> Merged:
    health.note_outcome(connection, source, fetched)
    if fetched.new_url and not fetched.failure:
        if health.twin(connection, source, fetched.new_url):
            health.fold(connection, source, fetched.new_url)
            return Merged(fetched.source_id)
        health.move(connection, source, fetched.new_url)
    if fetched.entries is None or fetched.failure:
        return Merged(fetched.source_id)
    arrived, edited = Document(connection, allotment, source, section, fetched.checked).store(fetched.entries)
    if arrived:
        connection.execute(
            "UPDATE source SET unread = unread + ?1, total = total + ?1 WHERE id = ?2", (len(arrived), source)
        )
    return Merged(fetched.source_id, tuple(map(str, arrived)), tuple(map(str, edited)))
