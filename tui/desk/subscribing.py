"""Sources: found at an address, added, imported, removed."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.desk.listeners import Listeners
from tui.engine import Engine
from tui.events import SourcesChanged, StoriesChanged
from tui.store import Store
from tui.stories import Source

if TYPE_CHECKING:
    from tui.feeds.discover import Found
    from tui.feeds.opml import Subscription
    from tui.net.client import Client

UNSORTED = "Feeds"  # the section of what comes without one


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import took: sources added, and how many were there already."""

    added: tuple[Source, ...]
    known: int


class Subscribing:
    """Changes what the reader is subscribed to."""

    def __init__(self, store: Store, engine: Engine, listeners: Listeners) -> None:
        self._store = store
        self._engine = engine
        self._listeners = listeners

    def discover(self, url: str) -> Future[list[Found]]:
        """The feeds at an address a person typed. Raises ``NotAFeed`` and network failures."""

        async def work(client: Client) -> list[Found]:
            from tui.feeds.discover import discover

            return await discover(client, url)

        return self._engine.run(work)

    def add(self, found: Sequence[Found], section: str = "") -> list[Source]:
        """Subscribes to what discovery found, each in its own section or in ``section``."""
        added = []
        for one in found:
            name = section or one.section or UNSORTED
            made = self._store.add_section(name, one.description if one.section == name else "")
            added.append(
                self._store.add_source(
                    one.url,
                    one.title,
                    made.id,
                    site_url=one.feed.site_url if one.feed else "",
                    description=one.description,
                    language=one.feed.language if one.feed else "",
                    homeserver=one.homeserver,
                )
            )
        self._listeners.emit(SourcesChanged())
        return added

    def remove(self, source_ids: Sequence[str]) -> None:
        """Drops sources with their stories; ``undo()`` brings them back."""
        for source_id in source_ids:
            self._store.remove_source(source_id)
        self._listeners.emit(SourcesChanged())
        self._listeners.emit(StoriesChanged(None))

    def import_subscriptions(self, subscriptions: Sequence[Subscription]) -> ImportReport:
        """Adds the subscriptions of a file that are not there yet; no network."""
        there = {source.url for source in self._store.sources()}
        fresh = [one for one in subscriptions if one.url not in there]
        added = []
        for one in fresh:
            section = self._store.add_section(one.section or UNSORTED)
            added.append(
                self._store.add_source(one.url, one.title or one.url, section.id, site_url=one.site_url)
            )
        self._listeners.emit(SourcesChanged())
        return ImportReport(tuple(added), len(subscriptions) - len(fresh))
