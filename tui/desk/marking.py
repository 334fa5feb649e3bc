"""Marks on stories, and the way back from them."""

from __future__ import annotations

from collections.abc import Sequence

from tui.desk.listeners import Listeners
from tui.events import SourcesChanged, StoriesChanged
from tui.store import Store, View
from tui.store.journal import Step


class Marking:
    """Marks stories read, starred and tagged, and undoes."""

    def __init__(self, store: Store, listeners: Listeners) -> None:
        self._store = store
        self._listeners = listeners

    def set_read(self, which: Sequence[str] | View, read: bool) -> int:
        """Marks stories read or unread; gives how many changed. ``undo()`` takes it back."""
        return self._marked(self._store.set_read(which, read), which)

    def set_starred(self, which: Sequence[str] | View, starred: bool) -> int:
        """Stars stories or takes the star; gives how many changed."""
        return self._marked(self._store.set_starred(which, starred), which)

    def tag(self, which: Sequence[str] | View, name: str) -> int:
        """Puts a tag on stories; gives how many did not have it. Raises ``BadTag``."""
        return self._marked(self._store.tag(which, name), which)

    def untag(self, which: Sequence[str] | View, name: str) -> int:
        """Takes a tag off stories; gives how many had it."""
        return self._marked(self._store.untag(which, name), which)

    def _marked(self, changed: int, which: Sequence[str] | View) -> int:
        if changed:
            self._listeners.emit(StoriesChanged(None if isinstance(which, View) else tuple(which)))
        return changed

    def undo(self) -> Step | None:
        """Takes the last change back and gives it; None when there is nothing left."""
        return self._changed(self._store.undo())

    def redo(self) -> Step | None:
        """Does again what was undone last and gives it; None when there is nothing."""
        return self._changed(self._store.redo())

    def _changed(self, step: Step | None) -> Step | None:
        if step is not None:
            self._listeners.emit(SourcesChanged())
            self._listeners.emit(StoriesChanged(None))
        return step
