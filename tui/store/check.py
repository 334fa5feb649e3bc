"""Whether the store is whole: for the doctor."""

from __future__ import annotations

import sqlite3

_COUNTED = """
SELECT '{table} ' || {name} || ': ' || t.unread || ' unread and ' || t.total || ' stories kept, '
    || coalesce(n.unread, 0) || ' and ' || coalesce(n.total, 0) || ' counted'
FROM {table} t LEFT JOIN (
    SELECT {table}_id AS id, sum(read = 0) AS unread, count(*) AS total FROM story GROUP BY {table}_id
) n ON n.id = t.id
WHERE (t.unread, t.total) != (coalesce(n.unread, 0), coalesce(n.total, 0)) {and_}
"""


def check(connection: sqlite3.Connection) -> list[str]:
    """What is wrong, a line each; [] when all is well. Reads the whole file."""
    problems = [row[0] for row in connection.execute("PRAGMA quick_check") if row[0] != "ok"]
    for table, name, and_ in (("source", "t.url", "AND t.removed IS NULL"), ("section", "t.name", "")):
        problems += [row[0] for row in connection.execute(_COUNTED.format(table=table, name=name, and_=and_))]
    lost = connection.execute(
        "SELECT count(*) FROM story WHERE source_id NOT IN (SELECT id FROM source WHERE removed IS NULL)"
    ).fetchone()[0]
    if lost:
        problems.append(f"{lost} stories belong to no source")
    return problems
