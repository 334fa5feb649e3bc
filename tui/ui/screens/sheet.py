"""A sheet over the newsroom: a framed list, a line that speaks, keys below. What help and sources share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Key
from textual.screen import ModalScreen
from textual.widget import Widget

from tui.ui.widgets.choices import Choices
from tui.ui.widgets.frame import Frame
from tui.ui.widgets.status_bar import StatusBar

Result = TypeVar("Result")


class Sheet(ModalScreen[Result | None], inherit_bindings=False):
    """Holds ``parts`` in a frame. ``take`` is a sheet's own keys; ``esc``, ``h`` and ``q`` close it."""

    AUTO_FOCUS = "Choices"
    DEFAULT_CSS = """
    Sheet {
        background: $background;
        #sheet { height: 1fr; align-horizontal: center; }
        #sheet-frame { width: 100%; max-width: 100; height: 1fr; }
    }
    """

    def __init__(self, title: str, hints: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._title = title
        self._hints = hints
        self.choices = Choices(id="choices")
        self.status = StatusBar()

    def parts(self) -> list[Widget]:
        """What stands in the frame."""
        return [self.choices]

    def compose(self) -> ComposeResult:
        yield Container(Frame(*self.parts(), id="sheet-frame"), id="sheet")
        yield self.status

    def on_mount(self) -> None:
        self.query_one(Frame).show_title(self._title)
        self.status.show_hints(self._hints)

    def take(self, event: Key) -> bool:
        """Does what a key of this sheet's own means; False for a key that is none."""
        return False

    def on_key(self, event: Key) -> None:
        # The one handler of keys: Textual would call a subclass's beside this one, not in its place.
        if self.take(event):
            event.stop()
        elif event.key in ("escape", "h", "q"):
            event.stop()
            self.dismiss(None)
