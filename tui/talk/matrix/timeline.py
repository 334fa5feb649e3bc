"""A room's timeline: events folded into messages, with what is missing between them.

Edits, redactions, reactions and threads come in any order, before or after what they are
about (Client-Server API, "Forming relationships between events"); a message is built when
it is looked at. A sync that left something out ("limited") leaves a gap, with the token
that fills it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tui.model import Message
from tui.talk.matrix.event import Event
from tui.talk.matrix.folding import Folded
from tui.talk.matrix.shown import Messages, Shown

GAP = "gap:"  # begins the id of a row that is a gap; an event's begins with "$"


@dataclass(frozen=True, slots=True)
class Row:
    """An event's place in a timeline, or a gap's (``event`` None).

    ``before`` is the token from which what comes before it can be asked for, "" where none is known.
    """

    id: str
    event: Event | None
    before: str = ""


@dataclass(frozen=True, slots=True)
class TimelineView:
    """What is known of a room's timeline, oldest first.

    ``gaps`` are the ids of messages before which something is missing ("": after the last);
    ``complete`` says that the first is the room's first. ``read_up_to`` is the last message
    the reader has seen ("" where that is not among these), ``typing`` names who types.
    """

    messages: Messages = field(default_factory=Messages)
    gaps: frozenset[str] = frozenset()
    complete: bool = False
    read_up_to: str = ""
    typing: tuple[str, ...] = ()


def rows_of(events: Sequence[Event], prev_batch: str, *, limited: bool) -> list[Row]:
    """The rows that a sync's part of a timeline gives, a gap before it if it was ``limited``."""
    kept = [one for one in events if Folded.takes(one)]
    rows = [Row(one.id, one, "" if n else prev_batch) for n, one in enumerate(kept)]
    if limited and prev_batch:
        rows.insert(0, Row(GAP + prev_batch, None, prev_batch))
    return rows


class Timeline:
    """The rows of one room in order, and the messages they make."""

    def __init__(self, folded: Folded) -> None:
        self._folded = folded
        self._rows: list[Row] = []
        self._ids: set[str] = set()
        self._size = 0  # characters, about
        self._head = ""  # the token for what is before the first row
        self._complete = False
        self._shown = Shown()
        self._taken = 0  # how many of the rows are shown

    @property
    def rows(self) -> Sequence[Row]:
        return self._rows

    @property
    def head(self) -> str:
        """The token for what came before; "" where it is not known, or nothing did."""
        return self._head

    @property
    def complete(self) -> bool:
        return self._complete

    def append(self, rows: Iterable[Row]) -> bool:
        """Adds what is newer; what is there already stays. True if anything was new."""
        before = len(self._rows)
        for row in rows:
            if row.id in self._ids:
                self._drop_gap_at_end()
            elif row.event is None and not self._rows:
                self._head = row.before
            else:
                if not self._rows:
                    self._head = row.before or self._head
                self._add(row)
                self._rows.append(row)
        return len(self._rows) != before

    def _drop_gap_at_end(self) -> None:
        """What follows a gap was there before it: so nothing is missing."""
        if self._rows and self._rows[-1].event is None:
            self._ids.discard(self._rows.pop().id)
            self._show_anew()

    def begin_at(self, token: str) -> None:
        """Where what is before the first row begins, for a timeline that has none yet."""
        if not self._head:
            self._head = token

    def prepend(self, older: Sequence[Event], end: str) -> None:
        """Adds what GET /messages gave from ``head`` backwards (newest first); ``end`` "": the beginning."""
        self._rows[:0] = self._backwards(older, end)
        self._show_anew()
        self._complete = not end or (end == self._head and not older)
        self._head = "" if self._complete else end

    def gap_before(self, message: str) -> str | None:
        """The token of the gap just before a message ("": the last gap), None where there is none."""
        found = self._gap(message)
        return None if found is None else self._rows[found].before

    def fill(self, message: str, older: Sequence[Event], end: str) -> None:
        """Puts what GET /messages gave from a gap's token backwards into the gap before a message."""
        place = self._gap(message)
        if place is None:
            return
        gap = self._rows[place]
        closed = not end or end == gap.before or any(one.id in self._ids for one in older)
        self._rows[place + 1 : place + 1] = self._backwards(older, end)
        self._ids.discard(gap.id)
        if closed:
            del self._rows[place]
        else:
            self._rows[place] = Row(GAP + end, None, end)
            self._ids.add(GAP + end)
        self._show_anew()

    def _gap(self, message: str) -> int | None:
        """The place of the gap that the view shows before a message."""
        found: int | None = None
        for place, row in enumerate(self._rows):
            if row.event is None:
                found = place
            elif self._folded.message(row.id) is not None:
                if row.id == message:
                    return found
                found = None
        return None if message else found

    def _backwards(self, older: Sequence[Event], end: str) -> list[Row]:
        rows: list[Row] = []
        for one in older:
            if one.id not in self._ids and Folded.takes(one):
                rows.append(Row(one.id, one))
                self._add(rows[-1])
        rows.reverse()
        if rows:
            rows[0] = Row(rows[0].id, rows[0].event, end)
        return rows

    def _add(self, row: Row) -> None:
        self._ids.add(row.id)
        if row.event is not None:
            self._size += row.event.size
            self._folded.add(row.event)

    def trim(self, most: int, largest: int) -> None:
        """Forgets the oldest rows beyond ``most``, or beyond ``largest`` characters in all.

        It ends where a token tells how to ask for them again.
        """
        place = self._first_of(most, largest)
        while place > 0 and not self._rows[place].before:
            place -= 1
        if place <= 0:
            return
        for row in self._rows[:place]:
            self._ids.discard(row.id)
            self._size -= row.event.size if row.event else 0
            self._folded.forget(row.id)
            self._shown.forget(row.id)
        self._head, self._complete = self._rows[place].before, False
        dropped = place + (self._rows[place].event is None)
        del self._rows[:dropped]
        self._taken -= dropped
        if self._taken <= 0 or not len(self._shown):
            self._show_anew()

    def _first_of(self, most: int, largest: int) -> int:
        """The place of the first row to keep."""
        place, size = max(len(self._rows) - most, 0), self._size
        if size <= largest:
            return place
        for number, row in enumerate(self._rows):
            if size <= largest:
                return max(place, number)
            size -= row.event.size if row.event else 0
        return len(self._rows) - 1

    # --- looking at it ------------------------------------------------------------

    def view(
        self, fully_read: str = "", pending: Sequence[Message] = (), typing: tuple[str, ...] = ()
    ) -> TimelineView:
        """The timeline as it is now, with the reader's own messages that are still on their way."""
        for message in self._folded.refold():
            self._shown.replace(message)
        for row in self._rows[self._taken :]:
            if row.event is None:
                self._shown.add_gap()
            else:
                self._shown.add(row.id, self._folded.message(row.id))
        self._taken = len(self._rows)
        return TimelineView(
            messages=self._shown.messages(tuple(one for one in pending if one.id not in self._ids)),
            gaps=self._shown.gaps,
            complete=self._complete,
            read_up_to=self._shown.up_to(fully_read),
            typing=typing,
        )

    def _show_anew(self) -> None:
        """Has all rows shown anew: something came before the last, or went."""
        self._shown, self._taken = Shown(), 0
