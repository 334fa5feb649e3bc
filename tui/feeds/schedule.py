"""When a source is to be asked again. Pure functions; every length of time is in seconds.

RSS 2.0 ``ttl``, ``skipHours`` and ``skipDays``; RSS 1.0 mod_syndication; RFC 9111
§4.2 freshness; RFC 9110 §10.2.3 ``Retry-After``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import ceil
from zlib import crc32

from tui.entries import ParsedFeed
from tui.stories import Hints, Source

SHORTEST = 5 * 60.0
LONGEST = 24 * 3_600.0
LONGEST_SKIPPED = 8 * 24 * 3_600.0  # what a feed may have left out besides: a week, and a day of hours
# Nobody waits longer than this for news of a source that is well and asks for nothing.
_LONGEST_BY_RHYTHM = 6 * 3_600.0
_LATEST = 20
_MOST_DOUBLINGS = 10
_APART = 300.0  # over which sources are spread that would be asked at one full hour

BATCH = 32  # sources asked at once where more are overdue
_STEP = 4.0  # between two batches, where there is time
_WINDOW = 90.0  # after which every overdue source has been asked


# --- one source -------------------------------------------------------------------


def next_due(
    now: datetime,
    minutes: int,
    *,
    hints: Hints = Hints(),
    source_id: str = "",
    max_age: int | None = None,
    retry_after: float | None = None,
) -> datetime:
    """When to ask a source again that has answered: 5 minutes to 24 hours from ``now``.

    ``minutes`` is the reader's wish and the least; the rest is the site's, and the
    longest counts. Only hours and days that the feed leaves out make it later than
    24 hours.
    """
    counted = bool(hints.base) and 0 < hints.ttl <= LONGEST
    wait = _bounded(
        max(
            minutes * 60.0,
            0.0 if counted else float(hints.ttl),
            _freshness(max_age),
            rhythm(hints, now),
            retry_after or 0.0,
        )
    )
    if counted:
        wait = min(_until_update(now, wait, hints, source_id), LONGEST)
    return _past_skipped(_after(now, wait), hints, source_id)


def due_after_failure(
    now: datetime,
    minutes: int,
    *,
    failures: int,
    source_id: str,
    retry_after: float | None = None,
    hints: Hints = Hints(),
) -> datetime:
    """When to ask a source again that has failed ``failures`` times in a row, this one included.

    The wait doubles each time and differs by up to a fifth from source to source,
    so that the sources of a site that was down do not all come back at once.
    """
    doublings = min(max(failures - 1, 0), _MOST_DOUBLINGS)
    wait = _bounded(minutes * 60.0) * 2.0**doublings * (0.8 + 0.4 * lot(f"{source_id} {failures}"))
    return _past_skipped(_after(now, _bounded(max(wait, retry_after or 0.0))), hints, source_id)


def due_after_rest(now: datetime, wait: float, source_id: str) -> datetime:
    """When to ask a source whose host wants to be left alone for ``wait``: its sources come one by one."""
    return _after(now, min(wait, LONGEST) + lot(source_id) * min(wait, _APART))


def closed_until(now: datetime, retry_after: float | None) -> datetime | None:
    """Until when a server forbade asking: a day at most; None if it did not."""
    return _after(now, min(retry_after, LONGEST)) if retry_after and retry_after > 0 else None


def hints_of(feed: ParsedFeed, now: datetime) -> Hints:
    """What a document tells of its feed's rhythm. Dates to come are left out."""
    moments = (entry.published for entry in feed.entries)
    latest = sorted((moment for moment in moments if moment and moment <= now), reverse=True)[:_LATEST]
    gaps = sorted((a - b).total_seconds() for a, b in pairwise(latest))
    return Hints(
        ttl=max(feed.ttl_minutes or 0, 0) * 60,
        base=feed.update_base,
        skip_hours=feed.skip_hours,
        skip_days=feed.skip_days,
        pause=int(gaps[len(gaps) // 2]) if gaps else 0,
        newest=latest[0] if latest else None,
    )


def rhythm(hints: Hints, now: datetime) -> float:
    """The interval that goes with how often a source publishes: a quarter of its usual pause.

    The pause is the median between its latest entries, or the silence since the
    last one if that is longer, less a day: a newsroom's night is no silence. At
    most six hours.
    """
    if hints.newest is None:
        return 0.0
    silence = (now - hints.newest).total_seconds() - 24 * 3_600
    return min(max(hints.pause, silence, 0.0) / 4, _LONGEST_BY_RHYTHM)


def lot(text: str) -> float:
    """A number from 0 to under 1 that is the text's own, always the same."""
    return crc32(text.encode("utf-8", "replace")) / 2**32


def _until_update(now: datetime, wait: float, hints: Hints, source_id: str) -> float:
    """Seconds to the first of the feed's counted updates that is ``wait`` or more away, and a bit."""
    assert hints.base is not None
    start = now.timestamp() + wait
    missing = (hints.base.timestamp() - start) % hints.ttl
    return wait + missing + lot(source_id) * min(_APART, hints.ttl / 10)


def _past_skipped(moment: datetime, hints: Hints, source_id: str) -> datetime:
    """The first moment from ``moment`` on that the feed does not leave out, if there is one."""
    if not (hints.skip_hours or hints.skip_days):
        return moment
    try:
        here = moment.astimezone(UTC)
        for _hour in range(8 * 24):
            if not (hints.skip_days >> here.weekday() & 1 or hints.skip_hours >> here.hour & 1):
                return here if here == moment else _after(here, lot(source_id) * _APART)
            here = here.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    except OverflowError:
        pass
    return moment


def _after(now: datetime, seconds: float) -> datetime:
    """The moment, in whole seconds as the store keeps them, and never too early."""
    moment = now + timedelta(seconds=ceil(seconds))
    return moment if not moment.microsecond else moment.replace(microsecond=0) + timedelta(seconds=1)


def _bounded(seconds: float) -> float:
    return min(max(seconds, SHORTEST), LONGEST)


def _freshness(max_age: int | None) -> float:
    # A year is what hosts give every file alike; it says nothing of a feed.
    return float(max_age) if max_age is not None and 0 <= max_age <= LONGEST else 0.0


# --- many sources -----------------------------------------------------------------


def due_at(source: Source, now: datetime) -> datetime:
    """When a source is to be asked by itself; one that never was, now.

    A moment further off than any that is given here was noted by a wrong clock.
    """
    due = source.due
    if due is None or (due - now).total_seconds() > LONGEST + LONGEST_SKIPPED:
        return now
    return due


def overdue(sources: Iterable[Source], now: datetime) -> list[Source]:
    """The sources to be asked: never asked ones first, then the most urgent."""
    found = [one for one in sources if not one.retired and due_at(one, now) <= now]
    return sorted(found, key=lambda one: -_urgency(one, now))


def _urgency(source: Source, now: datetime) -> float:
    """How late a source is, in its own intervals: the most overdue and the most active come first."""
    if source.due is None:
        return float("inf")
    late = (now - due_at(source, now)).total_seconds()
    interval = (source.due - source.checked).total_seconds() if source.checked else SHORTEST
    return late / max(interval, SHORTEST)


def spread(sources: Sequence[Source], now: datetime) -> dict[str, datetime]:
    """When each of many overdue sources is asked, by id: the first batch now, the rest within two minutes.

    ``sources`` are in the order of ``overdue``. The rest's places are by lot, and
    a source's lot is always the same.
    """
    rest = sources[BATCH:]
    steps = ceil(len(rest) / BATCH)
    step = min(_STEP, _WINDOW / steps) if steps else 0.0
    moments = {source.id: now for source in sources[:BATCH]}
    for source in rest:
        moments[source.id] = now + timedelta(seconds=step * (1 + int(lot(source.id) * steps)))
    return moments


def held_back(sources: Iterable[Source], now: datetime) -> dict[str, datetime]:
    """The sources that a server forbade to ask yet, by id, and until when.

    One that said "too many requests" (RFC 6585 §4) speaks for its host.
    """
    sources = list(sources)
    hosts: dict[str, datetime] = {}
    for source in sources:
        if _closed(source, now) and source.failure_code == "too-many-requests":
            assert source.closed is not None
            host = _host(source)
            hosts[host] = max(source.closed, hosts.get(host, now))
    found = {}
    for source in sources:
        own = source.closed if _closed(source, now) else None
        moments = [moment for moment in (own, hosts.get(_host(source))) if moment]
        if moments:
            found[source.id] = max(moments)
    return found


def _closed(source: Source, now: datetime) -> bool:
    return source.closed is not None and 0 < (source.closed - now).total_seconds() <= LONGEST + 60


def _host(source: Source) -> str:
    return source.url.partition("://")[2].partition("/")[0].rpartition("@")[2].lower()
