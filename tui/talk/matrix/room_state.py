"""What a joined room is: its state events and counts, kept as a sync tells them (C-S API, "Room state")."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tui.model import Room
from tui.talk.answers import Fields, count, fields, text, when
from tui.talk.matrix.directory import linked_story
from tui.talk.matrix.event import Event
from tui.talk.matrix.members import Members

# The state that is looked at; anything else goes by.
KEPT_STATE = (
    "m.room.name",
    "m.room.topic",
    "m.room.canonical_alias",
    "m.room.encryption",
    "m.room.power_levels",
    "m.room.history_visibility",
    "m.room.guest_access",
    "m.room.tombstone",
)
_MOST_HEROES = 5
_MOST_HEARD = 500


class RoomState:
    """One joined room, or one that the reader is invited to."""

    def __init__(self, id_: str, homeserver: str, membership: str = "join") -> None:
        self.id = id_
        self.membership = membership
        self.members = Members()
        self.last: datetime | None = None
        self.last_message = ""  # the id of what was said last
        self.fully_read = ""  # the id of the event up to which the reader has read
        self.typing: tuple[str, ...] = ()  # user ids
        self._homeserver = homeserver
        self._state: dict[str, Fields] = {}
        self._unread = self._mentions = self._people = 0
        self._heroes: list[str] = []
        self._heard: dict[str, None] = {}  # who spoke, the last one last

    def see(self, event: Event) -> bool:
        """Takes a state event in; True if it changes what the room is."""
        if event.type == "m.room.member":
            self.members.see(event)
            return True
        if event.type not in KEPT_STATE or event.state_key != "":
            return False
        self._state[event.type] = event.content
        return True

    def summarise(self, summary: Fields, notifications: Fields) -> bool:
        """Takes in a sync's ``summary`` and ``unread_notifications``: what is left out has not changed.

        True if anything has.
        """
        before = (self._people, self._heroes, self._unread, self._mentions)
        if "m.joined_member_count" in summary:
            self._people = count(summary["m.joined_member_count"])
        heroes = summary.get("m.heroes")
        if isinstance(heroes, list):
            self._heroes = [text(one, 255) for one in heroes[:_MOST_HEROES]]
        if "notification_count" in notifications:
            self._unread = count(notifications["notification_count"])
            self._mentions = count(notifications.get("highlight_count"))
        return before != (self._people, self._heroes, self._unread, self._mentions)

    def heard(self, users: Iterable[str]) -> None:
        """Notes who spoke: whose names are kept."""
        for user in users:
            self._heard.pop(user, None)
            self._heard[user] = None
        for user in [*self._heard][:-_MOST_HEARD]:
            del self._heard[user]

    def read(self, event: str) -> None:
        """The reader has read up to an event, here or in another session.

        If it is the last, nothing is unread, though a sync may tell of it before it counts anew.
        """
        self.fully_read = event
        if event == self.last_message:
            self._unread = self._mentions = 0

    @property
    def encrypted(self) -> bool:
        return "m.room.encryption" in self._state

    @property
    def power_levels(self) -> Fields:
        return self._state.get("m.room.power_levels", {})

    def room(self) -> Room:
        """The room as it is now."""
        topic = text(self._said("m.room.topic", "topic"), 1000)
        alias = text(self._said("m.room.canonical_alias", "alias"))
        return Room(
            id=self.id,
            homeserver=self._homeserver,
            name=text(self._said("m.room.name", "name")) or alias or self._by_heroes() or self.id,
            topic=topic,
            story_url=linked_story(topic),
            alias=alias,
            people=self._people,
            last=self.last,
            unread=self._unread,
            encrypted=self.encrypted,
            mentions=self._mentions,
            membership="invite" if self.membership == "invite" else "join",
            world_readable=self._said("m.room.history_visibility", "history_visibility") == "world_readable",
            guests=self._said("m.room.guest_access", "guest_access") == "can_join",
            closed="m.room.tombstone" in self._state,
            successor=successor_of(self._state.get("m.room.tombstone", {})),
        )

    def _said(self, type_: str, key: str) -> Any:
        return self._state.get(type_, {}).get(key)

    def _by_heroes(self) -> str:
        """The name of a room without one ("Calculating the display name for a room")."""
        return ", ".join(self.members.name(user) for user in self._heroes if user)

    # --- between runs -----------------------------------------------------------------

    def kept_form(self) -> Fields:
        """The room as JSON, with those of its members who spoke, for ``restore``."""
        return {
            "membership": self.membership,
            "state": self._state,
            "members": self.members.kept_form({*self._heard, *self._heroes}),
            "heroes": self._heroes,
            "counts": [self._people, self._unread, self._mentions],
            "fully_read": self.fully_read,
            "last_message": self.last_message,
            "last": self.last.timestamp() if self.last else None,
        }

    def restore(self, kept: Fields) -> None:
        """Takes in what ``kept_form`` gave."""
        self.membership = "invite" if kept.get("membership") == "invite" else "join"
        self._state = {kind: fields(said) for kind, said in fields(kept.get("state")).items()}
        self.members.restore(fields(kept.get("members")))
        self.heard(fields(kept.get("members")))
        heroes, counts = kept.get("heroes"), kept.get("counts")
        self._heroes = [text(one, 255) for one in heroes] if isinstance(heroes, list) else []
        if isinstance(counts, list) and len(counts) == 3:
            self._people, self._unread, self._mentions = map(count, counts)
        self.fully_read = text(kept.get("fully_read"), 255)
        self.last_message = text(kept.get("last_message"), 255)
        self.last = when(kept.get("last"))


def successor_of(tombstone: Fields) -> str:
    """The id of the room that replaces one, "" where none is named ("m.room.tombstone")."""
    room = text(tombstone.get("replacement_room"), 255)
    return room if room.startswith("!") else ""
