"""Stores for tests: new ones that cost next to nothing, and one for an example of a property test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tui.store import Store

# An example waits for the disk nine tenths of its time; only killed processes need a real one.
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK | os.X_OK) else None


@cache
def _empty() -> bytes:
    with TemporaryDirectory(prefix="wireroom-", dir=MEMORY) as folder:
        path = Path(folder) / "wireroom.db"
        Store.open(path).close()
        return path.read_bytes()


def new_store(path: Path) -> Path:
    """Puts the file there that opening a store for the first time leaves; gives the path.

    Made once for all tests: its schema takes twenty times as long as opening it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_empty())
    return path


@contextmanager
def scratch_store() -> Iterator[Store]:
    """An empty store that is gone with the context."""
    with TemporaryDirectory(prefix="wireroom-", dir=MEMORY) as folder:
        store = Store.open(new_store(Path(folder) / "wireroom.db"))
        try:
            yield store
        finally:
            store.close()
