"""The line above the headlines: news that waits, else what the view is about."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.events import Click
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.locale import ngettext
from tui.text import cells, fit


class WireHead(Widget):
    """One line, always there, so that news arriving moves nothing below it."""

    DEFAULT_CSS = """
    WireHead {
        height: 1;
        & > .head--news { color: $accent; }
        & > .head--about { color: $ink-faint; text-style: $faint-style; }
    }
    """
    COMPONENT_CLASSES: ClassVar = {"head--news", "head--about"}
    ALLOW_SELECT = False

    class Pressed(Message):
        """The line was clicked while news waits."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._news = 0
        self._key = "."
        self._about = ""

    def show_news(self, count: int, key: str) -> None:
        """Says how many stories wait, and the key that shows them."""
        if (count, key) != (self._news, self._key):
            self._news, self._key = count, key
            self.refresh()

    def show_about(self, text: str) -> None:
        """Says what the view holds: a section's description, or its counts."""
        if text != self._about:
            self._about = text
            self.refresh()

    @property
    def cut(self) -> str:
        """What the view holds, where the line has no room to say all of it; else ""."""
        return "" if cells(self._about) <= self.size.width - 4 else self._about

    def _news_words(self, room: int) -> str:
        whole = ngettext("▲ {n} new · press {key} to show", "▲ {n} new · press {key} to show", self._news)
        short = ngettext("▲ {n} new · press {key}", "▲ {n} new · press {key}", self._news)
        told = [words.format(n=self._news, key=self._key) for words in (whole, short)]
        return next((words for words in told if cells(words) <= room), fit(told[-1], room))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if self._news:
            text = f" ── {self._news_words(width - 6)} "
            text += "─" * max(0, width - cells(text) - 1)
            style = self.get_component_rich_style("head--news")
        else:
            text = "   " + fit(self._about, max(0, width - 4))
            style = self.get_component_rich_style("head--about")
        return Strip([Segment(text, style)]).adjust_cell_length(width, self.rich_style)

    def on_click(self, _event: Click) -> None:
        if self._news:
            self.post_message(self.Pressed())
