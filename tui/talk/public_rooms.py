"""A homeserver's public chats: the Matrix client-server API's room directory.

``GET /_matrix/client/v3/publicRooms`` (Client-Server API, "Listing rooms"). A
room is headed by the story its topic links to.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from tui.model import Failure, Room
from tui.net.failures import NeedsLogin
from tui.text import clean, safe_url

if TYPE_CHECKING:
    from tui.net.client import Client

MOST_ROOMS = 200
_URL = re.compile(r"https?://[^\s<>\"']+")


class NotAHomeserver(Failure):
    """The address does not answer as a Matrix homeserver."""

    code = "not-a-homeserver"


async def public_rooms(client: Client, homeserver: str) -> list[Room]:
    """The homeserver's public rooms, most people first.

    Raises ``NeedsLogin`` where guests may not look, ``NotAHomeserver`` where the
    answer is not a room list, and what ``Client.get`` raises.
    """
    base = homeserver.rstrip("/")
    try:
        reply = await client.get(
            f"{base}/_matrix/client/v3/publicRooms?limit={MOST_ROOMS}", accept="application/json"
        )
    except NeedsLogin as failure:
        raise NeedsLogin(
            f"{clean(base, 200)} shows its rooms only to people who are logged in.",
            "Open it with a Matrix client of your own.",
        ) from failure
    try:
        chunk = json.loads(reply.body)["chunk"]
        rooms = [_room(item, base) for item in chunk[:MOST_ROOMS] if isinstance(item, dict)]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotAHomeserver(
            f"{clean(base, 200)} does not answer as a Matrix homeserver.", "Check the address."
        ) from error
    return sorted((r for r in rooms if r.id), key=lambda room: -room.people)


def _room(item: dict[str, Any], homeserver: str) -> Room:
    def text(key: str, limit: int = 300) -> str:
        value = item.get(key)
        return clean(value, limit) if isinstance(value, str) else ""

    topic = text("topic", 1000)
    link = _URL.search(topic)
    alias = text("canonical_alias")
    people = item.get("num_joined_members")
    return Room(
        id=text("room_id"),
        homeserver=homeserver,
        name=text("name") or alias or text("room_id"),
        topic=topic,
        story_url=safe_url(link[0].rstrip(".,;)")) if link else "",
        alias=alias,
        people=people if isinstance(people, int) and 0 <= people < 10**9 else 0,
    )
