"""The place below the comments where the reader types: one thing at a time, for one thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.events import Key

if TYPE_CHECKING:
    from tui.model import Thread
    from tui.ui.panes.room import RoomPane
    from tui.ui.writing.below import Below


class Stage:
    """Below the comments of ``pane``. Keys typed for what is just opening are held back for it."""

    def __init__(self, pane: RoomPane) -> None:
        self.open: Below | None = None
        self._pane = pane
        self._thread = ""  # the id of the one that it is for
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

    def show(self, below: Below, thread: Thread) -> None:
        """Opens something in place of what is open."""
        self.close()
        self.open, self._thread, self._held = below, thread.id, []
        frame: Any = self._pane.parent
        frame.mount(below, after=self._pane)
        below.call_after_refresh(self._land, below)

    def _land(self, below: Below) -> None:
        """Gives the keys to what has opened, those first that were typed meanwhile."""
        if below is not self.open:
            return
        held, self._held = self._held or (), None
        self._pane.screen.set_focus(below.landing)
        for key in held:
            below.landing.post_message(Key(key.key, key.character))

    def keep_to(self, thread: Thread | None) -> None:
        """Closes what is for another thread than this one."""
        if self.open and (thread is None or thread.id != self._thread):
            self.close()

    def close(self) -> None:
        """Goes back to the comments; what was typed is kept."""
        below, self.open, self._held = self.open, None, None
        if below:
            self._pane.display = True
            if below.has_focus_within:
                self._pane.screen.set_focus(self._pane, scroll_visible=False)
            below.go()
