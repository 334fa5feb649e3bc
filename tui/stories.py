"""The nouns of the wire: sections, sources and stories, as stored.

A part of ``tui.model`` (which has them too), apart because making a dataclass takes
time, and the first screen needs these alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Section:
    """A named group of sources, with its counters."""

    id: str
    name: str
    description: str = ""
    unread: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search that stands among the sections. ``exact``: as many stories are unread now, not a while ago."""

    id: str
    name: str
    query: str  # as it was written
    unread: int = 0
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Validators:
    """What makes the next request conditional (RFC 9110 §8.8)."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Hints:
    """How often a feed wants to be asked and publishes, as its last document told. Times are seconds.

    ``skip_hours`` and ``skip_days`` are sets of bits: hour n of the day in UTC,
    day n of the week from Monday (RSS 2.0 ``skipHours``, ``skipDays``).
    """

    ttl: int = 0  # between two updates, by its own word
    base: datetime | None = None  # a moment that its updates are counted from (sy:updateBase)
    skip_hours: int = 0
    skip_days: int = 0
    pause: int = 0  # the median between its latest entries
    newest: datetime | None = None  # when it last published


@dataclass(frozen=True, slots=True)
class Source:
    """A subscription, with what the last fetches told about its health."""

    id: str
    url: str
    title: str
    section_id: str
    site_url: str = ""
    description: str = ""
    language: str = ""
    homeserver: str = ""
    validators: Validators = Validators()
    body_hash: str = ""
    checked: datetime | None = None  # last request that was answered, 304 included
    due: datetime | None = None  # when it is asked again by itself
    closed: datetime | None = None  # its server forbade asking before (Retry-After)
    hints: Hints = Hints()
    failures: int = 0  # in a row
    failure: str = ""  # the last one's sentence, "" when well
    failure_code: str = ""
    retired: bool = False  # 410 Gone, or dropped by its reader
    unread: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Story:
    """A stored entry as the wire shows it. Small: bodies are asked for apart."""

    id: str
    source_id: str
    source_title: str
    section_id: str
    title: str
    url: str
    sorted_at: datetime  # the story's place on the wire; never changes
    published: datetime | None = None
    updated: datetime | None = None
    author: str = ""
    summary: str = ""
    image: str = ""
    comments_url: str = ""
    comments_feed: str = ""
    comment_count: int | None = None
    read: bool = False
    starred: bool = False
    edited: bool = False  # its text changed at the source after it first arrived
    language: str = ""
    tags: tuple[str, ...] = ()
    coverage: int = 0  # other sources with the same event
    cached: bool = False  # its whole article is stored
    new_comments: int = 0  # since it was last opened
