"""Who may do what in a room (Client-Server API, "Permissions", "Room history visibility", "Guest access")."""

from __future__ import annotations

from tui.newsroom.matrix.refusal import Refusal, forbidden
from tui.newsroom.matrix.room import Room

CREATOR = 100
_STATE = 50  # where a room does not say what a state event needs


def level_of(room: Room, user: str) -> int:
    """A user's power in a room."""
    users = room.says("m.room.power_levels", "users")
    levels = users if isinstance(users, dict) else {}
    found = levels.get(user, room.says("m.room.power_levels", "users_default"))
    return found if isinstance(found, int) else 0


def needed(room: Room, type_: str, *, state: bool) -> int:
    """The power that an event of a type needs."""
    events = room.says("m.room.power_levels", "events")
    named = events.get(type_) if isinstance(events, dict) else None
    if isinstance(named, int):
        return named
    found = room.says("m.room.power_levels", "state_default" if state else "events_default")
    return found if isinstance(found, int) else (_STATE if state else 0)


def check_write(room: Room, user: str, type_: str, *, state: bool = False) -> None:
    """Raises ``Refusal`` unless a user may send an event of this type."""
    if room.membership(user) != "join":
        raise forbidden("You are not in this room.")
    if level_of(room, user) < needed(room, type_, state=state):
        raise forbidden(f"Your power is not enough for {type_}.")


def check_redact(room: Room, user: str, author: str) -> None:
    """Raises ``Refusal`` unless a user may take back what ``author`` said."""
    check_write(room, user, "m.room.redaction")
    redact = room.says("m.room.power_levels", "redact")
    if user != author and level_of(room, user) < (redact if isinstance(redact, int) else _STATE):
        raise forbidden("You can't take back what somebody else said.")


def check_join(room: Room, user: str, *, guest: bool) -> None:
    """Raises ``Refusal`` unless a user may come in."""
    if room.membership(user) == "join":
        return
    if room.membership(user) == "ban":
        raise forbidden("You are banned from this room.")
    if guest and room.says("m.room.guest_access", "guest_access") != "can_join":
        raise Refusal(403, "M_GUEST_ACCESS_FORBIDDEN", "Guests can't come in here.")
    if room.says("m.room.join_rules", "join_rule") != "public":
        raise forbidden("This room is not public.")


def read_from(room: Room, user: str) -> int:
    """The position after which a user may read a room. Raises ``Refusal`` where he may not at all."""
    visibility = room.says("m.room.history_visibility", "history_visibility")
    if visibility == "world_readable":
        return 0
    member = room.state.get(("m.room.member", user))
    if member is None or member.content.get("membership") != "join":
        raise forbidden("You are not in this room, and can't look into it.")
    return member.position - 1 if visibility in ("joined", "invited") else 0
