"""What a session keeps between runs, in a file of its own that only its owner reads.

Its place in the sync, the rooms, their newest messages, and what is still to be sent.
No token is in it. The file is not the newsroom's store: a chat is written many times a
minute, and must never wait for a refresh; and but for what is to be sent it is a cache.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tui.failure import Failure
from tui.locale import _
from tui.talk.answers import Fields, fields
from tui.talk.matrix.event import from_kept, kept_form
from tui.talk.matrix.timeline import GAP, Row

MOST_ROWS = 300  # of a room's timeline
_SLACK = 100
_PATIENCE = 30.0  # seconds to wait for another process's write
_VERSION = 1
_SCHEMA = """
CREATE TABLE account (user TEXT PRIMARY KEY, next_batch TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE room (
    user TEXT NOT NULL, id TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (user, id)
) WITHOUT ROWID;
CREATE TABLE timeline (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    user TEXT NOT NULL, room TEXT NOT NULL, id TEXT NOT NULL,
    before TEXT NOT NULL,
    json TEXT NOT NULL,                     -- "" for a gap
    UNIQUE (user, room, id)
);
CREATE TABLE outgoing (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    user TEXT NOT NULL, id TEXT NOT NULL, json TEXT NOT NULL,
    UNIQUE (user, id)
);
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept of an account: where its sync goes on, its rooms, and what is to be sent, in order."""

    next_batch: str = ""
    rooms: Mapping[str, Fields] = field(default_factory=dict)
    outgoing: Sequence[Fields] = ()


class ChatStore:
    """The chats of this home. Every method may be called on any thread, and raises ``Failure``."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        try:
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            self._connection = sqlite3.connect(
                path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
            )
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            with self._transaction() as connection:
                if connection.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
                    _make(connection)
        except (sqlite3.Error, OSError) as error:
            raise self._failure(error) from error

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    # --- reading ------------------------------------------------------------------

    def load(self, user: str) -> Kept:
        """What was kept of an account."""
        with self._transaction() as connection:
            place = connection.execute("SELECT next_batch FROM account WHERE user = ?", (user,)).fetchone()
            rooms = connection.execute("SELECT id, json FROM room WHERE user = ?", (user,)).fetchall()
            outgoing = connection.execute(
                "SELECT json FROM outgoing WHERE user = ? ORDER BY place", (user,)
            ).fetchall()
        return Kept(
            place[0] if place else "",
            {id_: _read(written) for id_, written in rooms},
            [_read(written) for (written,) in outgoing],
        )

    def rows(self, user: str, room: str) -> list[Row]:
        """The newest rows of a room's timeline, oldest first."""
        with self._transaction() as connection:
            found = connection.execute(
                "SELECT id, before, json FROM timeline WHERE user = ? AND room = ? ORDER BY place",
                (user, room),
            ).fetchall()
        rows = (Row(id_, from_kept(written) if written else None, before) for id_, before, written in found)
        return [row for row in rows if row.event is not None or row.id.startswith(GAP)]

    # --- writing ------------------------------------------------------------------

    def save(
        self,
        user: str,
        next_batch: str,
        rooms: Mapping[str, Fields],
        rows: Mapping[str, Sequence[Row]],
        left: Iterable[str] = (),
        sent: Iterable[str] = (),
    ) -> None:
        """Keeps what one sync brought, all of it or nothing. ``left``: rooms; ``sent``: transactions."""
        with self._transaction() as connection:
            connection.execute("REPLACE INTO account VALUES (?, ?)", (user, next_batch))
            connection.executemany(
                "REPLACE INTO room VALUES (?, ?, ?)",
                [(user, id_, json.dumps(said)) for id_, said in rooms.items()],
            )
            for room, new in rows.items():
                _add_rows(connection, user, room, new)
                _trim(connection, user, room)
            for room in left:
                _forget_room(connection, user, room)
            for id_ in sent:
                connection.execute("DELETE FROM outgoing WHERE user = ? AND id = ?", (user, id_))

    def replace_rows(self, user: str, room: str, rows: Sequence[Row]) -> None:
        """Keeps these as a room's timeline, the newest of them: a gap was filled."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM timeline WHERE user = ? AND room = ?", (user, room))
            _add_rows(connection, user, room, rows[-MOST_ROWS:])

    def forget(self, user: str) -> None:
        """Forgets all of an account: it was logged out."""
        with self._transaction() as connection:
            for table in ("account", "room", "timeline", "outgoing"):
                connection.execute(f"DELETE FROM {table} WHERE user = ?", (user,))

    def keep_outgoing(self, user: str, id_: str, what: Fields) -> None:
        """Keeps what is to be sent under its transaction's id, in place of what was kept there."""
        with self._transaction() as connection:
            connection.execute(
                "INSERT INTO outgoing (user, id, json) VALUES (?, ?, ?)"
                " ON CONFLICT (user, id) DO UPDATE SET json = excluded.json",
                (user, id_, json.dumps(what)),
            )

    def drop_outgoing(self, user: str, id_: str) -> None:
        """It was sent, or is not wanted any more."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM outgoing WHERE user = ? AND id = ?", (user, id_))

    def _transaction(self) -> _Transaction:
        return _Transaction(self._lock, self._connection, self._failure)

    def _failure(self, error: Exception) -> Failure:
        return Failure(
            _("The chats can't be kept in {path}: {reason}.").format(path=self._path, reason=error),
            _("Check the disk, or choose another folder with --home."),
        )


class _Transaction:
    """One at a time; SQLite's failures leave it as ours."""

    def __init__(self, lock: threading.Lock, connection: sqlite3.Connection, failure: Any) -> None:
        self._lock, self._connection, self._failure = lock, connection, failure

    def __enter__(self) -> sqlite3.Connection:
        self._lock.acquire()
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            self._lock.release()
            raise self._failure(error) from error
        return self._connection

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        try:
            self._connection.execute("COMMIT" if kind is None else "ROLLBACK")
        except sqlite3.Error as failed:
            raise self._failure(failed) from failed
        finally:
            self._lock.release()
        if isinstance(error, sqlite3.Error):
            raise self._failure(error) from error


def _make(connection: sqlite3.Connection) -> None:
    """Lays the tables out; those of another version were a cache."""
    for table in ("account", "room", "timeline", "outgoing"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in _SCHEMA.split(";"):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {_VERSION}")


def _read(written: str) -> Fields:
    try:
        return fields(json.loads(written))
    except (ValueError, RecursionError):
        return {}


def _add_rows(connection: sqlite3.Connection, user: str, room: str, rows: Sequence[Row]) -> None:
    written = [(user, room, row.id, row.before, kept_form(row.event) if row.event else "") for row in rows]
    connection.executemany(
        "INSERT OR IGNORE INTO timeline (user, room, id, before, json) VALUES (?, ?, ?, ?, ?)",
        [row for row in written if row[4] or row[2].startswith(GAP)],
    )


def _trim(connection: sqlite3.Connection, user: str, room: str) -> None:
    """Drops the oldest rows, down to one before which a token tells how to go on."""
    (count,) = connection.execute(
        "SELECT count(*) FROM timeline WHERE user = ? AND room = ?", (user, room)
    ).fetchone()
    if count <= MOST_ROWS + _SLACK:
        return
    cut = connection.execute(
        "SELECT place FROM (SELECT place, before FROM timeline WHERE user = ? AND room = ?"
        " ORDER BY place LIMIT ?) WHERE before != '' ORDER BY place DESC LIMIT 1",
        (user, room, count - MOST_ROWS + 1),
    ).fetchone()
    if cut:
        connection.execute(
            "DELETE FROM timeline WHERE user = ? AND room = ? AND place < ?", (user, room, cut[0])
        )


def _forget_room(connection: sqlite3.Connection, user: str, room: str) -> None:
    connection.execute("DELETE FROM room WHERE user = ? AND id = ?", (user, room))
    connection.execute("DELETE FROM timeline WHERE user = ? AND room = ?", (user, room))
