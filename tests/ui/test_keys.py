"""A key means a command everywhere, or in one pane before that."""

from __future__ import annotations

from tui.ui.commands.catalogue import COMMANDS
from tui.ui.keys import Keymap
from tui.ui.screens.arrangement import Pane


def meant(keymap: Keymap, key: str, pane: Pane | None = None) -> str:
    command = keymap.find(key, key, pane)
    return command.name if command else ""


def test_a_panes_own_meaning_comes_before_the_common_one() -> None:
    keymap = Keymap(COMMANDS, {})
    assert meant(keymap, "n") == "next-unread"
    assert meant(keymap, "n", "article") == "next-unread"
    assert meant(keymap, "n", "room") == "next-new"
    assert meant(keymap, "j", "room") == "down"
    assert meant(keymap, "w", "wire") == ""


def test_what_the_reader_chose_comes_before_what_a_pane_means() -> None:
    keymap = Keymap(COMMANDS, {"star": "n"})
    assert meant(keymap, "n") == "star"
    assert meant(keymap, "n", "room") == "star"
    assert keymap.first("next-unread") == ""


def test_a_key_chosen_for_one_pane_stays_what_it_is_elsewhere() -> None:
    keymap = Keymap(COMMANDS, {"next-new": "s"})
    assert meant(keymap, "s", "room") == "next-new"
    assert meant(keymap, "s", "wire") == "star"
    assert meant(keymap, "n", "room") == "next-unread"


def test_no_key_means_two_things_in_one_place() -> None:
    taken = [(command.pane, key) for command in COMMANDS for key in command.keys]
    assert len(taken) == len(set(taken))
