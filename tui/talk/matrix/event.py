"""One event, as far as it is understood (Client-Server API, "Room event format").

What is missing or of another type makes an event that says less, or none; never a failure.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tui.talk.answers import Fields, fields, number, objects, text, when

LONGEST_ID = 255  # characters ("Size limits")
_MOST_MENTIONS = 100
_LARGEST = 200_000  # characters of JSON: three times what a server may send


@dataclass(frozen=True, slots=True)
class Event:
    """An event of a timeline or of a room's state. ``content`` and ``unsigned`` are foreign JSON.

    ``state_key`` is None for what is no state; ``transaction`` is ours, where we sent it.
    """

    id: str
    type: str
    sender: str
    sent: datetime
    content: Fields
    state_key: str | None = None
    redacts: str = ""
    transaction: str = ""
    redacted: bool = False
    replacement: Fields | None = None  # the newest edit's content, where the server bundles it

    @property
    def size(self) -> int:
        """About how many characters it takes to hold."""
        new = fields(self.content.get("m.new_content")).get("body")
        bodies = (self.content.get("body"), new, (self.replacement or {}).get("body"))
        return 500 + sum(len(one) for one in bodies if isinstance(one, str))

    @property
    def relation(self) -> tuple[str, str]:
        """How it relates to another event, and to which ("Forming relationships between events")."""
        found = fields(self.content.get("m.relates_to"))
        return text(found.get("rel_type"), 100), text(found.get("event_id"), LONGEST_ID)


def event(value: Any) -> Event | None:
    """The event in a piece of JSON; None for what is none."""
    raw = fields(value)
    id_, kind, sender = (text(raw.get(name), LONGEST_ID) for name in ("event_id", "type", "sender"))
    if not (id_.startswith("$") and kind and sender):
        return None
    state_key = raw.get("state_key")
    unsigned, content = fields(raw.get("unsigned")), fields(raw.get("content"))
    if state_key is None:
        content = _understood(content)
    return Event(
        id=id_,
        type=kind,
        sender=sender,
        sent=_sent(raw.get("origin_server_ts")),
        content=content,
        state_key=text(state_key, LONGEST_ID) if isinstance(state_key, str) else None,
        redacts=text(raw.get("redacts") or content.get("redacts"), LONGEST_ID),
        transaction=text(unsigned.get("transaction_id"), LONGEST_ID),
        redacted="redacted_because" in unsigned,
        replacement=_replacement(unsigned, sender),
    )


def events(values: Any) -> list[Event]:
    """The events in an array of JSON."""
    return [found for found in map(event, objects(values)) if found is not None]


def _understood(content: Fields) -> Fields:
    """Of a message's content what is looked at: the rest may be anything, and large."""
    kept: Fields = {}
    for name in ("msgtype", "body", "filename", "redacts"):
        if isinstance(content.get(name), str):
            kept[name] = content[name]
    if isinstance(new := content.get("m.new_content"), dict):
        kept["m.new_content"] = _understood({**new, "m.new_content": None})
    if isinstance(relation := content.get("m.relates_to"), dict):
        kept["m.relates_to"] = _relation(relation)
    if isinstance(said := content.get("m.mentions"), dict):
        users = said.get("user_ids")
        named = [text(one, LONGEST_ID) for one in users[:_MOST_MENTIONS]] if isinstance(users, list) else []
        kept["m.mentions"] = {"user_ids": named, "room": said.get("room") is True}
    return kept


def _relation(said: Fields) -> Fields:
    kept: Fields = {"is_falling_back": said.get("is_falling_back") is True}
    for name in ("rel_type", "event_id", "key"):
        if name in said:
            kept[name] = text(said[name], LONGEST_ID)
    if reply := text(fields(said.get("m.in_reply_to")).get("event_id"), LONGEST_ID):
        kept["m.in_reply_to"] = {"event_id": reply}
    return kept


def _sent(stamp: Any) -> datetime:
    """The moment in milliseconds since 1970; now, for what can be none."""
    milliseconds = number(stamp)
    believable = when(milliseconds / 1000) if milliseconds is not None else None
    return believable or datetime.fromtimestamp(int(time.time()), UTC)


def _replacement(unsigned: Fields, sender: str) -> Fields | None:
    """The content of a bundled edit ("Server-side aggregation of m.replace relationships")."""
    bundled = fields(fields(unsigned.get("m.relations")).get("m.replace"))
    if bundled.get("sender") != sender:
        return None
    return _understood(fields(fields(bundled.get("content")).get("m.new_content"))) or None


def kept_form(one: Event) -> str:
    """The event as JSON, for ``from_kept``; "" for one that is larger than any may be."""
    unsigned: Fields = {"redacted_because": {}} if one.redacted else {}
    if one.replacement:
        bundled = {"sender": one.sender, "content": {"m.new_content": one.replacement}}
        unsigned["m.relations"] = {"m.replace": bundled}
    whole: Fields = {
        "event_id": one.id,
        "type": one.type,
        "sender": one.sender,
        "origin_server_ts": int(one.sent.timestamp() * 1000),
        "content": one.content,
        "redacts": one.redacts,
        "unsigned": unsigned,
    }
    if one.state_key is not None:
        whole["state_key"] = one.state_key
    written = json.dumps(whole, separators=(",", ":"))
    return written if len(written) < _LARGEST else ""


def from_kept(written: str) -> Event | None:
    """The event that ``kept_form`` wrote; None for anything else."""
    try:
        return event(json.loads(written))
    except (ValueError, RecursionError):
        return None
