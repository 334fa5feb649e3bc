"""Who is logged in: accounts, their devices, and guests (Client-Server API, "Client authentication")."""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Protocol

from tui.newsroom.matrix.refusal import Refusal, unknown_token

MOST_DEVICES = 10  # of an account: the one used longest ago is logged out
MOST_GUESTS = 1_000
MOST_TRANSACTIONS = 1_000  # of a device that are remembered
_LOCAL_PART = re.compile(r"[a-z0-9._=/-]{1,100}")  # "User Identifiers"


class Passwords(Protocol):
    """Whose name has which password. Both may take their time, and are asked in a thread."""

    def register(self, name: str, password: str) -> bool:
        """Gives a name that is free to whoever brings this password; False if it is not."""

    def proves(self, name: str, password: str) -> bool:
        """Whether the password is the name's."""


@dataclass(slots=True)
class Device:
    """One login: whose it is, and what it has sent, by its own names for it."""

    user: str
    id: str
    token: str = field(repr=False)
    guest: bool = False
    sent: OrderedDict[tuple[str, ...], str] = field(default_factory=OrderedDict, repr=False)

    def remember(self, transaction: tuple[str, ...], event: str) -> None:
        self.sent[transaction] = event
        while len(self.sent) > MOST_TRANSACTIONS:
            self.sent.popitem(last=False)


class Accounts:
    """The devices that are logged in, the one used longest ago first."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._devices: OrderedDict[str, Device] = OrderedDict()  # by access token
        self._guests = 0

    def user_id(self, name: str) -> str:
        """The id that a name has here."""
        return f"@{name}:{self._server}"

    def local_part(self, typed: str) -> str:
        """The name in what somebody typed: it, or a user id of this server. Raises ``Refusal``."""
        name = typed.strip()
        if name.startswith("@"):
            name = name[1:].removesuffix(f":{self._server}")
        name = name.lower()
        if not _LOCAL_PART.fullmatch(name):
            raise Refusal(400, "M_INVALID_USERNAME", "A name has letters a to z, digits and . _ = - / alone.")
        return name

    def log_in(self, user: str, device: str = "") -> Device:
        """A new device of a user; one that he had of this id is no more."""
        id_ = device or secrets.token_hex(5).upper()
        own = [one for one in self._devices.values() if one.user == user and not one.guest]
        for one in own:
            if one.id == id_:
                self.log_out(one)
        for one in own[: max(0, len(own) - MOST_DEVICES + 1)]:
            self.log_out(one)
        return self._added(Device(user, id_, f"wr_{secrets.token_urlsafe(24)}"))

    def guest(self) -> Device:
        """A device of nobody's: the guest that was seen longest ago makes room for it."""
        self._guests += 1
        guests = [one for one in self._devices.values() if one.guest]
        for one in guests[: max(0, len(guests) - MOST_GUESTS + 1)]:
            self.log_out(one)
        return self._added(
            Device(self.user_id(str(self._guests)), "guest", f"wr_{secrets.token_urlsafe(24)}", guest=True)
        )

    def _added(self, device: Device) -> Device:
        self._devices[device.token] = device
        return device

    def who(self, token: str) -> Device:
        """Whose access token this is. Raises ``Refusal``."""
        found = self._devices.get(token)
        if found is None:
            raise unknown_token()
        self._devices.move_to_end(token)
        return found

    def log_out(self, device: Device) -> None:
        self._devices.pop(device.token, None)

    def log_out_all(self, user: str) -> None:
        """Ends every login of a user."""
        for one in [one for one in self._devices.values() if one.user == user]:
            self.log_out(one)
