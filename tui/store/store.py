"""The Store: everything that is kept, behind one door.

Reading methods are bounded and quick and may be called on any thread. Writing
methods run on the single writer's thread, each in one transaction, and wait for
it; ``submit`` does not wait.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tui.store import cache, coverage, drafts, marks, pages, sources, stories, tags, visits
from tui.store.coverage import Compared, Found, Uncompared
from tui.store.database import Database
from tui.store.failures import store_failure
from tui.store.fetched import Fetched, Merged
from tui.store.journal import Step
from tui.store.rows import number, seconds
from tui.store.saved import SavedSearches
from tui.store.tags import Tag
from tui.store.view import Counts, View
from tui.store.visits import Followed, Visit

if TYPE_CHECKING:
    from concurrent.futures import Future
    from threading import Event

    from tui.model import Article, Thread
    from tui.store.presence import Absence
    from tui.store.query import Query
    from tui.store.rules import Rule, Tally
    from tui.stories import Section, Source, Story

T = TypeVar("T")


class Store:
    """The stories, sources and sections of one reader. ``caught_up`` is called when ``index_soon`` ends."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.saved = SavedSearches(database)
        self.caught_up: Callable[[], object] = lambda: None

    @classmethod
    def open(cls, path: Path) -> Store:
        """The store at ``path``, made or brought up to date. Raises ``StoreFailure``; never deletes."""
        return cls(Database(path))

    def close(self) -> None:
        """Finishes what is being written and closes the file."""
        self._database.close()

    # --- reading ------------------------------------------------------------------

    def sections(self) -> list[Section]:
        """The sections with sources, in their order, with counters."""
        return self._database.read(stories.sections)

    def sources(self) -> list[Source]:
        """All sources, by section."""
        return self._database.read(stories.sources)

    def source(self, source_id: str) -> Source | None:
        found = self._database.read(stories.sources, "id = ?", (number(source_id),))
        return found[0] if found else None

    def find_source(self, text: str) -> list[Source]:
        """The sources with this id or address, else those with this title, in any case of letters."""
        every = self.sources()
        named = [source for source in every if text in (source.id, source.url)]
        return named or [source for source in every if source.title.casefold() == text.casefold()]

    def failing(self) -> int:
        """How many sources failed when they were last asked."""
        return self._database.read(stories.failing)

    def due(self, now: datetime) -> list[Source]:
        """The sources that may be asked again, never asked ones first."""
        return self._database.read(stories.sources, "retired = 0 AND coalesce(due, 0) <= ?", (seconds(now),))

    def story(self, story_id: str) -> Story | None:
        return self._database.read(stories.story, story_id)

    def some_stories(self, ids: Iterable[str]) -> dict[str, Story]:
        """The stories with these ids that there are, by id."""
        return self._database.read(stories.some, ids)

    def find_story(self, url: str) -> Story | None:
        """The newest story with this address."""
        return self._database.read(stories.find_story, url)

    def stories(
        self,
        view: View,
        *,
        before: str | None = None,
        after: str | None = None,
        limit: int = 50,
        unless: Event | None = None,
    ) -> list[Story]:
        """A page of a view, newest first; older than ``before``, or just newer than ``after``.

        With a query those that the search index has so far; of a whole view all, without pages.
        Raises ``Interrupted`` once ``unless`` is set.
        """
        if unless:
            return self._database.read_unless(unless, stories.stories, view, before, after, limit)
        return self._database.read(stories.stories, view, before, after, limit)

    def ids(self, view: View) -> list[str]:
        """The ids of all stories of a view in its order, of a query's newest first."""
        return self._database.read(stories.ids, view)

    def wire_order(self) -> str:
        """The order that the wire was last given, of ``tui.store.view.ORDERS``."""
        from tui.store.ordered import kept

        return self._database.read(kept)

    def absence(self, now: float) -> Absence | None:
        """When the reader was away last, or is now (seconds since 1970); None before the first time."""
        from tui.store.presence import absence

        return self._database.read(absence, int(now))

    def counts(self, view: View) -> Counts:
        """Unread and total of a view, from counters; counted where it has an absence."""
        return self._database.read(stories.counts, view)

    def newest_id(self, view: View) -> str | None:
        return self._database.read(stories.newest_id, view)

    def html(self, story_id: str) -> str:
        """The feed's own content of a story, not sanitised; "" where it gave none."""
        return self._database.read(stories.html, story_id)

    def tags(self) -> list[Tag]:
        """The tags that stories have, the commonest first."""
        return self._database.read(tags.known)

    def article(self, url: str) -> tuple[Article, datetime] | None:
        """The article last extracted from ``url``, and when."""
        return self._database.read(pages.article, url)

    def article_cache(self) -> cache.CacheSize:
        """How many articles are kept, in how many bytes."""
        return self._database.read(cache.size)

    def reading_place(self, key: str) -> float:
        """Where the reader left the article called ``key``, as a share of its length."""
        return self._database.read(cache.place, key)

    def feed_text(self, source_id: str) -> bool:
        """Whether the reader wants the feed's own text of this source."""
        return self._database.read(cache.feed_text, source_id)

    def thread(self, url: str) -> Thread | None:
        """The discussion last loaded for ``url``."""
        return self._database.read(pages.thread, url)

    def visit(self, thread: str) -> Visit | None:
        """How the reader left the thread at this address; None where it was never seen."""
        return self._database.read(visits.visit, thread)

    def followed(self) -> list[Followed]:
        """The threads that the reader follows, those with news first."""
        return self._database.read(visits.followed)

    def followed_soon(self) -> Future[list[Followed]]:
        """``followed``, once all is written that was submitted before."""
        return self.submit(visits.followed)

    def is_followed(self, thread: str) -> bool:
        return self._database.read(visits.is_followed, thread)

    def draft(self, thread: str, parent: str) -> str:
        """What the reader was writing in a thread below a comment; "" where nothing."""
        return self._database.read(drafts.draft, thread, parent)

    def guest_answers(self, place: str) -> dict[str, str]:
        """Who the reader said they are as a guest at this place."""
        return self._database.read(drafts.guest_answers, place)

    def coverage(self, story_id: str) -> list[Story]:
        """Other sources' stories of the same event, one of each source, newest first; at most a dozen."""
        return self._database.read(coverage.others, story_id)

    def uncompared(self, limit: int) -> list[Uncompared]:
        """The newest stories of the last days that were not compared with the others yet."""
        return self._database.read(coverage.uncompared, limit)

    def compared(self, after: int) -> Compared:
        """What the stories of the last days were compared by; signatures from after that row on."""
        return self._database.read(coverage.compared, after)

    def search(self, text: str, *, limit: int = 50, ranked: bool = False) -> list[Story]:
        """The newest stories that the query ``text`` means, or its best. Catches the index up first.

        Raises ``QueryError``.
        """
        from tui.store.query_parser import parse

        view = View(query=parse(text), ranked=ranked, hidden=True)
        self.index_pending()
        return self.stories(view, limit=limit)

    def meant(self, view: View, arrived: Sequence[str]) -> list[str]:
        """Those of some arrivals that a view with a query has, before the search index has caught up."""
        from tui.store.arrived_index import meant_of_view

        return self._database.read_aside(meant_of_view, view, arrived)

    def rule_tallies(self) -> dict[str, Tally]:
        """How many stories each rule has acted on, by its name."""
        from tui.store.rules import tallies

        return self._database.read(tallies)

    def count_since(self, query: Query, since: datetime) -> tuple[int, int]:
        """How many stories from then on a query means, and how many there are, muted ones too."""
        from tui.store.matching import count_since

        return self._database.read(count_since, query, int(since.timestamp()))

    def archive(self) -> Iterator[dict[str, Any]]:
        """Everything that is kept, as an archive's objects; to be read on one thread, to the end."""
        from tui.store import archiving

        try:
            yield from archiving.told(self._database.reader)
        except sqlite3.Error as error:
            raise store_failure(self._database.path, error) from error

    def check(self) -> list[str]:
        """What is wrong with the store, a line each."""
        from tui.store.check import problems

        return problems(self._database)

    # --- writing ------------------------------------------------------------------

    def submit(self, job: Callable[[sqlite3.Connection], T]) -> Future[T]:
        """Runs ``job`` in a transaction on the writer's thread; the future gives its result."""
        return self._database.submit(job)

    def try_out(self, job: Callable[[sqlite3.Connection], T]) -> T:
        """What ``job`` would give, of which nothing stays: its transaction is taken back."""
        return self._database.try_out(job)

    def add_section(self, name: str, description: str = "") -> Section:
        """The section of this name, made where there is none."""
        return self._database.write(lambda c: sources.add_section(c, name, description))

    def add_source(self, url: str, title: str, section_id: str, **more: str) -> Source:
        """The source at this address, made where there is none.

        ``more``: site_url, description, language, homeserver.
        """
        return self._database.write(lambda c: sources.add_source(c, url, title, section_id, **more))

    def edit_source(self, source_id: str, **changes: Any) -> Source:
        """Changes title, section_id, homeserver, description, url or retired."""
        return self._database.write(lambda c: sources.edit_source(c, source_id, changes))

    def remove_source(self, source_id: str) -> str:
        """Drops a source with its stories and gives its title; ``undo`` brings it back whole."""
        return self._database.write(lambda c: sources.remove_source(c, source_id))

    def merge(self, batch: Sequence[Fetched], rules: Sequence[Rule] = ()) -> list[Merged]:
        """Stores what a batch of sources brought, in one transaction, and has the rules act on it."""
        return self.submit_merge(batch, rules).result()

    def submit_merge(self, batch: Sequence[Fetched], rules: Sequence[Rule] = ()) -> Future[list[Merged]]:
        """``merge`` without waiting."""
        from tui.store.merge import merge

        return self.submit(lambda c: merge(c, batch, rules))

    def set_read(self, which: Sequence[str] | View, read: bool) -> int:
        """Marks stories read or unread; gives how many changed."""
        return self._database.write(lambda c: marks.mark(c, which, "read" if read else "unread"))

    def set_starred(self, which: Sequence[str] | View, starred: bool) -> int:
        """Stars stories or takes the star; gives how many changed."""
        return self._database.write(lambda c: marks.mark(c, which, "star" if starred else "unstar"))

    def tag(self, which: Sequence[str] | View, name: str) -> int:
        """Puts a tag on stories; gives how many did not have it. Raises ``BadTag``."""
        return self._database.write(lambda c: marks.mark(c, which, "tag", tag=name))

    def untag(self, which: Sequence[str] | View, name: str) -> int:
        """Takes a tag off stories; gives how many had it."""
        return self._database.write(lambda c: marks.mark(c, which, "untag", tag=name))

    def keep_wire_order(self, order: str) -> None:
        """Notes the wire's order; not waited for."""
        from tui.store.ordered import keep

        self.submit(lambda c: keep(c, order))

    def undo(self) -> Step | None:
        """Takes the last mark or removal back and gives it; None when nothing is left."""
        return self._database.write(marks.undo)

    def redo(self) -> Step | None:
        """Does again what was undone last and gives it; None when there is nothing."""
        return self._database.write(marks.redo)

    def take_back_rule(self, name: str) -> int:
        """Undoes what a rule did, as far as it is known; gives on how many stories."""
        from tui.store.rules import take_back

        return self._database.write(lambda c: take_back(c, name))

    def save_article(self, url: str, article: Article) -> None:
        from tui.store.codec import encode

        json = encode(article)
        self._database.write(lambda c: cache.save(c, url, json))

    def evict_articles(self, most: int) -> int:
        """Drops articles until they take at most ``most`` bytes; gives how many."""
        return self._database.write(lambda c: cache.evict(c, most))

    def leave_article(self, key: str, url: str, share: float) -> None:
        """Notes how far an article was read; not waited for."""
        self.submit(lambda c: cache.leave(c, key, url, share))

    def set_feed_text(self, source_id: str, wanted: bool) -> None:
        """Notes whether the feed's own text of a source is wanted; not waited for."""
        self.submit(lambda c: cache.set_feed_text(c, source_id, wanted))

    def save_thread(self, url: str, thread: Thread) -> None:
        from tui.store.codec import encode

        json = encode(thread)
        self._database.write(lambda c: pages.save(c, url, json))

    def keep_visit(self, visit: Visit) -> None:
        """Notes how a thread was left; not waited for."""
        self.submit(lambda c: visits.keep(c, visit))

    def count_comments(self, story_id: str, count: int) -> bool:
        """Notes how many comments a story has; False where that is no news."""
        return self._database.write(lambda c: visits.count_comments(c, story_id, count))

    def see_comments(self, story_id: str) -> Future[bool]:
        """Notes that the reader has seen how many comments a story has; False where that is no news."""
        return self.submit(lambda c: visits.see_comments(c, story_id))

    def follow(self, thread: Followed) -> None:
        """Follows a thread; not waited for."""
        now = datetime.now(UTC)
        self.submit(lambda c: visits.follow(c, thread, now))

    def unfollow(self, thread: str) -> None:
        """Follows a thread no more; not waited for."""
        self.submit(lambda c: visits.unfollow(c, thread))

    def note_asked(self, thread: str, news: int | None, failure: str = "") -> None:
        """Notes what a followed thread was found to be; without ``news`` that count stays."""
        self._database.write(lambda c: visits.note_asked(c, thread, news, failure))

    def keep_draft(self, thread: str, parent: str, text: str) -> None:
        """Keeps what the reader is writing, "" drops it; not waited for."""
        self.submit(lambda c: drafts.keep(c, thread, parent, text))

    def keep_guest_answers(self, place: str, answers: Mapping[str, str]) -> None:
        """Notes who the reader is as a guest; not waited for."""
        self.submit(lambda c: drafts.keep_guest_answers(c, place, answers))

    def keep_coverage(self, found: Found) -> list[str] | None:
        """Stores events; gives the stories whose coverage changed, None if it has to be found anew."""
        return self._database.write(lambda c: coverage.keep(c, found))

    def index_pending(self, batches: float = inf) -> int:
        """Catches the search index up, by so many batches at most; gives how many stories it took."""
        from tui.store.search import catch_up

        return catch_up(self._database, batches)

    def index_soon(self) -> None:
        """Catches up the search index and what is counted while nothing else is written; no close waits."""
        from tui.store.search import catching_up

        self._database.when_idle(catching_up(lambda: self.caught_up()))

    def sweep(self, now: datetime | None = None, *, keep_days: int, keep_per_source: int) -> int:
        """Drops read stories beyond what is to be kept; never starred or unread ones. Gives how many."""
        from tui.store.retention import sweep

        moment = int((now or datetime.now(UTC)).timestamp())
        return sweep(self._database, moment, keep_days, keep_per_source)
