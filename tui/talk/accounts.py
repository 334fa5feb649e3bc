"""The reader's accounts: who they are at each service, and the secrets that prove it.

``accounts.json`` in the configuration folder, a file for its owner's eyes alone,
lists them. Their secrets are in the system's keyring where one answers, else in
that file. One account at a place of a service: logging in again replaces it.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tui.failure import Failure
from tui.locale import _
from tui.model import Identity
from tui.talk.participant import Login
from tui.talk.private_file import alone_in, read_private, write_private
from tui.talk.system_keyring import Keyring, SystemKeyring

FILE = "accounts.json"


@dataclass(frozen=True, slots=True)
class Account:
    """An account without its secrets. ``kept``: "keyring" or "file", where those are."""

    identity: Identity
    origin: str
    kept: str


class Accounts:
    """The accounts of one home. Reading the list is quick; the secrets may take the keyring's time."""

    def __init__(self, folder: Path, keyring: Keyring | None = None) -> None:
        self.path = folder / FILE
        self._keyring = keyring or SystemKeyring()
        self._lock = threading.Lock()
        self._read: tuple[tuple[int, ...], list[dict[str, Any]]] = ((), [])

    def all(self) -> list[Account]:
        """Every account. Raises ``Failure`` where others can read the file, or it is damaged."""
        return [_account(entry) for entry in self._entries()]

    def at(self, provider: str, origin: str) -> Account | None:
        """The account at this place of a service. Raises as ``all`` does."""
        return next((one for one in self.all() if _place(one) == (provider, origin)), None)

    def login(self, account: Account) -> Login | None:
        """The account with its secrets; None where the keyring does not give them. May block."""
        for entry in self._entries():
            found = _account(entry)
            if _place(found) != _place(account):
                continue
            if found.kept == "file":
                return Login(found.identity, found.origin, dict(entry["secrets"]))
            told = self._keyring.get(_name(found))
            return Login(found.identity, found.origin, _secrets(told)) if told else None
        return None

    def keep(self, login: Login) -> Account:
        """Keeps an account, in place of another at the same place. May block. Raises ``Failure``."""
        entry: dict[str, Any] = {
            "provider": login.identity.provider,
            "origin": login.origin,
            "host": login.identity.host,
            "user": login.identity.user,
            "name": login.identity.name,
        }
        name = _name(_account({**entry, "kept": ""}))
        if self._keyring.set(name, json.dumps(dict(login.secrets))):
            entry["kept"] = "keyring"
        else:
            entry |= {"kept": "file", "secrets": dict(login.secrets)}
        account = _account(entry)
        self._replace(account, entry)
        return account

    def forget(self, account: Account) -> None:
        """Forgets an account and its secrets. May block.

        Raises ``Failure``; an account whose secrets a keyring keeps back stays listed.
        """
        # One that gave no answer in time may have taken them since, though they are in the file.
        gone = self._keyring.delete(_name(account))
        if account.kept == "keyring" and not gone:
            raise Failure(
                _("The keyring does not answer: the password for {host} is still in it.").format(
                    host=account.identity.host
                ),
                _("Unlock it and log out again."),
            )
        self._replace(account, None)

    def take_out(self, account: Account) -> Login | None:
        """Forgets an account, and gives it with its secrets so that they can be made worthless. May block.

        None where the keyring does not give them. Raises ``Failure``.
        """
        login = self.login(account)
        self.forget(account)
        return login

    def _replace(self, account: Account, entry: dict[str, Any] | None) -> None:
        with self._lock, alone_in(self.path.parent):
            others = [one for one in self._entries() if _place(_account(one)) != _place(account)]
            entries = [*others, entry] if entry else others
            write_private(self.path, json.dumps(entries, ensure_ascii=False, indent=1).encode())

    def _entries(self) -> list[dict[str, Any]]:
        """What the file lists; read again only where it changed."""
        try:
            found = os.stat(self.path, follow_symlinks=False)
        except OSError:
            return []
        stamp = (found.st_mtime_ns, found.st_size, found.st_ino, found.st_mode, found.st_uid)
        known, entries = self._read
        if known != stamp:
            entries = self._parsed(read_private(self.path))
            self._read = (stamp, entries)
        return entries

    def _parsed(self, content: bytes) -> list[dict[str, Any]]:
        try:
            entries = json.loads(content or b"[]")
            for entry in entries:
                _account(entry)
                if entry["kept"] == "file":
                    dict(entry["secrets"])
        except (ValueError, TypeError, KeyError, RecursionError):
            raise Failure(
                _("{path} does not hold accounts as wireroom keeps them.").format(path=self.path),
                _("Move it away and log in again."),
            ) from None  # the error may quote a secret
        else:
            found: list[dict[str, Any]] = entries
            return found


def _account(entry: Mapping[str, Any]) -> Account:
    identity = Identity(entry["provider"], entry["host"], entry["user"], entry["name"])
    return Account(identity, entry["origin"], entry["kept"])


def _place(account: Account) -> tuple[str, str]:
    return account.identity.provider, account.origin


def _name(account: Account) -> str:
    """What the keyring calls an account's secrets."""
    return f"{account.identity.provider} {account.origin}"


def _secrets(told: str) -> dict[str, str]:
    try:
        found = json.loads(told)
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}
