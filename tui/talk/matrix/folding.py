"""Events that are about other events, folded into the messages they are about."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tui.model import Message, Reaction
from tui.talk.answers import Fields, fields, text
from tui.talk.matrix.content import (
    kind_of,
    may_call_all,
    mentions,
    permalink,
    replied_to,
    text_of,
)
from tui.talk.matrix.event import Event
from tui.talk.matrix.room_state import RoomState

_MESSAGES = ("m.room.message", "m.room.encrypted", "m.sticker")
_ABOUT_OTHERS = ("m.reaction", "m.room.redaction")
MOST_REACTIONS = 20  # different ones below a message
LONGEST_REACTION = 20  # characters


@dataclass(frozen=True, slots=True)
class _Reacted:
    target: str
    key: str
    sender: str


class Folded:
    """The messages of one room, by id. ``me`` is the reader's user id."""

    def __init__(self, room: RoomState, me: str) -> None:
        self._room = room
        self._me = me
        self._events: dict[str, Event] = {}
        self._edits: dict[str, dict[str, Event]] = {}  # by what they replace
        self._reactions: dict[str, dict[str, _Reacted]] = {}  # by what they are below, by their own id
        self._redacted: set[str] = set()
        self._built: dict[str, Message] = {}
        self._by_sender: dict[str, set[str]] = {}
        self._stale: set[str] = set()

    @staticmethod
    def takes(event: Event) -> bool:
        """Whether an event makes a message, or something of one."""
        return event.state_key is None and event.type in (*_MESSAGES, *_ABOUT_OTHERS)

    def add(self, event: Event) -> None:
        """Takes an event in."""
        relation, target = event.relation
        self._events[event.id] = event
        if event.redacted:
            self._redacted.add(event.id)
        if event.type == "m.room.redaction":
            self._redact(event.redacts)
        elif event.type == "m.reaction":
            key = text(fields(event.content.get("m.relates_to")).get("key"), LONGEST_REACTION)
            if relation == "m.annotation" and target and key:
                self._reactions.setdefault(target, {})[event.id] = _Reacted(target, key, event.sender)
                self._stale.add(target)
        elif relation == "m.replace" and target:
            self._edits.setdefault(target, {})[event.id] = event
            self._stale.add(target)
        else:
            self._by_sender.setdefault(event.sender, set()).add(event.id)
            self._stale.add(event.id)

    def _redact(self, target: str) -> None:
        self._redacted.add(target)
        self._stale.add(target)
        event = self._events.get(target)
        if event is not None:  # an edit's or a reaction's: then it is about the one that it was about
            self._stale.add(event.relation[1])

    def forget(self, id_: str) -> None:
        """Lets an event go, and what is known of it."""
        event = self._events.pop(id_, None)
        if event is None:
            return
        target = event.relation[1]
        for index in (self._edits, self._reactions):
            index.pop(id_, None)
            about = index.get(target)
            if about is not None:
                about.pop(id_, None)
                if not about:
                    del index[target]
        self._built.pop(id_, None)
        self._stale.discard(id_)
        self._redacted -= {id_, event.redacts}
        senders = self._by_sender.get(event.sender)
        if senders is not None:
            senders.discard(id_)
            if not senders:
                del self._by_sender[event.sender]

    def refold(self) -> list[Message]:
        """Builds what has changed since the last time, and gives it."""
        for user in self._room.members.renamed():
            self._stale |= self._by_sender.get(user, set())
        stale, self._stale = self._stale, set()
        for id_ in stale:
            self._built.pop(id_, None)
        return [message for id_ in stale if (message := self.message(id_)) is not None]

    def message(self, id_: str) -> Message | None:
        """The message that an event is, None for an event that is about others."""
        if id_ in self._stale or id_ not in self._built:
            event = self._events.get(id_)
            if event is None or id_ not in self._by_sender.get(event.sender, ()):
                return None
            self._built[id_] = self._message(event)
        return self._built[id_]

    def event(self, id_: str) -> Event | None:
        return self._events.get(id_)

    def own_reaction(self, target: str, key: str) -> str:
        """The id of the reader's own reaction below a message, "" where there is none."""
        for id_, one in self._reactions.get(target, {}).items():
            if (one.key, one.sender) == (key, self._me) and id_ not in self._redacted:
                return id_
        return ""

    # --- building -----------------------------------------------------------------

    def _message(self, event: Event) -> Message:
        message = Message(
            id=event.id,
            room=self._room.id,
            author=self._room.members.name(event.sender),
            text="",
            sent=event.sent,
            sender=event.sender,
            own=event.sender == self._me,
        )
        if event.id in self._redacted:
            return replace(message, redacted=True)
        edit = self._last_edit(event)
        content = edit if edit is not None else event.content
        kind = kind_of(event.type, content)
        relation, target = event.relation
        return replace(
            message,
            kind=kind,
            text=text_of(kind, content),
            edited=edit is not None,
            reply_to=replied_to(event.content),
            thread=target if relation == "m.thread" else "",
            link=permalink(self._room.id, event.id) if kind in ("image", "video", "audio", "file") else "",
            reactions=self._reacted(event.id),
            mentions_me=not message.own and self.mentions_me(event.sender, content),
        )

    def mentions_me(self, sender: str, content: Fields) -> bool:
        """Whether a message of this content mentions the reader."""
        names = self._room.members.names_of(self._me)
        powerful = may_call_all(self._room.power_levels, sender)
        return mentions(content, self._me, names, may_call_all=powerful)

    def _last_edit(self, event: Event) -> Fields | None:
        """The content that replaces an event's: only its own sender's counts, the newest of them."""
        if event.type != "m.room.message":
            return None
        edits = [
            one
            for one in self._edits.get(event.id, {}).values()
            if one.sender == event.sender and one.type == event.type and one.id not in self._redacted
        ]
        for newest in sorted(edits, key=lambda one: (one.sent, one.id), reverse=True):
            new = newest.content.get("m.new_content")
            if isinstance(new, dict) and not newest.redacted:
                return new
        return event.replacement

    def _reacted(self, target: str) -> tuple[Reaction, ...]:
        people: dict[str, set[str]] = {}
        for id_, one in self._reactions.get(target, {}).items():
            if id_ not in self._redacted:
                people.setdefault(one.key, set()).add(one.sender)
        most = sorted(people.items(), key=lambda item: -len(item[1]))[:MOST_REACTIONS]
        return tuple(Reaction(key, len(who), self._me in who) for key, who in most)
