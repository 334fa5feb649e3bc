"""What a command is: a name, its keys, one sentence, and what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui.locale import _

if TYPE_CHECKING:
    from tui.ui.screens.arrangement import Place
    from tui.ui.screens.newsroom import NewsroomScreen

MOVING = _("Moving")
READING = _("Reading")
MARKING = _("Marking")
ROOM = _("The room")
CHATS = _("Chats")
WRITING = _("Writing")
VIEW = _("The view")
SOURCES = _("Sources")
WIREROOM = _("Wireroom")
GROUPS = (MOVING, READING, MARKING, ROOM, CHATS, WRITING, VIEW, SOURCES, WIREROOM)


class Command:
    """One thing the reader can ask for. ``keys`` are the default ones; settings may give others.

    ``hint`` is the word that the bottom line says for it. Where a ``pane`` is named, the keys
    mean the command in that pane alone, before any that mean another everywhere. While the
    reader writes, only keys of "writing" and of what goes ``everywhere`` mean anything.
    """

    name: ClassVar[str]
    keys: ClassVar[tuple[str, ...]] = ()
    group: ClassVar[str] = WIREROOM
    sentence: ClassVar[str]
    hint: ClassVar[str] = ""
    pane: ClassVar[Place | None] = None
    everywhere: ClassVar[bool] = False

    def describe(self, room: NewsroomScreen) -> str:
        """The sentence for the palette; "" when there is nothing to do it to."""
        return self.sentence

    def run(self, room: NewsroomScreen) -> None:
        raise NotImplementedError
