"""What a session tells whoever listens. Frozen, small, and safe to pass between threads.

``account`` is the user id of the session that tells it.
"""

from __future__ import annotations

from dataclasses import dataclass

from tui.model import Message
from tui.talk.matrix.joined import Removed
from tui.talk.matrix.link import LinkStatus


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The link to the homeserver is live, reconnecting, offline, or the account is logged out."""

    account: str
    status: LinkStatus


@dataclass(frozen=True, slots=True)
class RoomsChanged:
    """Rooms came, went, or changed in name, people, counts; ask ``Session.rooms``."""

    account: str
    rooms: frozenset[str]


@dataclass(frozen=True, slots=True)
class TimelineChanged:
    """An open room's timeline, its typing line or what is on its way there; ask ``Session.timeline``."""

    account: str
    room: str


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Somebody mentions the reader, in whatever room."""

    account: str
    message: Message


@dataclass(frozen=True, slots=True)
class PutOut:
    """Somebody removed or banned the reader from a room."""

    account: str
    removed: Removed


ChatSignal = LinkChanged | RoomsChanged | TimelineChanged | Mentioned | PutOut
