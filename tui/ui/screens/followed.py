"""The threads that the reader follows: what is new in each, asked when the list is opened or on a key."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from textual.events import Key

from tui.locale import _, ngettext
from tui.model import Failure
from tui.store import Followed
from tui.text import clean
from tui.ui.ages import age
from tui.ui.screens.sheet import Sheet
from tui.ui.widgets.choices import Choice, Choices

if TYPE_CHECKING:
    from tui.ui.screens.newsroom import NewsroomScreen

AT_ONCE = 8  # threads that are asked at the same time


class FollowedScreen(Sheet[Followed]):
    """Lists followed threads; gives the one to open. Nobody is asked while it is closed."""

    def __init__(self, room: NewsroomScreen) -> None:
        hints = [
            ("j/k", _("move")),
            ("⏎", _("open")),
            ("R", _("ask all")),
            ("r", _("ask it")),
            ("x", _("follow no more")),
            ("u", _("undo")),
            ("esc", _("back")),
        ]
        super().__init__(_("Followed threads"), hints)
        self._visiting = room.desk.visiting
        self._key = room.keymap.first("follow-thread")
        self._asking: asyncio.Task[None] | None = None
        self._waiting: set[str] = set()
        self._threads: list[Followed] = []
        self._dropped: list[Followed] = []

    def on_mount(self) -> None:
        self._asking = asyncio.create_task(self._open())

    async def _open(self) -> None:
        self._threads = await asyncio.wrap_future(self._visiting.followed_soon())
        self._show()
        await self._ask_each(self._threads)

    def on_unmount(self) -> None:
        if self._asking:
            self._asking.cancel()

    # --- asking -------------------------------------------------------------------

    def _ask(self, threads: Sequence[Followed]) -> None:
        if self._asking and not self._asking.done():
            return
        self._asking = asyncio.create_task(self._ask_each(threads))

    async def _ask_each(self, threads: Sequence[Followed]) -> None:
        few = asyncio.Semaphore(AT_ONCE)
        self._waiting = {thread.thread for thread in threads}
        failed = 0
        self._show()
        self._tell(len(threads))
        for answer in asyncio.as_completed([self._ask_one(thread, few) for thread in threads]):
            failed += not await answer
            self._show()
            self._tell(len(threads))
        self.status.show_alert(
            ngettext("{n} failed", "{n} failed", failed).format(n=failed) if failed else ""
        )

    async def _ask_one(self, thread: Followed, few: asyncio.Semaphore) -> bool:
        async with few:
            try:
                await asyncio.wrap_future(self._visiting.ask(thread))
            except Failure:
                return False  # its sentence is stored with the thread
            finally:
                self._waiting.discard(thread.thread)
        return True

    def _tell(self, count: int) -> None:
        """Says how far the asking is."""
        left = len(self._waiting)
        if left:
            self.status.say(_("Asking {n} of {all} …").format(n=count - left + 1, all=count))
        else:
            self.status.hush()

    # --- the list -----------------------------------------------------------------

    def _show(self) -> None:
        """Shows what is known; the rows stay where they were while the list is open."""
        known = {thread.thread: thread for thread in self._visiting.followed()}
        gone = {thread.thread for thread in self._dropped}
        self._threads = [known.get(one.thread, one) for one in self._threads if one.thread not in gone]
        self.choices.show(lines(self._threads, self._waiting, datetime.now(UTC), self._key))

    def on_choices_taken(self, message: Choices.Taken) -> None:
        self.dismiss(self._named(message.choice.id))

    def take(self, event: Key) -> bool:
        here = self._named(self.choices.current.id) if self.choices.current else None
        if event.character == "R":
            self._ask(self._threads)
        elif event.character == "r" and here:
            self._ask([here])
        elif event.character == "x" and here:
            self._drop(here)
        elif event.character == "u":
            self._undo()
        else:
            return False
        return True

    def _named(self, thread: str) -> Followed | None:
        return next((one for one in self._threads if one.thread == thread), None)

    def _drop(self, thread: Followed) -> None:
        self._visiting.unfollow(thread.thread)
        self._dropped.append(thread)
        self._show()
        self.status.say(
            _("Follows {title} no more · u brings it back.").format(title=clean(thread.title, 80))
        )

    def _undo(self) -> None:
        if not self._dropped:
            self.status.say(_("Nothing to undo."))
            return
        thread = self._dropped.pop()
        self._visiting.follow_again(thread)
        self._threads.append(thread)
        self._show()
        self.status.say(_("Follows {title} again.").format(title=clean(thread.title, 80)))


def lines(threads: Sequence[Followed], waiting: set[str], now: datetime, key: str) -> list[Choice]:
    """The threads as lines, each with a second one for why it was not answered; ``key`` follows one."""
    told: list[Choice] = []
    for thread in threads:
        told.append(_line(thread, now, waiting=thread.thread in waiting))
        if thread.failure:
            told.append(Choice("", clean(thread.failure, 300), mark="   ", goes_on=True))
    nothing = _("You follow no threads yet: {key} in the room follows one.").format(key=key)
    return told or [Choice("", nothing, heading=True)]


def _line(thread: Followed, now: datetime, *, waiting: bool) -> Choice:
    news = ngettext("{n} new", "{n} new", thread.news).format(n=thread.news) if thread.news else ""
    looked = _("seen {age}").format(age=age(thread.looked, now)) if thread.looked else ""
    place = clean(urlsplit(thread.page or thread.thread).hostname or "", 40)
    mark = "…" if waiting else "!" if thread.failure else "●" if thread.news else " "
    aside = " · ".join(filter(None, (place, news, looked)))
    return Choice(thread.thread, clean(thread.title, 300), aside, mark=mark, alert=bool(thread.failure))
