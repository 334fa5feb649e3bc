"""A pane's frame: its title stands in it, and it is lit while the reader is inside."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget


class Frame(Widget):
    """Holds one pane. ``show_title`` takes the plain part and the part that stands out."""

    DEFAULT_CSS = """
    Frame {
        layout: vertical;
        border: round $frame;
        border-title-color: $ink-faint;
        border-title-style: $faint-style;
        background: $background;
        &:focus-within {
            border: round $accent;
            border-title-color: $accent;
            border-title-style: not dim;
        }
        &:focus-within:nocolor { border: heavy $accent; }
    }
    """
    ALLOW_SELECT = False

    def __init__(self, *children: Widget, id: str) -> None:
        super().__init__(*children, id=id)
        self._title: tuple[str, str] = ("", "")

    @property
    def title_text(self) -> str:
        return "".join(self._title)

    def show_title(self, plain: str, strong: str = "") -> None:
        """Sets the title; foreign text is drawn as it is, never read as markup."""
        if (plain, strong) != self._title:
            self._title = (plain, strong)
            self.border_title = Content.assemble(plain, (strong, "bold"))
