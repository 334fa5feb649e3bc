"""One source's document on its way into the store.

Unchanged entries write nothing; an edited one updates its story in place and
keeps its id, its place and its marks.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime

from tui.entries import Entry
from tui.store import saved_counts
from tui.store.arrivals import Arrivals
from tui.store.entries import EntryRow, comment_count
from tui.store.identity import Keyed, Known, hashed, keyed, match
from tui.store.ids import chunks, marks

DAY = 86400
EARLIEST = 60  # a story's place on the wire, in seconds since 1970: an id is never below zero
_COLUMNS = ", ".join(EntryRow._fields)
_KNOWN = f"SELECT story.id, entry_id, comment_count, guid_key, {_COLUMNS}"
_UPDATE = f"UPDATE entry SET (guid_key, {_COLUMNS}) = ({marks(EntryRow._fields)},?) WHERE id = ?"


class Document:
    """Stores the entries of one source's document; ``arrival`` is when it was fetched.

    New stories only join the ``arrivals``, which are written together.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        arrivals: Arrivals,
        source: int,
        section: int,
        arrival: datetime,
    ) -> None:
        self._connection = connection
        self._arrivals = arrivals
        self._source = source
        self._section = section
        self._arrival = int(arrival.timestamp())
        self._today = self._arrival // DAY

    def store_first(self, entries: Sequence[Entry]) -> list[int]:
        """``store`` for a source that has had no document yet: nothing is looked up."""
        return sorted(self.add(keyed(entries)))

    def store(self, entries: Sequence[Entry]) -> tuple[list[int], list[int]]:
        """The ids of the stories that are new, oldest first, and of those whose text changed."""
        found = keyed(entries)
        stories, known, places, stale = self._matched(found)
        former: list[tuple[int, int, int]] = []
        new: list[Keyed] = []
        edited: list[int] = []
        for one, story in zip(found, places, strict=True):
            if story is None:
                new.append(one)
                continue
            self._arrivals.name(
                self._source, story, self._today, [key for key in one.keys if stories.get(key) != story]
            )
            if story in known:
                former += self._former(one, known[story])
            if story in known and self._update(one, known[story]):
                edited.append(story)
        self._connection.executemany(
            "DELETE FROM identity WHERE source_id = ? AND key = ? AND story_id = ?", former
        )
        if stale:
            self._see(stories)
        return sorted(self.add(new)), edited

    def placed(self, entries: Sequence[Entry]) -> list[tuple[Keyed, int | None, bool]]:
        """The entries, without doubles, with the story that each is or None, and whether that is stored."""
        found = keyed(entries)
        _stories, known, places, _stale = self._matched(found)
        return [(one, story, story in known) for one, story in zip(found, places, strict=True)]

    # --- what is there ------------------------------------------------------------

    def _matched(
        self, found: Sequence[Keyed]
    ) -> tuple[dict[int, int], dict[int, Known], list[int | None], bool]:
        """Stories by key, what is stored, which one each entry is; whether one was last seen before today."""
        stories, stale = self._stories([key for one in found for key in (one.guid, one.url) if key])
        whole: dict[int, int] = {}

        def contents(keys: Iterable[int]) -> dict[int, int]:
            nonlocal stale
            told, old = self._stories(keys)
            whole.update(told)
            stale = stale or old
            known.update(self._known(told.values()))
            return whole

        known = self._known(stories.values())
        places = match(found, stories, known, contents)
        stories.update(whole)
        return stories, known, places, stale

    def _stories(self, keys: Iterable[int]) -> tuple[dict[int, int], bool]:
        """Story ids by key, and whether one of them was last seen before today."""
        stories: dict[int, int] = {}
        stale = False
        for some in chunks(keys):
            rows = self._connection.execute(
                f"SELECT key, story_id, seen FROM identity WHERE source_id = ? AND key IN ({marks(some)})",
                (self._source, *some),
            )
            for key, story, seen in rows.fetchall():
                stories[key] = story
                stale = stale or seen < self._today
        return stories, stale

    def _known(self, ids: Iterable[int]) -> dict[int, Known]:
        return {
            id_: Known(id_, entry, count, guid, EntryRow(*said))
            for some in chunks(set(ids))
            for id_, entry, count, guid, *said in self._connection.execute(
                f"{_KNOWN} FROM story CROSS JOIN entry ON entry.id = entry_id"
                f" WHERE story.id IN ({marks(some)})",
                some,
            ).fetchall()
        }

    def _former(self, one: Keyed, story: Known) -> list[tuple[int, int, int]]:
        """Keys that the story has no more: a feed that changes them every time must not pile them up."""
        keys = []
        if one.own_guid and story.guid and story.guid != one.guid:
            keys.append(story.guid)
        if one.own_url and story.row.url and story.row.url != one.row.url:
            keys.append(hashed("url", story.row.url))
        return [(self._source, key, story.id) for key in keys]

    def _see(self, keys: Iterable[int]) -> None:
        """Notes that the feed lists them today."""
        for some in chunks(keys):
            self._connection.execute(
                f"UPDATE identity SET seen = ? WHERE source_id = ? AND key IN ({marks(some)})",
                (self._today, self._source, *some),
            )

    # --- changing it --------------------------------------------------------------

    def _update(self, one: Keyed, story: Known) -> bool:
        """Updates a story whose entry changed; True when it was its text."""
        count = comment_count(one.entry)
        if count is None:
            count = story.comment_count  # what its discussion told, where the feed says nothing
        guid = one.guid or story.guid
        changed = one.row.text != story.row.text
        # What another reader kept of a story is not the text that its feed gave, and no edit of it.
        edited = changed and not self._settled(story.id)
        if guid != story.guid or one.row != story.row:
            self._connection.execute(_UPDATE, (guid, *one.row, story.entry))
        if edited or count != story.comment_count:
            self._connection.execute(
                "UPDATE story SET comment_count = ?, edited = edited OR ? WHERE id = ?",
                (count, edited, story.id),
            )
        if bool(count) != bool(story.comment_count):
            saved_counts.outdate(self._connection, "has:")
        if changed:
            self._arrivals.look_again(story.id)
            self._connection.execute("DELETE FROM article WHERE url = ?", (one.row.url,))
        return edited

    def _settled(self, story: int) -> bool:
        """Whether a story's text came from elsewhere until now, when its feed tells it."""
        return self._connection.execute("DELETE FROM moved_in WHERE story_id = ?", (story,)).rowcount > 0

    def add(self, new: Sequence[Keyed]) -> list[int]:
        """Has the entries join the arrivals as new stories; gives their ids, in the order of the entries."""
        return self._arrivals.add(
            self._source, self._section, self._today, [(self._place(one.entry), one) for one in new]
        )

    def _place(self, entry: Entry) -> int:
        """When the story stands on the wire: its time, but not after its arrival."""
        published = int(entry.published.timestamp()) if entry.published else self._arrival
        return min(max(published, EARLIEST), self._arrival)
