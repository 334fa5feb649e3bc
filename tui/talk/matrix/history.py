"""What was said before (Client-Server API, "Getting events for a room": /messages)."""

from __future__ import annotations

import json
from dataclasses import dataclass

from tui.talk.answers import text
from tui.talk.matrix.event import Event, events
from tui.talk.matrix.homeserver import Homeserver, path
from tui.talk.matrix.sync import LONGEST_TOKEN

PAGE = 100  # events


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Events newest first, their senders' membership, the token for what is older ("": nothing is)."""

    events: tuple[Event, ...]
    members: tuple[Event, ...] = ()
    end: str = ""


async def older(home: Homeserver, room: str, token: str = "", limit: int = PAGE) -> HistoryPage:
    """The events before a token, or a room's newest. Raises ``Failure``."""
    query = {"dir": "b", "limit": str(limit), "filter": json.dumps({"lazy_load_members": True})}
    if token:
        query["from"] = token
    answer = await home.get(path("rooms", room, "messages"), query)
    found = tuple(events(answer.get("chunk")))
    end = text(answer.get("end"), LONGEST_TOKEN)
    # A homeserver that leads in a circle has no more to tell.
    return HistoryPage(found, tuple(events(answer.get("state"))), "" if end == token and not found else end)
