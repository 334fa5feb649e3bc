"""What a file holds that a reader moves in with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tui.feeds.opml import Subscription
from tui.model import Failure
from tui.store.carried import Carried

LARGEST_TEXT = 16 * 2**20  # bytes of a list


class NotReadable(Failure):
    """A file is broken, or nothing that can be moved in with; nothing was taken."""

    code = "not-readable"


@dataclass(frozen=True, slots=True)
class NotTaken:
    """What a file has that stays behind: where ("urls:14"), what, and why."""

    place: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A search that the other reader kept, as a query of ours; ``near``: in what it means something else."""

    place: str
    name: str
    query: str
    near: tuple[str, ...] = ()


FeedStories = tuple[str, Iterator[Carried]]
"""A feed's address, and its stories."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one file holds. ``subscriptions`` are its reader's choice; ``feeds`` what a cache knows of feeds.

    ``stories`` reads them feed by feed, each feed's to its end before the next.
    """

    path: Path
    kind: str
    subscriptions: tuple[Subscription, ...] = ()
    feeds: tuple[Subscription, ...] = ()
    queries: tuple[SavedQuery, ...] = ()
    not_taken: tuple[NotTaken, ...] = ()
    stories: Callable[[], Iterator[FeedStories]] | None = None
