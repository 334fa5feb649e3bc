"""Connections to the database: a reading one for each thread, and the single writer."""

from __future__ import annotations

import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from tui.store.failures import StoreFailure
from tui.store.schema import MIGRATIONS

T = TypeVar("T")
PATIENCE = 30.0  # seconds to wait for another process's write
_Job = tuple[Callable[[sqlite3.Connection], Any], "Future[Any]"]


class Database:
    """A SQLite file in WAL mode, brought to today's schema. Raises ``StoreFailure``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._readers: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._writer: threading.Thread | None = None
        self._closed = False
        try:
            connection = self._connect()
            try:
                _migrate(connection, path)
            finally:
                connection.close()
        except sqlite3.Error as error:
            raise self._failure(error) from error

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=PATIENCE, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        connection.executescript(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;"
            "PRAGMA cache_size = -16000; PRAGMA mmap_size = 268435456;"
        )
        return connection

    # --- reading ------------------------------------------------------------------

    @property
    def reader(self) -> sqlite3.Connection:
        """This thread's reading connection."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = self._connect()
            found.execute("PRAGMA query_only = 1")
            self._local.connection = found
            with self._lock:
                self._readers.append(found)
        return found

    # --- writing ------------------------------------------------------------------

    def submit(self, job: Callable[[sqlite3.Connection], T]) -> Future[T]:
        """Runs ``job`` on the writer's thread in a transaction of its own: all of it or nothing."""
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise StoreFailure(f"The store {self.path} is closed.")
            if self._writer is None:
                self._writer = threading.Thread(target=self._write, name="wireroom-writer", daemon=True)
                self._writer.start()
            self._jobs.put((job, future))
        return future

    def write(self, job: Callable[[sqlite3.Connection], T]) -> T:
        """``submit`` and wait."""
        return self.submit(job).result()

    def _write(self) -> None:
        connection = self._connect()
        while (work := self._jobs.get()) is not None:
            job, future = work
            if not future.set_running_or_notify_cancel():
                continue
            try:
                connection.execute("BEGIN IMMEDIATE")
                result = job(connection)
                connection.execute("COMMIT")
            except BaseException as error:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                future.set_exception(self._failure(error) if isinstance(error, sqlite3.Error) else error)
            else:
                future.set_result(result)
        connection.close()

    def close(self) -> None:
        """Writes what was submitted, then closes every connection."""
        with self._lock:
            self._closed = True
            writer, self._writer = self._writer, None
        if writer is not None:
            self._jobs.put(None)
            writer.join()
        for connection in self._readers:
            connection.close()
        self._readers.clear()

    def _failure(self, error: BaseException) -> StoreFailure:
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            return StoreFailure(
                f"The store {self.path} is damaged: {error}.",
                "Move it away and start anew, or restore a copy; nothing was changed.",
            )
        return StoreFailure(
            f"The store {self.path} can't be used: {error}.", "`wireroom doctor` looks at it."
        )


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > len(MIGRATIONS):
        raise StoreFailure(
            f"The store {path} was made by a newer wireroom: version {version}, not {len(MIGRATIONS)}.",
            "Update wireroom, or choose another folder with --home.",
        )
    for number in range(version, len(MIGRATIONS)):
        # Another process may be doing the same: whoever is second finds it done.
        script = f"BEGIN IMMEDIATE; {MIGRATIONS[number]}; PRAGMA user_version = {number + 1}; COMMIT;"
        try:
            connection.executescript(script)
        except sqlite3.Error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            if connection.execute("PRAGMA user_version").fetchone()[0] <= number:
                raise
