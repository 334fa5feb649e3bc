"""What a batch adds: gathered source by source, then written together, each table in its order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from tui.store import bulk
from tui.store.coverage import compare_later
from tui.store.entries import comment_count
from tui.store.identity import Keyed
from tui.store.ids import Allotment


class Arrivals:
    """The new stories, keys and changes of a batch. ``write`` puts them into the tables, not before."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._allotment = Allotment(connection)
        self._last_entry: int = connection.execute("SELECT coalesce(max(id), 0) FROM entry").fetchone()[0]
        self._stories: list[tuple[Any, ...]] = []
        self._entries: list[tuple[Any, ...]] = []
        self._identities: list[tuple[int, int, int, int]] = []
        self._edited: list[int] = []

    def add(self, source: int, section: int, today: int, new: Sequence[tuple[int, Keyed]]) -> list[int]:
        """Takes a source's new stories, each with its second on the wire; gives their ids."""
        ids = self._allotment.give([second for second, _one in new])
        for id_, (_second, one) in zip(ids, new, strict=True):
            self._last_entry += 1
            self._stories.append((id_, source, section, self._last_entry, comment_count(one.entry)))
            self._entries.append((self._last_entry, one.guid, *one.row))
            self.name(source, id_, today, one.keys)
        return ids

    @property
    def ids(self) -> list[int]:
        """The ids of the new stories."""
        return [row[0] for row in self._stories]

    def name(self, source: int, story: int, today: int, keys: Iterable[int]) -> None:
        """Takes keys that a story is to be known by."""
        self._identities += [(source, key, story, today) for key in keys]

    def look_again(self, story: int) -> None:
        """Has a story indexed and compared anew, whose text changed."""
        self._edited.append(story)

    def write(self) -> None:
        self._stories.sort()
        self._identities.sort()
        bulk.write(self._connection, "INSERT INTO entry {rows}", self._entries)
        bulk.write(
            self._connection,
            "INSERT INTO story (id, source_id, section_id, entry_id, comment_count) {rows}",
            self._stories,
        )
        changed = [*sorted(self._edited), *(row[0] for row in self._stories)]
        bulk.write(self._connection, "INSERT INTO unindexed (story_id) {rows}", [(id_,) for id_ in changed])
        compare_later(self._connection, changed)
        bulk.write(self._connection, "REPLACE INTO identity {rows}", self._identities)
        self._allotment.save()
