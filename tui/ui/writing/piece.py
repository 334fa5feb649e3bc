"""What the reader writes, and where he stands while he does. No Textual here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.model import Comment, Identity, Thread
from tui.talk.provider import Capability

if TYPE_CHECKING:
    from tui.desk.taking_part import TakingPart

_MAKES_ACCOUNTS = frozenset({Capability.LOG_IN, Capability.REGISTER})


@dataclass(frozen=True, slots=True)
class Piece:
    """A comment in ``thread``: an answer to ``answers``, one that is written anew, or one at the top."""

    thread: Thread
    answers: Comment | None = None
    edits: Comment | None = None

    @property
    def parent(self) -> str:
        """The id of the comment that it answers, "" at the top."""
        return self.answers.id if self.answers else ""

    @property
    def place(self) -> str:
        """Where its draft is kept within the thread."""
        return f"edit {self.edits.id}" if self.edits else self.parent


@dataclass(frozen=True, slots=True)
class Standing:
    """What the reader may do in a thread. ``draft``: a comment at its top was begun."""

    can: frozenset[Capability] = frozenset()
    account: Identity | None = None
    closed: bool = False
    draft: bool = False

    @property
    def writes(self) -> bool:
        """Whether comments are taken at all."""
        return not self.closed and bool(self.can & {Capability.POST, Capability.REPLY})

    @property
    def known(self) -> bool:
        """Whether nothing has to be said of oneself before writing."""
        return self.account is not None or Capability.GUESTS in self.can

    @property
    def makes_accounts(self) -> bool:
        """Whether one can log in or register."""
        return bool(self.can & _MAKES_ACCOUNTS)


def standing_in(part: TakingPart, thread: Thread) -> Standing:
    """What the reader may do in this thread, as far as is known here; nothing is asked."""
    can = part.can(thread)
    if not can & (_MAKES_ACCOUNTS | {Capability.POST, Capability.REPLY}):
        return Standing(can, None, thread.closed)
    return Standing(can, part.account(thread), thread.closed, bool(part.draft(thread.id)))
