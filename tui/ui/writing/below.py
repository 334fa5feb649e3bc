"""What stands below comments or a chat while the reader writes: it takes the keys, and leaves again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key
from textual.widget import Widget

TREE = 4  # rows that what is above keeps, or it goes


class Below(Widget, can_focus=True):
    """A part of the room that is typed into, below what stands ``beside`` it.

    ``commands`` does what those with these names mean here.
    """

    DEFAULT_CSS = """
    Below {
        height: auto;
        max-height: 100%;
        overflow-x: hidden;
        overflow-y: auto;
        layout: vertical;
    }
    """
    # Done before the next key is looked at, and not when what has the keys comes to this one.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "go(1)", show=False, priority=True),
        Binding("shift+tab", "go(-1)", show=False, priority=True),
    ]
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self.styles.scrollbar_size_vertical = 0  # what has the keys scrolls into sight
        self.beside: Widget | None = None
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
        """Takes what room there is; what is above goes where too little is left for it."""
        frame = self.parent
        if self._gone or self.beside is None or not isinstance(frame, Widget) or not frame.size.height:
            return
        self.grow(frame.size.height)
        if frame.size.height - self.outer_size.height >= TREE:
            self.give_way()
        else:
            self.beside.display = False

    def give_way(self) -> None:
        """Shows what is above, as its own styles have it."""
        if self.beside is not None:
            self.beside.styles.clear_rule("display")

    def grow(self, rows: int) -> None:
        """Makes itself fit for a pane of so many rows."""

    # --- keys -----------------------------------------------------------------------

    def on_key(self, event: Key) -> None:
        # The one handler of keys: Textual would call a subclass's beside this one, not in its place.
        if self.take(event.key):
            event.stop()
            event.prevent_default()

    def action_go(self, step: int) -> None:
        """Goes to the next stop, or the one before."""
        stops = self.stops
        here = next((place for place, one in enumerate(stops) if one is self.screen.focused), -step)
        if stops:
            # Not ``focus``, which happens later: keys come in handfuls, and the next one is for it.
            self.screen.set_focus(stops[(here + step) % len(stops)])
