"""A homeserver's public rooms (Client-Server API, "Listing rooms" and "Room aliases").

A room is headed by the story its topic links to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from tui.model import Room
from tui.talk.answers import count, objects, text
from tui.talk.matrix.errors import not_a_homeserver
from tui.talk.matrix.homeserver import V3, Homeserver, path
from tui.text import safe_url

MOST_ROOMS = 200  # of one page
_MOST_PAGES = 5  # that are looked through where the homeserver does not search itself
_URL = re.compile(r"https?://[^\s<>\"']+")


@dataclass(frozen=True, slots=True)
class RoomsPage:
    """Some public rooms, most people first; ``next`` asks for those that follow, "" at the end."""

    rooms: tuple[Room, ...]
    next: str = ""
    total: int = 0  # as the homeserver estimates it


async def public_rooms(home: Homeserver, *, search: str = "", since: str = "") -> RoomsPage:
    """A page of the public rooms that have all of ``search`` in name, topic or alias.

    Without a token no homeserver searches: then the first pages are looked through here.
    Raises ``LoggedOut`` where only people who are logged in may look, and other ``Failure``.
    """
    if home.token:
        wanted: dict[str, Any] = {"limit": MOST_ROOMS}
        if since:
            wanted["since"] = since
        if search:
            wanted["filter"] = {"generic_search_term": search[:255]}
        return _page(home, await home.post(f"{V3}/publicRooms", wanted))
    page = await _listed(home, since)
    if not search:
        return page
    found = _matching(page.rooms, search)
    for _more in range(_MOST_PAGES - 1):
        if not page.next:
            break
        page = await _listed(home, page.next)
        found += _matching(page.rooms, search)
    return RoomsPage(tuple(found), page.next, page.total)


async def room_of_alias(home: Homeserver, alias: str) -> tuple[str, tuple[str, ...]]:
    """The room id that an alias leads to, and the servers that know it. Raises ``Failure``."""
    found = await home.get(path("directory", "room", alias))
    room = text(found.get("room_id"), 255)
    if not room:
        raise not_a_homeserver(home.host)
    servers = found.get("servers")
    named = [text(one, 255) for one in servers[:20]] if isinstance(servers, list) else []
    return room, tuple(filter(None, named))


def linked_story(topic: str) -> str:
    """The address in a topic, or ""."""
    found = _URL.search(topic)
    return safe_url(found[0].rstrip(".,;)")) if found else ""


async def _listed(home: Homeserver, since: str) -> RoomsPage:
    query = {"limit": str(MOST_ROOMS), **({"since": since} if since else {})}
    return _page(home, await home.get(f"{V3}/publicRooms", query))


def _matching(rooms: tuple[Room, ...], search: str) -> list[Room]:
    words = search.casefold()
    return [one for one in rooms if words in f"{one.name}\n{one.topic}\n{one.alias}".casefold()]


def _page(home: Homeserver, answer: dict[str, Any]) -> RoomsPage:
    if not isinstance(answer.get("chunk"), list):
        raise not_a_homeserver(home.host)
    rooms = [_room(one, home.base) for one in objects(answer["chunk"][:MOST_ROOMS])]
    rooms = sorted((room for room in rooms if room.id), key=lambda room: -room.people)
    total = count(answer.get("total_room_count_estimate"))
    return RoomsPage(tuple(rooms), text(answer.get("next_batch"), 500), total)


def _room(item: dict[str, Any], homeserver: str) -> Room:
    topic, alias = text(item.get("topic"), 1000), text(item.get("canonical_alias"))
    room = text(item.get("room_id"))
    return Room(
        id=room,
        homeserver=homeserver,
        name=text(item.get("name")) or alias or room,
        topic=topic,
        story_url=linked_story(topic),
        alias=alias,
        people=count(item.get("num_joined_members")),
        world_readable=item.get("world_readable") is True,
        guests=item.get("guest_can_join") is True,
    )
