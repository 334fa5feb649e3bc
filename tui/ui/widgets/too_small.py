"""What a terminal shows that is too small to read in."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from tui.locale import _
from tui.text import fit


class TooSmall(Widget):
    """Covers the screen and says so."""

    DEFAULT_CSS = """
    TooSmall {
        layer: cover;
        dock: top;
        width: 100%;
        height: 100%;
        background: $background;
        color: $ink;
        display: none;
    }
    """

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        words = fit(_("terminal too small"), width) if y == height // 2 else ""
        return Strip([Segment(words.center(width), self.rich_style)]).adjust_cell_length(
            width, self.rich_style
        )
