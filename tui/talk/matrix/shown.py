"""The messages of a timeline, for whoever looks at it: in pages, of which a look copies those that changed.

A busy room is looked at ten times a second, and holds twenty thousand messages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import overload

from tui.model import Message

PAGE = 256  # messages


class Messages(Sequence[Message]):
    """Messages as they were at one moment, oldest first: ``count`` of the ``pages``, and ``tail``.

    The first ``skip`` of the pages are none of them. ``numbers`` are those of ``Shown``, of which
    ``begin`` is that of the pages' first message.
    """

    __slots__ = ("_begin", "_end", "_numbers", "_pages", "_skip", "_tail")

    def __init__(
        self,
        pages: tuple[tuple[Message, ...], ...] = (),
        skip: int = 0,
        count: int = 0,
        tail: tuple[Message, ...] = (),
        numbers: Mapping[str, int] = MappingProxyType({}),
        begin: int = 0,
    ) -> None:
        self._pages = pages
        self._skip = skip
        self._end = skip + count
        self._tail = tail
        self._numbers = numbers
        self._begin = begin

    def place(self, message: str) -> int | None:
        """Where the message with this id is, None where it is not among these."""
        # The numbers go on on the engine's thread: what one names is looked at before it is believed.
        number = self._numbers.get(message, -1) - self._begin
        if self._skip <= number < self._end and self._pages[number // PAGE][number % PAGE].id == message:
            return number - self._skip
        of_tail = next((n for n, one in enumerate(self._tail) if one.id == message), None)
        return None if of_tail is None else self._end - self._skip + of_tail

    def __len__(self) -> int:
        return self._end - self._skip + len(self._tail)

    @overload
    def __getitem__(self, at: int) -> Message: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Message, ...]: ...

    def __getitem__(self, at: int | slice) -> Message | tuple[Message, ...]:
        if isinstance(at, slice):
            return tuple(self[place] for place in range(*at.indices(len(self))))
        place = self._skip + at + (len(self) if at < 0 else 0)
        if self._skip <= place < self._end:
            return self._pages[place // PAGE][place % PAGE]
        if place < self._skip:
            raise IndexError(at)
        return self._tail[place - self._end]

    def __iter__(self) -> Iterator[Message]:
        first, *others = self._pages or ((),)
        return chain(first[self._skip :], *others, self._tail)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]


class Shown:
    """What the rows of a timeline show: messages, numbered as they come, and what is missing between them.

    A row that is an event about others shows no message, but has its place after one.
    """

    def __init__(self) -> None:
        self._gaps: frozenset[str] = frozenset()
        self._ends_in_gap = False
        self._pages: list[list[Message]] = []
        self._copies: list[tuple[Message, ...] | None] = []
        self._skip = 0  # how many of the first page's messages are forgotten
        self._begin = 0  # the number of the first page's first message
        self._end = 0  # the number that the next message gets
        self._numbers: dict[str, int] = {}  # by event: that of the last message up to it

    def __len__(self) -> int:
        return self._end - self._begin - self._skip

    @property
    def gaps(self) -> frozenset[str]:
        """The ids of messages before which something is missing; "": after the last."""
        return self._gaps | {""} if self._ends_in_gap else self._gaps

    def messages(self, tail: tuple[Message, ...] = ()) -> Messages:
        """The messages as they are now, and ``tail`` after them."""
        for place, copy in enumerate(self._copies):
            if copy is None:
                self._copies[place] = tuple(self._pages[place])
        pages = tuple(copy for copy in self._copies if copy is not None)
        return Messages(pages, self._skip, len(self), tail, self._numbers, self._begin)

    def up_to(self, event: str) -> str:
        """The id of the last message up to an event, "" where that is not known."""
        number = self._numbers.get(event, -1)
        return self._at(number).id if number >= self._begin + self._skip else ""

    def _at(self, number: int) -> Message:
        page, place = divmod(number - self._begin, PAGE)
        return self._pages[page][place]

    # --- changes ------------------------------------------------------------------------

    def add_gap(self) -> None:
        """Something is missing after what is shown."""
        self._ends_in_gap = len(self) > 0

    def add(self, event: str, message: Message | None) -> None:
        """Adds an event, and the message that it is."""
        if message is not None:
            if self._end == self._begin + PAGE * len(self._pages):
                self._pages.append([])
                self._copies.append(None)
            self._pages[-1].append(message)
            self._copies[-1] = None
            self._end += 1
            if self._ends_in_gap:
                self._gaps |= {event}
                self._ends_in_gap = False
        self._numbers[event] = self._end - 1

    def replace(self, message: Message) -> None:
        """Shows a message as it is now."""
        number = self._numbers.get(message.id)
        if number is not None:
            page, place = divmod(number - self._begin, PAGE)
            self._pages[page][place] = message
            self._copies[page] = None

    def forget(self, event: str) -> None:
        """Shows the first event no more; what is missing before the next message is before all then."""
        number = self._numbers.pop(event, -1)
        first = self._begin + self._skip
        if number < first or self._at(number).id != event:
            return
        self._skip += 1
        if self._skip == PAGE:
            del self._pages[0], self._copies[0]
            self._begin, self._skip = self._begin + PAGE, 0
        if self._gaps:
            self._gaps -= {event, self._at(first + 1).id if len(self) else ""}
