"""A chat's messages laid out: each once, while it and what is around it stay the same. No Textual here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from tui.articles.lines import Line
from tui.locale import _
from tui.model import Message
from tui.ui.chats.chat_rows import Around, goes_on, message_lines

if TYPE_CHECKING:
    from tui.talk.matrix.timeline import TimelineView
    from tui.ui.chats.conversation import Conversation

MOST_KEPT = 1_000  # messages laid out

_Laid = tuple[Message, Around, int, date, bool, list[Line]]


class Messages:
    """What a timeline's view shows. ``take`` takes another view in."""

    def __init__(self) -> None:
        from tui.talk.matrix.timeline import TimelineView

        self.view: TimelineView = TimelineView()
        self._laid: dict[str, _Laid] = {}
        self._unfolded: set[str] = set()
        self._begins = ""
        self._gaps: Mapping[str, str] = {}
        self._line_after = ""
        self._seen = -1  # the place of the newest that was in sight
        self._today = datetime.now(UTC).astimezone().date()
        self._fresh: dict[int, list[Line]] = {}  # laid out, or found to be as it was, since the last ``take``

    def take(self, conversation: Conversation, cursor: int) -> int:
        """Takes the conversation as it is now; gives where the message at ``cursor`` is now."""
        before, view = self.view, conversation.view
        here = before.messages[cursor].id if cursor < len(before.messages) else ""
        self.view = view
        self._fresh = {}
        self._begins = conversation.history or (_("The chat begins here.") if view.complete else "")
        self._gaps = dict(conversation.gaps)
        self._line_after = conversation.line_after
        self._today = datetime.now(UTC).astimezone().date()
        seen, place = self.place(conversation.seen), self.place(here)
        self._seen = -1 if seen is None else seen
        return cursor if place is None else place

    def place(self, message: str) -> int | None:
        """Where the message with this id is."""
        return self.view.messages.place(message)

    # --- what is new ----------------------------------------------------------------

    def first_new(self) -> int | None:
        """The place of the first message that is new."""
        before = self.place(self._line_after) if self._line_after else None
        return before + 1 if before is not None and before + 1 < len(self.view.messages) else None

    def find_unread(self, conversation: Conversation) -> int | None:
        """Where the reader left off, now that it may be known; the line of what is new goes there."""
        if not conversation.view.read_up_to:
            return None
        conversation.line_after = self._line_after = conversation.view.read_up_to
        self._fresh = {}
        return self.first_new()

    def saw(self, place: int) -> Message | None:
        """Notes that a message is in sight; gives the newest that the homeserver can be told of."""
        self._seen = max(self._seen, min(place, len(self.view.messages) - 1))
        for at in range(self._seen, max(self._seen - 50, -1), -1):
            if self.view.messages[at].id.startswith("$"):
                return self.view.messages[at]
        return None

    def unseen(self) -> int:
        """How many messages of others are below all that was in sight."""
        return sum(1 for one in self.view.messages[self._seen + 1 :] if not one.own) if self._seen >= 0 else 0

    # --- laying out -----------------------------------------------------------------

    def forget(self) -> None:
        """Lays everything out anew: the width is another."""
        self._laid.clear()
        self._fresh = {}

    def lines(self, place: int, width: int) -> list[Line]:
        """A message's lines."""
        if place in self._fresh:
            return self._fresh[place]
        message, around = self.view.messages[place], self._around(place)
        unfolded = message.id in self._unfolded
        laid = self._laid.get(message.id)
        if laid is None or laid[0] is not message or laid[1:5] != (around, width, self._today, unfolded):
            if len(self._laid) >= MOST_KEPT:
                self._laid.clear()
            lines = message_lines(message, around, width, self._today, unfolded=unfolded)
            laid = self._laid[message.id] = (message, around, width, self._today, unfolded, lines)
        self._fresh[place] = laid[5]
        return laid[5]

    def unfold(self, place: int, width: int) -> bool:
        """Shows all of a long message, or its beginning again; False for one that is not long."""
        message, before = self.view.messages[place], self.lines(place, width)
        self._unfolded ^= {message.id}
        self._fresh.pop(place, None)
        if len(self.lines(place, width)) != len(before):
            return True
        self._unfolded.discard(message.id)
        return False

    def _around(self, place: int) -> Around:
        messages, gaps = self.view.messages, self.view.gaps
        message = messages[place]
        before = messages[place - 1] if place else None
        gap = self._gap(message.id) if message.id in gaps and before else ""
        new = before is not None and before.id == self._line_after
        day = message.day if before is None or before.day != message.day else None
        answers = message.reply_to or message.thread
        answered = self.place(answers) if answers else None
        last = place == len(messages) - 1
        return Around(
            begins="" if before else self._begins,
            day=day,
            gap=gap,
            new=new,
            goes_on=not (gap or new or day or before is None) and goes_on(message, before),
            answered=None if answered is None else messages[answered],
            first=before is None,
            after=self._gap("") if last and "" in gaps else "",
        )

    def _gap(self, message: str) -> str:
        return self._gaps.get(message) or _("messages are missing")
