"""Being in rooms: joining, leaving, making one, and who else is there (C-S API, "Room membership")."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from tui.talk.answers import text
from tui.talk.matrix.errors import not_a_homeserver
from tui.talk.matrix.event import Event, events
from tui.talk.matrix.homeserver import V3, Homeserver, path

LONGEST_NAME = 120


async def join(home: Homeserver, room: str, via: Sequence[str] = ()) -> str:
    """Joins a room by its id or alias, ``via`` servers that know it; gives its id. Raises ``Failure``."""
    query = "?" + urlencode([("via", one) for one in via[:5]]) if via else ""
    answer = await home.post(path("join", room) + query)
    return _room(home, answer.get("room_id"))


async def leave(home: Homeserver, room: str) -> None:
    """Leaves a room, or declines an invitation to it. Raises ``Failure``."""
    await home.post(path("rooms", room, "leave"))


async def create(home: Homeserver, name: str, topic: str = "") -> str:
    """A new public room that anyone may read and guests may join; gives its id. Raises ``Failure``."""
    readable = {"type": "m.room.history_visibility", "content": {"history_visibility": "world_readable"}}
    guests = {"type": "m.room.guest_access", "content": {"guest_access": "can_join"}}
    room = {
        "visibility": "public",
        "preset": "public_chat",
        "name": name[:LONGEST_NAME],
        "topic": topic,
        "initial_state": [readable, guests],
    }
    return _room(home, (await home.post(f"{V3}/createRoom", room)).get("room_id"))


async def members(home: Homeserver, room: str) -> list[Event]:
    """The m.room.member events of everybody who is there or was. Raises ``Failure``."""
    answer = await home.get(path("rooms", room, "members"), {"not_membership": "leave"})
    return events(answer.get("chunk"))


def _room(home: Homeserver, value: object) -> str:
    found = text(value, 255)
    if not found:
        raise not_a_homeserver(home.host)
    return found
