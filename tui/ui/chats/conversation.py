"""An open chat as it becomes known: what is asked for it, each answer taken in, what was seen of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from tui.locale import _
from tui.model import Failure, Message, Room
from tui.ui.panes.room_talk import failure_in_words
from tui.ui.tasks import Tasks

if TYPE_CHECKING:
    from tui.desk.chat import Chat
    from tui.talk.matrix.timeline import TimelineView

READ_PAUSE = 1.0  # seconds in which read marks add up to one
FAR = 40  # pages of history that are loaded to find where the reader left off


class Conversation:
    """One chat under way. ``changed`` is called whenever there is something new to show.

    ``notice`` is what is waited for or what went wrong; ``history`` the same at the top of what
    is known, ``gaps`` in each gap, by the message after it.
    """

    def __init__(self, chat: Chat, changed: Callable[[], None]) -> None:
        self.chat = chat
        self.notice = _("Opening the chat …")
        self.failed = False  # to be opened
        self.history = ""
        self.gaps: dict[str, str] = {}
        self.line_after = ""  # the message after which what is new begins
        self.seen = ""  # the newest message that was in sight
        self.seeking = False
        self._changed = changed
        self._landed = False  # where the reader left off is known, or can't be
        self._tasks = Tasks()
        self._told = ""  # the message up to which the homeserver knows that all is read
        self._telling: asyncio.Task[None] | None = None
        self._loading = False
        self._pages = 0

    @property
    def view(self) -> TimelineView:
        """The messages, as they are now."""
        return self.chat.view

    @property
    def room(self) -> Room:
        """The chat's room, as it is now."""
        return self.chat.room

    # --- coming and going -------------------------------------------------------------

    def open(self) -> None:
        """Opens the chat, again where that failed; what it has is shown as soon as it is there."""
        self.failed, self.notice = False, _("Opening the chat …")
        self._tasks.start(self._await_open(self.chat.open()))

    def close(self) -> None:
        """Follows it no more; what was seen is told to the homeserver."""
        self._tasks.cancel()
        if self._telling:
            self._telling.cancel()
            self._telling = None
        self._tell()
        self.chat.close()

    def land(self) -> str | None:
        """After which message the reader left off, once that is known: "" for nowhere. Given once."""
        view = self.view
        if self._landed or not view.messages:
            return None
        self._landed = True
        self.seen = self._told = view.read_up_to
        if view.read_up_to and view.messages[-1].id != view.read_up_to:
            self.line_after = view.read_up_to
        return self.line_after

    async def _await_open(self, opening: Future[Any]) -> None:
        try:
            await asyncio.wrap_future(opening)
        except Failure as failure:
            self.failed, self.notice = True, failure_in_words(failure)
        else:
            self.notice = ""
        self._changed()

    # --- more of it -------------------------------------------------------------------

    def ask_history(self) -> bool:
        """Asks for what was said before the first message; False at the beginning, or while it is awaited."""
        if self._loading or self.view.complete or self.notice or not self.view.messages:
            return False
        self._loading = True
        self.history = _("Fetching earlier messages …")
        self._tasks.start(self._await_history(self.chat.more()))
        self._changed()
        return True

    async def _await_history(self, more: Future[bool]) -> None:
        try:
            await asyncio.wrap_future(more)
        except Failure as failure:
            self.history = failure_in_words(failure)
            self.seeking = False
        else:
            self.history = ""
        self._loading = False
        self._changed()

    def seek_unread(self) -> bool:
        """Asks for history until the last message that was read is there; False where that is in vain."""
        self._pages = 0 if not self.seeking else self._pages + 1
        self.seeking = self._pages < FAR and not self.view.read_up_to and self.ask_history()
        return self.seeking

    def ask_gap(self, message: str) -> None:
        """Asks for what is missing before a message ("": after the last), once."""
        if message not in self.gaps and not self.notice:
            self.gaps[message] = _("messages are missing · fetching …")
            self._tasks.start(self._await_gap(message, self.chat.fill(message)))
            self._changed()

    async def _await_gap(self, message: str, filled: Future[Any]) -> None:
        try:
            await asyncio.wrap_future(filled)
        except Failure as failure:
            self.gaps[message] = _("messages are missing · {reason}").format(reason=failure_in_words(failure))
        else:
            del self.gaps[message]
        self._changed()

    def forget_failures(self) -> None:
        """Lets what failed be asked for again: the link is back."""
        if self.failed:
            self.open()
        self.gaps = {id_: said for id_, said in self.gaps.items() if said.endswith("…")}
        if not self._loading:
            self.history = ""

    # --- what was seen ------------------------------------------------------------------

    def saw(self, message: Message) -> None:
        """Notes the newest message in sight; the homeserver is told, with pauses."""
        if message.id == self.seen or not message.id.startswith("$"):
            return
        self.seen = message.id
        if self._telling is None and self.chat.may_write:
            self._telling = asyncio.create_task(self._tell_soon())

    def look_away(self, left: TimelineView) -> None:
        """The reader looks elsewhere, who left it like this: if all was seen, what comes now is new."""
        newest = next((one.id for one in reversed(left.messages) if one.id.startswith("$")), "")
        if self.seen and self.seen == newest:
            self.line_after = self.seen

    async def _tell_soon(self) -> None:
        await asyncio.sleep(READ_PAUSE)
        self._telling = None
        self._tell()

    def _tell(self) -> None:
        """Tells up to where all is read. Nobody waits for it: the next one says it again."""
        if self.seen and self.seen != self._told and self.chat.may_write:
            self._told = self.seen
            self.chat.read(self.seen).add_done_callback(lambda future: future.exception())
