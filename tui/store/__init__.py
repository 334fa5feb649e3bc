"""The SQLite store: schema and migrations, stories, articles, search, the single writer."""

from tui.store.failures import StoreFailure
from tui.store.fetched import Fetched, Merged
from tui.store.store import Store
from tui.store.view import Counts, View

__all__ = ["Counts", "Fetched", "Merged", "Store", "StoreFailure", "View"]
