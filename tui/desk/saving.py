"""Saved searches: put among the sections, changed and removed; and their counts, caught up aside."""

from __future__ import annotations

from collections.abc import Set

from tui.desk.listeners import Listeners
from tui.events import SearchesCounted, SourcesChanged
from tui.store import Store
from tui.stories import SavedSearch


class Saving:
    """Saves searches. ``asking``: the sources that are being asked."""

    def __init__(self, store: Store, listeners: Listeners, asking: Set[str]) -> None:
        self._store = store
        self._listeners = listeners
        self._asking = asking
        self._counting = False
        store.caught_up = self._caught_up

    def add(self, name: str, query: str) -> SavedSearch:
        """Saves a query; ``undo()`` takes it away. Raises ``QueryError`` or ``BadSearch``."""
        return self._changed(self._store.saved.add(name, query))

    def change(self, id_: str, *, name: str | None = None, query: str | None = None) -> SavedSearch:
        """Gives a saved search another name or query; ``undo()`` takes it back."""
        return self._changed(self._store.saved.change(id_, name=name, query=query))

    def remove(self, id_: str) -> SavedSearch:
        """Removes a saved search; ``undo()`` brings it back. Raises ``BadSearch``."""
        return self._changed(self._store.saved.remove(id_))

    def _changed(self, search: SavedSearch) -> SavedSearch:
        self._listeners.emit(SourcesChanged())
        return search

    def count_soon(self) -> None:
        """Has outdated counts found anew while nothing else is to be written; after a refresh, not in it."""
        if not (self._counting or self._asking):
            self._counting = True
            self._store.index_soon()

    def _caught_up(self) -> None:
        self._counting = False
        if self._store.saved.known():
            self._listeners.emit(SearchesCounted())
