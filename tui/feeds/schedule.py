"""When a source is to be asked again. Pure functions; every length of time is in seconds.

RSS 2.0 ``ttl``, RFC 9111 §5.2.2.1 ``max-age``, RFC 9110 §10.2.3 ``Retry-After``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from zlib import crc32

SHORTEST = 5 * 60.0
LONGEST = 24 * 3_600.0
# Nobody waits longer than this for news of a source that is well and asks for nothing.
_LONGEST_BY_RHYTHM = 6 * 3_600.0
_LATEST = 20
_MOST_DOUBLINGS = 10


def next_due(
    now: datetime,
    minutes: int,
    *,
    ttl_minutes: int | None = None,
    max_age: int | None = None,
    published: Sequence[datetime] = (),
    previous: float | None = None,
    retry_after: float | None = None,
) -> datetime:
    """When to ask a source again that has answered: 5 minutes to 24 hours from ``now``.

    ``minutes`` is the reader's wish and the least; ``ttl_minutes`` and ``max_age``
    are the site's. ``published`` are the dates in the feed: what publishes rarely
    is asked rarely. An answer that changed nothing shows no dates: ``previous``,
    the last interval, then stands for what they said.
    """
    wait = max(minutes * 60.0, float(ttl_minutes or 0) * 60.0, _freshness(max_age))
    wait = max(wait, rhythm(published, now) if published else min(previous or 0.0, LONGEST))
    return now + timedelta(seconds=_bounded(max(wait, retry_after or 0.0)))


def due_after_failure(
    now: datetime, minutes: int, *, failures: int, source_id: str, retry_after: float | None = None
) -> datetime:
    """When to ask a source again that has failed ``failures`` times in a row, this one included.

    The wait doubles each time and differs by up to a fifth from source to source,
    so that the sources of a site that was down do not all come back at once.
    """
    doublings = min(max(failures - 1, 0), _MOST_DOUBLINGS)
    wait = _bounded(minutes * 60.0) * 2.0**doublings * (0.8 + 0.4 * _lot(source_id, failures))
    return now + timedelta(seconds=_bounded(max(wait, retry_after or 0.0)))


def _bounded(seconds: float) -> float:
    return min(max(seconds, SHORTEST), LONGEST)


def _freshness(max_age: int | None) -> float:
    # A year is what hosts give every file alike; it says nothing of a feed.
    return float(max_age) if max_age is not None and 0 <= max_age <= LONGEST else 0.0


def rhythm(published: Sequence[datetime], now: datetime) -> float:
    """The interval that goes with how often a source publishes: a quarter of its usual pause.

    The pause is the median between its latest entries, or the silence since the
    last one if that is longer, less a day: a newsroom's night is no silence.
    Dates to come are left out; at most six hours.
    """
    latest = sorted((moment for moment in published if moment <= now), reverse=True)[:_LATEST]
    if not latest:
        return 0.0
    gaps = sorted((a - b).total_seconds() for a, b in pairwise(latest))
    usual = gaps[len(gaps) // 2] if gaps else 0.0
    silence = (now - latest[0]).total_seconds() - 24 * 3_600
    return min(max(usual, silence) / 4, _LONGEST_BY_RHYTHM)


def _lot(source_id: str, failures: int) -> float:
    """A number from 0 to 1 that is the source's own, and another one at each failure."""
    return crc32(f"{source_id} {failures}".encode("utf-8", "replace")) / 0xFFFFFFFF
