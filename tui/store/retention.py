"""What is kept and for how long: never swept are starred and unread stories."""

from __future__ import annotations

import sqlite3

from tui.store.rows import SECOND_BITS

DAY = 86400
REMOVED_KEPT = 30 * DAY  # how long a dropped source can be brought back
IDENTITY_KEPT = 60  # days after a feed last listed a swept story
PAGES_KEPT = 90 * DAY


def sweep(connection: sqlite3.Connection, now: int, keep_days: int, keep_per_source: int) -> int:
    """Drops read stories that are old, or beyond the newest of their source; gives how many."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS swept (id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM swept")
    connection.execute(
        "INSERT INTO swept SELECT id FROM story WHERE id < ? AND read = 1 AND starred = 0",
        ((now - keep_days * DAY) << SECOND_BITS,),
    )
    crowded = connection.execute("SELECT id FROM source WHERE total > ?", (keep_per_source,)).fetchall()
    for (source,) in crowded:
        connection.execute(
            """INSERT OR IGNORE INTO swept SELECT id FROM story
               WHERE source_id = ?1 AND read = 1 AND starred = 0 AND id <= (
                   SELECT id FROM story WHERE source_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)""",
            (source, keep_per_source),
        )
    dropped = _drop(connection)
    _forget(connection, now)
    return dropped


def _drop(connection: sqlite3.Connection) -> int:
    for table in ("source", "section"):
        counted = connection.execute(
            f"SELECT count(*), {table}_id FROM story WHERE id IN swept GROUP BY {table}_id"
        ).fetchall()
        connection.executemany(f"UPDATE {table} SET total = total - ? WHERE id = ?", counted)
    connection.execute("DELETE FROM search WHERE rowid IN swept")
    connection.execute("DELETE FROM unindexed WHERE story_id IN swept")
    connection.execute("DELETE FROM content WHERE story_id IN swept")
    return connection.execute("DELETE FROM story WHERE id IN swept").rowcount


def _forget(connection: sqlite3.Connection, now: int) -> None:
    """Drops what no undo and no feed can ask for again."""
    gone = [
        row[0] for row in connection.execute("SELECT id FROM source WHERE removed < ?", (now - REMOVED_KEPT,))
    ]
    for source in gone:
        stories = "SELECT id FROM removed_story WHERE source_id = ?"
        connection.execute(f"DELETE FROM content WHERE story_id IN ({stories})", (source,))
        connection.execute(f"DELETE FROM search WHERE rowid IN ({stories})", (source,))
        connection.execute("DELETE FROM removed_story WHERE source_id = ?", (source,))
        connection.execute("DELETE FROM identity WHERE source_id = ?", (source,))
        connection.execute("DELETE FROM source WHERE id = ?", (source,))
    connection.execute(
        """DELETE FROM identity WHERE seen < ? AND NOT EXISTS (SELECT 1 FROM story WHERE id = story_id)
           AND NOT EXISTS (SELECT 1 FROM removed_story WHERE id = story_id)""",
        (now // DAY - IDENTITY_KEPT,),
    )
    for table in ("article", "thread"):
        connection.execute(f"DELETE FROM {table} WHERE fetched < ?", (now - PAGES_KEPT,))
