"""An archive's objects become what is kept: all that is new here, and marks on what is here already.

Sources are known by their address and stories by what their feed calls them, as in every merge.
In an empty store everything gets the place and the id that it had.
"""

from __future__ import annotations

import base64
import sqlite3
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tui.store import archive_form as form
from tui.store import bulk, counters, coverage, marks, saved, saved_counts, sources, tags
from tui.store.archive_form import NotAnArchive
from tui.store.codec import decode, encode
from tui.store.ids import SLOTS
from tui.store.ids import marks as places
from tui.store.query import QueryError
from tui.store.rows import SECOND_BITS, number

BATCH = 256  # stories
MOST_KEYS = 100  # of one story
_LATEST = 253_402_300_799 << SECOND_BITS  # in the year 9999
_ENTRY = ", ".join(field.name for field in form.ENTRY)
_STORY = ", ".join(field.name for field in form.STORY)


@dataclass(slots=True)
class Restored:
    """What an archive brought, and what was here."""

    sources: int = 0
    known_sources: int = 0
    stories: int = 0
    known_stories: int = 0
    pages: int = 0
    searches: list[str] = field(default_factory=list)
    known_searches: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Story:
    id: int
    entry: list[Any]
    marks: list[Any]
    keys: list[tuple[int, int]]
    tags: list[str]
    event: int
    moved_in: bool


