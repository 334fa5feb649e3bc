"""The counters of sources and sections, kept in the transaction of what they count."""

from __future__ import annotations

import sqlite3

KEPT = ("unread", "total", "starred", "unread_starred")
COUNTED = "sum(read = 0), count(*), sum(starred), sum(read = 0 AND starred = 1)"
"""How each of ``KEPT`` is counted from stories."""

_ADD = ", ".join(f"{name} = {name} + ?" for name in KEPT)


Counted = list[tuple[int, int, list[int]]]
"""Source, section, and what ``KEPT`` counts, of some stories."""


def counted(connection: sqlite3.Connection, table: str) -> Counted:
    """The stories whose ids are in ``table``, by source and section."""
    rows = connection.execute(
        f"SELECT source_id, section_id, {COUNTED} FROM {table} CROSS JOIN story USING (id)"
        " GROUP BY source_id, section_id"
    )
    return [(source, section, counts) for source, section, *counts in rows.fetchall()]


def count_out(connection: sqlite3.Connection, table: str) -> None:
    """Takes the stories whose ids are in ``table`` off their sources' and sections' counters."""
    shift(connection, [(s, of, [-count for count in counts]) for s, of, counts in counted(connection, table)])


def shift(connection: sqlite3.Connection, by: Counted) -> None:
    """Adds to the counters of sources and sections."""
    sections: dict[int, list[int]] = {}
    for _source, section, counts in by:
        so_far = sections.get(section, [0] * len(KEPT))
        sections[section] = [a + b for a, b in zip(so_far, counts, strict=True)]
    connection.executemany(
        f"UPDATE source SET {_ADD} WHERE id = ?", [(*counts, source) for source, _section, counts in by]
    )
    for section, total in sections.items():
        add_to_section(connection, section, total)


def of_source(connection: sqlite3.Connection, source: int) -> list[int]:
    """A source's counters, in the order of ``KEPT``."""
    row = connection.execute(f"SELECT {', '.join(KEPT)} FROM source WHERE id = ?", (source,)).fetchone()
    return list(row)


def add_to_section(connection: sqlite3.Connection, section: int, counts: list[int]) -> None:
    connection.execute(f"UPDATE section SET {_ADD} WHERE id = ?", (*counts, section))


def recount(connection: sqlite3.Connection) -> None:
    """Counts everything anew: for what brings stories in numbers, without adding up as it goes."""
    kept = ", ".join(KEPT)
    for table, within in (("source", "source_id"), ("section", "section_id")):
        connection.execute(
            f"WITH told (of_id, {kept}) AS (SELECT {within}, {COUNTED} FROM story GROUP BY {within})"
            f" UPDATE {table} SET ({kept}) = (SELECT {kept} FROM told WHERE of_id = id)"
            " WHERE id IN (SELECT of_id FROM told)"
        )
