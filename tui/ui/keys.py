"""Which key runs which command: the commands' own keys, and those the reader set instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tui.config import BadSettings
from tui.ui.commands.command import Command

if TYPE_CHECKING:
    from tui.ui.screens.arrangement import Place

_NAMES = {"esc": "escape", "return": "enter", "del": "delete", "pgdn": "pagedown", "pgup": "pageup"}
_SHOWN = {
    "enter": "⏎",
    "escape": "esc",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "pagedown": "pgdn",
    "pageup": "pgup",
}


class Keymap:
    """Finds the command of a key press. ``chosen`` maps command names to keys, "s" or "s ctrl+s".

    Raises ``BadSettings`` for a name that is no command's.
    """

    def __init__(self, commands: Sequence[Command], chosen: Mapping[str, str]) -> None:
        self.commands = tuple(commands)
        known = {command.name for command in self.commands}
        for name in chosen:
            if name not in known:
                raise BadSettings(
                    f"The settings give keys to {name!r}, which is no command.",
                    f"The commands are: {', '.join(sorted(known))}.",
                )
        self._keys = {c.name: _keys(chosen[c.name]) if c.name in chosen else c.keys for c in commands}
        taken = {(c.pane, key) for c in commands if c.name in chosen for key in self._keys[c.name]}
        self._by_key: dict[tuple[Place | None, str], Command] = {}
        for command in self.commands:
            if command.name not in chosen:
                free = (k for k in self._keys[command.name] if not {(None, k), (command.pane, k)} & taken)
                self._keys[command.name] = tuple(free)
            for key in self._keys[command.name]:
                self._by_key.setdefault((command.pane, key), command)

    def find(self, key: str, character: str | None, pane: Place | None = None) -> Command | None:
        """The command of a key as the terminal reports it: Textual's name, and what it types.

        In a ``pane``, what the key means there comes before what it means everywhere.
        """
        for where in (pane, None):
            for pressed in (key, character):
                if pressed and (where, pressed) in self._by_key:
                    return self._by_key[where, pressed]
        return None

    def find_writing(self, key: str) -> Command | None:
        """The command of a key while the reader writes: most keys go into the text."""
        found = self._by_key.get((None, key))
        return self._by_key.get(("writing", key)) or (found if found and found.everywhere else None)

    def keys(self, name: str) -> tuple[str, ...]:
        """The keys of the command called ``name``."""
        return self._keys[name]

    def shown(self, command: Command) -> str:
        """The command's keys as people read them: "j ↓"."""
        return " ".join(shown(key) for key in self._keys[command.name])

    def first(self, name: str) -> str:
        """The first key of a command as people read it; "" when it has none."""
        keys = self._keys[name]
        return shown(keys[0]) if keys else ""


def _keys(text: str) -> tuple[str, ...]:
    words = text.replace(",", " ").split() or ([text] if text.strip() else [])
    return tuple(_NAMES.get(word.lower(), word) if len(word) > 1 else word for word in words)


def shown(key: str) -> str:
    """A key as people read it: "⏎" for enter."""
    return _SHOWN.get(key, key)
