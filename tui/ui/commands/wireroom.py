"""Commands about the application itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.locale import _
from tui.ui.commands.command import WIREROOM, Command
from tui.ui.palettes import ANSI, DARK, LIGHT

if TYPE_CHECKING:
    from tui.ui.screens.newsroom import NewsroomScreen


class Help(Command):
    name, keys, group, everywhere = "help", ("?", "f1"), WIREROOM, True
    sentence = _("Show every key")
    hint = _("help")

    def run(self, room: NewsroomScreen) -> None:
        from tui.ui.screens.help import HelpScreen

        room.app.push_screen(HelpScreen(room.keymap), room.run_named)


class Palette(Command):
    name, keys, group = "commands", (":", "ctrl+p"), WIREROOM
    everywhere = True
    sentence = _("Find a command by its words")

    def run(self, room: NewsroomScreen) -> None:
        room.app.action_command_palette()


class SlowLine(Command):
    name, keys, group = "slow-line", ("B",), WIREROOM
    sentence = _("Save bytes on a slow line: fewer colours, one-line rows; or draw in full again")

    def run(self, room: NewsroomScreen) -> None:
        room.wireroom.slow_line.toggle()


class Redraw(Command):
    name, keys, group = "redraw", ("ctrl+l",), WIREROOM
    everywhere = True
    sentence = _("Draw the screen again")

    def run(self, room: NewsroomScreen) -> None:
        room.wireroom.redraw()


class Quit(Command):
    name, keys, group = "quit", ("q",), WIREROOM
    sentence = _("Leave wireroom")

    def run(self, room: NewsroomScreen) -> None:
        if room.room.participation.stays():
            room.say(_("What you wrote is still on its way: again leaves; it is kept as a draft."))
        else:
            room.app.exit()


class _Theme(Command):
    group = WIREROOM
    theme = ""

    def run(self, room: NewsroomScreen) -> None:
        room.app.theme = self.theme


class DarkTheme(_Theme):
    name, theme = "theme-dark", DARK
    sentence = _("Dark colours")


class LightTheme(_Theme):
    name, theme = "theme-light", LIGHT
    sentence = _("Light colours")


class TerminalTheme(_Theme):
    name, theme = "theme-terminal", ANSI
    sentence = _("The terminal's own colours")
