"""A line or two that say something, wrapped, drawn as it is."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from tui.text import clean, wrap


class Spoken(Widget):
    """Says ``text`` in as many lines as it needs, up to six."""

    DEFAULT_CSS = """
    Spoken {
        height: auto;
        & > .spoken--words { color: $ink-muted; text-style: $muted-style; }
        & > .spoken--alert { color: $alert; }
    }
    """
    COMPONENT_CLASSES: ClassVar = {"spoken--words", "spoken--alert"}
    ALLOW_SELECT = False

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self._alert = False

    @property
    def text(self) -> str:
        return self._text

    def say(self, text: str, *, alert: bool = False) -> None:
        """Says something else."""
        self._text, self._alert = clean(text, 1000), alert
        self.refresh(layout=True)

    def _lines(self, width: int) -> list[str]:
        return wrap(self._text, max(8, width - 2), 6) or [""]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        lines = self._lines(self.size.width)
        words = lines[y] if y < len(lines) else ""
        style = self.get_component_rich_style("spoken--alert" if self._alert else "spoken--words")
        return Strip([Segment(f" {words}", style)]).adjust_cell_length(self.size.width, self.rich_style)
