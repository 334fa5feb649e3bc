"""Reading: what is new, what was said, what a room is (C-S API, "Syncing", "Getting events for a room")."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from itertools import islice
from typing import Any

from tui.newsroom.matrix import sync
from tui.newsroom.matrix.call import Call
from tui.newsroom.matrix.event import Event
from tui.newsroom.matrix.permissions import read_from
from tui.newsroom.matrix.refusal import bad_parameter, not_found, unknown_token

_LONGEST_WAIT = 30_000  # milliseconds
_MOST_EVENTS = 100  # of a page

Answer = dict[str, Any]


async def sync_(call: Call) -> Answer:
    """What is new in the rooms that one is in, as soon as anything is."""
    since = call.query.get("since", "")
    position = call.server.stream.position_of(since) if since else None
    want = sync.wanted(_json(call.query.get("filter", "")))
    found = await _awaited(call, lambda: sync.synced(call.server, call.who, position, want))
    return found if found is not None else sync.nothing(call.server)


async def events(call: Call) -> Answer:
    """What is new in one room that one looks into ("Room previews")."""
    room, stream = call.server.room(call.query.get("room_id", "")), call.server.stream
    token = call.query.get("from", "")
    start = stream.position_of(token) if token else stream.position

    def found() -> Answer | None:
        after = max(start, read_from(room, call.who.user))
        new = room.after(after)[:_MOST_EVENTS]
        end = new[-1].position if len(new) == _MOST_EVENTS else stream.position
        told = [one.told(room.id, call.who.id, room.edit_of(one)) for one in new]
        return {"chunk": told, "start": stream.token(start), "end": stream.token(end)} if new else None

    room.watched += 1
    try:
        answer = await _awaited(call, found)
    finally:
        room.watched -= 1
    return answer or {"chunk": [], "start": stream.token(start), "end": stream.token()}


async def _awaited(call: Call, found: Callable[[], Answer | None]) -> Answer | None:
    """What is found, waited for as long as the call asks; None if nothing comes."""
    loop, who = asyncio.get_running_loop(), call.who
    until = loop.time() + call.number("timeout", 0, _LONGEST_WAIT) / 1000
    while True:
        answer = found()
        left = until - loop.time()
        if answer is not None or left <= 0 or call.server.stream.closed:
            return answer
        await call.server.stream.moved(left)
        if call.server.accounts.who(who.token) is not who:
            raise unknown_token()


def messages(call: Call) -> Answer:
    """A page of what was said, back from a token or on from it."""
    room, stream = call.room, call.server.stream
    floor, most = read_from(room, call.who.user), max(1, call.number("limit", 10, _MOST_EVENTS))
    token = call.query.get("from", "")
    backwards = call.query.get("dir") == "b"
    if not backwards and call.query.get("dir") != "f":
        raise bad_parameter("dir is b or f.")
    start = stream.position_of(token) if token else stream.position if backwards else floor
    told = room.newest_first(start) if backwards else room.after(start)
    found = list(islice((one for one in told if one.position > floor), most + 1))
    page = found[:most]
    answer: Answer = {
        "start": stream.token(start),
        "chunk": [one.told(room.id, call.who.id, room.edit_of(one)) for one in page],
        "state": sync.senders(room, page),
    }
    if len(found) > most:
        answer["end"] = stream.token(page[-1].position - (1 if backwards else 0))
    return answer


def members(call: Call) -> Answer:
    """Who is in a room, or was."""
    read_from(call.room, call.who.user)
    without = call.query.get("not_membership")
    return {
        "chunk": [
            event.told(call.room.id)
            for (type_, _), event in call.room.state.items()
            if type_ == sync.MEMBER and event.content.get("membership") != without
        ]
    }


def state(call: Call) -> Answer:
    """The content of one state event."""
    read_from(call.room, call.who.user)
    found = _state_event(call)
    if found is None:
        raise not_found("The room says nothing of that.")
    return dict(found.content)


def _state_event(call: Call) -> Event | None:
    return call.room.state.get((call.parts[1], call.parts[2] if len(call.parts) > 2 else ""))


def _json(text: str) -> Any:
    """A filter as it stands in the query; {} for what is none."""
    try:
        return json.loads(text) if len(text) < 10_000 else {}
    except (ValueError, RecursionError):
        return {}
