"""The system's keyring (Secret Service, KWallet, Keychain), where the ``keyring`` package is installed.

Each call is bounded: a keyring that is locked asks on a desktop that may be in
another building, and never answers. It then counts as absent until it does.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
PATIENCE = 8.0  # seconds
SERVICE = "wireroom"


class Keyring(Protocol):
    """Where secrets are kept by name. None of its methods raises: each says whether it worked."""

    def get(self, name: str) -> str | None: ...

    def set(self, name: str, secret: str) -> bool: ...

    def delete(self, name: str) -> bool: ...


class SystemKeyring:
    """The keyring of the reader's desktop. May block for ``patience`` seconds; never on an event loop."""

    def __init__(self, patience: float = PATIENCE, find: Callable[[], Any] | None = None) -> None:
        self._patience = patience
        self._find = find or _backend
        self._unanswered: Future[Any] | None = None

    def get(self, name: str) -> str | None:
        found: str | None = self._bounded(lambda backend: backend.get_password(SERVICE, name))
        return found

    def set(self, name: str, secret: str) -> bool:
        def work(backend: Any) -> bool:
            backend.set_password(SERVICE, name, secret)
            return bool(backend.get_password(SERVICE, name) == secret)

        return bool(self._bounded(work))

    def delete(self, name: str) -> bool:
        def work(backend: Any) -> bool:
            if backend.get_password(SERVICE, name) is not None:
                backend.delete_password(SERVICE, name)
            return True

        return bool(self._bounded(work))

    def _bounded(self, work: Callable[[Any], T]) -> T | None:
        """What ``work`` gives, None where there is no keyring or it does not answer in time."""
        if self._unanswered and not self._unanswered.done():
            return None
        done: Future[T | None] = Future()

        def attempt() -> None:
            try:
                backend = self._find()
                done.set_result(work(backend) if backend is not None else None)
            except BaseException:  # a backend's own errors are of many kinds, and may quote a secret
                done.set_result(None)

        # No thread of a pool: closing would wait for one that waits for a locked keyring.
        threading.Thread(target=attempt, name="wireroom-keyring", daemon=True).start()
        try:
            return done.result(self._patience)
        except TimeoutError:
            self._unanswered = done
            return None


def _backend() -> Any:
    """The keyring that is there and keeps what it is given from others' eyes; None where there is none."""
    try:
        import keyring
    except ImportError:
        return None
    backend = keyring.get_keyring()
    # Below 1 stand those that keep nothing, or keep it as plain text.
    return backend if backend.priority >= 1 else None
