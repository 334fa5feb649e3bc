"""A room: what happened in it, what it is now, who is in it and how far each has read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tui.newsroom.matrix.event import Event, size_of

MOST_EVENTS = 10_000
MOST_BYTES = 4 * 2**20  # of contents

State = dict[tuple[str, str], Event]


@dataclass(frozen=True, slots=True)
class Marker:
    """How far a user has read: the event, its position, and when that was told."""

    event: str
    up_to: int
    told: int


class Room:
    """One room. Its oldest events go when it grows too large; what they made of the room stays."""

    def __init__(self, id_: str, *, public: bool = True) -> None:
        self.id = id_
        self.public = public
        self.typing: dict[str, float] = {}  # until when, on the loop's clock
        self.typing_told = 0  # the position of the last change of it
        self.watched = 0  # how many look in without being members
        self.markers: dict[str, Marker] = {}
        self._events: list[Event] = []
        self._places: dict[str, int] = {}  # by id: how many events had happened before
        self._gone = 0  # events that are kept no more
        self._bytes = 0
        self._state: State = {}
        self._base: State = {}  # the state before the first event that is kept
        self._changes: list[Event] = []  # the state events that are kept
        self._edits: dict[str, Event] = {}  # by the id of what is edited, the newest

    # --- what happened ----------------------------------------------------------------

    def add(self, event: Event) -> None:
        """Takes an event in, which is allowed."""
        self._places[event.id] = self._gone + len(self._events)
        self._events.append(event)
        self._bytes += size_of(event.content)
        if event.state_key is not None:
            self._state[event.type, event.state_key] = event
            self._changes.append(event)
        kind, target = event.relation
        edited = self.event(target) if kind == "m.replace" else None
        if edited is not None and edited.sender == event.sender:
            self._edits[target] = event
        while len(self._events) > MOST_EVENTS or self._bytes > MOST_BYTES:
            self._forget_the_first()

    def _forget_the_first(self) -> None:
        event = self._events.pop(0)
        self._gone += 1
        self._bytes -= size_of(event.content)
        del self._places[event.id]
        self._edits.pop(event.id, None)
        if event.state_key is not None:
            self._base[event.type, event.state_key] = self._changes.pop(0)

    def redact(self, target: str, because: Event) -> None:
        """Leaves of an event what a redaction does."""
        place = self._places.get(target)
        if place is None:
            return
        index = place - self._gone
        old = self._events[index]
        new = old.redacted(because)
        self._bytes += size_of(new.content) - size_of(old.content)
        self._events[index] = new
        self._edits.pop(target, None)
        for edited in [id_ for id_, edit in self._edits.items() if edit.id == target]:
            del self._edits[edited]
        if old.state_key is not None:
            self._changes = [new if one.id == target else one for one in self._changes]
            if self._state[old.type, old.state_key].id == target:
                self._state[old.type, old.state_key] = new

    def event(self, id_: str) -> Event | None:
        place = self._places.get(id_)
        return None if place is None else self._events[place - self._gone]

    def edit_of(self, event: Event) -> Event | None:
        """The newest edit of an event."""
        return self._edits.get(event.id)

    def newest_first(self, before: int) -> Iterator[Event]:
        """The events up to a position, which itself belongs to them."""
        for event in reversed(self._events):
            if event.position <= before:
                yield event

    def after(self, position: int) -> list[Event]:
        """The events that happened after a position."""
        found: list[Event] = []
        for event in reversed(self._events):
            if event.position <= position:
                break
            found.append(event)
        found.reverse()
        return found

    # --- what it is -----------------------------------------------------------------

    @property
    def state(self) -> Mapping[tuple[str, str], Event]:
        """What the room is now."""
        return self._state

    def state_before(self, position: int) -> State:
        """What the room was before a position, as far back as its events are kept."""
        state = dict(self._base)
        for event in self._changes:
            if event.position >= position:
                break
            state[event.type, event.state_key or ""] = event
        return state

    def says(self, type_: str, name: str, key: str = "") -> Any:
        """One value of a state event's content, None where there is none."""
        found = self._state.get((type_, key))
        return found.content.get(name) if found else None

    def membership(self, user: str) -> str:
        said = self.says("m.room.member", "membership", user)
        return said if isinstance(said, str) else "leave"

    def joined(self) -> list[str]:
        """Who is in the room, the first to come first."""
        return [
            key
            for (type_, key), event in self._state.items()
            if type_ == "m.room.member" and event.content.get("membership") == "join"
        ]
