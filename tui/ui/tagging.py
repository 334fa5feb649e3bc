"""The line that a tag is typed into: known tags complete it, what stories have already is taken off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.locale import ngettext
from tui.model import Failure
from tui.store import tags
from tui.store.tags import BadTag, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.ui.screens.newsroom import NewsroomScreen

SHOWN = 6  # tags offered


class TagLine:
    """⏎ puts the tag on the stories, or takes it off if all have it; tab completes; esc leaves."""

    def __init__(self, room: NewsroomScreen, ids: Sequence[str]) -> None:
        self._room = room
        self._ids = ids
        self._known: list[str] = []
        self._text = ""
        self._begun: str | None = None  # what was typed before tab completed it
        self._at = 0
        self._wrong = ""
        self._done = False

    async def know(self) -> None:
        """Takes in what tags there are, and offers them."""
        try:
            self._known = [tag.name for tag in await self._room.reader.ask(self._room.desk.store.tags)]
        except Failure as failure:
            self._room.say(failure.sentence)
        self._room.line_input.show()

    def typed(self, text: str) -> str | None:
        if self._done:
            return None
        if text != self._text:
            self._text, self._begun, self._wrong = text, None, ""
        offered = " · ".join(self._offered(text if self._begun is None else self._begun)[:SHOWN])
        label = ngettext("Tag", "Tag {n} stories", len(self._ids)).format(n=len(self._ids))
        return f"{label}: {text}▏  {self._wrong or offered}"

    def take(self, key: str) -> bool:
        if key in ("tab", "shift+tab"):
            self._complete(1 if key == "tab" else -1)
        elif key == "enter":
            self._put()
        else:
            return False
        return True

    def left(self) -> None:
        """Nothing was changed that has to be put back."""

    def _offered(self, begun: str) -> list[str]:
        wanted = tags.key(" ".join(begun.split()))
        return [name for name in self._known if tags.key(name).startswith(wanted)]

    def _complete(self, step: int) -> None:
        first = self._begun is None
        begun = self._text if self._begun is None else self._begun
        offered = self._offered(begun)
        if not offered:
            return
        self._at = (0 if step > 0 else -1) if first else self._at + step
        self._text = offered[self._at % len(offered)]
        self._begun = begun
        self._room.line_input.put(self._text)

    def _put(self) -> None:
        if not self._text.strip():
            self._done = True
            return
        try:
            name = named(self._text)
        except BadTag as bad:
            self._wrong = bad.words
            return
        self._done = True
        self._room.marks.turn_tag(self._ids, name)
