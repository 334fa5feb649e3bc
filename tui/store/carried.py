"""Stories that a reader brings from elsewhere, with the marks they had there.

A story that is here already keeps its text and gets the marks; one that is not is stored as if its
feed had brought it, so that the feed's next document knows it again. Marks are added, never taken off.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from tui.entries import Entry
from tui.store import marks, saved_counts
from tui.store.arrivals import Arrivals
from tui.store.documents import Document
from tui.store.entries import is_story
from tui.store.rows import number

BATCH = 256  # stories; all of a feed's would be too much to hold


@dataclass(frozen=True, slots=True)
class Carried:
    """A story from elsewhere."""

    entry: Entry
    read: bool = False
    starred: bool = False
    tags: tuple[str, ...] = ()


@dataclass(slots=True)
class Tally:
    """What became of carried stories: new here, known here, and how many marks were put on stories."""

    new: int = 0
    known: int = 0
    read: int = 0
    starred: int = 0
    tagged: int = 0


@dataclass(slots=True)
class _Marks:
    read: array[int] = field(default_factory=lambda: array("q"))
    starred: array[int] = field(default_factory=lambda: array("q"))
    tagged: dict[str, array[int]] = field(default_factory=dict)

    def add(self, story: int, one: Carried) -> None:
        if one.read:
            self.read.append(story)
        if one.starred:
            self.starred.append(story)
        for tag in one.tags:
            self.tagged.setdefault(tag, array("q")).append(story)


class Carrier:
    """Takes carried stories in, source by source, within one transaction; ``finish`` puts the marks on."""

    def __init__(self, connection: sqlite3.Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now
        self._marks = _Marks()
        self.tally = Tally()

    def take(self, source_id: str, stories: Iterable[Carried]) -> None:
        """Takes the stories of a source."""
        source = number(source_id)
        section = self._connection.execute(
            "SELECT section_id FROM source WHERE id = ?", (source,)
        ).fetchone()[0]
        rest = (one for one in stories if is_story(one.entry))
        for batch in _batches(rest):
            self._take(source, section, batch)

    def _take(self, source: int, section: int, batch: list[Carried]) -> None:
        arrivals = Arrivals(self._connection)
        document = Document(self._connection, arrivals, source, section, self._now)
        by_entry = {id(one.entry): one for one in batch}
        new = []
        for keyed, story, there in document.placed([one.entry for one in batch]):
            one = by_entry[id(keyed.entry)]
            # A swept story comes back where it was starred: that one was to be kept.
            if story is None or (one.starred and not there):
                new.append((keyed, one))
            else:
                self.tally.known += 1
                self._marks.add(story, one)
        ids = document.add([keyed for keyed, _one in new])
        arrivals.write()
        for story, (_keyed, one) in zip(ids, new, strict=True):
            self._marks.add(story, one)
        self._count(source, section, ids)

    def _count(self, source: int, section: int, ids: list[int]) -> None:
        self.tally.new += len(ids)
        for table, row in (("source", source), ("section", section)):
            self._connection.execute(
                f"UPDATE {table} SET unread = unread + ?1, total = total + ?1 WHERE id = ?2", (len(ids), row)
            )
        self._connection.executemany("INSERT OR IGNORE INTO moved_in VALUES (?)", [(one,) for one in ids])

    def finish(self) -> Tally:
        """Puts the marks on, each kind a step that can be undone."""
        saved_counts.outdate(self._connection)
        self.tally.read = self._mark("read", self._marks.read)
        self.tally.starred = self._mark("star", self._marks.starred)
        for tag, ids in self._marks.tagged.items():
            self.tally.tagged += self._mark("tag", ids, tag)
        return self.tally

    def _mark(self, kind: str, ids: array[int], tag: str = "") -> int:
        return marks.mark(self._connection, [str(one) for one in ids], kind, tag) if ids else 0


def _batches(stories: Iterator[Carried]) -> Iterator[list[Carried]]:
    while batch := list(islice(stories, BATCH)):
        yield batch