class Restoring:
    """Takes an archive's objects in their order, within one transaction; ``finish`` when all were told."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._source: tuple[int, int] | None = None  # with its section
        self._waiting: list[_Story] = []
        self._renamed: dict[int, int] = {}  # ids of stories that could not be kept
        self._known: dict[str, list[int]] = {"read": [], "star": []}
        self._first_event: int = self._one("SELECT coalesce(max(event_id), 0) FROM event")
        self._last_entry: int = self._one("SELECT coalesce(max(id), 0) FROM entry")
        self._sections: dict[str, int] = {}
        self._new = array("q")
        self.restored = Restored()
        self._takes: dict[str, Callable[[Any], None]] = {
            "section": self._section,
            "saved": self._saved,
            "source": self._take_source,
            "story": self._take_story,
            "swept": self._swept,
            "article": self._article,
            "thread": self._thread,
            "draft": self._draft,
            "reading_place": self._place,
            "followed": self._followed,
            "visit": self._visit,
        }

    def take(self, kind: str, told: Any) -> None:
        """Takes one object. Raises ``NotAnArchive``."""
        taking = self._takes.get(kind)
        if taking is None:
            raise NotAnArchive(f"there is no {kind[:40]!r} in an archive")
        if not isinstance(told, list if kind == "swept" else dict):
            raise NotAnArchive(f"a {kind} is not told so")
        if kind != "story":
            self._store_waiting()
        taking(told)

    def finish(self) -> Restored:
        """Brings what is counted and found by words up to date; gives what was taken."""
        self._store_waiting()
        for kind, ids in self._known.items():
            if ids:
                marks.put(self._connection, ids, kind)
        counters.recount(self._connection)
        saved_counts.outdate(self._connection)
        events = self._connection.execute(
            "SELECT DISTINCT event_id FROM event WHERE event_id > ?", (self._first_event,)
        ).fetchall()
        coverage.recount(self._connection, [row[0] for row in events])
        # What stories are compared by is not in an archive: those of the last days are compared anew.
        coverage.compare_later(self._connection, self._new)
        # Ids that were given elsewhere: from now on none is given without a look.
        self._connection.execute("UPDATE allotment SET last = last + ? WHERE last < ?", (SLOTS, SLOTS))
        return self.restored

    def _one(self, query: str, *values: object) -> Any:
        row = self._connection.execute(query, values).fetchone()
        return row[0] if row else None

    # --- sections and sources -----------------------------------------------------

    def _section(self, told: dict[str, Any]) -> None:
        name, description = (form.line(1000)(told.get(key, "")) for key in ("name", "description"))
        self._section_id(name, description)

    def _section_id(self, name: str, description: str = "") -> int:
        if name not in self._sections:
            self._sections[name] = number(sources.add_section(self._connection, name, description).id)
        return self._sections[name]

    def _saved(self, told: dict[str, Any]) -> None:
        name, query = (form.line(1000)(told.get(key, "")) for key in ("name", "query"))
        try:
            new = saved.restore(self._connection, name, query)
        except (saved.BadSearch, QueryError) as error:
            raise NotAnArchive(f"a saved search is broken: {error}") from error
        (self.restored.searches if new else self.restored.known_searches).append(name)

    def _take_source(self, told: dict[str, Any]) -> None:
        row = dict(zip((field.name for field in form.SOURCE), form.read(form.SOURCE, told), strict=True))
        if not row["url"]:
            raise NotAnArchive("a source has no address")
        there = self._connection.execute(
            "SELECT id, section_id FROM source WHERE url = ? AND removed IS NULL", (row["url"],)
        ).fetchone()
        if there:
            self.restored.known_sources += 1
            self._source = there
            return
        section = self._section_id(row.pop("section"))
        made = sources.add_source(self._connection, row["url"], row["title"], str(section))
        self._connection.execute(
            f"UPDATE source SET {', '.join(f'{name} = ?' for name in row)} WHERE id = ?",
            (*row.values(), number(made.id)),
        )
        if told.get("feed_text") is True:
            self._connection.execute("INSERT OR IGNORE INTO feed_text VALUES (?)", (number(made.id),))
        self._source = (number(made.id), number(made.section_id))
        self.restored.sources += 1

    def _of_source(self) -> tuple[int, int]:
        if self._source is None:
            raise NotAnArchive("no source is told before it")
        return self._source

    # --- stories ------------------------------------------------------------------

    def _take_story(self, told: dict[str, Any]) -> None:
        self._of_source()
        id_ = form.whole(told.get("id"))
        if not 0 < id_ <= _LATEST:
            raise NotAnArchive("its id is of no time")
        named = told.get("tags", [])
        if not isinstance(named, list) or len(named) > MOST_KEYS:
            raise NotAnArchive("its tags are not told so")
        self._waiting.append(
            _Story(
                id_,
                form.read(form.ENTRY, told),
                form.read(form.STORY, told),
                _pairs(told.get("keys", [])),
                [tags.named(form.line(1000)(one)) for one in named],
                form.whole(told.get("event", 0)),
                told.get("moved_in") is True,
            )
        )
        if len(self._waiting) >= BATCH:
            self._store_waiting()

    def _store_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        source, section = self._of_source()
        known = self._stories_by_key(source, [key for one in waiting for key, _seen in one.keys])
        taken = self._taken([one.id for one in waiting])
        new: list[tuple[int, _Story]] = []
        for one in waiting:
            there = next((known[key] for key, _seen in one.keys if key in known), None)
            if there is None:
                id_ = one.id
                while id_ in taken or self._is_taken(id_, taken):
                    id_ -= 1
                taken.add(id_)
                new.append((id_, one))
            else:
                self.restored.known_stories += 1
                self._mark(there, one)
            if (there or id_) != one.id:
                self._renamed[one.id] = there or id_
        self._insert(source, section, new)

    def _stories_by_key(self, source: int, keys: list[int]) -> dict[int, int]:
        return {
            key: story
            for first in range(0, len(keys), 500)
            for some in [keys[first : first + 500]]
            for key, story in self._connection.execute(
                f"SELECT key, story_id FROM identity WHERE source_id = ? AND key IN ({places(some)})"
                " AND story_id IN (SELECT id FROM story)",
                (source, *some),
            )
        }

    def _taken(self, ids: list[int]) -> set[int]:
        return {
            row[0]
            for table in ("story", "removed_story")
            for row in self._connection.execute(f"SELECT id FROM {table} WHERE id IN ({places(ids)})", ids)
        }

    def _is_taken(self, id_: int, taken: set[int]) -> bool:
        """Whether an id beside a taken one is taken too."""
        return id_ + 1 in taken and bool(self._taken([id_]))

    def _mark(self, there: int, one: _Story) -> None:
        told = dict(zip((field.name for field in form.STORY), one.marks, strict=True))
        if told["read"]:
            self._known["read"].append(there)
        if told["starred"]:
            self._known["star"].append(there)
        for tag in one.tags:
            marks.put(self._connection, [there], "tag", tag)

    def _insert(self, source: int, section: int, new: list[tuple[int, _Story]]) -> None:
        run = self._connection
        first, self._last_entry = self._last_entry + 1, self._last_entry + len(new)
        entries = [(first + at, *one.entry) for at, (_id, one) in enumerate(new)]
        bulk.write(run, f"INSERT INTO entry (id, {_ENTRY}) {{rows}}", entries)
        rows = [(id_, source, section, first + at, *one.marks) for at, (id_, one) in enumerate(new)]
        bulk.write(run, f"INSERT INTO story (id, source_id, section_id, entry_id, {_STORY}) {{rows}}", rows)
        bulk.write(run, "INSERT INTO unindexed (story_id) {rows}", [(id_,) for id_, _one in new])
        bulk.write(
            run,
            "REPLACE INTO identity (source_id, key, story_id, seen) {rows}",
            [(source, key, id_, seen) for id_, one in new for key, seen in one.keys],
        )
        moved = [(id_,) for id_, one in new if one.moved_in]
        run.executemany("INSERT OR IGNORE INTO moved_in VALUES (?)", moved)
        url = [field.name for field in form.ENTRY].index("url")
        bulk.write(
            run,
            "REPLACE INTO event (story_id, event_id, source_id, address) {rows}",
            [
                (id_, self._first_event + one.event, source, coverage.address(one.entry[url], id_))
                for id_, one in new
                if one.event > 0
            ],
        )
        for id_, one in new:
            for tag in one.tags:
                made = tags.make(run, tag)
                run.execute("INSERT OR IGNORE INTO tagged VALUES (?, ?)", (made, id_))
        self._new.extend(id_ for id_, _one in new)
        self.restored.stories += len(new)

    def _swept(self, told: list[Any]) -> None:
        source, _section = self._of_source()
        for one in told:
            if not isinstance(one, list) or len(one) != 3:
                raise NotAnArchive("a swept story is told by key, id and day")
            key, story, seen = map(form.whole, one)
            if self._taken([story]):
                story = -story  # no story's: else this key would lead to another one
            self._connection.execute(
                "INSERT OR IGNORE INTO identity (source_id, key, story_id, seen) VALUES (?, ?, ?, ?)",
                (source, key, story, seen),
            )

    # --- what else is kept --------------------------------------------------------

    def _article(self, told: dict[str, Any]) -> None:
        from tui.model import Article

        url, fetched, text = self._page(told, Article)
        opened = form.whole_or_none(told.get("opened"))
        self._connection.execute(
            "INSERT OR IGNORE INTO article (url, fetched, opened, size, json) VALUES (?, ?, ?, ?, ?)",
            (url, fetched, opened, len(text.encode()), text),
        )
        self.restored.pages += 1

    def _thread(self, told: dict[str, Any]) -> None:
        from tui.model import Thread

        self._connection.execute("INSERT OR IGNORE INTO thread VALUES (?, ?, ?)", self._page(told, Thread))

    def _page(self, told: dict[str, Any], kind: type[Any]) -> tuple[str, int, str]:
        try:
            page = decode(kind, form.to_json(form.harmless(told.get("json"))))
        except (ValueError, AttributeError) as error:
            raise NotAnArchive(f"its json is {str(error)[:100]}") from error
        return form.line(4096)(told.get("url", "")), form.whole(told.get("fetched")), encode(page)

    def _draft(self, told: dict[str, Any]) -> None:
        row = form.read(form.DRAFT, told)
        self._connection.execute("INSERT OR IGNORE INTO draft VALUES (?, ?, ?, ?)", row)

    def _place(self, told: dict[str, Any]) -> None:
        key, share, noted = form.read(form.PLACE, told)
        key = str(self._renamed.get(int(key), key)) if key.isdecimal() and len(key) < 19 else key
        self._connection.execute("INSERT OR IGNORE INTO reading_place VALUES (?, ?, ?)", (key, share, noted))

    def _followed(self, told: dict[str, Any]) -> None:
        names = [field.name for field in form.FOLLOWED]
        row = dict(zip(names, form.read(form.FOLLOWED, told), strict=True))
        row["story_id"] = self._renamed.get(row["story_id"], row["story_id"])
        self._connection.execute(
            f"INSERT OR IGNORE INTO followed ({', '.join(row)}) VALUES ({places(names)})", tuple(row.values())
        )

    def _visit(self, told: dict[str, Any]) -> None:
        try:
            seen = base64.b64decode(told.get("seen", ""), validate=True)
        except (ValueError, TypeError) as error:
            raise NotAnArchive("seen: it is no base64") from error
        if len(seen) % 4 or len(seen) > 4 * 40_000:
            raise NotAnArchive("seen: it is of no whole number of comments")
        self._connection.execute(
            "INSERT OR IGNORE INTO visit (thread, looked, whole, count, seen) VALUES (?, ?, ?, ?, ?)",
            (
                form.line(4096)(told.get("thread", "")),
                form.whole(told.get("looked")),
                form.flag(told.get("whole")),
                form.whole(told.get("count")),
                seen,
            ),
        )


def _pairs(told: Any) -> list[tuple[int, int]]:
    if not isinstance(told, list) or len(told) > MOST_KEYS:
        raise NotAnArchive("its keys are not told so")
    pairs = []
    for one in told:
        if not isinstance(one, list) or len(one) != 2:
            raise NotAnArchive("a key is told with its day")
        pairs.append((form.whole(one[0]), form.whole(one[1])))
    return pairs
