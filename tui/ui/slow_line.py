"""Saving bytes on a slow line: who decides it, and what it means on the screen.

Saved on: pictures, the terminal's own 16 colours, rows of one line, scrolling by
whole pages, news told more seldom. What else costs bytes asks ``active``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.locale import _
from tui.ui.palettes import ANSI

if TYPE_CHECKING:
    from tui.ui.app import WireroomApp


class SlowLine:
    """Whether bytes are saved. ``choice`` is the setting: "on", "off", or "auto" to find out."""

    def __init__(self, app: WireroomApp, choice: str) -> None:
        self._app = app
        self._auto = choice == "auto"
        self._theme = ""  # the look to return to
        self.active = choice == "on"

    def apply(self) -> None:
        """Makes the screen what ``active`` says."""
        app = self._app
        if self.active:
            self._theme, app.theme = app.theme, ANSI
        elif self._theme and app.theme == ANSI:
            app.theme = self._theme
        app.newsroom.wire.save_bytes(self.active)
        app.newsroom.article.show_pictures()

    def noticed(self) -> None:
        """The terminal can't keep up: saves bytes from now on, unless the reader has decided."""
        if self._auto and not self.active:
            self._auto = False
            self._switch(True)
            words = _("The line is slow: fewer colours, one-line rows. {key} undoes that.")
            self._app.newsroom.say(words.format(key=self._key))

    def toggle(self) -> None:
        """Saves bytes, or draws in full again; from now on the reader decides."""
        self._auto = False
        self._switch(not self.active)
        words = _("Saving bytes: {key} ends it.") if self.active else _("Drawing in full.")
        self._app.newsroom.say(words.format(key=self._key))

    def _switch(self, active: bool) -> None:
        self.active = active
        self.apply()

    @property
    def _key(self) -> str:
        return self._app.keymap.first("slow-line") or ":"
