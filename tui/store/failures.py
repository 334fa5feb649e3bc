"""What a failure of the store is called, and how SQLite's errors become one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tui.failure import Failure

BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_REFUSED = frozenset(
    {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}
)


class StoreFailure(Failure):
    """The store can't be opened, read or written; nothing in it was changed."""

    code = "store"


class Interrupted(StoreFailure):
    """Nobody waits any more for what was being looked for."""

    code = "interrupted"


def primary_code(error: BaseException) -> int:
    """SQLite's primary result code (https://sqlite.org/rescode.html); 0 for what is not from SQLite."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def store_failure(path: Path, error: BaseException) -> StoreFailure:
    """What an error of SQLite means for its reader."""
    from tui.locale import _

    code = primary_code(error)
    if code in _DAMAGED:
        sentence = _("The store {path} is damaged: {error}.")
        next_step = _("Move it away and start anew, or restore a copy; nothing was deleted.")
    elif code in BUSY:
        sentence = _("The store {path} is in use: another wireroom has been writing to it for too long.")
        next_step = _("Try again when the other one has finished.")
    elif code == sqlite3.SQLITE_FULL:
        sentence = _("The store {path} can't grow: the disk is full.")
        next_step = _("Make room, then try again; nothing is lost.")
    elif code in _REFUSED:
        sentence = _("The store {path} can't be opened or written: {error}.")
        next_step = _("Check its folder's permissions, or choose another with --home.")
    else:
        sentence = _("The store {path} can't be used: {error}.")
        next_step = _("`wireroom doctor` looks at it.")
    return StoreFailure(sentence.format(path=path, error=error), next_step)
