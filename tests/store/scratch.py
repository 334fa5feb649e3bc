"""A store for one example of a property test: on a disk that is memory, where the system has one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tui.store import Store

# An example waits for the disk nine tenths of its time; only killed processes need a real one.
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK | os.X_OK) else None


@contextmanager
def scratch_store() -> Iterator[Store]:
    """An empty store that is gone with the context."""
    with TemporaryDirectory(prefix="wireroom-", dir=MEMORY) as folder:
        store = Store.open(Path(folder) / "wireroom.db")
        try:
            yield store
        finally:
            store.close()
