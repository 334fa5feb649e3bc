"""Looking into a room without joining it (Client-Server API, "Room previews").

Only rooms whose history is world-readable can be looked into; as a guest only where the
homeserver lets guests in at all.
"""

from __future__ import annotations

from dataclasses import replace

from tui.failure import Failure
from tui.locale import _
from tui.model import Room
from tui.net.failures import NotFound
from tui.talk.answers import Fields, fields, text
from tui.talk.matrix import history
from tui.talk.matrix.errors import Encrypted, Forbidden, GuestsForbidden
from tui.talk.matrix.event import events
from tui.talk.matrix.folding import Folded
from tui.talk.matrix.homeserver import V3, Homeserver, path
from tui.talk.matrix.room_state import RoomState, successor_of
from tui.talk.matrix.sync import LONGEST_TOKEN, POLL
from tui.talk.matrix.timeline import Row, Timeline, TimelineView
from tui.talk.participant import Refused


class Peek:
    """A room looked into. Made by ``peek``; lives on one loop, what it gives is frozen."""

    def __init__(self, home: Homeserver, room: Room, token: str) -> None:
        self.room = room
        self.view = TimelineView()
        self._home = home
        self._token = token
        self._state = RoomState(room.id, home.base)
        self._timeline = Timeline(Folded(self._state, ""))

    def take(self, page: history.HistoryPage) -> None:
        """Takes a page of older messages in."""
        for event in page.members:
            self._state.members.meet(event)
        self._timeline.prepend(page.events, page.end)
        self.view = self._timeline.view()

    async def more(self) -> bool:
        """Loads what was said before the first message; False at the room's beginning. Raises ``Failure``."""
        if not self.view.complete:
            self.take(await history.older(self._home, self.room.id, self._timeline.head))
        return not self.view.complete

    async def follow(self) -> bool:
        """Waits for what is said next, for half a minute; True if anything was. Raises ``Failure``."""
        query = {"room_id": self.room.id, "from": self._token, "timeout": str(int(1000 * POLL))}
        answer = await self._home.get(f"{V3}/events", query, seconds=POLL)
        self._token = text(answer.get("end"), LONGEST_TOKEN) or self._token
        found = [one for one in events(answer.get("chunk")) if one.state_key is None or self._state.see(one)]
        if any(one.type == "m.room.tombstone" for one in found):
            now = self._state.room()
            self.room = replace(self.room, closed=now.closed, successor=now.successor)
        new = self._timeline.append([Row(one.id, one) for one in found if Folded.takes(one)])
        self.view = self._timeline.view()
        return new


async def peek(home: Homeserver, room: Room) -> Peek:
    """The room, its newest messages loaded. ``home`` is asked as a guest, or as an account.

    Raises ``GuestsForbidden`` where guests are switched off, ``Forbidden`` where the history
    is for members alone, ``Encrypted``, and other ``Failure``.
    """
    try:
        if await _state(home, room.id, "m.room.encryption"):
            raise Encrypted(
                _("“{room}” is end-to-end encrypted, and wireroom has no keys.").format(room=room.name),
                _("Open it with a Matrix client that has."),
            )
        now = await home.get(f"{V3}/events", {"room_id": room.id, "timeout": "0"})
        tombstone = await _state(home, room.id, "m.room.tombstone")
        if tombstone:
            room = replace(room, closed=True, successor=successor_of(tombstone))
        found = Peek(home, room, text(now.get("end"), LONGEST_TOKEN))
        found.take(await history.older(home, room.id))
    except Forbidden as failure:
        raise Forbidden(
            _("“{room}” is for its members alone.").format(room=room.name), _("Log in and join it.")
        ) from failure
    return found


async def _state(home: Homeserver, room: str, kind: str) -> Fields:
    """What a state event of a room says, {} where there is none."""
    try:
        return fields(await home.get(path("rooms", room, "state", kind, "")))
    except NotFound:
        return {}


class Guests:
    """A guest account for each homeserver that wants one, made when it is first needed ("Guest access")."""

    def __init__(self) -> None:
        self._known: dict[str, Homeserver] = {}

    async def at(self, home: Homeserver) -> Homeserver:
        """The homeserver asked as a guest.

        Raises ``GuestsForbidden`` where guests are switched off, and other ``Failure``.
        """
        if home.base not in self._known:
            self._known[home.base] = await _guest(home)
        return self._known[home.base]


async def _guest(home: Homeserver) -> Homeserver:
    try:
        answer = await home.post(f"{V3}/register", {}, {"kind": "guest"})
    except (Refused, GuestsForbidden) as failure:
        raise _no_guests(home) from failure
    token = answer.get("access_token")
    if not isinstance(token, str) or not token:
        raise _no_guests(home)
    return home.as_whom(token)


def _no_guests(home: Homeserver) -> Failure:
    return GuestsForbidden(
        _("{host} has guests switched off.").format(host=home.host), _("Log in to look in.")
    )
