"""The least a Textual app does for a key: one widget, whose one-cell mark goes down a line."""

from __future__ import annotations

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.events import Key
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Column(Widget, can_focus=True):
    """As many lines as there is room for."""

    DEFAULT_CSS = "Column { height: 1fr; }"
    at = 0

    def render_line(self, y: int) -> Strip:
        text = f"{'▌' if y == self.at else ' '} line {y}"
        return Strip([Segment(text, self.rich_style)]).adjust_cell_length(self.size.width, self.rich_style)

    def on_key(self, _event: Key) -> None:
        left, self.at = self.at, (self.at + 1) % self.size.height
        self.refresh(Region(0, left, 1, 1), Region(0, self.at, 1, 1))


class Floor(App[None]):
    def compose(self) -> ComposeResult:
        yield Column()

    def on_mount(self) -> None:
        self.query_one(Column).focus()


if __name__ == "__main__":
    Floor().run()
