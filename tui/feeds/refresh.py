"""A refresh: ask the sources, parse what is new, merge it in batches.

Asking, parsing and merging overlap, and what waits between them is bounded. One
source's failure is its own. A cancelled refresh keeps what it has parsed.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tui.entries import Change, ParsedFeed, RefreshSummary, SourceOutcome
from tui.failure import Failure
from tui.feeds.parse import parse_feed
from tui.feeds.refresh_basket import Answered, Basket
from tui.feeds.schedule import closed_until, due_after_failure, due_after_rest, hints_of, next_due
from tui.feeds.silence import Silence
from tui.locale import _
from tui.net.address import shown
from tui.net.failures import Gone, HostResting, TryLater, Unreachable
from tui.net.politeness import Turns
from tui.net.reply import Reply
from tui.store.merge import Fetched, Merged
from tui.stories import Source, Validators
from tui.text import clean

if TYPE_CHECKING:
    from tui.net.client import Client
    from tui.store.rules import Rule
    from tui.store.store import Store

# More than the client asks at once: some parse or wait their turn at a busy host.
WORKERS = 320
# Larger documents are parsed aside, so that nobody waits for them.
_PARSED_IN_PLACE = 2**20
# Documents parsed in one round of the loop. All that have come, up to 256, take most of a second: the store
# gets them late, in batches that its cache can't hold. One by one, whoever merges hardly gets a turn.
_PARSED_AT_ONCE = 16
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.5"
)

Listener = Callable[[SourceOutcome], None]
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


async def refresh(
    store: Store,
    client: Client,
    sources: Sequence[Source],
    *,
    on_outcome: Listener | None = None,
    now: Clock = utc_now,
    minutes: int = 15,
    workers: int = WORKERS,
    silent_hosts: int = 3,
    rules: Sequence[Rule] = (),
) -> RefreshSummary:
    """Asks the sources and stores what they bring; ``minutes`` is how often the reader wants them asked.

    ``on_outcome`` is told of each source once its stories are stored. Sources of
    one address are asked once. Where nobody answers and ``silent_hosts`` or more
    are silent, the link is down: it stops, the summary says so, and the store holds
    it against no source (0: the link is known to be up). ``rules`` act on what is new. Cancelled,
    it stores what is parsed and gives a summary that says so. Raises only what the store raises.
    """
    started = time.perf_counter()
    silence = Silence(silent_hosts)
    work = _Refresh(store, client, on_outcome, now, minutes, silence, rules)
    cancelled = await work.run(_interleaved(sources), workers)
    return RefreshSummary(tuple(work.outcomes), time.perf_counter() - started, cancelled, silence.offline)


def _interleaved(sources: Iterable[Source]) -> list[list[Source]]:
    """The sources by address, hosts taking turns: nobody queues at a host while another is free."""
    by_url: dict[str, list[Source]] = {}
    for source in sources:
        by_url.setdefault(source.url, []).append(source)
    places: dict[str, int] = {}
    ordered: list[tuple[int, list[Source]]] = []
    for url, group in by_url.items():
        host = url.partition("://")[2].partition("/")[0]
        places[host] = place = places.get(host, -1) + 1
        ordered.append((place, group))
    ordered.sort(key=lambda item: item[0])
    return [group for _place, group in ordered]


class _Refresh:
    """One refresh under way."""

    def __init__(
        self,
        store: Store,
        client: Client,
        on_outcome: Listener | None,
        now: Clock,
        minutes: int,
        silence: Silence,
        rules: Sequence[Rule],
    ) -> None:
        self._store = store
        self._client = client
        self._on_outcome = on_outcome
        self._now = now
        self._minutes = minutes
        self._silence = silence
        self._rules = rules
        self._basket = Basket()
        self._parsing = Turns(_PARSED_AT_ONCE)
        self.outcomes: list[SourceOutcome] = []

    async def run(self, groups: Sequence[list[Source]], workers: int) -> bool:
        """Does it all; True if it was cancelled on the way."""
        rest = iter(groups)
        asking = [asyncio.create_task(self._ask_all(rest)) for _ in range(min(workers, len(groups)))]
        merging = asyncio.create_task(self._merge_all())
        asked = asyncio.ensure_future(asyncio.gather(*asking))
        # How the asking ended is ``_end``'s to tell: else asyncio complains that nobody asked this future.
        asked.add_done_callback(lambda done: done.cancelled() or done.exception())
        cancelled = await _cancelled_before(asked, merging)
        for task in asking:
            task.cancel()
        ending = asyncio.create_task(self._end(asking, merging))
        while not ending.done():  # what is parsed is kept, however often we are cancelled
            cancelled |= await _cancelled_before(ending)
        ending.result()
        return cancelled

    async def _end(self, asking: Sequence[asyncio.Task[None]], merging: asyncio.Task[None]) -> None:
        ends = await asyncio.gather(*asking, return_exceptions=True)
        held = self._silence.take()
        for answered in [] if self._silence.offline else held:
            self._basket.put(answered)
        self._basket.close()
        await merging
        for answered in held if self._silence.offline else []:
            self._tell(answered, Merged(answered.fetched.source_id))
        for end in ends:
            if isinstance(end, Exception):
                raise end

    async def _ask_all(self, groups: Iterator[list[Source]]) -> None:
        while await self._silence.may_ask() and (group := next(groups, None)):
            for answered in await self._ask(group):
                self._basket.put(answered)
            await self._basket.room()

    async def _merge_all(self) -> None:
        while batch := await self._basket.batch():
            merged = await asyncio.wrap_future(
                self._store.submit_merge([answered.fetched for answered in batch], self._rules)
            )
            for answered, result in zip(batch, merged, strict=True):
                self._tell(answered, result)

    def _tell(self, answered: Answered, merged: Merged) -> None:
        fetched = answered.fetched
        change = Change.FAILED if fetched.failure else Change.UNCHANGED
        change = Change.HELD_BACK if fetched.postponed else change
        outcome = SourceOutcome(
            source_id=fetched.source_id,
            url=answered.url,
            change=Change.NEW if merged.arrived or merged.edited else change,
            arrived=len(merged.arrived),
            edited=len(merged.edited),
            arrived_ids=merged.arrived,
            edited_ids=merged.edited,
            called=merged.called,
            failure=fetched.failure,
            failure_code=fetched.failure_code,
            not_modified=answered.not_modified,
            moved_to=fetched.new_url,
            retired=fetched.retired,
        )
        self.outcomes.append(outcome)
        if self._on_outcome is not None:
            self._on_outcome(outcome)

    # --- one address --------------------------------------------------------------

    async def _ask(self, group: list[Source]) -> list[Answered]:
        """What the address of these sources answered, for each of them."""
        first = group[0]
        self._silence.ask()
        # Validators speak for all or for none: a 304 must mean the same to each.
        alike = all((one.validators, one.body_hash) == (first.validators, first.body_hash) for one in group)
        try:
            reply = await self._client.get(
                first.url, validators=first.validators if alike else None, accept=_ACCEPT
            )
            return self._silence.answered(await self._read(reply, group))
        except HostResting as failure:
            return self._silence.unasked([self._postponed(source, failure) for source in group])
        except Unreachable as failure:
            return self._silence.unanswered([self._failed(source, failure) for source in group])
        except Failure as failure:
            return self._silence.answered([self._failed(source, failure) for source in group])
        except Exception as error:  # one document that breaks us must not end the others' refresh
            broken = _broken(first.url, error)
            return self._silence.answered([self._failed(source, broken) for source in group])

    async def _read(self, reply: Reply, group: list[Source]) -> list[Answered]:
        # Where processors do it themselves: half of what BLAKE2 costs.
        body_hash = "" if reply.not_modified else sha256(reply.body).hexdigest()
        if reply.not_modified or all(source.body_hash == body_hash for source in group):
            return [self._unchanged(source, reply) for source in group]
        size = len(reply.body)
        if size > _PARSED_IN_PLACE:
            feed = await asyncio.to_thread(parse_feed, reply.body, reply.url, reply.content_type)
        else:
            async with self._parsing:
                await asyncio.sleep(0)  # the others of this round may begin, and what is ready goes on
                feed = parse_feed(reply.body, reply.url, reply.content_type)
        return [self._changed(source, reply, feed, body_hash, size) for source in group]

    def _unchanged(self, source: Source, reply: Reply) -> Answered:
        now = self._now()
        # A page for people may not be newer either: a move is believed once a feed came from there.
        doubtful = reply.not_modified and bool(reply.permanent_url)
        validators = _newest(reply.validators, source.validators) if reply.not_modified else reply.validators
        fetched = Fetched(
            source_id=source.id,
            entries=None,
            checked=now,
            validators=Validators() if doubtful else validators,
            body_hash=source.body_hash,
            due=next_due(
                now,
                self._minutes,
                hints=source.hints,
                source_id=source.id,
                max_age=reply.max_age,
                retry_after=reply.retry_after,
            ),
            new_url="" if doubtful else reply.permanent_url,
            revived=source.retired,
        )
        return Answered(fetched, source.url, not_modified=reply.not_modified)

    def _changed(self, source: Source, reply: Reply, feed: ParsedFeed, body_hash: str, size: int) -> Answered:
        now = self._now()
        hints = hints_of(feed, now)
        fetched = Fetched(
            source_id=source.id,
            entries=feed.entries,
            checked=now,
            validators=reply.validators,
            body_hash=body_hash,
            due=next_due(
                now,
                self._minutes,
                hints=hints,
                source_id=source.id,
                max_age=reply.max_age,
                retry_after=reply.retry_after,
            ),
            hints=hints,
            new_url=reply.permanent_url,
            revived=source.retired,
            title=feed.title,
            site_url=feed.site_url,
            description=feed.description,
            language=feed.language,
        )
        return Answered(fetched, source.url, weight=size)

    def _failed(self, source: Source, failure: Failure) -> Answered:
        now = self._now()
        retry_after = failure.retry_after if isinstance(failure, TryLater) else None
        fetched = Fetched(
            source_id=source.id,
            entries=None,
            checked=now,
            closed=closed_until(now, retry_after),
            due=due_after_failure(
                now,
                self._minutes,
                failures=source.failures + 1,
                source_id=source.id,
                retry_after=retry_after,
                hints=source.hints,
            ),
            retired=isinstance(failure, Gone),
            failure=failure.sentence,
            failure_code=failure.code,
        )
        return Answered(fetched, source.url)

    def _postponed(self, source: Source, failure: HostResting) -> Answered:
        now = self._now()
        wait = failure.retry_after or 0.0
        fetched = Fetched(
            source_id=source.id,
            entries=None,
            checked=now,
            closed=closed_until(now, wait),
            due=due_after_rest(now, wait, source.id),
            postponed=True,
            failure=failure.sentence,
            failure_code=failure.code,
        )
        return Answered(fetched, source.url)


def _broken(url: str, error: Exception) -> Failure:
    reason = clean(f"{type(error).__name__} {error}", 200)
    return Failure(_("{place} can't be read: {reason}.").format(place=shown(url), reason=reason))


def _newest(told: Validators, known: Validators) -> Validators:
    """What a 304 says of the document, and what was known where it says nothing (RFC 9111 §4.3.4)."""
    return Validators(told.etag or known.etag, told.last_modified or known.last_modified)


async def _cancelled_before(*ends: asyncio.Future[Any]) -> bool:
    """Waits for the first of the ends; True if cancelled before it, which is then taken as heard."""
    try:
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is not None:
            task.uncancel()
        return True
    return False
