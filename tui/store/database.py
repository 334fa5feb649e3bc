"""Connections to the database: a reading one for each thread, and the single writer."""

from __future__ import annotations

import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from tui.store.failures import BUSY, Interrupted, StoreFailure, primary_code, store_failure
from tui.store.schema import MIGRATIONS

if TYPE_CHECKING:
    from concurrent.futures import Future

P = ParamSpec("P")
T = TypeVar("T")
PATIENCE = 30.0  # seconds to wait for another process's write
_STEPS = 1_000  # of SQLite's machine, some hundredths of a ms, until it is looked whether anybody waits
_PAUSE = 0.01  # seconds between two tries at what SQLite itself does not wait for
_LOG = 32 * 2**20  # bytes in the log before they are carried into the file
_CACHE = 4 * 2**20  # bytes of pages that a reading connection keeps
# A batch of a refresh lies in the writer's cache whole, with the pages that every batch touches: those that
# must make room are written twice, and read again.
_WRITERS_CACHE = 24 * 2**20
# Of a new file. Most of what is written are entries of a few kB, by the ten thousand, and a page costs nearly
# the same whatever its size: they take a sixth less time than in SQLite's usual 4 kB. In pages of 16 kB
# they would gain little more, and the odd new story would write three times as much.
_PAGE = 8 * 2**10
_Job = tuple[Callable[[sqlite3.Connection], Any], "Future[Any] | None"]


class _TakenBack(Exception):
    """Ends a transaction that was only tried."""


class Database:
    """A SQLite file in WAL mode, brought to today's schema. Raises ``StoreFailure``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._readers: dict[threading.Thread, sqlite3.Connection] = {}
        self._lock = threading.Lock()
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._idle: Callable[[sqlite3.Connection], object] | None = None
        self._writer: threading.Thread | None = None
        self._closed = False
        try:
            connection = self._connect()
            try:
                _migrate(connection, path)
            finally:
                connection.close()
        except sqlite3.Error as error:
            raise store_failure(path, error) from error

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=PATIENCE, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        try:
            _patiently(lambda: _set_up(connection))
        except BaseException:
            connection.close()
            raise
        return connection

    def _connect_to_write(self) -> sqlite3.Connection:
        connection = self._connect()
        connection.execute(f"PRAGMA cache_size = -{_WRITERS_CACHE // 1024}")
        return connection

    # --- reading ------------------------------------------------------------------

    @property
    def reader(self) -> sqlite3.Connection:
        """This thread's reading connection."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is not None and not self._closed:
            return found
        with self._lock:
            if self._closed:
                raise StoreFailure(f"The store {self.path} is closed.")
            for thread in [thread for thread in self._readers if not thread.is_alive()]:
                self._readers.pop(thread).close()
            found = self._connect()
            found.execute("PRAGMA query_only = 1")
            self._readers[threading.current_thread()] = self._local.connection = found
        return found

    def read(
        self,
        reading: Callable[Concatenate[sqlite3.Connection, P], T],
        *arguments: P.args,
        **named: P.kwargs,
    ) -> T:
        """What ``reading`` finds through this thread's connection. Raises ``StoreFailure``."""
        try:
            return reading(self.reader, *arguments, **named)
        except sqlite3.Error as error:
            raise store_failure(self.path, error) from error

    def read_aside(
        self,
        reading: Callable[Concatenate[sqlite3.Connection, P], T],
        *arguments: P.args,
        **named: P.kwargs,
    ) -> T:
        """``read`` for what has tables of its own meanwhile (TEMP ones); nothing that it writes stays."""

        def aside(connection: sqlite3.Connection) -> T:
            connection.execute("PRAGMA query_only = 0")
            try:
                connection.execute("BEGIN")
                return reading(connection, *arguments, **named)
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                connection.execute("PRAGMA query_only = 1")

        return self.read(aside)

    def read_unless(
        self,
        cancelled: threading.Event,
        reading: Callable[Concatenate[sqlite3.Connection, P], T],
        *arguments: P.args,
        **named: P.kwargs,
    ) -> T:
        """``read`` that ends with ``Interrupted`` soon after ``cancelled`` is set, from any thread."""
        connection = self.reader
        # Unlike an interrupt from another thread it is not lost between two statements.
        connection.set_progress_handler(cancelled.is_set, _STEPS)
        try:
            return self.read(reading, *arguments, **named)
        except StoreFailure:
            if cancelled.is_set():
                raise Interrupted("The search was given up.") from None
            raise
        finally:
            connection.set_progress_handler(None, 0)

    # --- writing ------------------------------------------------------------------

    def submit(self, job: Callable[[sqlite3.Connection], T]) -> Future[T]:
        """Runs ``job`` on the writer's thread in a transaction of its own: all of it or nothing."""
        from concurrent.futures import Future

        future: Future[T] = Future()
        self._put((job, future))
        return future

    def write(self, job: Callable[[sqlite3.Connection], T]) -> T:
        """``submit`` and wait."""
        return self.submit(job).result()

    def try_out(self, job: Callable[[sqlite3.Connection], T]) -> T:
        """What ``job`` would give, of which nothing stays: its transaction is taken back."""
        told: list[T] = []

        def tried(connection: sqlite3.Connection) -> None:
            told.append(job(connection))
            raise _TakenBack

        with suppress(_TakenBack):
            self.write(tried)
        return told[0]

    def when_idle(self, job: Callable[[sqlite3.Connection], object]) -> None:
        """Runs ``job`` whenever nothing else waits to be written, until what it gives is false or it fails.

        Closing does not wait for it.
        """
        self._put((partial(self._set_idle, job), None))

    def _set_idle(self, job: Callable[[sqlite3.Connection], object], _connection: sqlite3.Connection) -> None:
        self._idle = job

    def _put(self, work: _Job) -> None:
        with self._lock:
            if self._closed:
                raise StoreFailure(f"The store {self.path} is closed.")
            if self._writer is None:
                self._writer = threading.Thread(target=self._write, name="wireroom-writer", daemon=True)
                self._writer.start()
            self._jobs.put(work)

    def _write(self) -> None:
        connection: sqlite3.Connection | None = None
        while (work := self._next()) is not None:
            job, future = work
            if future and not future.set_running_or_notify_cancel():
                continue
            try:
                # Opened here, so that a failure to open fails the jobs and not the thread.
                connection = connection or self._connect_to_write()
                result = _in_transaction(connection, job)
            except BaseException as error:
                if future:
                    future.set_exception(self._failure(error))
            else:
                if future:
                    future.set_result(result)
            del work, job, future  # nothing is held while waiting for the next
        if connection is not None:
            connection.close()

    def _next(self) -> _Job | None:
        """What is to be done next; None at the end."""
        idle = self._idle
        if idle is None:
            return self._jobs.get()
        try:
            return self._jobs.get_nowait()
        except queue.Empty:
            return partial(self._do_idle, idle), None

    def _do_idle(self, job: Callable[[sqlite3.Connection], object], connection: sqlite3.Connection) -> None:
        self._idle = None
        if job(connection):
            self._idle = job

    def _failure(self, error: BaseException) -> BaseException:
        return store_failure(self.path, error) if isinstance(error, sqlite3.Error) else error

    def close(self) -> None:
        """Writes what was submitted, then closes every connection."""
        with self._lock:
            self._closed = True
            writer, self._writer = self._writer, None
        if writer is not None:
            self._jobs.put(None)
            writer.join()
        with self._lock:
            for connection in self._readers.values():
                connection.close()
            self._readers.clear()


