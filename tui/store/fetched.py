"""What is handed to the store to merge, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from tui.stories import Hints, Validators

if TYPE_CHECKING:
    from tui.entries import Entry


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a source's last request brought. ``entries`` is None where nothing changed, or it failed."""

    source_id: str
    entries: tuple[Entry, ...] | None
    checked: datetime
    validators: Validators = Validators()
    body_hash: str = ""
    due: datetime | None = None
    closed: datetime | None = None  # forbidden before, by Retry-After
    hints: Hints | None = None  # None: as they were
    postponed: bool = False  # not asked, since its host is to be left alone until ``closed``
    new_url: str = ""  # it has moved there for good
    retired: bool = False  # 410
    revived: bool = False  # it was asked although it was retired, and answered
    failure: str = ""
    failure_code: str = ""
    title: str = ""
    site_url: str = ""
    description: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of it: ids of stories that are new, oldest first, and of those whose text changed.

    ``called``: a rule's name and a story that it wants its reader called for. Muted ones have not arrived.
    """

    source_id: str
    arrived: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    called: tuple[tuple[str, str], ...] = ()
