"""The SQLite store: schema and migrations, stories, articles, search, the single writer.

The names below are imported when they are asked for: a glance from the prompt
reads ``tui.store.glance`` alone.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tui.store.failures import StoreFailure
    from tui.store.fetched import Fetched, Merged
    from tui.store.store import Store
    from tui.store.view import Counts, View
    from tui.store.visits import Followed, Visit

__all__ = ["Counts", "Fetched", "Followed", "Merged", "Store", "StoreFailure", "View", "Visit"]

_WHERE = {
    "Counts": "view",
    "Fetched": "fetched",
    "Followed": "visits",
    "Merged": "fetched",
    "Store": "store",
    "StoreFailure": "failures",
    "View": "view",
    "Visit": "visits",
}


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found: object = getattr(import_module(f"tui.store.{_WHERE[name]}"), name)
    globals()[name] = found
    return found
