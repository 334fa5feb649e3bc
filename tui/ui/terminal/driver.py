"""The terminal driver: Textual's own, with thinned output."""

from __future__ import annotations

from textual.drivers.linux_driver import LinuxDriver

from tui.ui.terminal.thinning import Thinning


class ThinDriver(LinuxDriver):
    """Writes what changes on the terminal and nothing else."""

    thinning: Thinning

    def start_application_mode(self) -> None:
        self.thinning = Thinning()
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def write(self, data: str) -> None:
        left = self.thinning.thin(data)
        if left:
            super().write(left)
