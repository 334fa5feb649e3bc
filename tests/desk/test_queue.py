"""Which of many sources are asked now: no clock, no network."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tui.desk.queue import AGAIN, LONGEST_PROBE, Probing, Queue, probes
from tui.feeds.schedule import BATCH, next_due
from tui.model import Source

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def source(number: int, **more: Any) -> Source:
    return Source(str(number), f"https://h{number}.example/feed", f"Source {number}", "1", **more)


def late(count: int) -> list[Source]:
    return [source(n, due=NOW - HOUR, checked=NOW - 2 * HOUR) for n in range(count)]


def test_a_few_are_asked_at_once() -> None:
    sources = [*late(BATCH), source(100, due=NOW + HOUR)]
    queue = Queue()
    assert len(queue.take(sources, NOW)) == BATCH
    assert queue.next([sources[-1]], NOW) == NOW + HOUR


def test_those_never_asked_do_not_queue() -> None:
    assert len(Queue().take([source(n) for n in range(500)], NOW)) == 500


def test_after_a_night_the_first_batch_comes_at_once_and_the_rest_within_two_minutes() -> None:
    queue, sources, now, asked = Queue(), late(1_000), NOW, []
    while sources:
        taken = queue.take(sources, now)
        assert taken
        asked.append((now, len(taken)))
        gone = {one.id for one in taken}
        sources = [one for one in sources if one.id not in gone]
        now = queue.next(sources, now) or now
    assert asked[0] == (NOW, BATCH)
    assert max(count for _, count in asked) <= 3 * BATCH
    assert len(asked) > 20
    assert now <= NOW + timedelta(minutes=2)


def test_no_more_than_there_are_hands_for() -> None:
    queue, sources = Queue(), late(20)
    first = queue.take(sources, NOW, most=5)
    assert len(first) == 5
    busy = {one.id for one in first}
    assert not busy & {one.id for one in queue.take(sources, NOW, busy=busy)}
    assert queue.take(sources, NOW, most=0) == []


def test_asking_that_did_nothing_is_not_repeated_at_once() -> None:
    queue, sources = Queue(), late(1)
    assert queue.take(sources, NOW)
    assert not queue.take(sources, NOW + SECOND)
    assert queue.next(sources, NOW + SECOND) == NOW + AGAIN
    assert queue.take(sources, NOW + AGAIN)


def test_a_clock_that_is_set_back_keeps_nobody_waiting() -> None:
    queue = Queue()
    sources = late(200)
    queue.take(sources, NOW)
    early = NOW - timedelta(minutes=30)
    assert len(queue.take(sources, early)) > BATCH


def test_what_a_server_forbade_waits_for_its_end() -> None:
    until = NOW + HOUR
    held = source(1, due=NOW - HOUR, closed=until, failure="Busy.", failure_code="try-later", failures=1)
    queue = Queue()
    assert queue.take([held], NOW) == []
    assert queue.next([held], NOW) == until
    assert queue.take([held], until) == [held]


def test_nothing_to_wait_for() -> None:
    assert Queue().next([], NOW) is None
    assert Queue().next([source(1, retired=True)], NOW) is None
    assert Queue().next([source(1)], NOW, busy={"1"}) is None


@given(st.lists(st.integers(-100_000, 100_000), min_size=1, max_size=120))
def test_everybody_is_asked_within_two_minutes_of_being_due_and_nobody_before(dues: list[int]) -> None:
    sources = [
        source(n, due=NOW + due * SECOND, checked=NOW - timedelta(days=2)) for n, due in enumerate(dues)
    ]
    queue, now, asked = Queue(), NOW, {}
    while sources:
        for one in queue.take(sources, now):
            asked[one.id] = now
            assert one.due is not None
            assert one.due <= now <= max(one.due, NOW) + timedelta(minutes=2)
        sources = [one for one in sources if one.id not in asked]
        then = queue.next(sources, now)
        assert (then is None) is (not sources)
        now = then or now
    assert len(asked) == len(dues)


def test_a_day_of_a_source_is_asked_as_often_as_it_allows() -> None:
    """The queue and the schedule together."""
    one, queue, now, asked = source(1), Queue(), NOW, []
    while now < NOW + timedelta(days=1):
        if queue.take([one], now):
            asked.append(now)
            one = source(1, checked=now, due=next_due(now, 15, max_age=3_600))
        now = queue.next([one], now) or now
    assert asked == [NOW + n * HOUR for n in range(24)]


def test_the_link_is_tried_more_and_more_rarely_and_anew_after_a_sleep() -> None:
    probing, now, waits = Probing(), 1_000.0, []
    for _ in range(10):
        waits.append(probing.wait(now))
        now += waits[-1]
        assert probing.wait(now) == 0
        probing.failed(now)
    assert waits[:4] == [15, 30, 60, 120]
    assert waits[-1] == LONGEST_PROBE
    probing.at_once()
    assert probing.wait(now) == 0
    probing.over()
    assert probing.wait(now) == 15


def test_those_that_answered_last_are_tried_at_different_hosts() -> None:
    well = [source(n, due=NOW, checked=NOW - n * HOUR) for n in (1, 2, 3)]
    twin = Source("9", "https://h1.example/other", "", "1", due=NOW, checked=NOW - HOUR)
    assert {one.id for one in probes([source(7), *well, twin])} & {"1", "9"}
    assert {one.url.split("/")[2] for one in probes([source(7), *well, twin])} == {"h1.example", "h2.example"}
    assert probes([source(7)]) == [source(7)]
