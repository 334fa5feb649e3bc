"""Which chats belong to a story, and starting one.

What the page or the feed links to comes first, Cactus Comments' room among it; else the
rooms of the source's homeserver whose topic links the story.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from tui.articles.chat_links import HOMESERVER, ROOM, room_addresses
from tui.model import Room
from tui.talk.matrix.directory import public_rooms
from tui.talk.matrix.homeserver import Homeserver
from tui.talk.same_address import same_address, without_marks
from tui.text import clean

if TYPE_CHECKING:
    from tui.model import Article, Story

_ID = re.compile(r"[#!][^\s\x00-\x1f]{1,254}")
_MOST_VIA = 5


@dataclass(frozen=True, slots=True)
class RoomLink:
    """A room that something links to: its alias ("#…") or id ("!…"), and servers that know it.

    ``homeserver`` is where it is asked for as a guest, "" where that is not said.
    """

    room: str
    via: tuple[str, ...] = ()
    homeserver: str = ""

    @property
    def server(self) -> str:
        """The name of a server that knows the room: the alias's own, else the first of ``via``."""
        return self.room.partition(":")[2] or next(iter(self.via), "")


def room_link(address: str) -> RoomLink | None:
    """The room that a matrix: URI or a matrix.to link leads to; None for anything else.

    Matrix specification, appendix "Matrix URI scheme" and "matrix.to navigation". A link to
    a message leads to its room.
    """
    if address.lower().startswith("matrix:"):
        return _of_uri(address[len("matrix:") :])
    parts = urlsplit(address)
    if parts.hostname != "matrix.to" or not parts.fragment.startswith("/"):
        return None
    path, _question, query = parts.fragment[1:].partition("?")
    return _link(unquote(path.partition("/")[0]), query)


def _of_uri(rest: str) -> RoomLink | None:
    path, _question, query = rest.partition("#")[0].partition("?")
    kind, _slash, name = path.partition("/")
    sigil = {"r": "#", "roomid": "!"}.get(kind.lower())
    return _link(sigil + unquote(name.partition("/")[0]), query) if sigil else None


def _link(room: str, query: str) -> RoomLink | None:
    if not _ID.fullmatch(room) or clean(room) != room:
        return None
    via = [clean(one, 255) for one in parse_qs(query).get("via", [])[:_MOST_VIA]]
    return RoomLink(room, tuple(filter(None, via)))


def announced_rooms(article: Article | None, html: str = "") -> list[RoomLink]:
    """The rooms that a story's page and its feed's own HTML link to, the best first; no request."""
    said = article.announced if article else ()
    homeserver = next((one.url for one in said if one.rel == HOMESERVER), "")
    found: dict[str, RoomLink] = {}
    for address in [*(one.url for one in said if one.rel == ROOM), *room_addresses(html)]:
        link = room_link(address)
        if link is not None:
            cactus = homeserver if link.room.startswith("#comments_") else ""
            found.setdefault(link.room, RoomLink(link.room, link.via, cactus))
    return list(found.values())


def rooms_of_story(links: Sequence[RoomLink], listed: Sequence[Room], url: str) -> list[Room]:
    """The rooms that are about a story: those linked, as they are listed where they are, then by topic.

    A linked room that is not listed is known by its link alone. No request.
    """
    named = {name: room for room in listed for name in (room.id, room.alias) if name}
    linked = [
        named.get(link.room)
        or Room(link.room, link.homeserver, link.room, alias=link.room if link.room[0] == "#" else "")
        for link in links
    ]
    about = [room for room in listed if room.story_url and same_address(room.story_url, url)]
    return list({room.id: room for room in (*linked, *about)}.values())


def search_term(url: str) -> str:
    """What to search topics for: the address without scheme and "www.", which a topic may have otherwise."""
    return re.sub(r"^https?://(?:www\.)?", "", without_marks(url)).rstrip("/")


async def rooms_about(home: Homeserver, url: str) -> list[Room]:
    """The homeserver's public rooms whose topic links to a story, most people first. Raises ``Failure``."""
    term = search_term(url)
    return rooms_of_story((), (await public_rooms(home, search=term)).rooms, url) if term else []


async def start_room(create: Callable[[str, str], Awaitable[str]], story: Story) -> str:
    """Starts a story's chat: named after its title, its topic linking it; gives the room's id.

    ``create`` is ``Session.create``. Raises ``Failure``.
    """
    return await create(story.title, without_marks(story.url))
