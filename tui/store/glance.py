"""Headlines and counts for the prompt, read with as little as can be.

A command that prints twenty lines may take a few times what starting Python takes;
making one dataclass costs more than reading a page. So rows become ``Headline``s
here, which are read like ``Story``, and nothing else of the store is imported.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime

from tui.store import tag_names
from tui.store.schema import EXACT, MIGRATIONS, NOT_HIDDEN

TYPE_CHECKING = False  # importing ``typing`` would cost as much as reading
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from tui.store.presence import Absence
    from tui.store.query import Query
    from tui.store.view import View
    from tui.stories import Story

    _Row = tuple[Any, ...]
    _Page = Callable[[int, int], list[_Row]]

PAGE = 500
_PATIENCE = 30.0  # seconds to wait for another process's write
_SECOND_BITS = 20
_HEADLINES = f"""SELECT story.id, entry.title, entry.url, source.title, story.section_id, entry.published,
    story.read, story.starred, story.comment_count, story.coverage, {tag_names.COLUMN}
    FROM story CROSS JOIN entry ON entry.id = story.entry_id CROSS JOIN source ON source.id = story.source_id
    WHERE {{where}} ORDER BY story.id DESC"""
_SECTIONS = """SELECT id, name, unread FROM section
    WHERE id IN (SELECT section_id FROM source WHERE removed IS NULL) ORDER BY id"""
_SAVED = f"SELECT name, query, unread, {EXACT} FROM saved WHERE removed IS NULL ORDER BY place"


class Headline:
    """What a line at the prompt says of a story; its attributes are ``Story``'s."""

    __slots__ = (
        "comment_count",
        "coverage",
        "id",
        "published",
        "read",
        "section_id",
        "sorted_at",
        "source_title",
        "starred",
        "tags",
        "title",
        "url",
    )

    def __init__(
        self,
        id_: int,
        title: str,
        url: str,
        source_title: str,
        section_id: int,
        published: int | None,
        read: int,
        starred: int,
        comment_count: int | None,
        coverage: int,
        tags: str | None,
    ) -> None:
        self.id = str(id_)
        self.title = title
        self.url = url
        self.source_title = source_title
        self.section_id = str(section_id)
        self.sorted_at = datetime.fromtimestamp(id_ >> _SECOND_BITS, UTC)
        self.published = None if published is None else datetime.fromtimestamp(published, UTC)
        self.read = bool(read)
        self.starred = bool(starred)
        self.comment_count = comment_count
        self.coverage = coverage
        self.tags = tag_names.names(tags)


class SectionCount:
    """A section's id, name and how many of its stories are unread."""

    __slots__ = ("id", "name", "unread")

    def __init__(self, id_: int, name: str, unread: int) -> None:
        self.id = str(id_)
        self.name = name
        self.unread = unread


class SearchCount:
    """A saved search's name and query, and how many of its stories are unread; ``exact``: as of now."""

    __slots__ = ("exact", "name", "query", "unread")

    def __init__(self, name: str, query: str, unread: int, exact: int) -> None:
        self.name = name
        self.query = query
        self.unread = unread
        self.exact = bool(exact)


