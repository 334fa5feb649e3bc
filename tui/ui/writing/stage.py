"""The place below a pane where the reader types: one thing at a time, for one thread or chat."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.events import Key

if TYPE_CHECKING:
    from textual.widget import Widget

    from tui.ui.writing.below import Below


class Stage:
    """Below the pane that ``beside`` gives. Keys typed for what is just opened are held back for it."""

    def __init__(self, beside: Callable[[], Widget]) -> None:
        self.open: Below | None = None
        self._beside = beside
        self._about = ""  # the id of what it is for
        self._held: list[Key] | None = None

    @property
    def types(self) -> bool:
        """Whether keys go into what is open."""
        return self.open is not None and self.open.has_focus_within

    def hold(self, key: Key) -> bool:
        """Holds a key back that is typed for what is just opening; False where nothing is."""
        if self._held is None:
            return False
        self._held.append(key)
        return True

    def show(self, below: Below, about: str) -> None:
        """Opens something in place of what is open, for the thread or chat with this id."""
        self.close()
        self.open, self._about, self._held = below, about, []
        below.beside = self._beside()
        frame: Any = below.beside.parent
        frame.mount(below, after=below.beside)
        below.call_after_refresh(self._land, below)

    def _land(self, below: Below) -> None:
        """Gives the keys to what has opened, those first that were typed meanwhile."""
        if below is not self.open:
            return
        held, self._held = self._held or (), None
        below.screen.set_focus(below.landing)
        for key in held:
            below.landing.post_message(Key(key.key, key.character))

    def keep_to(self, about: str) -> None:
        """Closes what is for anything but this."""
        if self.open and about != self._about:
            self.close()

    def close(self) -> None:
        """Goes back to the pane; what was typed is kept."""
        below, self.open, self._held = self.open, None, None
        if below:
            below.give_way()
            if below.beside is not None and below.has_focus_within:
                below.screen.set_focus(below.beside, scroll_visible=False)
            below.go()
