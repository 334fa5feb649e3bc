"""The site's chats as a Matrix homeserver lists them (Client-Server API, room directory)."""

from __future__ import annotations

from typing import Any

from tui.newsroom.press import Dispatch
from tui.newsroom.site import Site

MOST = 100


def well_known(site: Site) -> dict[str, Any]:
    """``/.well-known/matrix/client``: the site is its own homeserver."""
    return {"m.homeserver": {"base_url": site.base}}


def versions() -> dict[str, Any]:
    """``/_matrix/client/versions``."""
    return {"versions": ["v1.1", "v1.11"]}


def public_rooms(site: Site, limit: int = MOST, since: str = "", term: str = "") -> dict[str, Any]:
    """``/_matrix/client/v3/publicRooms``: rooms, most people first, their topics linking stories."""
    rooms = [_room(site, one) for one in site.issue.dispatches if one.draft.chat]
    found = [room for room in rooms if term.casefold() in f"{room['name']} {room['topic']}".casefold()]
    found.sort(key=lambda room: (-room["num_joined_members"], room["room_id"]))
    start = int(since) if since.isdecimal() else 0
    end = start + max(1, min(limit, MOST))
    answer: dict[str, Any] = {"chunk": found[start:end], "total_room_count_estimate": len(found)}
    if end < len(found):
        answer["next_batch"] = str(end)
    if start:
        answer["prev_batch"] = str(max(0, start - limit))
    return answer


def _room(site: Site, one: Dispatch) -> dict[str, Any]:
    assert one.draft.chat is not None
    return {
        "room_id": f"!{one.slug}:newsroom.example",
        "canonical_alias": f"#{one.slug}:newsroom.example",
        "name": one.draft.title,
        "topic": f"{one.draft.chat.name} · {site.base}{one.path}",
        "num_joined_members": one.draft.chat.people,
        "world_readable": True,
        "guest_can_join": False,
        "join_rule": "public",
    }
