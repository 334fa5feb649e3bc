"""The place in each article, the text wanted of each source; kept for the next sitting."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.store import Store

REMEMBERED = 500  # articles whose place is at hand


class Places:
    """Places as shares of an article's length, 0 to 1. Written when an article is left, never waited for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, float] = {}
        self._feed_texts: dict[str, bool] = {}

    def place(self, key: str) -> float:
        """Where the reader left the article called ``key``; 0 for one that was never open."""
        if key in self._known:
            return self._known[key]
        return self._store.reading_place(key)

    def leave(self, key: str, url: str, share: float) -> None:
        """Notes that the article at ``url`` was read, as far as ``share``."""
        self._known.pop(key, None)
        self._known[key] = share
        if len(self._known) > REMEMBERED:
            del self._known[next(iter(self._known))]
        self._store.leave_article(key, url, share)

    def wants_feed_text(self, source_id: str) -> bool:
        """Whether of this source the feed's own text is read, not the page's."""
        if source_id in self._feed_texts:
            return self._feed_texts[source_id]
        return self._store.feed_text(source_id)

    def want_feed_text(self, source_id: str, wanted: bool) -> None:
        self._feed_texts[source_id] = wanted
        self._store.set_feed_text(source_id, wanted)
