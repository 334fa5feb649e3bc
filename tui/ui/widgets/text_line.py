"""A line to type into."""

from __future__ import annotations

from rich.highlighter import Highlighter
from textual.events import Paste
from textual.widgets import Input

from tui.text import clean

LONGEST = 1000  # characters


class TextLine(Input):
    """A line of text. What is pasted is one harmless line; a secret keeps its spaces as they are."""

    DEFAULT_CSS = """
    TextLine {
        height: 1;
        border: none;
        padding: 0 1;
        background: $bar;
        color: $ink;
        &:focus { border: none; background: $bar; }
        &:ansi { text-style: underline; }
    }
    """

    def __init__(
        self,
        value: str = "",
        *,
        about: str = "",
        longest: int = LONGEST,
        secret: bool = False,
        highlighter: Highlighter | None = None,
        id: str | None = None,
    ) -> None:
        super().__init__(value, about, highlighter, secret, max_length=longest, select_on_focus=False, id=id)
        self.cursor_blink = False

    def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        line = event.text.strip("\r\n").partition("\n")[0]
        text = (
            "".join(filter(str.isprintable, line))
            if self.password
            else clean(line, self.max_length or LONGEST)
        )
        self.insert_text_at_cursor(text)
