"""What is new for one device (Client-Server API, "Syncing", "Lazy-loading room members")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tui.newsroom.matrix.accounts import Device
from tui.newsroom.matrix.event import Event
from tui.newsroom.matrix.homeserver import Homeserver
from tui.newsroom.matrix.permissions import read_from
from tui.newsroom.matrix.room import Room

MEMBER = "m.room.member"
_MESSAGES, _MOST_MESSAGES = 10, 100
_HEROES = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """How much of each room is asked for."""

    messages: int = _MESSAGES
    lazy_members: bool = False


def wanted(filter_: Any) -> Wanted:
    """What a filter asks for; of what it leaves out, the specification's default."""
    room = _fields(_fields(filter_).get("room"))
    timeline, state = _fields(room.get("timeline")), _fields(room.get("state"))
    limit = timeline.get("limit")
    return Wanted(
        max(1, min(limit, _MOST_MESSAGES)) if isinstance(limit, int) else _MESSAGES,
        state.get("lazy_load_members") is True,
    )


def synced(server: Homeserver, device: Device, since: int | None, want: Wanted) -> dict[str, Any] | None:
    """What happened since a position, or with None how things stand; None where nothing did."""
    joined: dict[str, Any] = {}
    left: dict[str, Any] = {}
    for room in server.rooms.values():
        member = room.state.get((MEMBER, device.user))
        if member is None:
            continue
        if member.content.get("membership") == "join":
            said = _joined(server, room, device, member, since, want)
            if said is not None:
                joined[room.id] = said
        elif since is not None and member.position > since:
            left[room.id] = _left(server, room, device, member, since)
    if since is not None and not joined and not left:
        return None
    return {"next_batch": server.stream.token(), "rooms": {"join": joined, "leave": left}}


def nothing(server: Homeserver) -> dict[str, Any]:
    """The answer when nothing happened."""
    return {"next_batch": server.stream.token(), "rooms": {}}


def _joined(
    server: Homeserver, room: Room, device: Device, member: Event, since: int | None, want: Wanted
) -> dict[str, Any] | None:
    fresh = since is None or member.position > since
    floor = read_from(room, device.user) if since is None or fresh else since
    new = room.after(floor)
    marker = room.markers.get(device.user)
    marked = marker is not None and (fresh or since is None or marker.told > since)
    typed = bool(room.typing) if fresh or since is None else room.typing_told > since
    if not (fresh or new or marked or typed):
        return None
    shown = new[-want.messages :]
    start = shown[0].position if shown else server.stream.position + 1
    limited = len(new) > len(shown)
    said: dict[str, Any] = {
        "timeline": {
            "events": [one.told(room.id, device.id, room.edit_of(one)) for one in shown],
            "prev_batch": server.stream.token(start - 1),
            "limited": limited,
        },
        "state": {"events": _state(room, device, shown, start, None if fresh else since, want)},
        "unread_notifications": _unread(room, device.user, member.position),
        "account_data": {"events": []},
        "ephemeral": {"events": []},
    }
    if fresh or any(one.type == MEMBER for one in new):
        said["summary"] = _summary(room, device.user)
    if marked and marker is not None:
        said["account_data"]["events"].append({"type": "m.fully_read", "content": {"event_id": marker.event}})
    if typed:
        said["ephemeral"]["events"].append({"type": "m.typing", "content": {"user_ids": [*room.typing]}})
    return said


def _left(server: Homeserver, room: Room, device: Device, member: Event, since: int) -> dict[str, Any]:
    """The last that a reader is told of a room: what happened until he was in it no more."""
    until = [one for one in room.after(since) if one.position <= member.position][-_MOST_MESSAGES:]
    start = until[0].position if until else member.position
    return {
        "timeline": {
            "events": [one.told(room.id, device.id) for one in until],
            "prev_batch": server.stream.token(start - 1),
            "limited": False,
        },
        "state": {"events": []},
    }


def _state(
    room: Room, device: Device, shown: list[Event], start: int, since: int | None, want: Wanted
) -> list[dict[str, Any]]:
    """The state before the first event shown; after ``since``, what of it is new.

    Lazily, of the members those alone who speak, the reader, and whom a room without a name is called by.
    """
    before = room.state_before(start)
    needed = {one.sender for one in shown} | {device.user, *_heroes(room, device.user)}

    def told(key: tuple[str, str], event: Event) -> bool:
        if want.lazy_members and key[0] == MEMBER:
            return key[1] in needed
        return since is None or event.position > since

    return [event.told(room.id, device.id) for key, event in before.items() if told(key, event)]


def senders(room: Room, events: list[Event]) -> list[dict[str, Any]]:
    """The membership of those who speak in some events."""
    users = dict.fromkeys(one.sender for one in events)
    return [room.state[MEMBER, user].told(room.id) for user in users if (MEMBER, user) in room.state]


def _unread(room: Room, user: str, since_joined: int) -> dict[str, int]:
    """What others said that the user has not read, and how much of it mentions him."""
    marker = room.markers.get(user)
    unread: list[Event] = []
    for one in reversed(room.after(max(marker.up_to if marker else 0, since_joined))):
        if one.is_message and one.sender == user:
            break  # who writes has read
        if one.is_message:
            unread.append(one)
    return {
        "notification_count": len(unread),
        "highlight_count": sum(user in mentioned(one.content) for one in unread),
    }


def mentioned(content: Mapping[str, Any]) -> list[str]:
    """The users whom a message mentions ("User and room mentions")."""
    users = _fields(content.get("m.mentions")).get("user_ids")
    return [one for one in users if isinstance(one, str)] if isinstance(users, list) else []


def _summary(room: Room, user: str) -> dict[str, Any]:
    return {
        "m.heroes": _heroes(room, user),
        "m.joined_member_count": len(room.joined()),
        "m.invited_member_count": 0,
    }


def _heroes(room: Room, user: str) -> list[str]:
    return [one for one in room.joined() if one != user][:_HEROES]


def _fields(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
