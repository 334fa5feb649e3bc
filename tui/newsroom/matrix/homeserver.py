"""The homeserver: its rooms, and what is done in them. HTTP is the business of ``endpoint``."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from tui.newsroom.matrix.accounts import Accounts, Device, Passwords
from tui.newsroom.matrix.event import LARGEST, Event, size_of
from tui.newsroom.matrix.permissions import check_join, check_redact, check_write
from tui.newsroom.matrix.refusal import Refusal, bad_parameter, forbidden, not_found
from tui.newsroom.matrix.room import Marker, Room
from tui.newsroom.matrix.stream import Stream

MOST_ROOMS = 200
LONGEST_TYPING = 30.0  # seconds that are believed without being told again
_FIXED = ("m.room.create", "m.room.member")  # state that nobody sets by hand


class Homeserver:
    """Rooms and accounts at a server ``name``. Lives on one loop.

    Whoever appends to ``listeners`` is called with the room and the event of all that happens.
    """

    def __init__(self, name: str, passwords: Passwords, clock: Callable[[], datetime]) -> None:
        self.name = name
        self.passwords = passwords
        self.accounts = Accounts(name)
        self.stream = Stream()
        self.rooms: dict[str, Room] = {}
        self.aliases: dict[str, str] = {}  # room ids
        self.listeners: list[Callable[[Room, Event], None]] = []
        self._clock = clock
        self._names: dict[str, str] = {}

    # --- who and where ----------------------------------------------------------------

    def room(self, id_: str) -> Room:
        """A room by its id or alias. Raises ``Refusal``."""
        found = self.rooms.get(self.aliases.get(id_, id_))
        if found is None:
            raise not_found("There is no such room here.")
        return found

    def call(self, user: str, name: str) -> None:
        """From now on a user is called this where he comes in."""
        self._names[user] = name

    def name_of(self, user: str) -> str:
        """What a user is called: without a name of his own, by his id's local part."""
        return self._names.get(user, user[1:].partition(":")[0])

    # --- rooms --------------------------------------------------------------------------

    def create(
        self,
        creator: str,
        state: Mapping[tuple[str, str], Mapping[str, Any]],
        *,
        id_: str = "",
        alias: str = "",
        public: bool = True,
        sent: int | None = None,
    ) -> Room:
        """A new room with its creator in it, and this state. Raises ``Refusal``."""
        if len(self.rooms) >= MOST_ROOMS:
            raise forbidden("This newsroom holds as many rooms as it can.")
        if alias in self.aliases:
            raise Refusal(400, "M_ROOM_IN_USE", "This alias is taken.")
        room = Room(id_ or f"!{secrets.token_hex(9)}:{self.name}", public=public)
        self.rooms[room.id] = room
        first = {("m.room.create", ""): {"creator": creator, "room_version": "11"}}
        if alias:
            self.aliases[alias] = room.id
            first["m.room.canonical_alias", ""] = {"alias": alias}
        self._happen(
            room, "m.room.create", creator, first.pop(("m.room.create", "")), state_key="", sent=sent
        )
        self.join(room, creator, sent=sent, free=True)
        for (type_, key), content in {**first, **state}.items():
            self._happen(room, type_, creator, content, state_key=key, sent=sent)
        return room

    def join(
        self, room: Room, user: str, *, guest: bool = False, sent: int | None = None, free: bool = False
    ) -> None:
        """Lets a user in; nothing happens where he is in. ``free``: he is not asked whether he may."""
        if not free:
            check_join(room, user, guest=guest)
        if room.membership(user) != "join":
            content = {"membership": "join", "displayname": self.name_of(user)}
            self._happen(room, "m.room.member", user, content, state_key=user, sent=sent)

    def leave(self, room: Room, user: str) -> None:
        """Lets a user out."""
        if room.membership(user) != "join":
            raise forbidden("You are not in this room.")
        room.typing.pop(user, None)
        self._happen(room, "m.room.member", user, {"membership": "leave"}, state_key=user)

    # --- saying something -----------------------------------------------------------------

    def send(
        self, room: Room, user: str, type_: str, content: Mapping[str, Any], device: Device, transaction: str
    ) -> str:
        """Says something; gives the event's id, the same for the same transaction. Raises ``Refusal``."""
        check_write(room, user, type_)
        if type_ == "m.room.redaction":
            raise bad_parameter("Redactions have a place of their own.")
        known = ("send", room.id, type_, transaction)
        if known not in device.sent:
            event = self._happen(room, type_, user, content, transaction=(device.id, transaction))
            device.remember(known, event.id)
            self.type(room, user, 0.0)
        return device.sent[known]

    def say(
        self, room: Room, user: str, content: Mapping[str, Any], *, type_: str = "m.room.message", **more: Any
    ) -> str:
        """As ``send`` for somebody of this house; ``sent`` and ``id_`` are for what was said long ago."""
        return self._happen(room, type_, user, content, **more).id

    def set_state(self, room: Room, user: str, type_: str, key: str, content: Mapping[str, Any]) -> str:
        """Changes what a room is; gives the event's id. Raises ``Refusal``."""
        check_write(room, user, type_, state=True)
        if type_ in _FIXED:
            raise forbidden(f"Nobody sets {type_} by hand.")
        return self._happen(room, type_, user, content, state_key=key).id

    def redact(
        self, room: Room, user: str, target: str, reason: str, device: Device, transaction: str
    ) -> str:
        """Takes an event back; gives the redaction's id, the same for the same transaction."""
        known = ("redact", room.id, target, transaction)
        if known in device.sent:
            return device.sent[known]
        event = room.event(target)
        if event is None:
            raise not_found("There is no such event in this room.")
        check_redact(room, user, event.sender)
        content = {"redacts": target, **({"reason": reason} if reason else {})}
        because = self._happen(
            room, "m.room.redaction", user, content, redacts=target, transaction=(device.id, transaction)
        )
        room.redact(target, because)
        device.remember(known, because.id)
        return because.id

    def _happen(
        self,
        room: Room,
        type_: str,
        sender: str,
        content: Mapping[str, Any],
        *,
        state_key: str | None = None,
        sent: int | None = None,
        id_: str = "",
        redacts: str = "",
        transaction: tuple[str, str] = ("", ""),
    ) -> Event:
        if size_of(content) > LARGEST:
            raise Refusal(413, "M_TOO_LARGE", "This is too large for an event.")
        moment = int(self._clock().timestamp() * 1000) if sent is None else sent
        event = Event(
            position=self.stream.position + 1,
            id=id_ or f"${secrets.token_urlsafe(16)}",
            type=type_,
            sender=sender,
            sent=moment,
            content=content,
            state_key=state_key,
            redacts=redacts,
            transaction=transaction,
        )
        room.add(event)
        self.stream.advance()
        for listener in self.listeners:
            listener(room, event)
        return event

    # --- what passes ------------------------------------------------------------------------

    def type(self, room: Room, user: str, seconds: float) -> None:
        """Shows that a user types, for so long, or with 0 does no more."""
        loop = asyncio.get_running_loop()
        if seconds > 0:
            until = loop.time() + min(seconds, LONGEST_TYPING)
            began = user not in room.typing
            room.typing[user] = until
            loop.call_at(until, self._typed_out, room, user, until)
        else:
            began = room.typing.pop(user, None) is not None
        if began:
            room.typing_told = self.stream.advance()

    def _typed_out(self, room: Room, user: str, until: float) -> None:
        if room.typing.get(user) == until:
            self.type(room, user, 0.0)

    def read(self, room: Room, user: str, event: str) -> None:
        """Notes how far a user has read; never back. Raises ``Refusal``."""
        if room.membership(user) != "join":
            raise forbidden("You are not in this room.")
        found, before = room.event(event), room.markers.get(user)
        if found is None:
            raise not_found("There is no such event in this room.")
        if before is None or found.position > before.up_to:
            room.markers[user] = Marker(event, found.position, self.stream.advance())
