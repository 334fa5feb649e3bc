"""A story's discussion as it becomes known: what is asked for it, and each answer taken in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tui.locale import _
from tui.model import Article, Failure, Story, Thread
from tui.ui.panes.room_following import Following
from tui.ui.panes.room_talk import Talk, failure_in_words
from tui.ui.tasks import Tasks

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.store import Followed
    from tui.talk.elsewhere import Elsewhere
    from tui.talk.provider import ThreadRef


class Discussion:
    """What is known of the open story's discussion. ``changed`` is told what was known before.

    Its thread is followed as long as it is ``in_sight``.
    """

    def __init__(
        self, desk: Desk, changed: Callable[[Talk | None], None], in_sight: Callable[[], bool]
    ) -> None:
        self.talk: Talk | None = None
        self._desk = desk
        self._changed = changed
        self._in_sight = in_sight
        self._following = Following(self._ask_again)
        self._announced: ThreadRef | None = None  # what was loaded last
        self._tasks = Tasks()
        self._paging: asyncio.Task[None] | None = None

    def open(self, story: Story, article: Article | None) -> None:
        """Takes a story's discussion: the stored one at once, then as it is now."""
        announced = next(iter(self._desk.discussing.announced(story, article)), None)
        if self.talk is None or self.talk.story.id != story.id:
            self._stop()
            before, self.talk = self.talk, Talk(story, looking=True)
            self._changed(before)
            self._tasks.start(self._await_stored(story))
            self._desk.visiting.see(story)
            self._following = Following(self._ask_again)
            self._tasks.start(self._following.run())
            if self._desk.discussing.asks_elsewhere:
                self._tasks.start(
                    self._await_elsewhere(self._desk.discussing.switched_on(story), opening=False)
                )
        elif announced == self._announced:
            return  # the page announces nothing that the feed had not
        self._announced = announced
        if announced:
            self._tell_fetching()
            self._tasks.start(self._await_thread(self._desk.thread(story, article)))

    def next_tab(self) -> None:
        """Turns to the next tab, where there is more than one."""
        tabs = self.talk.tabs() if self.talk else []
        if self.talk and len(tabs) > 1:
            self._know(tab=tabs[(tabs.index(self.talk.tab) + 1) % len(tabs)])

    def ask_elsewhere(self) -> bool:
        """Asks third parties for the story's discussion, or goes back to what they have; False: no story."""
        talk = self.talk
        if talk is None:
            return False
        if talk.tab == "elsewhere" and talk.chosen and talk.elsewhere and len(talk.elsewhere.found) > 1:
            self._know(chosen=None, notice="")
            return True
        self._know(notice=_("Asking who discusses this elsewhere …"))
        self._tasks.start(self._await_elsewhere(self._desk.discussing.elsewhere(talk.story), opening=True))
        return True

    def choose_found(self, place: int) -> None:
        """Asks for one of the threads that were found elsewhere."""
        if self.talk and self.talk.elsewhere:
            self._tasks.start(self._await_found(self.talk.elsewhere.found[place]))

    def choose_followed(self, thread: Followed) -> None:
        """Shows a followed thread from elsewhere: the stored one at once, then as it is now."""
        self._know(tab="elsewhere", chosen=self._desk.visiting.stored(thread))
        self._tasks.start(self._await_found(self._desk.visiting.ref(thread)))

    def is_followed(self, thread: Thread | None) -> bool:
        """Whether the reader follows a thread."""
        return thread is not None and self._desk.visiting.is_followed(thread.id)

    def follow(self, wanted: bool) -> bool:
        """Follows the thread that is shown, or follows it no more; gives whether it is followed."""
        if self.talk is None or self.talk.shown is None:
            return False
        if wanted:
            own = self.talk.tab == "comments"
            self._desk.visiting.follow(self.talk.shown, self.talk.story, own=own)
        else:
            self._desk.visiting.unfollow(self.talk.shown.id)
        return wanted

    def ask_page(self) -> bool:
        """Asks for the next page of the thread that is shown, one at a time; False where there is none."""
        if self.talk is None or self.talk.shown is None or not self.talk.shown.more:
            return False
        if not self._paging:
            self._paging = asyncio.create_task(self._await_page(self.talk, self.talk.shown))
        return True

    def hurry(self) -> None:
        """Asks soon what the thread is like now: the reader has written something."""
        self._following.hurry()

    # --- answers ------------------------------------------------------------------

    def _know(self, **told: Any) -> None:
        """Takes in fields of ``Talk``."""
        assert self.talk is not None
        before, self.talk = self.talk, replace(self.talk, **told)
        self._changed(before)
        if told.get("thread"):
            self._desk.visiting.see(self.talk.story)

    def _stop(self) -> None:
        """Waits for nothing more: the reader has gone on to another story."""
        self._tasks.cancel()
        if self._paging:
            self._paging.cancel()
            self._paging = None

    async def _await_stored(self, story: Story) -> None:
        stored = await asyncio.to_thread(self._desk.cached_thread, story)
        self._know(looking=False, thread=(self.talk and self.talk.thread) or stored)
        self._tell_fetching()

    def _tell_fetching(self) -> None:
        """Says that comments are awaited where there are none to read so far."""
        talk = self.talk
        if talk and self._announced and not (talk.thread or talk.looking or talk.notice):
            self._know(notice=_("Fetching the comments …"))

    async def _await_thread(self, future: Future[Thread | None]) -> None:
        try:
            thread = await asyncio.wrap_future(future)
        except Failure as failure:
            self._know(notice=failure_in_words(failure))
        else:
            self._know(notice="", **({"thread": thread} if thread else {}))

    async def _await_elsewhere(self, future: Future[Elsewhere], *, opening: bool) -> None:
        try:
            elsewhere = await asyncio.wrap_future(future)
        except Failure as failure:
            self._know(notice=failure_in_words(failure))
            return
        opened: dict[str, Any] = {"tab": "elsewhere", "chosen": None} if opening else {}
        self._know(elsewhere=elsewhere, notice="", **opened)
        if opening and len(elsewhere.found) == 1:
            await self._await_found(elsewhere.found[0])

    async def _await_found(self, ref: ThreadRef) -> None:
        self._know(notice=_("Fetching the comments …"))
        try:
            thread = await asyncio.wrap_future(self._desk.discussing.thread_at(ref))
        except Failure as failure:
            self._know(notice=failure_in_words(failure))
        else:
            self._know(chosen=thread, notice="")

    async def _ask_again(self) -> bool:
        """Asks what the shown thread is like now; whether it has changed."""
        talk = self.talk
        if talk is None or talk.shown is None or not self._in_sight():
            return False
        own, known = talk.tab == "comments", talk.shown
        try:
            now = await asyncio.wrap_future(self._desk.discussing.now(talk.story, known, own=own))
        except Failure:
            return False  # what is shown stays; whoever asks for it anew is told
        if self.talk is None or self.talk.thread_in(talk.tab) is not known or now.comments == known.comments:
            return False
        self._know(**{"thread" if own else "chosen": now})
        return True

    async def _await_page(self, talk: Talk, thread: Thread) -> None:
        own = talk.tab == "comments"
        told: dict[str, Any] = {}
        try:
            longer = await asyncio.wrap_future(self._desk.discussing.more(talk.story, thread, own=own))
        except Failure as failure:
            told = {"notice": failure_in_words(failure)}
        else:
            if self.talk and self.talk.thread_in(talk.tab) is thread:
                told = {"notice": "", "thread" if own else "chosen": longer}
        self._paging = None
        if told:
            self._know(**told)
