"""The rooms that anybody may find (Client-Server API, "Listing rooms")."""

from __future__ import annotations

from typing import Any

from tui.newsroom.matrix.homeserver import Homeserver
from tui.newsroom.matrix.refusal import bad_parameter
from tui.newsroom.matrix.room import Room

MOST = 100  # of a page


def public_rooms(server: Homeserver, limit: int, since: str, term: str) -> dict[str, Any]:
    """A page of public rooms with ``term`` in name, topic or alias; most people first.

    Raises ``Refusal`` for a ``since`` that no page gave.
    """
    if since and not (since.isdecimal() and len(since) < 10):
        raise bad_parameter("This is no token of a page.")
    listed = [_listed(room) for room in server.rooms.values() if room.public]
    found = [one for one in listed if term.casefold() in _words(one)]
    found.sort(key=lambda one: (-one["num_joined_members"], one["room_id"]))
    start, most = int(since or 0), max(1, min(limit, MOST))
    answer: dict[str, Any] = {
        "chunk": found[start : start + most],
        "total_room_count_estimate": len(found),
    }
    if start + most < len(found):
        answer["next_batch"] = str(start + most)
    if start:
        answer["prev_batch"] = str(max(0, start - most))
    return answer


def _words(one: dict[str, Any]) -> str:
    return "\n".join(str(one.get(name, "")) for name in ("name", "topic", "canonical_alias")).casefold()


def _listed(room: Room) -> dict[str, Any]:
    listed: dict[str, Any] = {
        "room_id": room.id,
        "num_joined_members": len(room.joined()),
        "world_readable": room.says("m.room.history_visibility", "history_visibility") == "world_readable",
        "guest_can_join": room.says("m.room.guest_access", "guest_access") == "can_join",
        "join_rule": "public",
    }
    for name, type_, value in (
        ("name", "m.room.name", "name"),
        ("topic", "m.room.topic", "topic"),
        ("canonical_alias", "m.room.canonical_alias", "alias"),
    ):
        said = room.says(type_, value)
        if isinstance(said, str):
            listed[name] = said
    return listed
