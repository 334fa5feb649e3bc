"""The keys that the bottom line names in each pane, most useful first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.locale import _
from tui.ui.screens.arrangement import Pane

if TYPE_CHECKING:
    from tui.ui.keys import Keymap

_IN: dict[Pane, tuple[str, ...]] = {
    "wire": ("move", "open", "read-on", "room", "search", "star", "refresh-all", "add-source", "help"),
    "article": (
        "read-on",
        "back",
        "next-story",
        "room",
        "browser",
        "full-text",
        "find",
        "star",
        "zen",
        "help",
    ),
    "room": ("move", "chats", "browser", "back", "help"),
}


def hints(keymap: Keymap, pane: Pane) -> list[tuple[str, str]]:
    """Key and word of each command to name in ``pane``; one that has no key is left out."""
    words = {command.name: command.hint for command in keymap.commands}
    told = []
    for name in _IN[pane]:
        if name == "move":
            keys = [key for key in (keymap.first("down"), keymap.first("up")) if key]
            told.append(("/".join(keys), _("move")))
        elif keymap.first(name):
            told.append((keymap.first(name), words[name]))
    return told
