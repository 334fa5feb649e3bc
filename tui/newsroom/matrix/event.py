"""An event of a room (Client-Server API, "Room event format")."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

LARGEST = 65_536  # bytes of one ("Size limits")

# What a redaction leaves of a state event's content (room versions, "Redactions").
_REDACTION_KEEPS = {
    "m.room.member": ("membership",),
    "m.room.create": ("creator",),
    "m.room.join_rules": ("join_rule",),
    "m.room.power_levels": ("ban", "events", "events_default", "kick", "redact", "state_default", "users"),
    "m.room.history_visibility": ("history_visibility",),
}


@dataclass(frozen=True, slots=True)
class Event:
    """What happened in a room at a position of the stream. ``sent`` is in milliseconds since 1970.

    ``state_key`` is None for what is no state; ``transaction`` is the device that sent it
    and its own name for it; ``because`` is the redaction that took it back.
    """

    position: int
    id: str
    type: str
    sender: str
    sent: int
    content: Mapping[str, Any]
    state_key: str | None = None
    redacts: str = ""
    transaction: tuple[str, str] = ("", "")
    because: Event | None = None

    @property
    def relation(self) -> tuple[str, str]:
        """How it relates to another event, and to which ("Forming relationships between events")."""
        found = self.content.get("m.relates_to")
        said = found if isinstance(found, dict) else {}
        kind, target = said.get("rel_type"), said.get("event_id")
        return (kind if isinstance(kind, str) else "", target if isinstance(target, str) else "")

    @property
    def is_message(self) -> bool:
        """Whether it says something new: no edit, and not taken back."""
        return self.type == "m.room.message" and not self.because and self.relation[0] != "m.replace"

    def redacted(self, because: Event) -> Event:
        """The event as a redaction leaves it."""
        kept = _REDACTION_KEEPS.get(self.type, ()) if self.state_key is not None else ()
        content = {name: self.content[name] for name in kept if name in self.content}
        return replace(self, content=content, because=because)

    def told(self, room: str, device: str = "", edit: Event | None = None) -> dict[str, Any]:
        """The event as a client is told it; ``edit`` is the newest one of it.

        The device that sent it learns by its own transaction that it did.
        """
        unsigned: dict[str, Any] = {}
        if device and self.transaction[0] == device:
            unsigned["transaction_id"] = self.transaction[1]
        if self.because:
            unsigned["redacted_because"] = self.because.told(room)
        if edit:
            unsigned["m.relations"] = {"m.replace": edit.told(room)}
        said: dict[str, Any] = {
            "event_id": self.id,
            "room_id": room,
            "type": self.type,
            "sender": self.sender,
            "origin_server_ts": self.sent,
            "content": dict(self.content),
            "unsigned": unsigned,
        }
        if self.state_key is not None:
            said["state_key"] = self.state_key
        if self.redacts:
            said["redacts"] = self.redacts
        return said


def size_of(content: Mapping[str, Any]) -> int:
    """How many bytes a content takes as JSON."""
    return len(json.dumps(content, ensure_ascii=False).encode("utf-8", "replace"))
