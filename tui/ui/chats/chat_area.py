"""Where a message is typed: a line that grows; the keys that send and complete are left to the commands."""

from __future__ import annotations

from collections.abc import Callable

from textual.events import Key

from tui.ui.writing.draft_area import DraftArea


class ChatArea(DraftArea):
    """A text area. ``command`` does what a key means that is not typed; False for any other.

    ``before`` is called by the key up in an empty area, and says whether it did anything; ``page``
    by the keys that scroll pages, which are for the messages.
    """

    DEFAULT_CSS = "ChatArea { height: 1; }"

    def __init__(
        self,
        text: str,
        command: Callable[[str], bool],
        before: Callable[[], bool],
        page: Callable[[int], object],
    ) -> None:
        super().__init__(text)
        self._command = command
        self._before = before
        self._page = page

    async def _on_key(self, event: Key) -> None:
        # At once, not when the key has gone up to the screen: what is typed meanwhile comes after it.
        if self._command(event.key):
            event.stop()
            event.prevent_default()

    def action_cursor_up(self, select: bool = False) -> None:
        if self.text or select or not self._before():
            super().action_cursor_up(select)

    def action_cursor_page_up(self) -> None:
        self._page(-1)

    def action_cursor_page_down(self) -> None:
        self._page(1)

    @property
    def place(self) -> int:
        """Where the cursor is, in characters from the beginning."""
        row, column = self.cursor_location
        return sum(len(line) + 1 for line in self.document.lines[:row]) + column

    def put(self, start: int, end: int, words: str) -> None:
        """Puts words in the place of ``text[start:end]``, the cursor behind them."""
        self.replace(words, self._location(start), self._location(end))
        self.move_cursor(self._location(start + len(words)))

    def _location(self, place: int) -> tuple[int, int]:
        before = self.text[:place]
        return before.count("\n"), place - (before.rfind("\n") + 1)

    def rows(self, most: int) -> int:
        """How many rows the text takes, at most ``most``."""
        return max(1, min(self.wrapped_document.height, most))
