"""The keys that the bottom line names in each pane, most useful first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.locale import _
from tui.ui.keys import shown
from tui.ui.screens.arrangement import Place

if TYPE_CHECKING:
    from tui.ui.commands.command import Command
    from tui.ui.keys import Keymap

_IN: dict[Place, tuple[str, ...]] = {
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
    "room": (
        "move",
        "reply",
        "comment",
        "log-in",
        "next-new",
        "sort",
        "follow-thread",
        "chats",
        "browser",
        "back",
        "help",
    ),
    "chats": (
        "move",
        "open",
        "follow-chat",
        "retry-message",
        "chat-write",
        "chat-reply",
        "start-chat",
        "next-unread-chat",
        "chat-log-in",
        "react",
        "chats",
        "back",
        "help",
    ),
    "writing": (
        "send-message",
        "new-line",
        "complete-name",
        "send",
        "preview",
        "editor",
        "sign",
        "form-page",
        "other-form",
        "stop-writing",
        "help",
    ),
}


def hints(
    keymap: Keymap, where: Place, offered: Callable[[Command], object] = lambda _command: True
) -> list[tuple[str, str]]:
    """Key and word of each command to name in a place: those that are ``offered`` now and have a key."""
    commands = {command.name: command for command in keymap.commands}
    told = []
    for name in _IN[where]:
        keys = keymap.keys(name) if name != "move" else ()
        if name == "move":
            moving = [key for key in (keymap.first("down"), keymap.first("up")) if key]
            told.append(("/".join(moving), _("move")))
        elif keys and offered(commands[name]):
            # What types a letter is no key while one writes.
            told.append(
                (shown(keys[-1 if where == "writing" and len(keys[0]) == 1 else 0]), commands[name].hint)
            )
    return told
