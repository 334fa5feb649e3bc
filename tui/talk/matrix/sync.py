"""Long polling for what is new (Client-Server API, "Syncing")."""

from __future__ import annotations

import json
from dataclasses import dataclass

from tui.talk.answers import Fields, fields, text
from tui.talk.matrix.errors import not_a_homeserver
from tui.talk.matrix.event import Event, events
from tui.talk.matrix.homeserver import V3, Homeserver

POLL = 30.0  # seconds that a homeserver may wait for something to happen
_FIRST_MESSAGES = 20  # of each room, in the first sync of an account
_MESSAGES = 50
LONGEST_TOKEN = 2000  # characters
_MOST_TYPING = 20


@dataclass(frozen=True, slots=True)
class RoomUpdate:
    """What is new in one joined room. ``typing`` and ``fully_read`` are None where they are not told."""

    id: str
    state: tuple[Event, ...] = ()
    timeline: tuple[Event, ...] = ()
    prev_batch: str = ""
    limited: bool = False
    summary: Fields | None = None
    notifications: Fields | None = None
    typing: tuple[str, ...] | None = None
    fully_read: str | None = None


@dataclass(frozen=True, slots=True)
class Synced:
    """What one sync brought; ``next_batch`` asks for what follows. ``invited`` have some state alone.

    ``left`` are rooms that the reader is in no more, with what happened there last.
    """

    next_batch: str
    joined: tuple[RoomUpdate, ...] = ()
    invited: tuple[RoomUpdate, ...] = ()
    left: tuple[RoomUpdate, ...] = ()


async def sync(home: Homeserver, since: str, *, seconds: float) -> Synced:
    """What happened since a token, waiting for it up to ``seconds``; without a token, where things stand.

    Raises ``Failure``.
    """
    query = {
        "filter": _filter(_MESSAGES if since else _FIRST_MESSAGES),
        "timeout": str(int(1000 * seconds)),
        "set_presence": "offline",
    }
    if since:
        query["since"] = since
    synced = synced_of(await home.get(f"{V3}/sync", query, seconds=seconds))
    if not synced.next_batch:
        raise not_a_homeserver(home.host)
    return synced


def synced_of(answer: Fields) -> Synced:
    """What an answer of /sync says; what is missing or of another type is left out."""
    rooms = fields(answer.get("rooms"))
    return Synced(
        text(answer.get("next_batch"), LONGEST_TOKEN),
        tuple(_joined(id_, fields(said)) for id_, said in fields(rooms.get("join")).items()),
        tuple(_invited(id_, fields(said)) for id_, said in fields(rooms.get("invite")).items()),
        tuple(_joined(id_, fields(said)) for id_, said in fields(rooms.get("leave")).items()),
    )


def _filter(messages: int) -> str:
    """The filter: no presence, no receipts, of the members those who speak ("Filtering")."""
    nothing: Fields = {"types": []}
    room = {
        "timeline": {"limit": messages, "lazy_load_members": True},
        "state": {"lazy_load_members": True},
        "ephemeral": {"types": ["m.typing"]},
        "account_data": {"types": ["m.fully_read"]},
    }
    return json.dumps({"presence": nothing, "account_data": nothing, "room": room}, separators=(",", ":"))


def _joined(id_: str, said: Fields) -> RoomUpdate:
    timeline = fields(said.get("timeline"))
    return RoomUpdate(
        id=text(id_, 255),
        state=tuple(events(fields(said.get("state")).get("events"))),
        timeline=tuple(events(timeline.get("events"))),
        prev_batch=text(timeline.get("prev_batch"), LONGEST_TOKEN),
        limited=timeline.get("limited") is True,
        summary=fields(said.get("summary")),
        notifications=fields(said.get("unread_notifications")),
        typing=_typing(said),
        fully_read=_fully_read(said),
    )


def _invited(id_: str, said: Fields) -> RoomUpdate:
    """Stripped state has no ids: they are lent, so that it reads as any other."""
    stripped = fields(said.get("invite_state")).get("events")
    numbered = enumerate(stripped) if isinstance(stripped, list) else ()
    lent = [{**fields(one), "event_id": f"${n}"} for n, one in numbered]
    return RoomUpdate(id=text(id_, 255), state=tuple(events(lent)))


def _typing(said: Fields) -> tuple[str, ...] | None:
    for one in _bare(said, "ephemeral"):
        if one.get("type") == "m.typing":
            users = fields(one.get("content")).get("user_ids")
            people = users[:_MOST_TYPING] if isinstance(users, list) else []
            return tuple(filter(None, (text(user, 255) for user in people)))
    return None


def _fully_read(said: Fields) -> str | None:
    for one in _bare(said, "account_data"):
        if one.get("type") == "m.fully_read":
            return text(fields(one.get("content")).get("event_id"), 255)
    return None


def _bare(said: Fields, where: str) -> list[Fields]:
    """Events that are neither a timeline's nor a room's state: they have no ids."""
    found = fields(said.get(where)).get("events")
    return [fields(one) for one in found] if isinstance(found, list) else []
