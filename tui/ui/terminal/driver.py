"""The terminal driver: Textual's own, with thinned output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.drivers.linux_driver import LinuxDriver

from tui.ui.terminal.thinning import Thinning

if TYPE_CHECKING:
    from tui.ui.terminal.early import EarlyTerminal


class ThinDriver(LinuxDriver):
    """Writes what changes on the terminal and nothing else.

    An app with an ``early`` terminal goes on where that one stands: its screen is
    there already, and what is typed since then is still to be read.
    """

    thinning: Thinning
    _entered = False

    def start_application_mode(self) -> None:
        early: EarlyTerminal | None = getattr(self._app, "early", None)
        before: list[Any] | None = None
        self.thinning = Thinning()
        if early is not None and early.painted:
            before = early.hand_over()
            self.thinning = early.thinning
            self.thinning.hold()
            self._entered = True
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._entered = False
        if before is not None:
            self.attrs_before = before

    def write(self, data: str) -> None:
        if self._entered and data == "\x1b[?1049h":
            return  # asking again would clear what is shown
        left = self.thinning.thin(data)
        if left:
            super().write(left)
