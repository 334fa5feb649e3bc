"""One call of the API: who asks, for what, and the values in it, read with care."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tui.newsroom.matrix.accounts import Device
from tui.newsroom.matrix.homeserver import Homeserver
from tui.newsroom.matrix.refusal import Refusal, missing_token
from tui.newsroom.matrix.room import Room

LONGEST = 255  # characters of an id or a key ("Size limits")


@dataclass(frozen=True, slots=True)
class Call:
    """``parts`` are those of the path that vary; ``content`` is the body's JSON object."""

    server: Homeserver
    device: Device | None
    parts: tuple[str, ...]
    query: Mapping[str, str]
    content: Mapping[str, Any]

    @property
    def who(self) -> Device:
        """Who asks. Raises ``Refusal`` where nobody is logged in."""
        if self.device is None:
            raise missing_token()
        return self.device

    @property
    def account(self) -> Device:
        """Who asks, with an account. Raises ``Refusal`` for a guest."""
        if self.who.guest:
            raise Refusal(403, "M_GUEST_ACCESS_FORBIDDEN", "Guests can't do this. Register.")
        return self.who

    @property
    def room(self) -> Room:
        """The room that the path names first. Raises ``Refusal``."""
        return self.server.room(self.parts[0])

    def text(self, name: str, most: int = LONGEST) -> str:
        """A string of the content, "" where it is none. Raises ``Refusal`` for one that is too long."""
        value = self.content.get(name)
        if not isinstance(value, str):
            return ""
        if len(value) > most:
            raise Refusal(400, "M_INVALID_PARAM", f"{name} is too long.")
        return value

    def number(self, name: str, default: int, most: int) -> int:
        """A number of the query, not below 0."""
        value = self.query.get(name, "")
        return min(int(value), most) if value.isdecimal() and len(value) < 12 else default
