"""Laid-out lines, drawn one by one: only those in sight are ever built."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment as Painted
from rich.style import Style
from textual.events import MouseScrollDown, MouseScrollUp, Resize
from textual.strip import Strip
from textual.widget import Widget

from tui.articles.lines import Line, Segment
from tui.text import cells

OVERLAP = 2  # lines of a page that the next page shows again

# Which component class draws a role's word; the first word that has one wins.
_LOOKS = {
    "title": "title",
    "heading": "title",
    "attribution": "faint",
    "meta": "faint",
    "section": "faint",
    "caption": "muted",
    "credit": "muted",
    "quote-bar": "accent",
    "card-frame": "frame",
    "card-section": "faint",
    "card-title": "title",
    "card-summary": "muted",
    "rule": "frame",
    "picture-alt": "faint",
    "footnote": "faint",
    "dateline": "title",
    "list-marker": "accent",
    "table-frame": "frame",
    "code": "muted",
    "notice": "accent",
    "guide": "frame",
    "new": "accent",
    "alert": "alert",
    "name-1": "name-1",
    "name-2": "name-2",
    "name-3": "name-3",
    "name-4": "name-4",
}
_STYLES = {
    "bold": Style(bold=True),
    "italic": Style(italic=True),
    "credit": Style(italic=True),
    "struck": Style(strike=True),
    "name": Style(bold=True),
    "chosen": Style(reverse=True),
    "found": Style(bold=True, underline=True),
    "found-here": Style(reverse=True),
}


class LinesView(Widget, can_focus=True):
    """A column of lines with a place in it. Subclasses say what the lines are."""

    DEFAULT_CSS = """
    LinesView {
        height: 1fr;
        & > .lines--title { color: $ink; text-style: bold; }
        & > .lines--muted { color: $ink-muted; text-style: $muted-style; }
        & > .lines--faint { color: $ink-faint; text-style: $faint-style; }
        & > .lines--accent { color: $accent; }
        & > .lines--frame { color: $frame; }
        & > .lines--link { color: $link; text-style: underline; }
        & > .lines--alert { color: $alert; }
        & > .lines--name-1 { color: $name-1; }
        & > .lines--name-2 { color: $name-2; }
        & > .lines--name-3 { color: $name-3; }
        & > .lines--name-4 { color: $name-4; }
    }
    """
    COMPONENT_CLASSES: ClassVar = {
        "lines--title",
        "lines--muted",
        "lines--faint",
        "lines--accent",
        "lines--frame",
        "lines--link",
        "lines--alert",
        "lines--name-1",
        "lines--name-2",
        "lines--name-3",
        "lines--name-4",
    }
    ALLOW_SELECT = False
    MARGIN: ClassVar[int] = 1
    WHEEL: ClassVar[int] = 3  # steps a notch of the mouse's wheel goes

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.lines: Sequence[Line] = ()
        self.top = 0
        self._inks: dict[str, Style] = {}

    # --- moving -------------------------------------------------------------------

    def show_lines(self, lines: Sequence[Line], top: int = 0) -> None:
        """Shows these lines from ``top`` on."""
        self.lines = lines
        self.top = self._within(top)
        self.refresh()
        self.moved()

    def moved(self) -> None:
        """Called when the place or the lines changed."""

    def step(self, lines: int) -> bool:
        """Moves by lines; False when the end was reached already."""
        return self._go(self.top + lines)

    def step_page(self, pages: int) -> bool:
        """Moves by pages, each sharing two lines with the one before."""
        return self.step(pages * max(self.size.height - OVERLAP, 1))

    def to_end(self, *, top: bool) -> None:
        """Goes to the beginning or the end."""
        self._go(0 if top else len(self.lines))

    def _go(self, top: int) -> bool:
        top = self._within(top)
        if top == self.top:
            return False
        self.top = top
        self.refresh()
        self.moved()
        return True

    def _within(self, top: int) -> int:
        return max(0, min(top, len(self.lines) - self.size.height))

    @property
    def progress(self) -> int | None:
        """How much has been in sight, in percent; None where everything fits."""
        if len(self.lines) <= self.size.height:
            return None
        return min(100, round(100 * (self.top + self.size.height) / len(self.lines)))

    # --- drawing ------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        place = self.top + y
        line = self.lines[place] if place < len(self.lines) else None
        return self.paint(line.segments if line else (), right=bool(line and line.align == "right"))

    @property
    def measure(self) -> int:
        """The cells that lines are laid out in; right-aligned ones end where they do."""
        return self.size.width - 2 * self.MARGIN

    @property
    def margin(self) -> int:
        """The cells left of the lines."""
        return self.MARGIN

    def paint(self, segments: Sequence[Segment], *, right: bool = False) -> Strip:
        """One row of the pane."""
        width = self.size.width
        ground = self.ink("")
        painted = [Painted(segment.text, self._style(segment)) for segment in segments]
        free = self.measure - sum(cells(segment.text) for segment in segments) if right else 0
        indent = Painted(" " * (self.margin + max(free, 0)), ground)
        return Strip([indent, *painted]).adjust_cell_length(width, ground)

    def marked(self, strip: Strip) -> Strip:
        """A row with the cursor's mark before it, lit where the keys go here."""
        mark = Strip([Painted("▌", self.ink("accent" if self.has_focus else "faint"))])
        return Strip.join([mark, strip.crop(1)])

    def _style(self, segment: Segment) -> Style:
        words = segment.role.split()
        look = next((_LOOKS[word] for word in words if word in _LOOKS), "")
        style = self.ink("link" if "link" in words and not look else look)
        if "link" in words and look:
            style += Style(underline=True)
        for word in words:
            if word in _STYLES:
                style += _STYLES[word]
        return style

    def ink(self, look: str) -> Style:
        if look not in self._inks:
            self._inks[look] = self.get_component_rich_style(f"lines--{look}") if look else self.rich_style
        return self._inks[look]

    def notify_style_update(self) -> None:
        self._inks.clear()
        super().notify_style_update()

    # --- events -------------------------------------------------------------------

    def on_resize(self, _event: Resize) -> None:
        self.top = self._within(self.top)

    def on_mouse_scroll_down(self, _event: MouseScrollDown) -> None:
        self.step(self.WHEEL)

    def on_mouse_scroll_up(self, _event: MouseScrollUp) -> None:
        self.step(-self.WHEEL)
