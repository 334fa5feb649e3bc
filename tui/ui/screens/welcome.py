"""The first screen of a reader who has no sources: packs, an address, a file, or the demo."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.events import Key

from tui.locale import _
from tui.model import Failure
from tui.ui.screens.sheet import Sheet
from tui.ui.widgets.choices import Choice, Choices

if TYPE_CHECKING:
    from textual.widget import Widget

    from tui.desk import Desk
    from tui.feeds.starter_packs import StarterPack
    from tui.moving.taking import Taken

_ADD, _IMPORT, _DEMO, _MOVE = "add", "import", "demo", "move"


class WelcomeScreen(Sheet[bool]):
    """Offers sources until there are some; gives True then, None if the reader left without."""

    def __init__(self, desk: Desk, demo: Callable[[], str] | None) -> None:
        from tui.ui.widgets.spoken import Spoken

        hints = [("j/k", _("move")), ("space", _("pick")), ("⏎", _("go on")), ("esc", _("later"))]
        super().__init__(_("Welcome to wireroom"), hints)
        self.spoken = Spoken(_("No sources yet. Pick packs with space and press enter, or choose below."))
        self.choices.picks = True
        self._desk = desk
        self._demo = demo
        self._packs: list[StarterPack] = []
        self._found: list[Path] = []
        self._picked: set[str] = set()
        self._work: asyncio.Task[None] | None = None

    def parts(self) -> list[Widget]:
        return [self.spoken, self.choices]

    def on_mount(self) -> None:
        from tui.feeds.starter_packs import starter_packs
        from tui.moving.recognise import usual_places

        self._packs = starter_packs()
        self._found = usual_places()
        self._show()

    def _show(self) -> None:
        packs = [
            Choice(pack.name, pack.name, pack.description, "[x]" if pack.name in self._picked else "[ ]")
            for pack in self._packs
        ]
        own = [Choice(_ADD, _("Add an address"), "a"), Choice(_IMPORT, _("Import a file"), "i")]
        if self._found:
            names = ", ".join(_short(file) for file in self._found)
            own.insert(0, Choice(_MOVE, _("Move in from {files}").format(files=names), "m"))
        if self._demo:
            own.append(Choice(_DEMO, _("Try the demo: a small newsroom on this machine"), "d"))
        headings = (Choice("", _("Starter packs"), heading=True), Choice("", _("Or"), heading=True))
        self.choices.show([headings[0], *packs, headings[1], *own])

    def take(self, event: Key) -> bool:
        shortcut = {
            "a": _ADD,
            "i": _IMPORT,
            "d": _DEMO if self._demo else "",
            "m": _MOVE if self._found else "",
        }.get(event.character or "")
        if shortcut:
            self._do(shortcut)
        elif event.key == "escape" and self._work and not self._work.done():
            self._work.cancel()
            self.spoken.say(_("Stopped."))
        else:
            return False
        return True

    def on_choices_taken(self, message: Choices.Taken) -> None:
        message.stop()
        self._do(message.choice.id)

    def _do(self, what: str) -> None:
        if self._work and not self._work.done():
            return
        if what == _ADD:
            from tui.ui.screens.add_source import AddSourceScreen

            self.app.push_screen(AddSourceScreen(self._desk), self._added)
        elif what == _IMPORT:
            from tui.ui.screens.import_file import ImportScreen

            self.app.push_screen(ImportScreen(self._desk), self._imported)
        elif what == _MOVE:
            self._work = asyncio.create_task(self._move_in())
        elif what == _DEMO:
            self._work = asyncio.create_task(self._start_demo())
        else:
            self._work = asyncio.create_task(self._subscribe(self._picked or {what}))

    def on_choices_picked(self, message: Choices.Picked) -> None:
        message.stop()
        if any(pack.name == message.choice.id for pack in self._packs):
            self._picked ^= {message.choice.id}
            self._show()

    # --- ways to get sources -----------------------------------------------------

    async def _subscribe(self, names: set[str]) -> None:
        wanted = [s for pack in self._packs if pack.name in names for s in pack.subscriptions]
        report = await asyncio.to_thread(self._desk.import_subscriptions, wanted)
        self._imported(report)

    async def _move_in(self) -> None:
        self.spoken.say(_("Moving in …"))
        try:
            report = await asyncio.to_thread(self._desk.import_files, self._found)
        except Failure as failure:
            self.spoken.say(failure.words, alert=True)
        else:
            self._imported(report)

    async def _start_demo(self) -> None:
        if self._demo is None:
            return
        self.spoken.say(_("Starting the demo newsroom …"))
        try:
            address = await asyncio.to_thread(self._demo)
            found = await asyncio.wrap_future(self._desk.discover(address))
            await asyncio.to_thread(self._desk.add, found)
        except Failure as failure:
            self.spoken.say(failure.words, alert=True)
        else:
            self._leave()

    def _added(self, titles: list[str] | None) -> None:
        if titles:
            self._leave()

    def _imported(self, report: Taken | None) -> None:
        if report is None:
            return
        if report.added or report.known:
            self._leave()
        else:
            self.spoken.say(_("Nothing to subscribe to in that file."), alert=True)

    def _leave(self) -> None:
        self._desk.refresh(everything=True)
        self.dismiss(True)


def _short(file: Path) -> str:
    """The path as a person writes it, from their own folder on."""
    own = Path.home()
    return f"~/{file.relative_to(own)}" if file.is_relative_to(own) else str(file)
