"""Whether pictures are shown, and how: by the setting, the line, the terminal, and the reader's word."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tui.locale import _
from tui.ui.pictures.decode import RGB
from tui.ui.pictures.drawing import Painter
from tui.ui.pictures.protocol import known, painter

if TYPE_CHECKING:
    from rich.style import Style

    from tui.ui.app import WireroomApp


class Showing:
    """``choice`` is the setting: "auto", "kitty", "blocks" or "off"."""

    def __init__(self, app: WireroomApp, choice: str) -> None:
        self._app = app
        self._choice = choice
        self._asked: bool | None = None  # what the reader said, by the key
        self._painters: dict[tuple[str | None, str, bool], Painter | None] = {}

    @property
    def unsure(self) -> bool:
        """Whether what the terminal is decides, and the environment does not tell."""
        return self._choice in ("auto", "off") and not known(os.environ)

    @property
    def shown(self) -> bool:
        """Whether pictures are to be drawn: not on a slow line, unless the reader asks."""
        if self._asked is not None:
            return self._asked
        return self._choice != "off" and not self._app.slow

    def painter(self) -> Painter | None:
        """How to draw them now; None: their descriptions stand alone."""
        return self._way() if self.shown else None

    def toggle(self) -> str:
        """Shows them or hides them; gives the sentence that says so."""
        if self._way() is None:
            return _("There are no colours here to draw with: the descriptions stand.")
        self._asked = not self.shown
        return (
            _("Pictures are shown.") if self._asked else _("Pictures are hidden: their descriptions stand.")
        )

    def ground(self, style: Style) -> RGB:
        """What is behind a picture, for its transparent parts."""
        colour = style.bgcolor
        red, green, blue = colour.triplet if colour and colour.triplet else (0, 0, 0)
        return red, green, blue

    def send(self, data: str) -> None:
        """Tells the terminal something about pictures."""
        self._app.tell_terminal(data)

    def _way(self) -> Painter | None:
        app = self._app
        key = (app.console.color_system, app.terminal_name, app.slow)
        if key not in self._painters:
            system, name, slow = key
            self._painters[key] = painter(self._choice, system, name, slow=slow, environ=os.environ)
        return self._painters[key]
