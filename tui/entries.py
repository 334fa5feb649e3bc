"""The nouns of a refresh: what a feed gives, and what became of its sources.

A part of ``tui.model`` (which has them too), apart because making a dataclass takes
time, and a refresh needs these alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

# --- feeds ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A media file attached to an entry (RSS ``enclosure``, RFC 4287 §4.2.7.2)."""

    url: str
    type: str = ""
    length: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed as parsed.

    ``url`` is absolute or "", ``id`` is the feed's own guid or "", ``html`` is
    the fullest content the feed gives (not sanitised: only ``tui.articles``
    turns it into blocks), ``summary`` is short plain text.
    """

    title: str
    url: str = ""
    id: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    html: str = ""
    summary: str = ""
    author: str = ""
    categories: tuple[str, ...] = ()
    image: str = ""
    comments_url: str = ""  # the page (RSS <comments>)
    comments_feed: str = ""  # wfw:commentRss, or Atom link rel="replies"
    comment_count: int | None = None  # slash:comments, thr:count
    in_reply_to: str = ""  # the id of the entry it answers (RFC 4685 §3)
    enclosures: tuple[Enclosure, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A parsed feed: what it says of itself, and its entries in its own order."""

    title: str
    entries: tuple[Entry, ...]
    url: str = ""  # the address it says is its own (Atom rel="self"), absolute or ""
    site_url: str = ""
    description: str = ""
    language: str = ""
    ttl_minutes: int | None = None
    update_base: datetime | None = None  # sy:updateBase
    skip_hours: int = 0  # bits, as in ``Hints``
    skip_days: int = 0
    format: str = ""  # "rss20", "rss10", "atom10", "json11" … as feedparser's ``version``


# --- what the desk tells its listeners --------------------------------------------


class Change(StrEnum):
    """What became of a source when it was asked."""

    NEW = "new"
    UNCHANGED = "unchanged"  # 304, or the same bytes
    FAILED = "failed"
    HELD_BACK = "held-back"  # not asked: its server forbade it for a while


@dataclass(frozen=True, slots=True)
class SourceOutcome:
    """One source's part of a refresh."""

    source_id: str
    url: str
    change: Change
    arrived: int = 0  # stories not stored before
    edited: int = 0
    arrived_ids: tuple[str, ...] = ()
    edited_ids: tuple[str, ...] = ()
    failure: str = ""
    failure_code: str = ""
    not_modified: bool = False  # answered 304
    moved_to: str = ""  # its address from now on (301, 308)
    called: tuple[tuple[str, str], ...] = ()  # a rule, and a story that its reader is called for
    retired: bool = False  # 410: it is asked no more


@dataclass(frozen=True, slots=True)
class AheadSummary:
    """What became of fetching ahead. ``failures`` are addresses with their sentences."""

    total: int = 0
    fetched: int = 0
    failures: tuple[tuple[str, str], ...] = ()
    bytes: int = 0  # received
    ended: str = ""  # why before the end: "budget", "stopped", "offline"


@dataclass(frozen=True, slots=True)
class RefreshSummary:
    """A whole refresh, added up."""

    outcomes: tuple[SourceOutcome, ...] = field(default=())
    seconds: float = 0.0
    cancelled: bool = False
    offline: bool = False  # nobody answered at all: no source's fault

    @property
    def arrived(self) -> int:
        return sum(o.arrived for o in self.outcomes)

    @property
    def failed(self) -> tuple[SourceOutcome, ...]:
        return tuple(o for o in self.outcomes if o.change is Change.FAILED)

    @property
    def held_back(self) -> tuple[SourceOutcome, ...]:
        return tuple(o for o in self.outcomes if o.change is Change.HELD_BACK)

    @property
    def retired(self) -> tuple[SourceOutcome, ...]:
        return tuple(o for o in self.outcomes if o.retired)

    @property
    def moved(self) -> tuple[SourceOutcome, ...]:
        return tuple(o for o in self.outcomes if o.moved_to)
