"""What the reader saw of discussions, and the threads that are followed."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui.desk.discussing import Discussing
from tui.desk.listeners import Listeners
from tui.engine import Engine
from tui.events import StoriesChanged
from tui.failure import Failure
from tui.store import Followed, Store, Visit
from tui.stories import Story

if TYPE_CHECKING:
    from tui.model import Thread
    from tui.net.client import Client
    from tui.talk.provider import ThreadRef


class Visiting:
    """Keeps visits to threads, and asks followed ones: each when ``ask`` is called, and never else."""

    def __init__(self, store: Store, engine: Engine, listeners: Listeners, discussing: Discussing) -> None:
        self._store = store
        self._engine = engine
        self._listeners = listeners
        self._discussing = discussing
        self.visit = store.visit
        self.keep_visit = store.keep_visit
        self.is_followed = store.is_followed
        self.unfollow = store.unfollow
        self.followed = store.followed
        self.followed_soon = store.followed_soon

    def see(self, story: Story) -> None:
        """Notes that the reader has a story's discussion before them; not waited for."""

        def told(seeing: Future[bool]) -> None:
            if seeing.exception() is None and seeing.result():
                self._listeners.emit(StoriesChanged((story.id,)))

        self._store.see_comments(story.id).add_done_callback(told)

    def follow(self, thread: Thread, story: Story, *, own: bool) -> None:
        """Follows a thread about a story: its ``own``, or one elsewhere."""
        title = thread.title or story.title
        followed = Followed(thread.id, thread.provider, thread.url, title, story.id, story.url, own)
        self._store.follow(followed)

    def follow_again(self, thread: Followed) -> None:
        """Follows a thread that was followed before."""
        self._store.follow(thread)

    def story(self, thread: Followed) -> Story:
        """The story that a followed thread is about; where it is stored no more, what is known of it."""
        found = self._store.story(thread.story_id) or self._store.find_story(thread.story_url)
        return found or Story(
            thread.thread,
            source_id="",
            source_title="",
            section_id="",
            title=thread.title,
            url=thread.story_url,
            sorted_at=datetime.now(UTC),
            comments_url=thread.page,
        )

    def is_own(self, thread: Followed, story: Story) -> bool:
        """Whether a followed thread comes with the story: its own discussion, of one that is stored."""
        return thread.own and bool(story.source_id)

    def ref(self, thread: Followed) -> ThreadRef:
        """Where a followed thread is loaded from."""
        from tui.talk.provider import ThreadRef

        return ThreadRef(thread.provider, thread.thread, thread.page, thread.title)

    def stored(self, thread: Followed) -> Thread | None:
        """A followed thread from elsewhere as it was last asked."""
        return self._store.thread(thread.thread)

    def ask(self, thread: Followed) -> Future[int]:
        """Reads a followed thread anew; gives how many comments are new. Raises ``Failure``, and notes it."""

        async def work(client: Client) -> int:
            try:
                loaded = await self._discussing.load(client, self.ref(thread))
            except Failure as failure:
                await asyncio.to_thread(self._store.note_asked, thread.thread, None, failure.sentence)
                raise
            return await asyncio.to_thread(self._take, thread, loaded)

        return self._engine.run(work)

    def _take(self, followed: Followed, loaded: Thread) -> int:
        """Stores what a followed thread is now; gives how many comments are new."""
        from tui.talk.thread_order import refreshed

        story = self.story(followed)
        if self.is_own(followed, story):
            self._discussing.keep(story, refreshed(self._discussing.cached_thread(story), loaded))
        else:
            self._store.save_thread(followed.thread, loaded)
        news = _news(self._store.visit(followed.thread), loaded)
        self._store.note_asked(followed.thread, news)
        return news


def _news(visit: Visit | None, thread: Thread) -> int:
    """How many of a thread's comments are new. Of pages that were not loaded only their number is known."""
    if visit is None:
        return 0
    news = sum(map(visit.is_new, thread.comments))
    return max(news, thread.count - visit.count) if thread.more else news
