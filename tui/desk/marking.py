"""Marks on stories, and the way back from them."""

from __future__ import annotations

from collections.abc import Sequence

from tui.desk.listeners import Listeners
from tui.events import SourcesChanged, StoriesChanged
from tui.store import Store, View


class Marking:
    """Marks stories read and starred, and undoes."""

    def __init__(self, store: Store, listeners: Listeners) -> None:
        self._store = store
        self._listeners = listeners

    def set_read(self, which: Sequence[str] | View, read: bool, label: str = "") -> int:
        """Marks stories read or unread; gives how many changed. ``undo()`` takes it back."""
        return self._marked(self._store.set_read(which, read, label), which)

    def set_starred(self, ids: Sequence[str], starred: bool, label: str = "") -> int:
        """Stars stories or takes the star; gives how many changed."""
        return self._marked(self._store.set_starred(ids, starred, label), ids)

    def _marked(self, changed: int, which: Sequence[str] | View) -> int:
        if changed:
            self._listeners.emit(StoriesChanged(None if isinstance(which, View) else tuple(which)))
        return changed

    def undo(self) -> str | None:
        """Takes the last change back and gives its label; None when there is nothing left."""
        label = self._store.undo()
        if label is not None:
            self._listeners.emit(SourcesChanged())
            self._listeners.emit(StoriesChanged(None))
        return label
