"""What the Desk tells its listeners. Frozen, small, and safe to pass between threads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.entries import AheadSummary, RefreshSummary

if TYPE_CHECKING:
    from tui.model import Message, Room


@dataclass(frozen=True, slots=True)
class StoriesArrived:
    """New stories are in the store; ids newest last, source ids alongside for filtering."""

    ids: tuple[str, ...]
    source_ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class StoriesChanged:
    """Marks or texts of stored stories changed; ``ids`` is None when it may be any of them."""

    ids: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class RefreshProgress:
    """How far the running refresh is, in sources."""

    done: int
    total: int
    failed: int


@dataclass(frozen=True, slots=True)
class RefreshEnded:
    """The refresh is over; its summary says how it went."""

    summary: RefreshSummary


@dataclass(frozen=True, slots=True)
class SourcesChanged:
    """Sources, sections or saved searches were added, edited or removed."""


@dataclass(frozen=True, slots=True)
class SearchesCounted:
    """The counts of saved searches are up to date again, and may be other ones."""


@dataclass(frozen=True, slots=True)
class AheadProgress:
    """How far fetching ahead is, in articles."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class AheadEnded:
    """Fetching ahead is over; its summary says how it went."""

    summary: AheadSummary


@dataclass(frozen=True, slots=True)
class ChatsMoved:
    """These rooms (ids) have something new to look at; ``link``: that to a homeserver changed."""

    rooms: frozenset[str]
    link: bool = False


@dataclass(frozen=True, slots=True)
class MentionedInChat:
    """Somebody called the reader."""

    room: Room
    message: Message


@dataclass(frozen=True, slots=True)
class RuleCalled:
    """A rule wants its reader called for a story that arrived."""

    rule: str
    story_id: str


@dataclass(frozen=True, slots=True)
class RulesBroken:
    """The file of rules can't be read any more; ``sentence`` says where and why."""

    sentence: str


Event = (
    StoriesArrived
    | StoriesChanged
    | RefreshProgress
    | RefreshEnded
    | SourcesChanged
    | SearchesCounted
    | AheadProgress
    | AheadEnded
    | ChatsMoved
    | MentionedInChat
    | RuleCalled
    | RulesBroken
)