def _set_up(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        connection.execute(f"PRAGMA page_size = {_PAGE}")
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute(f"PRAGMA cache_size = -{_CACHE // 1024}")
    page = connection.execute("PRAGMA page_size").fetchone()[0]
    connection.execute(f"PRAGMA wal_autocheckpoint = {_LOG // page}")
    connection.execute(f"PRAGMA journal_size_limit = {_LOG}")


def _patiently(step: Callable[[], None]) -> None:
    """Does ``step``, again for as long as it finds the file locked.

    SQLite calls no busy handler for the change to WAL mode nor for the recovery of
    a log, and two processes may come upon a new file at once.
    """
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return step()
        except sqlite3.OperationalError as error:
            if primary_code(error) not in BUSY or time.monotonic() > until:
                raise
        time.sleep(_PAUSE)


def _in_transaction(connection: sqlite3.Connection, job: Callable[[sqlite3.Connection], T]) -> T:
    try:
        connection.execute("BEGIN IMMEDIATE")
        result = job(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return result


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    version = _version(connection)
    if version > len(MIGRATIONS):
        raise StoreFailure(
            f"The store {path} was made by a newer wireroom: version {version}, not {len(MIGRATIONS)}.",
            "Update wireroom, or choose another folder with --home.",
        )
    for number in range(version, len(MIGRATIONS)):
        _in_transaction(connection, partial(_step, number=number))


def _step(connection: sqlite3.Connection, number: int) -> None:
    """Takes the schema from version ``number`` to the next, unless another process has done so."""
    if _version(connection) != number:
        return
    statement = ""
    for part in MIGRATIONS[number].split(";"):
        statement += part + ";"
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
    connection.execute(f"PRAGMA user_version = {number + 1}")


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version
