"""Events as a homeserver would tell them, for tests that need no homeserver."""

from __future__ import annotations

from itertools import count
from typing import Any

from tui.talk.matrix.event import Event, event

ME = "@ana:news.example"
MIRA, OLEG = "@mira:news.example", "@oleg:news.example"
_moments = count(1_795_000_000_000, 1_000)


def said(id_: str, text: str = "", sender: str = MIRA, **more: Any) -> Event:
    """A message."""
    return made(id_, "m.room.message", {"msgtype": "m.text", "body": text or id_, **more}, sender)


def edited(id_: str, target: str, text: str, sender: str = MIRA) -> Event:
    new = {"msgtype": "m.text", "body": text}
    relation = {"rel_type": "m.replace", "event_id": f"${target}"}
    return made(id_, "m.room.message", {**new, "m.new_content": new, "m.relates_to": relation}, sender)


def reacted(id_: str, target: str, key: str, sender: str = OLEG) -> Event:
    relation = {"rel_type": "m.annotation", "event_id": f"${target}", "key": key}
    return made(id_, "m.reaction", {"m.relates_to": relation}, sender)


def redacted(id_: str, target: str, sender: str = MIRA) -> Event:
    return made(id_, "m.room.redaction", {"redacts": f"${target}"}, sender)


def member(user: str, name: str | None, membership: str = "join") -> Event:
    content = {"membership": membership, **({"displayname": name} if name is not None else {})}
    return made("m", "m.room.member", content, user, state_key=user)


def made(id_: str, kind: str, content: Any, sender: str = MIRA, **more: Any) -> Event:
    found = event(
        {
            "event_id": f"${id_}",
            "type": kind,
            "sender": sender,
            "origin_server_ts": next(_moments),
            "content": content,
            **more,
        }
    )
    assert found is not None
    return found
