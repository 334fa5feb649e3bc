"""What stands below the comments while the reader writes: it takes the keys, and leaves again."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual.events import Key
from textual.widget import Widget

TREE = 4  # rows that the comments keep, or they go
FOLLOWING, BEFORE = "tab", "shift+tab"


class Below(Widget, can_focus=True):
    """A part of the room that is typed into. ``commands`` does what those with these names mean here."""

    DEFAULT_CSS = """
    Below {
        height: auto;
        max-height: 100%;
        overflow-x: hidden;
        overflow-y: auto;
        layout: vertical;
    }
    """
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self.styles.scrollbar_size_vertical = 0  # what has the keys scrolls into sight
        self._gone = False

    @property
    def stops(self) -> list[Widget]:
        """What tab goes through, in order."""
        raise NotImplementedError

    @property
    def landing(self) -> Widget:
        """What takes the keys when the reader comes here."""
        return next(iter(self.stops), self)

    def send(self) -> None:
        """Sends what was typed."""
        raise NotImplementedError

    def leave(self) -> None:
        """Goes away, as far as the reader wants to now."""
        raise NotImplementedError

    @property
    def commands(self) -> Mapping[str, Callable[[], None]]:
        """What else can be done here now, by the commands' names."""
        return {}

    def offers(self, name: str) -> bool:
        """Whether the command with this name does something here now."""
        return name in ("send", "stop-writing") or name in self.commands

    def run(self, name: str) -> None:
        """Does what a command means here."""
        self.commands[name]()

    def keep(self) -> None:
        """Keeps what is to be kept of what was typed."""

    def go(self) -> None:
        """Goes from the screen, and keeps what is to be kept."""
        self.keep()
        self._gone = True
        self.remove()

    def on_unmount(self) -> None:
        if not self._gone:  # the app ends in the middle of it
            self.keep()

    def take(self, key: str) -> bool:
        """Does what a key means here that is no command; False for one that means nothing."""
        return False

    # --- room -----------------------------------------------------------------------

    def on_mount(self) -> None:
        self.screen.screen_layout_refresh_signal.subscribe(
            self, lambda _screen: self._share(), immediate=True
        )
        self._share()

    def _share(self) -> None:
        """Takes what room there is; the comments go where too little is left for them."""
        frame = self.parent
        if self._gone or not isinstance(frame, Widget) or not frame.size.height:
            return
        self.grow(frame.size.height)
        others = [one for one in frame.children if one is not self]
        left = frame.size.height - self.outer_size.height
        for other in others:
            other.display = left >= TREE

    def grow(self, rows: int) -> None:
        """Makes itself fit for a pane of so many rows."""

    # --- keys -----------------------------------------------------------------------

    def on_key(self, event: Key) -> None:
        # The one handler of keys: Textual would call a subclass's beside this one, not in its place.
        if event.key in (FOLLOWING, BEFORE):
            self._go(1 if event.key == FOLLOWING else -1)
        elif not self.take(event.key):
            return
        event.stop()
        event.prevent_default()

    def _go(self, step: int) -> None:
        stops = self.stops
        here = next((place for place, one in enumerate(stops) if one.has_focus), -step)
        if stops:
            stops[(here + step) % len(stops)].focus()
