"""Importing subscriptions from a file: OPML, or addresses one a line."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from tui.locale import _
from tui.model import Failure
from tui.ui.screens.asking import AskingSheet

if TYPE_CHECKING:
    from tui.desk import Desk, ImportReport


class ImportScreen(AskingSheet["ImportReport"]):
    """Asks for a path; gives what was taken from the file."""

    def __init__(self, desk: Desk) -> None:
        hints = [("⏎", _("import")), ("esc", _("back"))]
        super().__init__(_("Import"), _("The path of an OPML file, or of a list of addresses:"), hints)
        self._desk = desk

    async def answer(self, text: str) -> None:
        self.dismiss(await asyncio.to_thread(self._import, text))

    def _import(self, text: str) -> ImportReport:
        from tui.feeds.opml import read_subscriptions

        path = Path(text).expanduser()
        try:
            data = path.read_bytes()
        except OSError as error:
            raise Failure(
                _("{path} can't be read: {why}.").format(path=path, why=error.strerror or error),
                _("Check the path."),
            ) from error
        return self._desk.import_subscriptions(read_subscriptions(data, path.name))
