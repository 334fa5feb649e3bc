"""The commands in the palette, each with its key."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tui.ui.commands.command import Command

if TYPE_CHECKING:
    from tui.ui.screens.newsroom import NewsroomScreen


class CommandProvider(Provider):
    """Every command that can be run now; what it says is shown as it is, never read as markup."""

    def _told(self) -> Iterator[tuple[str, str, Command, NewsroomScreen]]:
        from tui.ui.screens.newsroom import NewsroomScreen

        room = next((one for one in self.app.screen_stack if isinstance(one, NewsroomScreen)), None)
        if room is None:
            return
        for command in room.keymap.commands:
            sentence = command.describe(room)
            if sentence and command.name != "commands":
                yield sentence, room.keymap.shown(command), command, room

    async def discover(self) -> Hits:
        for sentence, keys, command, room in self._told():
            yield DiscoveryHit(_line(Content(sentence), keys), partial(command.run, room), text=sentence)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for sentence, keys, command, room in self._told():
            score = max(matcher.match(sentence), matcher.match(command.name))
            if score > 0:
                shown = matcher.highlight(sentence)
                yield Hit(score, _line(shown, keys), partial(command.run, room), text=sentence)


def _line(sentence: Content, keys: str) -> Content:
    return Content.assemble(sentence, "  ", (keys, "bold")) if keys else sentence
