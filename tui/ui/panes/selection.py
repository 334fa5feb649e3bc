"""The stories that the reader has selected on the wire. No Textual here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

MOST = 200_000  # stories that are selected at a time


class Selection:
    """Ids in the order they were selected, and the one that a range begins at; of too many the first."""

    def __init__(self) -> None:
        self._ids: dict[str, None] = {}
        self._from = ""

    def __contains__(self, story_id: str) -> bool:
        return story_id in self._ids

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def start(self) -> str:
        """Where a range begins; "" where nothing was selected yet."""
        return self._from

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self._ids)

    def turn(self, story_id: str) -> None:
        """Selects a story, or selects it no more; a range begins here."""
        self._from = story_id
        if story_id in self._ids:
            del self._ids[story_id]
        else:
            self._ids[story_id] = None

    def reach(self, story_id: str, order: Sequence[str]) -> None:
        """Selects all from where a range begins to a story, as they stand in ``order``; else it alone."""
        ends = [order.index(one) if one in order else -1 for one in (self._from, story_id)]
        first, last = min(ends), max(ends)
        self.add(order[first : last + 1] if first >= 0 else [story_id])
        self._from = story_id

    def add(self, ids: Iterable[str]) -> None:
        """Selects these too."""
        self._ids.update(dict.fromkeys(islice(ids, MOST - len(self._ids))))

    def clear(self) -> None:
        """Selects nothing."""
        self._ids.clear()
        self._from = ""
