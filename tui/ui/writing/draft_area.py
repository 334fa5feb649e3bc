"""Where a comment is typed: several lines, wrapped at words, with undo."""

from __future__ import annotations

from textual.events import Paste
from textual.widgets import TextArea

from tui.text import clean_lines

LONGEST = 50_000  # characters of a comment


class DraftArea(TextArea):
    """Textual's text area, with what is pasted cleaned as everything from outside is."""

    DEFAULT_CSS = """
    DraftArea {
        height: 5;
        border: none;
        border-left: solid $frame;
        padding: 0;
        margin: 0 1;
        background: $bar;
        color: $ink;
        scrollbar-size-vertical: 1;
        &:focus { border: none; border-left: heavy $accent; }
        & .text-area--cursor-line { background: $bar; }
    }
    """

    def __init__(self, text: str) -> None:
        super().__init__(text, soft_wrap=True, tab_behavior="focus", show_line_numbers=False)
        self.cursor_blink = False

    def on_mount(self) -> None:
        self.move_cursor(self.document.end)

    def fill(self, text: str) -> None:
        """Puts another text in place of this one; undo brings it back."""
        self.replace(text, (0, 0), self.document.end)
        self.move_cursor(self.document.end)

    async def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        room = max(LONGEST - len(self.text), 0)
        self._replace_via_keyboard(clean_lines(event.text, room) if room else "", *self.selection)
