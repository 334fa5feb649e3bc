"""The nouns of wireroom: frozen dataclasses, standard library only.

Times are aware ``datetime`` in UTC; every id is opaque text. Strings in these
objects have passed ``tui.text.clean`` when they came from outside: whoever
builds an object from foreign bytes does that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from tui.failure import Failure as Failure
from tui.stories import Hints as Hints
from tui.stories import Section as Section
from tui.stories import Source as Source
from tui.stories import Story as Story
from tui.stories import Validators as Validators

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


# --- articles ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text. ``style`` is a set of letters: b bold, i italic, c code, s struck."""

    text: str
    style: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with all that its editors say of it. As a block, its place in the text."""

    url: str
    alt: str = ""
    caption: str = ""
    credit: str = ""  # "© Wire / J. Okafor"
    credit_url: str = ""  # the picture archive
    credit_label: str = ""  # the archive link's own words
    date: datetime | None = None
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    spans: tuple[Span, ...]
    direction: Literal["", "ltr", "rtl"] = ""


@dataclass(frozen=True, slots=True)
class Heading:
    spans: tuple[Span, ...]
    level: int = 2


@dataclass(frozen=True, slots=True)
class Quote:
    blocks: tuple[Block, ...]
    attribution: str = ""


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item; ``depth`` from 0, ``marker`` "•" or "3."."""

    spans: tuple[Span, ...]
    depth: int = 0
    marker: str = "•"


@dataclass(frozen=True, slots=True)
class Code:
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, each a tuple of spans; the first row is a header if ``header``."""

    rows: tuple[tuple[tuple[Span, ...], ...], ...]
    header: bool = False
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Embed:
    """Something that only a browser plays, named by what it is ("video", "post", "audio")."""

    kind: str
    url: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A related article, offered inside the text or below it."""

    title: str
    url: str
    section: str = ""
    summary: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    pass


Block = Paragraph | Heading | Quote | ListItem | Code | Table | Picture | Embed | Card | Rule


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a page says to machines about its discussion: a link's relation, and where it leads.

    ``rel`` is the relation ("https://api.w.org/", "shortlink", "alternate json") or the
    name of the script's attribute ("data-isso", "data-isso-id"); ``url`` is absolute,
    but for "data-isso-id", which is any text.
    """

    rel: str
    url: str


@dataclass(frozen=True, slots=True)
class Article:
    """A page's article. ``dateline`` is the place and agency that open it ("PORT ELSE (Wire)")."""

    title: str
    url: str
    blocks: tuple[Block, ...]
    text: str = ""  # plain text of the body, paragraphs parted by blank lines
    site: str = ""
    section: str = ""
    dateline: str = ""
    byline: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    lead: Picture | None = None
    related: tuple[Card, ...] = ()
    language: str = ""
    direction: Literal["ltr", "rtl"] = "ltr"
    summary: str = ""
    comments_url: str = ""  # where the page says its discussion is
    comments_feed: str = ""
    announced: tuple[Announcement, ...] = ()  # what else its page says of its discussion
    partial: str = ""  # why this is not the whole ("paywall", "consent", "parts", "feed"), "" if it is


# --- discussion -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the reader is at one service."""

    provider: str
    host: str
    user: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment; ``parent`` is another comment's id or ""."""

    id: str
    author: str
    blocks: tuple[Block, ...]
    parent: str = ""
    published: datetime | None = None
    url: str = ""
    score: int | None = None
    edited: bool = False
    pending: bool = False  # awaiting approval, or not yet confirmed by the server


@dataclass(frozen=True, slots=True)
class Thread:
    """A story's discussion at one place, comments in the provider's order."""

    id: str
    provider: str
    title: str
    url: str
    comments: tuple[Comment, ...] = ()
    count: int = 0  # as the service says; may exceed len(comments)
    closed: bool = False
    more: str = ""  # opaque cursor of the next page, "" at the end
    fetched: datetime | None = None
    score: int | None = None  # of what is discussed, where the service votes on it
    started: datetime | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """A live chat, headed by the title of the material it is about."""

    id: str
    homeserver: str
    name: str
    topic: str = ""
    story_url: str = ""
    alias: str = ""
    people: int = 0
    last: datetime | None = None
    unread: int = 0
    encrypted: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    id: str
    room: str
    author: str
    text: str
    sent: datetime
    reply_to: str = ""
    edited: bool = False


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
