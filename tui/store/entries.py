"""What is kept of an entry, as SQLite keeps it."""

from __future__ import annotations

from typing import NamedTuple

from tui.entries import Entry
from tui.store.rows import seconds, storable
from tui.text import fit

_LARGEST = 2**63 - 1
_BEGINNING = 120  # cells of a text that stands for the headline it has not


class EntryRow(NamedTuple):
    """The columns of ``entry`` that its feed gives, in their order."""

    title: str
    url: str
    published: int | None
    updated: int | None
    author: str
    summary: str
    image: str
    comments_url: str
    comments_feed: str
    language: str
    html: str

    @property
    def text(self) -> tuple[str, str, str, int | None]:
        """What makes its text: where that is another, it was edited."""
        return self.html, self.title, self.summary, self.published


def entry_row(entry: Entry) -> EntryRow:
    return EntryRow(
        storable(entry.title or fit(entry.summary, _BEGINNING)),
        storable(entry.url),
        seconds(entry.published),
        seconds(entry.updated),
        storable(entry.author),
        storable(entry.summary),
        storable(entry.image),
        storable(entry.comments_url),
        storable(entry.comments_feed),
        storable(entry.language),
        storable(entry.html),
    )


def is_story(entry: Entry) -> bool:
    """Whether there is anything to tell; else its document's next answer would not know it again."""
    return bool(
        entry.title or entry.url or entry.id or entry.html or entry.summary or entry.image or entry.enclosures
    )


def comment_count(entry: Entry) -> int | None:
    count = entry.comment_count
    return None if count is None else max(0, min(count, _LARGEST))
