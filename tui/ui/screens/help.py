"""Every key, grouped, made from the commands that there are."""

from __future__ import annotations

from tui.locale import _
from tui.ui.commands.command import GROUPS
from tui.ui.keys import Keymap
from tui.ui.screens.sheet import Sheet
from tui.ui.widgets.choices import Choice, Choices

KEYS = 14  # cells for the keys


class HelpScreen(Sheet[str]):
    """Lists each command's keys and what it does; gives the name of one that was chosen."""

    def __init__(self, keymap: Keymap) -> None:
        super().__init__(_("Keys"), [("j/k", _("move")), ("⏎", _("do it")), ("esc", _("back"))])
        self._keymap = keymap

    def on_mount(self) -> None:
        self.choices.show(lines(self._keymap))

    def on_choices_taken(self, message: Choices.Taken) -> None:
        self.dismiss(message.choice.id)


def lines(keymap: Keymap) -> list[Choice]:
    """The help as headings and lines, one a command that has a key; the nine sections are one."""
    told: list[Choice] = []
    for group in GROUPS:
        here = [c for c in keymap.commands if c.group == group and keymap.shown(c)]
        told.append(Choice("", group, heading=True))
        for command in here:
            number = command.name.removeprefix("section-")
            if number.isdecimal() and number != "1":
                continue
            keys = "1 … 9" if number == "1" else keymap.shown(command)
            told.append(Choice(command.name, command.sentence, mark=keys.ljust(KEYS)))
        told.append(Choice("", "", heading=True))
    return told[:-1]
