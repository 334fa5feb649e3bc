"""One reader's newsroom, put together.

Reading from ``desk.store`` is allowed and fast. What may take long (the network,
extraction) runs on the engine and is handed out as ``concurrent.futures.Future``:
a screen awaits it with ``asyncio.wrap_future``, a command asks for its result.
"""

from __future__ import annotations

from concurrent.futures import Future
from functools import cache, partial
from typing import TYPE_CHECKING

from tui.config import Home, Settings
from tui.desk.chatting import Chatting
from tui.desk.comparing import Comparing
from tui.desk.discussing import Discussing
from tui.desk.fetching_ahead import Budget, FetchingAhead
from tui.desk.link import Link
from tui.desk.listeners import Listeners
from tui.desk.live_chats import LiveChats
from tui.desk.marking import Marking
from tui.desk.picturing import Picturing
from tui.desk.reading import Reading
from tui.desk.refreshing import Refreshing
from tui.desk.ruling import Ruling
from tui.desk.saving import Saving
from tui.desk.subscribing import Subscribing
from tui.desk.taking_part import TakingPart
from tui.desk.visiting import Visiting
from tui.engine import Engine
from tui.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from tui.desk.archiving import Archiving
    from tui.talk.accounts import Accounts

MIB = 2**20


class Desk:
    """The store, the engine, and what can be done with them.

    Each thing to do is a method of the part that does it, named here for the
    screen and the commands.
    """

    def __init__(self, home: Home, store: Store, settings: Settings) -> None:
        self.home = home
        self.store = store
        self.settings = settings
        self._engine = Engine(settings)
        self._link = Link()
        self._listeners = Listeners()
        self.subscribe = self._listeners.subscribe

        minutes = settings.refresh_minutes
        self._comparing = Comparing(store, self._listeners)
        self.compare = self._comparing.catch_up
        self.ruling = Ruling(home.config, store, self._listeners)
        self._refreshing = Refreshing(
            store, self._engine, self._listeners, self._link, self._comparing, self.ruling, minutes
        )
        self.refresh = self._refreshing.refresh
        self.cancel_refresh = self._refreshing.cancel_refresh
        self.saving = Saving(store, self._listeners, self._refreshing.asking)

        foreground = self._refreshing.foreground
        reading = Reading(
            store, self._engine, self._listeners, self._link, foreground, settings.cache_mb * MIB
        )
        self.prepare_reading = reading.prepare
        self.cached_article = reading.cached_article
        self.feed_article = reading.feed_article
        self.open_article = reading.open_article
        self.open_url = reading.open_url

        budget = Budget(
            settings.prefetch_stories, settings.prefetch_mb * MIB, unread=settings.prefetch == "unread"
        )
        ahead = FetchingAhead(store, self._engine, self._listeners, self._link, foreground, reading, budget)
        self.fetch_ahead = ahead.fetch_ahead
        self.stop_ahead = ahead.stop_ahead
        self.keep_ahead = ahead.keep_ahead

        self.picture = Picturing(home.cache / "pictures", self._engine, self._link).picture

        self.discussing = discussing = Discussing(store, self._engine, self._listeners, settings)
        self.cached_thread = discussing.cached_thread
        self.thread = discussing.thread
        self.visiting = Visiting(store, self._engine, self._listeners, discussing)

        accounts = cache(partial(_open_accounts, home.config))  # one for both: it knows what the keyring did
        self.taking_part = TakingPart(store, self._engine, accounts, lambda: discussing.providers)

        self.chatting = chatting = Chatting(store, self._engine, accounts)
        self.public_rooms = chatting.public_rooms
        self.live = LiveChats(
            store,
            self._engine,
            self._listeners,
            accounts,
            chatting,
            self.taking_part,
            home.data / "chats.db",
        )
        self._link.returned = self.live.wake

        marking = Marking(store, self._listeners)
        self.set_read = marking.set_read
        self.set_starred = marking.set_starred
        self.tag = marking.tag
        self.untag = marking.untag
        self.undo = marking.undo
        self.redo = marking.redo

        subscribing = Subscribing(store, self._engine, self._listeners, self.archiving)
        self.discover = subscribing.discover
        self.add = subscribing.add
        self.remove = subscribing.remove
        self.import_subscriptions = subscribing.import_subscriptions
        self.import_files = subscribing.import_files
        self.take_in = subscribing.take_in

    @classmethod
    def open(cls, home: Home, settings: Settings | None = None) -> Desk:
        """The desk over the store in ``home``, made where there is none.

        Raises ``StoreFailure`` or ``BadSettings``.
        """
        from tui.config import load_settings

        home.ensure()
        return cls(home, Store.open(home.store), settings or load_settings(home.settings))

    def keep_fresh(self, *, every: float | None = None) -> Future[None]:
        """Refreshes for as long as it runs: what is due, or everything ``every`` seconds.

        Cancel the future to stop.
        """
        from tui.desk.keeping_fresh import KeepingFresh  # only the screen needs it

        keeping = KeepingFresh(self.store, self._engine, self._listeners, self._link, self._refreshing)
        return keeping.keep_fresh(every=every)

    def archiving(self) -> Archiving:
        """What writes and reads archives of everything."""
        from tui.desk.archiving import Archiving

        return Archiving(self.store, self.ruling, self._listeners)

    @property
    def online(self) -> bool:
        """Whether the last thing asked of the network was answered."""
        return self._link.up

    def close(self) -> None:
        """Ends what is under way, keeping all that was merged, and closes the store."""
        self._listeners.close()
        self._comparing.close()
        self._engine.close()
        self.live.close()
        self.store.close()


def _open_accounts(folder: Path) -> Accounts:
    from tui.talk.accounts import Accounts

    return Accounts(folder)