class Glance:
    """A reading connection. Raises ``sqlite3.Error``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def open(cls, path: str) -> Glance | None:
        """The store at ``path``; None where it is not there or of another version."""
        if not os.path.exists(path):
            return None
        connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
        try:
            connection.execute("PRAGMA query_only = 1")
            if connection.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS):
                return cls(connection)
        except BaseException:
            connection.close()
            raise
        connection.close()
        return None

    def close(self) -> None:
        self._connection.close()

    def sections(self) -> list[SectionCount]:
        """The sections that have a source, in the order they were made."""
        return [SectionCount(*row) for row in self._connection.execute(_SECTIONS)]

    def searches(self) -> list[SearchCount]:
        """The saved searches, in the order they were saved."""
        return [SearchCount(*row) for row in self._connection.execute(_SAVED)]

    def source_titles(self) -> list[str]:
        """What the sources are called, in the order they were added."""
        wanted = "SELECT title FROM source WHERE removed IS NULL ORDER BY id"
        return [row[0] for row in self._connection.execute(wanted)]

    def is_uncompared(self) -> bool:
        """Whether a story waits for its coverage to be found."""
        return self._connection.execute("SELECT 1 FROM uncompared LIMIT 1").fetchone() is not None

    def is_unindexed(self) -> bool:
        """Whether a story waits to be found by its words."""
        return self._connection.execute("SELECT 1 FROM unindexed LIMIT 1").fetchone() is not None

    def headlines(
        self,
        most: int | None = None,
        *,
        section: str = "",
        source: str = "",
        unread: bool = False,
        query: Query | None = None,
    ) -> Iterator[Headline]:
        """The newest stories, newest first, page by page, so that any number needs little memory."""
        within = _within(section, source, unread, muted=query is not None and _names_muted(query))
        page = self._page(within) if query is None else self._matching(within, query)
        before, left = 1 << 62, most
        while left is None or left > 0:
            size = PAGE if left is None else min(PAGE, left)
            rows = page(before, size)
            for row in rows:
                yield Headline(*row)
            if len(rows) < size:
                return
            before = rows[-1][0]
            left = None if left is None else left - len(rows)

    # --- what came while the reader was away ----------------------------------------

    def absence(self, now: float) -> Absence | None:
        """When the reader was away last, or is now (seconds since 1970); None before the first time."""
        from tui.store.presence import absence

        return absence(self._connection, int(now))

    def came(self, absence: Absence, *, section: str = "", source: str = "", unread: bool = False) -> View:
        """What came in an absence, one row an event, the most covered first."""
        from tui.store.view import View

        return View(section, source, unread, absence=absence, order="coverage")

    def count(self, view: View) -> int:
        """How many stories a view has."""
        from tui.store.stories import counts

        return counts(self._connection, view).total

    def of_view(self, view: View, most: int | None = None) -> Iterator[Story]:
        """The first stories of a view, page by page."""
        from tui.store.stories import stories

        last, left = None, most
        while left is None or left > 0:
            size = PAGE if left is None else min(PAGE, left)
            page = stories(self._connection, view, last, None, size)
            yield from page
            if len(page) < size:
                return
            last = page[-1].id
            left = None if left is None else left - size

    # --- what arrives -------------------------------------------------------------

    def change(self) -> int:
        """Another number whenever another connection has written (``PRAGMA data_version``)."""
        version: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        return version

    def last_arrival(self) -> int:
        """A number that is higher for every story that arrives."""
        last: int = self._connection.execute("SELECT coalesce(max(id), 0) FROM entry").fetchone()[0]
        return last

    def arrived(
        self,
        after: int,
        last: int,
        *,
        section: str = "",
        source: str = "",
        unread: bool = False,
        query: Query | None = None,
    ) -> list[Headline]:
        """The stories that arrived after number ``after``, up to number ``last``, the oldest first."""
        muted = query is not None and _names_muted(query)
        arrived = f"story.entry_id BETWEEN {after + 1:d} AND {last:d}"
        within = f"{_within(section, source, unread, muted=muted)} AND {arrived}"
        if query is not None:
            from tui.store.query_found import every
            from tui.store.query_sql import plan

            ids = every(self._connection, plan(self._connection, query), within)
            within = f"story.id IN ({','.join(map(str, ids))})"
        rows = self._connection.execute(_HEADLINES.format(where=within)).fetchall()
        return [Headline(*row) for row in reversed(rows)]

    def _page(self, within: str) -> _Page:
        wanted = _HEADLINES.format(where=f"{within} AND story.id < ?") + " LIMIT ?"
        return lambda before, size: self._connection.execute(wanted, (before, size)).fetchall()

    def _matching(self, within: str, query: Query) -> _Page:
        from tui.store.query_found import found
        from tui.store.query_sql import plan

        planned = plan(self._connection, query)

        def page(before: int, size: int) -> list[_Row]:
            ids = found(self._connection, planned, within=within, before=before, limit=size)
            wanted = _HEADLINES.format(where=f"story.id IN ({','.join(map(str, ids))})")
            return self._connection.execute(wanted).fetchall()

        return page


def _within(section: str, source: str, unread: bool, *, muted: bool) -> str:
    """The condition on ``story`` of a view without a query."""
    where = ["1"]
    for column, wanted in (("section_id", section), ("source_id", source)):
        if wanted:
            where.append(f"story.{column} = {int(wanted)}")
    if unread:
        where.append("story.read = 0")
    elif not muted:
        where.append(NOT_HIDDEN)
    return " AND ".join(where)


def _names_muted(query: Query) -> bool:
    from tui.store.query import names_muted

    return names_muted(query)
