"""When a source is asked again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.feeds.schedule import LONGEST, SHORTEST, due_after_failure, next_due, rhythm

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def minutes_until(due: datetime) -> float:
    return (due - NOW).total_seconds() / 60


def every(gap: timedelta, count: int = 20) -> list[datetime]:
    return [NOW - gap * n for n in range(count)]


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ({}, 15),
        ({"ttl_minutes": 60}, 60),
        ({"ttl_minutes": 5}, 15),
        ({"ttl_minutes": 10**9}, 24 * 60),
        ({"ttl_minutes": -5}, 15),
        ({"max_age": 3_600}, 60),
        ({"max_age": 60}, 15),
        ({"max_age": 31_536_000}, 15),
        ({"retry_after": 1_200.0}, 20),
        ({"retry_after": 1e9}, 24 * 60),
        ({"published": every(timedelta(minutes=2))}, 15),
        ({"published": every(4 * HOUR)}, 60),
        ({"published": every(24 * 7 * HOUR)}, 6 * 60),
        ({"published": [NOW - 8 * HOUR]}, 15),
        ({"published": [NOW - 32 * HOUR]}, 120),
        ({"published": [NOW + HOUR]}, 15),
        ({"previous": 3_600.0}, 60),
        ({"previous": 60.0}, 15),
        ({"previous": 3_600.0, "published": every(timedelta(minutes=2))}, 15),
    ],
)
def test_the_longest_of_what_was_said(said: dict[str, object], minutes: float) -> None:
    assert minutes_until(next_due(NOW, 15, **said)) == minutes  # type: ignore[arg-type]


def test_the_reader_can_not_ask_too_often() -> None:
    assert minutes_until(next_due(NOW, 1)) == 5
    assert minutes_until(next_due(NOW, 10**6)) == 24 * 60


def test_a_feed_that_fell_silent_is_asked_less() -> None:
    old = [moment - timedelta(days=700) for moment in every(HOUR)]
    assert rhythm(old, NOW) == 6 * 3_600
    assert rhythm(every(HOUR), NOW) == 900


def test_failures_double_the_wait_up_to_a_day() -> None:
    waits = [minutes_until(due_after_failure(NOW, 15, failures=n, source_id="7")) / 15 for n in range(1, 12)]
    assert all(0.8 * 2**n <= wait <= 1.2 * 2**n for n, wait in enumerate(waits[:6]))
    assert waits[-1] * 15 == 24 * 60
    assert minutes_until(due_after_failure(NOW, 15, failures=1, source_id="7", retry_after=7_200)) == 120


def test_the_wait_is_the_same_for_one_source_and_differs_between_sources() -> None:
    def wait(source: str) -> datetime:
        return due_after_failure(NOW, 15, failures=3, source_id=source)

    assert wait("7") == wait("7")
    assert len({wait(str(n)) for n in range(100)}) > 90


numbers = st.none() | st.integers(-(10**12), 10**12)


@given(
    st.integers(-(10**6), 10**9),
    numbers,
    numbers,
    st.lists(st.datetimes(timezones=st.just(UTC)), max_size=40),
    st.none() | st.floats(0, 1e12),
    st.none() | st.floats(0, 1e12),
    st.integers(-5, 10**9),
    st.text(),
)
def test_nothing_leaves_the_bounds(
    minutes: int,
    ttl: int | None,
    max_age: int | None,
    published: list[datetime],
    previous: float | None,
    retry_after: float | None,
    failures: int,
    source: str,
) -> None:
    due = next_due(
        NOW,
        minutes,
        ttl_minutes=ttl,
        max_age=max_age,
        published=published,
        previous=previous,
        retry_after=retry_after,
    )
    again = due_after_failure(NOW, minutes, failures=failures, source_id=source, retry_after=retry_after)
    for moment in (due, again):
        assert SHORTEST <= (moment - NOW).total_seconds() <= LONGEST
