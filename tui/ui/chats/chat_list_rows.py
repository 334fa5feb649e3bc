"""The list of chats as lines: which there are, or what is said where there are none. No Textual here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui.articles.lines import BLANK, Line, Segment
from tui.locale import _, ngettext
from tui.model import Failure, Room
from tui.talk.same_address import same_address
from tui.text import cells, clean, fit, wrap
from tui.ui.chats.chat_rows import ruled
from tui.ui.chats.chat_view_head import host
from tui.ui.panes.room_rows import when_told
from tui.ui.panes.room_talk import failure_in_words

if TYPE_CHECKING:
    from tui.model import Story

ABOUT, OWN, OTHER = "about", "own", "other"


@dataclass(frozen=True, slots=True)
class Listing:
    """The chats that are known. ``looking``: more are awaited; ``failure``: why no more came."""

    rooms: tuple[Room, ...] = ()
    looking: bool = False
    failure: Failure | None = None
    offline: bool = False

    def with_own(self, own: Sequence[Room]) -> Listing:
        """With the reader's own chats as they are now; those that came, at the end."""
        now = {room.id: room for room in own}
        kept = [now.pop(room.id, room) for room in self.rooms if room.id in now or not room.membership]
        return replace(self, rooms=(*kept, *now.values()))


def in_parts(rooms: Sequence[Room], story: Story | None) -> list[tuple[str, Room]]:
    """The chats as they are listed, each with its part: the open story's, one's own, others; active first."""
    parted = [(_part(room, story), room) for room in rooms]
    order = (ABOUT, OWN, OTHER)
    return sorted(parted, key=lambda one: (order.index(one[0]), -_last(one[1]) if one[0] != OTHER else 0.0))


def _part(room: Room, story: Story | None) -> str:
    if story and room.story_url and same_address(room.story_url, story.url):
        return ABOUT
    return OWN if room.membership else OTHER


def _last(room: Room) -> float:
    return room.last.timestamp() if room.last else 0.0


def room_lines(
    part: str, room: Room, title: str, width: int, now: datetime | None = None, *, begins: bool = False
) -> list[Line]:
    """A chat: the title of what it is about, how much goes on. ``begins``: it is the first of its part."""
    lines = [_part_line(part, room, width)] if begins else []
    unread = room.unread > 0 or room.membership == "invite"
    role = "title" if unread or part == ABOUT else "body"
    for n, line in enumerate(wrap(title or _("(no name)"), max(width - 2, 8), 3)):
        mark = Segment("  " if n or not unread else "● ", "new")
        lines.append(Line((mark, Segment(line, role))))
    lines += _measures(room, width - 2, now or datetime.now(UTC))
    return [*lines, BLANK]


def _part_line(part: str, room: Room, width: int) -> Line:
    words = {ABOUT: _("about this story"), OWN: _("your chats"), OTHER: host(room.homeserver)}[part]
    return ruled(words, width, "new" if part == ABOUT else "meta", "part")


def _measures(room: Room, width: int, now: datetime) -> list[Line]:
    """What is unread, people, the last message's age, in as many rows as it takes."""
    told: list[tuple[str, str]] = []
    if room.membership == "invite":
        told.append((_("you are invited"), "new"))
    if room.unread:
        told.append((ngettext("{n} unread", "{n} unread", room.unread).format(n=room.unread), "new"))
    if room.mentions:
        told.append((ngettext("{n} mention", "{n} mentions", room.mentions).format(n=room.mentions), "new"))
    if room.people:
        told.append((ngettext("{n} person", "{n} people", room.people).format(n=room.people), "meta"))
    if room.last:
        told.append((when_told(room.last, now), "meta"))
    if room.encrypted:
        told.append((_("end-to-end encrypted"), "meta"))
    rows: list[list[Segment]] = [[]]
    for words, role in told:
        said = fit(words, width)
        used = sum(cells(one.text) for one in rows[-1])
        if rows[-1] and used + 3 + cells(said) > width:
            rows.append([])
        elif rows[-1]:
            rows[-1].append(Segment(" · ", "meta"))
        rows[-1].append(Segment(said, role))
    return [Line((Segment("  ", "meta"), *row)) for row in rows if row]


def head_lines(listing: Listing, key: Callable[[str], str], width: int) -> list[Line]:
    """What is to be said of the list: it is awaited, is short, or can't be had, and what to do then."""
    said = _said(listing, key)
    lines = [Line((Segment(line, "notice"),)) for one in said for line in wrap(clean(one, 400), width, 5)]
    return [*lines, BLANK] if lines else []


def _said(listing: Listing, key: Callable[[str], str]) -> list[str]:
    if listing.looking:
        return [_("Looking for more chats …") if listing.rooms else _("Looking for chats …")]
    if listing.offline:
        known = _("Offline: these are the chats that are known.") if listing.rooms else ""
        return [known or _("Offline, and no chats are known yet. They come when the line is back.")]
    if listing.failure:
        return [f"{failure_in_words(listing.failure)}{_pressed(listing.failure, key)}"]
    if not listing.rooms:
        return [_("No chats here: neither this story nor its source names any, and you are in none.")]
    return []


def _pressed(failure: Failure, key: Callable[[str], str]) -> str:
    """The key that does what the failure's next step says."""
    pressed = key("log-in") if failure.code in ("guests-forbidden", "needs-login", "logged-out") else ""
    return f" ({pressed})" if pressed else ""
