"""Which stories are meant, and how many there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.store.rows import number
from tui.store.schema import NOT_HIDDEN

if TYPE_CHECKING:
    from tui.store.presence import Absence
    from tui.store.query import Query


ORDERS = ("", "source", "coverage", "comments")
"""What a view can be sorted by, the highest or the newest first; "": by time alone."""


@dataclass(frozen=True, slots=True)
class View:
    """The stories of a section or source ("": all), unread or starred ones only if so said.

    ``older`` and ``newer``: those on one side of a story alone, itself not meant.
    With ``query`` those that it means; ``ranked``: the best of them, in whatever order.
    With ``absence`` those that came in it; by coverage, one row stands for all of an event.
    """

    section: str = ""
    source: str = ""
    unread: bool = False
    starred: bool = False
    besides: tuple[str, ...] = ()  # the ids of stories that are not meant
    older: str = ""  # than the story with this id
    newer: str = ""
    order: str = ""  # of ``ORDERS``
    query: Query | None = None
    ranked: bool = False
    hidden: bool = False  # with those that a rule has muted
    absence: Absence | None = None

    @property
    def asked(self) -> bool:
        """Whether it was asked for in place of another: what a query means, what came in an absence."""
        return self.query is not None or self.absence is not None

    @property
    def is_whole(self) -> bool:
        """Whether it has no pages: the best that a query means, or the first in an order, are all."""
        return self.query is not None and (self.ranked or bool(self.order))

    @property
    def where(self) -> str:
        """The SQL condition on ``story``, without the query's."""
        conditions = ["1", *self._bounds("story")]
        if self.unread:
            conditions.append("story.read = 0")
        if self.starred:
            conditions.append("story.starred = 1")
        for sign, bound in (("<", self.older), (">", self.newer)):
            if bound:
                conditions.append(f"story.id {sign} {number(bound)}")
        if self.besides:
            conditions.append(f"story.id NOT IN ({','.join(str(number(one)) for one in self.besides)})")
        if not (self.unread or self.starred or self.hidden or self._names_muted):
            conditions.append(NOT_HIDDEN)
        return " AND ".join(conditions)

    @property
    def newest_told(self) -> str:
        """The SQL condition on ``story`` that none of the same event comes after it, of those that came."""
        newer = " AND ".join(["newer.muted = 0", *self._bounds("newer")])
        return (
            "NOT EXISTS (SELECT 1 FROM event AS mine CROSS JOIN event AS its ON its.event_id = mine.event_id"
            " CROSS JOIN story AS newer ON newer.id = its.story_id"
            f" WHERE mine.story_id = story.id AND its.story_id > story.id AND {newer})"
        )

    def _bounds(self, story: str) -> list[str]:
        """The conditions on the table called ``story`` that no mark changes."""
        columns = (("source_id", self.source), ("section_id", self.section))
        bounds = [f"{story}.{column} = {number(wanted)}" for column, wanted in columns if wanted]
        return [*bounds, self.absence.condition(story)] if self.absence else bounds

    @property
    def _names_muted(self) -> bool:
        if self.query is None:
            return False
        from tui.store.query import names_muted

        return names_muted(self.query)

    @property
    def index(self) -> str:
        """The index of which a page is a range, as SQL says it; the few starred before the many unread."""
        marked = "_starred" if self.starred else "_unread" if self.unread else ""
        within = "_source" if self.source else "_section" if self.section else ""
        return f"INDEXED BY story{marked}{within}" if marked or within else "NOT INDEXED"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many stories a view has, as kept: nothing is counted to say it."""

    unread: int
    total: int
