"""Which stories are meant, and how many there are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """The stories of a section or source ("": all), unread or starred ones only if so said."""

    section: str = ""
    source: str = ""
    unread: bool = False
    starred: bool = False

    def where(self) -> tuple[str, list[int]]:
        """The SQL condition on ``story``, with its values."""
        conditions, values = ["1"], []
        # An id that is no number names nothing: -1 is no row's.
        for column, wanted in (("source_id", self.source), ("section_id", self.section)):
            if wanted:
                conditions.append(f"story.{column} = ?")
                values.append(int(wanted) if wanted.isdecimal() else -1)
        if self.unread:
            conditions.append("story.read = 0")
        if self.starred:
            conditions.append("story.starred = 1")
        return " AND ".join(conditions), values


@dataclass(frozen=True, slots=True)
class Counts:
    """How many stories a view has, as kept: nothing is counted to say it."""

    unread: int
    total: int
