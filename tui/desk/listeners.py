"""Those who want to hear what happens at the desk."""

from __future__ import annotations

from collections.abc import Callable

from tui.events import Event

Listener = Callable[[Event], None]


class Listeners:
    """Whoever subscribed, told on the thread that an event happens on."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Calls ``listener`` with every event, on the thread it happens on; gives the way to stop."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def emit(self, event: Event) -> None:
        """Tells everyone."""
        for listener in tuple(self._listeners):
            listener(event)

    def close(self) -> None:
        """Tells nobody any more."""
        self._listeners.clear()
