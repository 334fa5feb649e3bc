"""A file that its owner alone may read: made so, replaced whole, not trusted where others can read it."""

from __future__ import annotations

import fcntl
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tui.failure import Failure
from tui.locale import _

LARGEST = 2**20  # bytes


class Exposed(Failure):
    """Others on this machine can read what is secret, or put something else in its place."""

    code = "exposed"


def read_private(path: Path) -> bytes:
    """What the file holds; b"" where there is none.

    Raises ``Exposed`` where others than its owner may read or write it, ``Failure``
    where it can't be read.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise _unreadable(path, error) from error
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
            raise Exposed(
                _("{path} holds passwords, and others on this machine can get at it.").format(path=path),
                _("Make it yours alone (`chmod 600`), and change the passwords if others were here."),
            )
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read(LARGEST)
    except OSError as error:
        raise _unreadable(path, error) from error
    finally:
        os.close(handle)


def write_private(path: Path, content: bytes) -> None:
    """Replaces the file at once: a crash leaves the old one or the new. Raises ``Failure``."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # made with 0600
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(handle)
            os.replace(name, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(name)
            raise
    except OSError as error:
        raise Failure(
            _("{path} can't be written: {reason}.").format(path=path, reason=error.strerror or error),
            _("Nothing was kept; make room, or choose another folder with --home."),
        ) from error


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """While no other process changes the folder's files: each asks here first."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _unreadable(path: Path, error: OSError) -> Failure:
    return Failure(
        _("{path} can't be read: {reason}.").format(path=path, reason=error.strerror or error),
        _("Mend it or move it away."),
    )
