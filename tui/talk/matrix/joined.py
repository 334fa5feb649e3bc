"""The rooms of one account, as its syncs tell them: their state, and the timelines that are open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tui.model import Message, Room
from tui.talk.answers import Fields, text
from tui.talk.matrix.event import Event
from tui.talk.matrix.folding import Folded
from tui.talk.matrix.room_state import RoomState
from tui.talk.matrix.sync import RoomUpdate, Synced
from tui.talk.matrix.timeline import Row, Timeline, rows_of

MOST_OPEN = 12  # timelines in memory
MOST_ROWS = 20_000  # of an open timeline
LARGEST = 16_000_000  # characters of one


@dataclass(frozen=True, slots=True)
class Removed:
    """The reader was put out of a room by somebody, perhaps for good, perhaps for a reason that is told."""

    room: str
    by: str
    banned: bool = False
    reason: str = ""


@dataclass(slots=True)
class Changes:
    """What a sync changed: rooms and rows to be kept, timelines to be looked at, mentions to be told."""

    rooms: set[str] = field(default_factory=set)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    timelines: set[str] = field(default_factory=set)
    mentions: list[Message] = field(default_factory=list)
    left: tuple[str, ...] = ()
    removed: list[Removed] = field(default_factory=list)


class JoinedRooms:
    """All rooms of an account. Lives on one loop; what it gives is frozen."""

    def __init__(self, homeserver: str, user: str) -> None:
        self._homeserver = homeserver
        self._user = user
        self._rooms: dict[str, RoomState] = {}
        self._open: dict[str, Timeline] = {}  # the one opened longest ago first
        self._folded: dict[str, Folded] = {}

    def restore(self, kept: Mapping[str, Fields]) -> None:
        """Takes in what ``kept_form`` gave."""
        for id_, said in kept.items():
            self._room(id_).restore(said)

    def kept_form(self, ids: Iterable[str]) -> dict[str, Fields]:
        """Rooms as JSON, for ``restore``; of their members those who are heard in the rooms."""
        return {id_: self._rooms[id_].kept_form() for id_ in ids if id_ in self._rooms}

    def rooms(self) -> tuple[Room, ...]:
        """The rooms, the one where something was said last first."""
        found = [state.room() for state in self._rooms.values()]
        found.sort(key=lambda room: (-(room.last.timestamp() if room.last else 0.0), room.name))
        return tuple(found)

    def state(self, room: str) -> RoomState | None:
        return self._rooms.get(room)

    def timeline(self, room: str) -> Timeline | None:
        """An open room's timeline."""
        return self._open.get(room)

    def folded(self, room: str) -> Folded | None:
        """An open room's events by their ids."""
        return self._folded.get(room)

    def open(self, room: str, rows: Sequence[Row]) -> list[str]:
        """Opens a room with the rows that were kept of it; gives the rooms that are closed for that."""
        self._folded[room] = Folded(self._room(room), self._user)
        self._open[room] = Timeline(self._folded[room])
        self._open[room].append(rows)
        closed = [*self._open][:-MOST_OPEN]
        for one in closed:
            del self._open[one], self._folded[one]
        return closed

    def _room(self, id_: str, membership: str = "join") -> RoomState:
        if id_ not in self._rooms:
            self._rooms[id_] = RoomState(id_, self._homeserver, membership)
            self._rooms[id_].heard([self._user])  # who writes before the next sync has a name too
        return self._rooms[id_]

    # --- a sync ---------------------------------------------------------------------

    def take(self, synced: Synced, *, first: bool) -> Changes:
        """Takes a sync in. The ``first`` of an account tells how things stand: nobody is called for that."""
        changes = Changes(left=tuple(update.id for update in synced.left))
        for update in synced.left:
            removed = self._removed(update)
            if removed is not None:
                changes.removed.append(removed)
            self._rooms.pop(update.id, None)
            self._open.pop(update.id, None)
            self._folded.pop(update.id, None)
        for update in synced.invited:
            state = self._room(update.id, "invite")
            for event in update.state:
                state.see(event)
            changes.rooms.add(update.id)
        for update in synced.joined:
            self._join(update, changes, first=first)
        return changes

    def _removed(self, update: RoomUpdate) -> Removed | None:
        """Who put the reader out; None where nobody did, or nobody says it."""
        mine = [
            event
            for event in (*update.state, *update.timeline)
            if event.type == "m.room.member" and event.state_key == self._user
        ]
        state = self._rooms.get(update.id)
        if not mine or mine[-1].sender == self._user or state is None:
            return None
        last = mine[-1]
        banned = last.content.get("membership") == "ban"
        by = state.members.name(last.sender)
        return Removed(update.id, by, banned=banned, reason=text(last.content.get("reason"), 200))

    def _join(self, update: RoomUpdate, changes: Changes, *, first: bool) -> None:
        state = self._room(update.id)
        moved = state.membership != "join"
        state.membership = "join"
        for event in update.state:
            moved |= state.see(event)
        for event in update.timeline:
            if event.state_key is not None:
                moved |= state.see(event)
        moved |= state.summarise(update.summary or {}, update.notifications or {})
        rows = rows_of(update.timeline, update.prev_batch, limited=update.limited)
        if rows:
            changes.rows[update.id] = rows
            moved |= self._hear(state, rows, changes, first=first)
        if update.fully_read is not None:
            moved = True
            state.read(update.fully_read)
        if moved:
            changes.rooms.add(update.id)
        if update.typing is not None:
            state.typing = tuple(user for user in update.typing if user != self._user)
        timeline = self._open.get(update.id)
        if timeline is not None:
            timeline.append(rows)
            timeline.begin_at(update.prev_batch)
            timeline.trim(MOST_ROWS, LARGEST)
            if rows or moved or update.typing is not None:
                changes.timelines.add(update.id)

    def _hear(self, state: RoomState, rows: Sequence[Row], changes: Changes, *, first: bool) -> bool:
        """Notes when something was said last, and who mentions the reader."""
        heard = Folded(state, self._user)
        said: list[Event] = [row.event for row in rows if row.event is not None]
        for event in said:
            heard.add(event)
        messages = [found for event in said if (found := heard.message(event.id)) is not None]
        if messages:
            state.last = max(messages[-1].sent, state.last or messages[-1].sent)
            state.last_message = messages[-1].id
            state.heard(message.sender for message in messages)
        if not first:
            changes.mentions += [message for message in messages if message.mentions_me]
        return bool(messages)
