"""Doing something in a room (Client-Server API, "Rooms", "Typing Notifications", "Fully read markers")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tui.newsroom.matrix.call import Call
from tui.newsroom.matrix.directory import MOST, public_rooms
from tui.newsroom.matrix.permissions import CREATOR
from tui.newsroom.matrix.refusal import bad_parameter

_LONGEST_NAME = 255
_LONGEST_TOPIC = 1000
_MOST_INITIAL = 20  # state events that a new room may come with
_SET_BY_CREATING = ("m.room.create", "m.room.member", "m.room.power_levels")

Answer = dict[str, Any]


def list_rooms(call: Call) -> Answer:
    """The public rooms; nobody needs to be logged in for it."""
    return public_rooms(call.server, call.number("limit", MOST, MOST), call.query.get("since", ""), "")


def search_rooms(call: Call) -> Answer:
    """The public rooms in which some words are found."""
    _ = call.who  # only somebody may search
    asked, limit = call.content.get("filter"), call.content.get("limit")
    term = asked.get("generic_search_term") if isinstance(asked, Mapping) else ""
    return public_rooms(
        call.server,
        limit if isinstance(limit, int) else MOST,
        call.text("since"),
        term[:_LONGEST_NAME] if isinstance(term, str) else "",
    )


def alias(call: Call) -> Answer:
    """The room that an alias leads to."""
    return {"room_id": call.room.id, "servers": [call.server.name]}


def create(call: Call) -> Answer:
    """A new room."""
    who, server = call.account.user, call.server
    name, topic = call.text("name", _LONGEST_NAME), call.text("topic", _LONGEST_TOPIC)
    local = call.text("room_alias_name", 100)
    public = call.text("preset") == "public_chat" or call.text("visibility") == "public"
    state: dict[tuple[str, str], Mapping[str, Any]] = {
        ("m.room.power_levels", ""): {"users": {who: CREATOR}, "state_default": 50, "redact": 50},
        ("m.room.join_rules", ""): {"join_rule": "public" if public else "invite"},
        ("m.room.history_visibility", ""): {"history_visibility": "shared"},
        **_initial(call.content.get("initial_state")),
    }
    if name:
        state["m.room.name", ""] = {"name": name}
    if topic:
        state["m.room.topic", ""] = {"topic": topic}
    room = server.create(
        who,
        state,
        alias=f"#{local}:{server.name}" if local else "",
        public=call.text("visibility") == "public",
    )
    return {"room_id": room.id}


def _initial(said: Any) -> dict[tuple[str, str], Mapping[str, Any]]:
    """The state that a new room is asked for with, without what creating it decides."""
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    for one in said[:_MOST_INITIAL] if isinstance(said, list) else ():
        type_ = one.get("type") if isinstance(one, Mapping) else None
        if not isinstance(type_, str) or type_ in _SET_BY_CREATING:
            continue
        key, content = one.get("state_key", ""), one.get("content")
        if isinstance(key, str) and isinstance(content, Mapping):
            found[type_, key] = content
    return found


def join(call: Call) -> Answer:
    """Comes into a room by its id or alias."""
    call.server.join(call.room, call.who.user, guest=call.who.guest)
    return {"room_id": call.room.id}


def leave(call: Call) -> Answer:
    """Goes out of a room."""
    call.server.leave(call.room, call.who.user)
    return {}


def send(call: Call) -> Answer:
    """Says something."""
    _, type_, transaction = call.parts
    said = call.server.send(call.room, call.who.user, type_, call.content, call.who, transaction)
    return {"event_id": said}


def redact(call: Call) -> Answer:
    """Takes something back."""
    _, target, transaction = call.parts
    said = call.server.redact(
        call.room, call.who.user, target, call.text("reason", 1000), call.who, transaction
    )
    return {"event_id": said}


def set_state(call: Call) -> Answer:
    """Changes what a room is."""
    type_, key = call.parts[1], call.parts[2] if len(call.parts) > 2 else ""
    return {"event_id": call.server.set_state(call.room, call.who.user, type_, key, call.content)}


def typing(call: Call) -> Answer:
    """Shows that one types, or does no more."""
    room, user = call.room, call.parts[1]
    if user != call.who.user:
        raise bad_parameter("Only oneself is typing.")
    if room.membership(user) == "join":
        lasts = call.content.get("timeout")
        seconds = lasts / 1000 if isinstance(lasts, int) and lasts > 0 else 0.0
        call.server.type(room, user, seconds if call.content.get("typing") is True else 0.0)
    return {}


def read_markers(call: Call) -> Answer:
    """Notes how far one has read."""
    event = call.text("m.fully_read") or call.text("m.read")
    if event:
        call.server.read(call.room, call.who.user, event)
    return {}


def receipt(call: Call) -> Answer:
    """The same, by a receipt."""
    call.server.read(call.room, call.who.user, call.parts[2])
    return {}
