"""The part of a view that the wire holds: a run of stories, paged by key in both directions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from tui.store import View
from tui.stories import Story

PAGE = 50
HELD = 200  # stories; what lies farther from the reader is asked for again


class Pages(Protocol):
    """Gives a page of stories, newest first, older than ``before`` or just newer than ``after``."""

    def __call__(
        self, *, before: str | None = None, after: str | None = None, limit: int = PAGE
    ) -> list[Story]: ...


class Window:
    """Stories in the wire's order, without those in ``waiting`` that the reader has not asked for."""

    def __init__(self, pages: Pages) -> None:
        self.stories: list[Story] = []
        self.waiting: dict[str, None] = {}
        self._pages = pages
        self._more_above = False
        self._more_below = False

    def load_top(self) -> None:
        """Starts again at the newest story."""
        self.load(())
        self._more_below = True
        self.extend_down()

    def load(self, page: Sequence[Story]) -> None:
        """Starts again with the newest page, read already."""
        self.stories = list(page)
        self._more_above, self._more_below = False, len(page) == PAGE

    def load_bottom(self) -> None:
        """Starts again at the oldest story."""
        self.stories = []
        self._more_above, self._more_below = True, False
        self._take_above("0")

    def load_around(self, story_id: str) -> None:
        """Starts again with ``story_id``, or where it was, in the middle."""
        self.stories = []
        self._more_above = self._more_below = True
        self._take_below(str(int(story_id) + 1) if story_id.isdecimal() else None)
        if self.stories:
            self.extend_up()

    def extend_down(self) -> int:
        """Adds older stories; gives how many of the newest were let go for them."""
        if not self._more_below:
            return 0
        self._take_below(self.stories[-1].id if self.stories else None)
        surplus = max(0, len(self.stories) - HELD)
        if surplus:
            del self.stories[:surplus]
            self._more_above = True
        return surplus

    def extend_up(self) -> int:
        """Adds newer stories; gives how many."""
        if not self._more_above or not self.stories:
            return 0
        added = self._take_above(self.stories[0].id)
        if len(self.stories) > HELD:
            del self.stories[HELD:]
            self._more_below = True
        return added

    def _take_below(self, before: str | None) -> None:
        while self._more_below:
            page = self._pages(before=before, limit=PAGE)
            self._more_below = len(page) == PAGE
            fresh = self._shown(page)
            self.stories.extend(fresh)
            if fresh or not page:
                return
            before = page[-1].id

    def _take_above(self, after: str) -> int:
        while self._more_above:
            page = self._pages(after=after, limit=PAGE)
            self._more_above = len(page) == PAGE
            fresh = self._shown(page)
            self.stories[:0] = fresh
            if fresh or not page:
                return len(fresh)
            after = page[0].id
        return 0

    def _shown(self, page: Iterable[Story]) -> list[Story]:
        return [story for story in page if story.id not in self.waiting]

    def wait(self, ids: Iterable[str]) -> None:
        """Keeps stories back that arrived, but for those that are shown already."""
        self.waiting.update(dict.fromkeys(self.not_held(ids)))

    def not_held(self, ids: Iterable[str]) -> list[str]:
        """Those of the stories that are not in the window."""
        held = {story.id for story in self.stories}
        return [one for one in ids if one not in held]

    def index(self, story_id: str) -> int:
        """Where a story is in the window; -1 when it is not in it."""
        return next((i for i, story in enumerate(self.stories) if story.id == story_id), -1)

    def reread(self, read: Callable[[Iterable[str]], Mapping[str, Story]], ids: Iterable[str] | None) -> bool:
        """Takes the stories in ``ids`` (None: all) from the store again; gives whether any differs."""
        held = {story.id for story in self.stories}
        wanted = held if ids is None else held.intersection(ids)
        if not wanted:
            return False
        found = read(wanted)
        before = self.stories
        after = [found.get(story.id) if story.id in wanted else story for story in before]
        self.stories = [
            old if old == new else new for old, new in zip(before, after, strict=True) if new is not None
        ]
        return self.stories != before


class OrderedWindow(Window):
    """A view in another order than that of time, in which stories may move while they are looked at."""

    def load_around(self, story_id: str) -> None:
        self.stories = []
        self._more_above = self._more_below = True
        self._take_above(story_id)
        if self.stories:
            self.extend_down()
        else:
            self.load_top()

    def _shown(self, page: Iterable[Story]) -> list[Story]:
        held = {story.id for story in self.stories}
        return [story for story in super()._shown(page) if story.id not in held]


class WholeWindow(Window):
    """All of a view that has no pages, in its own order."""

    def load_top(self) -> None:
        self.load(self._pages(limit=HELD))

    def load(self, page: Sequence[Story]) -> None:
        super().load(page)
        self._more_below = False

    def load_bottom(self) -> None:
        self.load_top()

    def load_around(self, story_id: str) -> None:
        self.load_top()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the reader stood in a view that another one stands before."""

    view: View
    window: Window
    cursor: int
    top: int
