"""Sources: found at an address, added, imported, removed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tui.desk.listeners import Listeners
from tui.engine import Engine
from tui.events import SourcesChanged, StoriesChanged
from tui.locale import _
from tui.store import Store
from tui.store.sources import UNSORTED
from tui.stories import Source

if TYPE_CHECKING:
    from tui.desk.archiving import Archiving
    from tui.feeds.discover import Found
    from tui.feeds.opml import Subscription
    from tui.moving.parcel import Parcel
    from tui.moving.taking import Taken
    from tui.net.client import Client


class Subscribing:
    """Changes what the reader is subscribed to."""

    def __init__(
        self, store: Store, engine: Engine, listeners: Listeners, archiving: Callable[[], Archiving]
    ) -> None:
        self._archiving = archiving
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

    def import_subscriptions(self, subscriptions: Sequence[Subscription]) -> Taken:
        """Adds the subscriptions that are not there yet, all or none; no network."""
        from tui.moving.parcel import Parcel

        return self.take_in([Parcel(Path(), "", tuple(subscriptions))])

    def import_files(self, paths: Sequence[Path]) -> Taken:
        """Takes in what other readers' files hold, or an archive; all or nothing. Raises ``Failure``."""
        from tui.moving.recognise import archive, parcels

        alone = archive(paths)
        return self._unarchive(alone) if alone else self.take_in(parcels(paths))

    def _unarchive(self, path: Path) -> Taken:
        from tui.moving.taking import Taken
        from tui.store.carried import Tally

        there = {source.id for source in self._store.sources()}
        with path.open("rb") as file:
            brought = self._archiving().unarchive(file, path.name, lambda _bytes: None).restored
        added = tuple(source for source in self._store.sources() if source.id not in there)
        tally = Tally(brought.stories, brought.known_stories)
        return Taken(added, brought.known_sources, ((path.name, _("an archive")),), stories=tally)

    def take_in(self, parcels: Sequence[Parcel], *, dry_run: bool = False) -> Taken:
        """Takes parcels in, all or nothing; a dry run tells the same and changes nothing."""
        from tui.moving.taking import take

        now = datetime.now(UTC)
        if dry_run:
            return self._store.try_out(lambda connection: take(connection, parcels, now))
        taken = self._store.submit(lambda connection: take(connection, parcels, now)).result()
        self._listeners.emit(SourcesChanged())
        if taken.stories is not None:
            self._listeners.emit(StoriesChanged(None))
        return taken
