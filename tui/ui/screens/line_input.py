"""What is typed into the bottom line: words to find, the number of a link. Keys go here until it is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from tui.text import clean

if TYPE_CHECKING:
    from tui.ui.widgets.bar_parts import Part
    from tui.ui.widgets.status_bar import StatusBar

LONGEST = 200  # characters


class Typing(Protocol):
    """What the typed text is for."""

    def typed(self, text: str) -> str | Sequence[Part] | None:
        """Does what the text so far asks for; gives the line to show, None when it is done with."""

    def take(self, key: str) -> bool:
        """Does what a key means that types nothing; False for one that means nothing here."""

    def left(self) -> None:
        """Called when the reader leaves, or it is done with."""


class LineInput:
    """One line of text and what it is for."""

    def __init__(self, status: StatusBar) -> None:
        self._status = status
        self._typing: Typing | None = None
        self._text = ""

    @property
    def is_open(self) -> bool:
        """Whether something is being typed."""
        return self._typing is not None

    def begin(self, typing: Typing, text: str = "") -> None:
        """Takes keys for ``typing`` from now on."""
        self.leave()
        self._typing = typing
        self.put(text)

    def leave(self) -> None:
        """Takes no more keys."""
        typing, self._typing = self._typing, None
        self._status.ask("")
        if typing:
            typing.left()

    def take(self, key: str, character: str | None) -> bool:
        """Takes a key; False when nothing is being typed, or the key is none of a line's."""
        if self._typing is None:
            return False
        if key == "escape":
            self.leave()
        elif self._typing.take(key):
            self.show()
        elif key in ("backspace", "ctrl+h"):
            self.put(self._text[:-1])
        elif key == "ctrl+w":
            self.put(self._text[: len(self._text.rstrip().rpartition(" ")[0])])
        elif key == "ctrl+u":
            self.put("")
        elif character and character.isprintable():
            self.put(self._text + character)
        else:
            return False
        return True

    def paste(self, text: str) -> None:
        """Takes what the terminal pastes."""
        if self._typing:
            self.put(self._text + clean(text, LONGEST))

    def put(self, text: str) -> None:
        """Puts ``text`` in place of what was typed."""
        self._text = text[:LONGEST]
        self.show()

    def show(self) -> None:
        """Shows the line anew, for what may be said of it now."""
        if self._typing is None:
            return
        told = self._typing.typed(self._text)
        if told is None:
            self.leave()
        else:
            self._status.ask(told)
