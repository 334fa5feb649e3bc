"""The nouns of wireroom: frozen dataclasses, standard library only.

Times are aware ``datetime`` in UTC; every id is opaque text. Strings in these
objects have passed ``tui.text.clean`` when they came from outside: whoever
builds an object from foreign bytes does that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from tui.entries import AheadSummary as AheadSummary
from tui.entries import Change as Change
from tui.entries import Enclosure as Enclosure
from tui.entries import Entry as Entry
from tui.entries import ParsedFeed as ParsedFeed
from tui.entries import RefreshSummary as RefreshSummary
from tui.entries import SourceOutcome as SourceOutcome
from tui.failure import Failure as Failure
from tui.stories import Hints as Hints
from tui.stories import Section as Section
from tui.stories import Source as Source
from tui.stories import Story as Story
from tui.stories import Validators as Validators

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

    ``rel`` is the relation ("https://api.w.org/", "shortlink", "alternate json"), the
    name of the script's attribute ("data-isso", "data-isso-id"), "matrix" (a room's address)
    or "matrix homeserver"; ``url`` is absolute, but for "data-isso-id", which is any text.
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
    author_id: str = ""  # what the service knows the author by, "" where it does not say


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
    last: str = ""  # the cursor that its last page came by, "" if it has one page
    fetched: datetime | None = None
    score: int | None = None  # of what is discussed, where the service votes on it
    started: datetime | None = None
    starter: str = ""  # who started it: a name as the comments have them, "" where the service does not say
    starter_id: str = ""


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
    mentions: int = 0  # of the reader, among the unread
    membership: Literal["", "join", "invite"] = ""  # "": the reader only looks in
    world_readable: bool = False  # whoever is asked by the homeserver may read, joined or not
    guests: bool = False  # guests may join
    closed: bool = False  # it was replaced by another room, or by none
    successor: str = ""  # the id of the room that it goes on in


@dataclass(frozen=True, slots=True)
class Reaction:
    """What people answered a message with: an emoji or a word, and how many did."""

    key: str
    count: int
    own: bool = False


MessageKind = Literal["text", "emote", "notice", "image", "video", "audio", "file", "encrypted", "unknown"]


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat. ``author`` is the name to show, ``sender`` whose it is for certain.

    ``id`` is the event's, or while it is still on its way the transaction's. ``link`` is
    where a picture or a file can be seen. ``state``: what became of the reader's own.
    """

    id: str
    room: str
    author: str
    text: str
    sent: datetime
    reply_to: str = ""
    edited: bool = False
    sender: str = ""
    kind: MessageKind = "text"
    link: str = ""
    thread: str = ""  # the id of the message that its thread began with
    reactions: tuple[Reaction, ...] = ()
    redacted: bool = False
    mentions_me: bool = False
    own: bool = False
    state: Literal["sent", "pending", "failed"] = "sent"
    failure: str = ""  # why it failed, a sentence

    @property
    def day(self) -> date:
        """The day on the reader's own calendar."""
        return self.sent.astimezone().date()
