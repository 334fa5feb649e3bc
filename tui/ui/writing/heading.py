"""Lines above what is typed: what it is, whom it answers, what is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.geometry import Size
from textual.strip import Strip

from tui.articles.lines import Line, Segment
from tui.text import cells, fit
from tui.ui.widgets.lines_view import LinesView

LinesFor = Callable[[int], Sequence[Line]]


class Heading(LinesView, can_focus=False):
    """As many lines as ``lines_for`` gives for the width."""

    DEFAULT_CSS = "Heading { height: auto; }"

    def __init__(self, lines_for: LinesFor) -> None:
        super().__init__()
        self._lines_for = lines_for

    def show(self, lines_for: LinesFor) -> None:
        """Shows other lines."""
        self._lines_for = lines_for
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines_for(max(width - 2 * self.MARGIN, 8)))

    def render_line(self, y: int) -> Strip:
        self.lines = self._lines_for(max(self.measure, 8))
        return super().render_line(y)


def ruled(title: str, aside: str, width: int) -> Line:
    """A rule with a title in it, and at its end what is said beside."""
    aside = f" {fit(aside, max(width // 2 - 4, 0))} ─" if aside and width >= 24 else ""
    title = fit(title, max(width - cells(aside) - 4, 4))
    fill = "─" * max(width - cells(title) - cells(aside) - 3, 1)
    return Line(
        (Segment("─ ", "rule"), Segment(title, "title"), Segment(f" {fill}", "rule"), Segment(aside, "meta"))
    )
