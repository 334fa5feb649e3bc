"""What another reader kept of a feed's item, through the same door as a feed's own bytes."""

from __future__ import annotations

from datetime import UTC, datetime

from tui.entries import Entry
from tui.feeds.parse_entry import Body, Draft, entry_from

_LAST = 253_402_300_799  # the end of the year 9999


def moment(seconds: int) -> datetime | None:
    """The time that many seconds after 1970; None for 0, and for what is no time of our calendar."""
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds <= _LAST else None


def entry(
    *,
    feed: str,
    guid: str,
    title: str,
    link: str,
    seconds: int,
    content: str,
    html: bool = True,
    author: str = "",
    enclosure: tuple[str, str] = ("", ""),
    categories: tuple[str, ...] = (),
) -> Entry:
    """The item as an entry, cleaned and bounded as ``tui.feeds.parse`` does."""
    draft = Draft(title=Body(title), link=link, id=guid, published=moment(seconds))
    if content:
        draft.contents.append(Body(content, html))
    if author:
        draft.authors.append(author)
    if enclosure[0]:
        draft.enclosures.append((*enclosure, ""))
    draft.categories.extend(categories)
    return entry_from(draft, feed, "")
