"""When a source is asked again, and which of many come first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.feeds.schedule import (
    BATCH,
    LONGEST,
    LONGEST_SKIPPED,
    SHORTEST,
    closed_until,
    due_after_failure,
    due_after_rest,
    due_at,
    held_back,
    hints_of,
    lot,
    next_due,
    overdue,
    rhythm,
    spread,
)
from tui.model import Entry, Hints, ParsedFeed, Source

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)  # a Tuesday
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def minutes_until(due: datetime) -> float:
    return (due - NOW).total_seconds() / 60


def published(gap: timedelta, count: int = 20, last: timedelta = timedelta()) -> Hints:
    entries = tuple(Entry("", published=NOW - last - gap * n) for n in range(count))
    return hints_of(ParsedFeed("", entries), NOW)


def source(number: int, **more: Any) -> Source:
    return Source(str(number), f"https://h{number}.example/feed", f"Source {number}", "1", **more)


# --- one source that is well --------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ({}, 15),
        ({"hints": Hints(ttl=3_600)}, 60),
        ({"hints": Hints(ttl=300)}, 15),
        ({"hints": Hints(ttl=10**9)}, 24 * 60),
        ({"max_age": 3_600}, 60),
        ({"max_age": 60}, 15),
        ({"max_age": 31_536_000}, 15),
        ({"max_age": 3_600, "hints": Hints(ttl=7_200)}, 120),
        ({"retry_after": 1_200.0}, 20),
        ({"retry_after": 1e9}, 24 * 60),
        ({"hints": published(2 * MINUTE)}, 15),
        ({"hints": published(4 * HOUR)}, 60),
        ({"hints": published(24 * 7 * HOUR)}, 6 * 60),
        ({"hints": published(HOUR, 1, 8 * HOUR)}, 15),
        ({"hints": published(HOUR, 1, 32 * HOUR)}, 120),
        ({"hints": published(HOUR, 1, -HOUR)}, 15),
    ],
)
def test_the_longest_of_what_was_said(said: dict[str, Any], minutes: float) -> None:
    assert minutes_until(next_due(NOW, 15, **said)) == minutes


def test_the_reader_can_not_ask_too_often() -> None:
    assert minutes_until(next_due(NOW, 1)) == 5
    assert minutes_until(next_due(NOW, 10**6)) == 24 * 60


def test_a_moment_is_never_a_part_of_a_second_early() -> None:
    now = NOW + timedelta(microseconds=900_000)
    for due in (next_due(now, 15), closed_until(now, 0.2), due_after_rest(now, 0.2, "7")):
        assert due is not None
        assert due.microsecond == 0
    assert next_due(now, 15) >= now + 15 * MINUTE


def test_a_feed_that_fell_silent_is_asked_less_though_nothing_changed() -> None:
    hints = published(HOUR)
    assert rhythm(hints, NOW) == 900
    assert rhythm(hints, NOW + timedelta(days=700)) == 6 * 3_600


@pytest.mark.parametrize(
    ("now", "hints", "earliest"),
    [
        (NOW, Hints(skip_hours=1 << 12 | 1 << 13), NOW + 2 * HOUR),
        (NOW, Hints(skip_hours=1 << 13), NOW + 15 * MINUTE),
        (NOW, Hints(skip_days=1 << 1 | 1 << 2), datetime(2026, 11, 26, tzinfo=UTC)),
        (NOW, Hints(skip_days=0b1111101), NOW + 15 * MINUTE),
        (NOW + 11 * HOUR + 50 * MINUTE, Hints(skip_hours=1), NOW + 13 * HOUR),
    ],
)
def test_hours_and_days_are_left_out(now: datetime, hints: Hints, earliest: datetime) -> None:
    due = next_due(now, 15, hints=hints, source_id="7")
    assert earliest <= due <= earliest + 6 * MINUTE
    assert (due == earliest) is (earliest == now + 15 * MINUTE)


def test_who_leaves_out_everything_has_said_nothing() -> None:
    for hints in (Hints(skip_hours=2**24 - 1), Hints(skip_days=2**7 - 1)):
        assert minutes_until(next_due(NOW, 15, hints=hints)) == 15


def test_updates_are_counted_from_the_base() -> None:
    base = datetime(2000, 1, 1, 0, 30, tzinfo=UTC)
    due = next_due(NOW, 15, hints=Hints(ttl=3_600, base=base), source_id="7")
    assert NOW + 30 * MINUTE <= due <= NOW + 36 * MINUTE
    again = next_due(due, 15, hints=Hints(ttl=3_600, base=base), source_id="7")
    assert again - due == HOUR
    weekly = Hints(ttl=7 * 86_400, base=base)
    assert minutes_until(next_due(NOW, 15, hints=weekly)) == 24 * 60


# --- one source that is not -----------------------------------------------------------


def test_failures_double_the_wait_up_to_a_day() -> None:
    waits = [minutes_until(due_after_failure(NOW, 15, failures=n, source_id="7")) / 15 for n in range(1, 12)]
    assert all(0.8 * 2**n <= wait <= 1.21 * 2**n for n, wait in enumerate(waits[:6]))
    assert waits[-1] * 15 == 24 * 60
    assert minutes_until(due_after_failure(NOW, 15, failures=1, source_id="7", retry_after=7_200)) == 120


def test_a_lot_is_the_same_for_one_source_and_differs_between_sources() -> None:
    def wait(source: str) -> datetime:
        return due_after_failure(NOW, 15, failures=3, source_id=source)

    assert wait("7") == wait("7")
    assert len({wait(str(n)) for n in range(100)}) > 90
    assert len({due_after_rest(NOW, 600, str(n)) for n in range(100)}) > 80


def test_who_forbade_it_is_obeyed_for_a_day_at_most() -> None:
    assert closed_until(NOW, None) is None
    assert closed_until(NOW, 0.0) is None
    assert closed_until(NOW, 90.0) == NOW + timedelta(seconds=90)
    assert closed_until(NOW, 1e12) == NOW + timedelta(days=1)


# --- always ---------------------------------------------------------------------------

moments = st.datetimes(timezones=st.just(UTC))
feed_hints = st.builds(
    Hints,
    ttl=st.integers(0, 525_600 * 60),
    base=st.none() | moments,
    skip_hours=st.integers(0, 2**24 - 1),
    skip_days=st.integers(0, 2**7 - 1),
    pause=st.integers(0, 10**9),
    newest=st.none() | moments,
)
unlimited = st.none() | st.floats(0, 1e12)


@given(feed_hints, st.integers(-(10**6), 10**9), st.none() | st.integers(-5, 10**12), unlimited, st.text())
def test_never_more_often_than_allowed_and_always_again(
    hints: Hints, minutes: int, max_age: int | None, retry_after: float | None, source_id: str
) -> None:
    due = next_due(NOW, minutes, hints=hints, source_id=source_id, max_age=max_age, retry_after=retry_after)
    wait = (due - NOW).total_seconds()
    allowed = [SHORTEST, minutes * 60.0, retry_after or 0.0, 0.0 if hints.base else float(hints.ttl)]
    if max_age is not None and max_age <= LONGEST:
        allowed.append(max_age)
    assert wait >= min(max(allowed), LONGEST)
    skips = bool(hints.skip_hours or hints.skip_days)
    assert wait <= LONGEST + (LONGEST_SKIPPED if skips else 0)


@given(feed_hints, st.integers(-5, 10**9), st.integers(-5, 10**9), unlimited, st.text())
def test_a_failing_source_is_always_asked_again_and_not_before_it_may(
    hints: Hints, minutes: int, failures: int, retry_after: float | None, source_id: str
) -> None:
    due = due_after_failure(
        NOW, minutes, failures=failures, source_id=source_id, retry_after=retry_after, hints=hints
    )
    wait = (due - NOW).total_seconds()
    assert wait >= min(max(SHORTEST, retry_after or 0.0), LONGEST)
    assert wait <= LONGEST + LONGEST_SKIPPED


@given(st.integers(1, 2**24 - 2), st.integers(0, 2**7 - 2), st.integers(0, 10_000), st.text())
def test_what_is_left_out_is_left_out(hours: int, days: int, minute: int, source_id: str) -> None:
    now = NOW + minute * MINUTE
    due = next_due(now, 15, hints=Hints(skip_hours=hours, skip_days=days), source_id=source_id)
    assert not hours >> due.hour & 1
    assert not days >> due.weekday() & 1


@given(st.text())
def test_a_lot_is_stable_and_within_bounds(text: str) -> None:
    assert 0 <= lot(text) < 1
    assert lot(text) == lot(text)


def test_lots_are_the_same_tomorrow() -> None:
    assert lot("123456789") == 0xCBF43926 / 2**32  # the check value of CRC-32


# --- many sources -----------------------------------------------------------------------


def late(number: int, by: timedelta, interval: timedelta = 15 * MINUTE) -> Source:
    return source(number, due=NOW - by, checked=NOW - by - interval)


def test_the_never_asked_come_first_then_the_latest_by_their_own_rhythm() -> None:
    sources = [
        late(1, HOUR, 6 * HOUR),
        late(2, HOUR),
        late(3, 2 * HOUR),
        source(4),
        source(5, due=NOW + HOUR),
        source(6, retired=True),
        source(7, due=NOW - HOUR, failures=3),
    ]
    assert [one.id for one in overdue(sources, NOW)] == ["4", "7", "3", "2", "1"]


def test_a_moment_that_a_wrong_clock_noted_is_no_moment() -> None:
    assert due_at(source(1, due=NOW + timedelta(days=2_000)), NOW) == NOW
    assert due_at(source(1, due=NOW + timedelta(days=5)), NOW) == NOW + timedelta(days=5)


@pytest.mark.parametrize("count", [1, BATCH, BATCH + 1, 200, 1_000, 5_000])
def test_many_are_spread_over_a_minute_or_two(count: int) -> None:
    sources = overdue([late(n, HOUR) for n in range(count)], NOW)
    moments = spread(sources, NOW)
    assert len(moments) == count
    assert [moments[one.id] for one in sources[:BATCH]] == [NOW] * min(count, BATCH)
    rest = [moments[one.id] for one in sources[BATCH:]]
    assert all(NOW < moment <= NOW + 2 * MINUTE for moment in rest)
    for moment in set(rest):
        assert rest.count(moment) <= 3 * BATCH


def test_a_place_is_the_sources_own() -> None:
    sources = [late(n, HOUR) for n in range(500)]
    assert spread(sources, NOW) == spread(sources[:BATCH] + sources[: BATCH - 1 : -1], NOW)


def closed(number: int, code: str = "try-later", until: datetime = NOW + HOUR) -> Source:
    return source(number, closed=until, failure="Busy.", failure_code=code, failures=1)


@pytest.mark.parametrize(("code", "held"), [("try-later", {"1"}), ("too-many-requests", {"1", "2"})])
def test_too_many_requests_speaks_for_the_host(code: str, held: set[str]) -> None:
    neighbour = replace(source(2), url="https://me@H1.example/other")
    found = held_back([closed(1, code), neighbour, source(3)], NOW)
    assert set(found) == held
    assert set(found.values()) == {NOW + HOUR}


@pytest.mark.parametrize("until", [NOW, NOW - HOUR, NOW + timedelta(days=30)])
def test_what_is_over_or_was_noted_by_a_wrong_clock_holds_nobody_back(until: datetime) -> None:
    assert held_back([closed(1, until=until)], NOW) == {}


def _run(until: datetime, ask: Callable[[datetime, int], datetime]) -> list[datetime]:
    asked, now = [], NOW
    while now < until:
        asked.append(now)
        now = ask(now, len(asked))
    return asked


def test_a_week_of_a_quiet_feed_costs_few_requests() -> None:
    hints = published(24 * HOUR)
    asked = _run(NOW + timedelta(days=7), lambda now, _n: next_due(now, 15, hints=hints))
    assert len(asked) == 4 * 7
    failing = _run(
        NOW + timedelta(days=7), lambda now, n: due_after_failure(now, 15, failures=n, source_id="7")
    )
    assert len(failing) < 16
    assert max((b - a).total_seconds() for a, b in pairwise(failing)) <= LONGEST
