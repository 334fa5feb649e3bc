"""Importing what other readers keep, from a file or a folder."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from tui.locale import _
from tui.ui.screens.asking import AskingSheet

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.moving.taking import Taken


class ImportScreen(AskingSheet["Taken"]):
    """Asks for a path; gives what was taken from there."""

    def __init__(self, desk: Desk) -> None:
        hints = [("⏎", _("import")), ("esc", _("back"))]
        super().__init__(
            _("Import"),
            _("The path of OPML, a list of addresses, or newsboat's, newsraft's or sfeed's files:"),
            hints,
        )
        self._desk = desk

    async def answer(self, text: str) -> None:
        self.dismiss(await asyncio.to_thread(self._import, text))

    def _import(self, text: str) -> Taken:
        return self._desk.import_files([Path(text).expanduser()])
