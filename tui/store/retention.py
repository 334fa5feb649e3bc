"""What is kept and for how long: never swept are stories that are starred, tagged, unread or followed.

A sweep is many short transactions, so that it holds nobody up.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from tui.store import cache, counters, coverage, tags, visits
from tui.store.rows import SECOND_BITS
from tui.store.search import unindex

if TYPE_CHECKING:
    from tui.store.database import Database

DAY = 86400
BATCH = 1_000  # stories dropped in one transaction
REMOVED_KEPT = 30 * DAY  # how long a dropped source can be brought back
IDENTITY_KEPT = 60  # days after a feed last listed a swept story
PAGES_KEPT = 90 * DAY
_DROPPABLE = """read = 1 AND starred = 0 AND id NOT IN (SELECT story_id FROM followed)
    AND NOT EXISTS (SELECT 1 FROM tagged WHERE story_id = story.id)"""


def sweep(database: Database, now: int, keep_days: int, keep_per_source: int) -> int:
    """Drops what is outdated, a batch in a transaction; gives how many stories."""
    ids = database.read(outdated, now, keep_days, keep_per_source)
    dropped = 0
    for first in range(0, len(ids), BATCH):
        dropped += database.write(partial(drop, ids=ids[first : first + BATCH]))
    database.write(partial(forget, now=now))
    return dropped


def outdated(connection: sqlite3.Connection, now: int, keep_days: int, keep_per_source: int) -> list[int]:
    """The read stories that are old, or beyond the newest of their source."""
    found = {
        row[0]
        for row in connection.execute(
            f"SELECT id FROM story WHERE id < ? AND {_DROPPABLE}",
            (max(now - keep_days * DAY, 0) << SECOND_BITS,),
        )
    }
    crowded = connection.execute(
        "SELECT id FROM source WHERE total > ? AND removed IS NULL", (keep_per_source,)
    )
    for (source,) in crowded.fetchall():
        found.update(
            row[0]
            for row in connection.execute(
                f"""SELECT id FROM story WHERE source_id = ?1 AND {_DROPPABLE} AND id <= (
                   SELECT min(id) FROM (SELECT id FROM story INDEXED BY story_source
                                        WHERE source_id = ?1 ORDER BY id DESC LIMIT ?2 + 1))""",
                (source, keep_per_source),
            )
        )
    return sorted(found)


def drop(connection: sqlite3.Connection, ids: Sequence[int]) -> int:
    """Drops those of the stories that are still read, not starred, tagged or followed; gives how many."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS swept (id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM swept")
    connection.executemany(
        f"INSERT INTO swept SELECT id FROM story WHERE id = ? AND {_DROPPABLE}",
        [(id_,) for id_ in ids],
    )
    counters.count_out(connection, "swept")
    _drop_entries(connection, "SELECT entry_id FROM story WHERE id IN swept", "SELECT id FROM swept")
    dropped = connection.execute("DELETE FROM story WHERE id IN swept").rowcount
    coverage.forget(connection, "SELECT id FROM swept")
    connection.execute("DELETE FROM moved_in WHERE story_id IN swept")
    return dropped


def _drop_entries(connection: sqlite3.Connection, entries: str, ids: str) -> None:
    connection.execute(f"DELETE FROM entry WHERE id IN ({entries})")
    unindex(connection, ids)


def forget(connection: sqlite3.Connection, now: int) -> None:
    """Drops what no undo and no feed can ask for again."""
    gone = connection.execute("SELECT id FROM source WHERE removed < ?", (now - REMOVED_KEPT,)).fetchall()
    for (source,) in gone:
        of_source = f"FROM removed_story WHERE source_id = {source}"
        _drop_entries(connection, f"SELECT entry_id {of_source}", f"SELECT id {of_source}")
        coverage.forget(connection, f"SELECT id {of_source}")
        tags.forget(connection, f"SELECT id {of_source}")
        connection.execute(f"DELETE {of_source}")
        connection.execute("DELETE FROM identity WHERE source_id = ?", (source,))
        connection.execute("DELETE FROM source WHERE id = ?", (source,))
    # What stands in the newest document of its feed is listed still, even when
    # that document has not changed for long.
    connection.execute(
        """DELETE FROM identity WHERE seen < ?
           AND seen < (SELECT listed FROM source WHERE source.id = source_id)
           AND NOT EXISTS (SELECT 1 FROM story WHERE id = story_id)
           AND NOT EXISTS (SELECT 1 FROM removed_story WHERE id = story_id)""",
        (now // DAY - IDENTITY_KEPT,),
    )
    cache.forget(connection, now - PAGES_KEPT)
    connection.execute("DELETE FROM thread WHERE fetched < ?", (now - PAGES_KEPT,))
    visits.forget(connection, now - PAGES_KEPT)
