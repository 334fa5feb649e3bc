"""The top line: name, sections as tabs, the refresh under way, who the reader is in the room."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.events import Click
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.text import cells, clean
from tui.ui.widgets.bar_parts import NAMED, Tab, lay_out_tabs, section_tabs


class SectionBar(Widget):
    """One line of tabs; one of them is chosen."""

    DEFAULT_CSS = """
    SectionBar {
        height: 1;
        background: $bar;
        color: $ink;
        & > .bar--name { color: $accent; text-style: bold; }
        & > .bar--tab { color: $ink; }
        & > .bar--chosen { color: $ink; text-style: bold reverse; }
        & > .bar--progress { color: $bar-ink; }
        & > .bar--identity { color: $ink; }
    }
    """
    COMPONENT_CLASSES: ClassVar = {"bar--name", "bar--tab", "bar--chosen", "bar--progress", "bar--identity"}
    ALLOW_SELECT = False

    class Picked(Message):
        """A tab was clicked."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._tabs = section_tabs(())
        self._chosen = ""
        self._progress = ""
        self._identity = ""
        self._edges: list[tuple[int, int, int]] = []

    def show_tabs(self, tabs: tuple[Tab, ...], chosen: str) -> None:
        """Sets the tabs and the one that is chosen."""
        if (tabs, chosen) != (self._tabs, self._chosen):
            self._tabs, self._chosen = tabs, chosen
            self.refresh()

    def show_progress(self, text: str) -> None:
        """Says how far a refresh is; "" when none runs."""
        if text != self._progress:
            self._progress = text
            self.refresh()

    def show_identity(self, text: str) -> None:
        """Says who the reader is in the room; "" when logged in nowhere."""
        if text != self._identity:
            self._identity = clean(text, 60)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        right = self._right()
        room = width - sum(cells(text) for text, _style in right)
        left = self._left(room)
        used = sum(cells(text) for text, _style in left)
        parts = [*left, (" " * max(0, room - used), self.rich_style), *right]
        return Strip([Segment(text, style) for text, style in parts]).adjust_cell_length(
            width, self.rich_style
        )

    def _right(self) -> list[tuple[str, Style]]:
        told = [(self._progress, "bar--progress"), (self._identity, "bar--identity")]
        if self.size.width < NAMED:
            told = told[:1]
        return [(f"  {text} ", self.get_component_rich_style(name)) for text, name in told if text]

    def _left(self, room: int) -> list[tuple[str, Style]]:
        laid = lay_out_tabs(self._tabs, self._chosen, self.size.width, room)
        self._edges = laid.edges
        return [(text, self.get_component_rich_style(f"bar--{role}")) for text, role in laid.parts]

    def on_click(self, event: Click) -> None:
        for start, end, number in self._edges:
            if start <= event.x < end:
                self.post_message(self.Picked(number))
