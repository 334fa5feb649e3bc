"""What a failure of the store is called."""

from __future__ import annotations

from tui.model import Failure


class StoreFailure(Failure):
    """The store can't be opened or written; nothing in it was changed."""

    code = "store"
