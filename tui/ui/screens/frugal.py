"""A screen that draws what changed in the turn that changed it, and asks no widget that did not."""

from __future__ import annotations

from textual.events import Idle
from textual.screen import Screen

from tui.ui.terminal.compositor import FrugalCompositor


class FrugalScreen(Screen[None], inherit_bindings=False):
    """Textual's screen without its timer of sixty ticks a second between a change and its drawing.

    That timer also catches up tick by tick after an idle hour, before the next key is read.
    """

    def __init__(self) -> None:
        super().__init__()
        self._compositor = FrugalCompositor()

    def on_idle(self, event: Idle) -> None:
        if self._dirty_widgets and not self._layout_required and self.is_current:
            event.prevent_default()
            self._on_timer_update()
