"""Orders of a thread: every comment once, answers below what they answer, whatever a service says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tui.model import Comment
from tui.talk.orders import Order, best, newest, parents
from tui.talk.thread_order import in_thread_order

NOON = datetime(2026, 11, 12, 12, tzinfo=UTC)
WILD = st.lists(
    st.tuples(
        st.integers(0, 9), st.integers(0, 12), st.none() | st.integers(-5, 5), st.none() | st.integers(0, 9)
    ),
    max_size=20,
)


def made(wild: list[tuple[int, int, int | None, int | None]]) -> list[Comment]:
    """Comments with ids that repeat, circles, and parents that are not there."""
    return [
        Comment(
            str(id_),
            "mira",
            (),
            str(parent),
            score=score,
            published=None if minute is None else NOON + timedelta(minutes=minute),
        )
        for id_, parent, score, minute in wild
    ]


@settings(deadline=None)
@given(WILD, st.booleans())
def test_every_order_has_every_comment_once(
    wild: list[tuple[int, int, int | None, int | None]], tidy: bool
) -> None:
    comments = in_thread_order(made(wild)) if tidy else made(wild)
    above = parents(comments)
    every = list(range(len(comments)))
    assert sorted(newest(comments)) == every
    assert sorted(best(comments, above)) == every


@settings(deadline=None)
@given(WILD)
def test_the_best_answers_come_first_below_what_they_answer(
    wild: list[tuple[int, int, int | None, int | None]],
) -> None:
    comments = in_thread_order(made(wild))
    above = parents(comments)
    order = best(comments, above)
    siblings: dict[int, list[int | None]] = {}
    for at, place in enumerate(order):
        assert above[place] in (-1, *order[:at])
        siblings.setdefault(above[place], []).append(comments[place].score)
    for scores in siblings.values():
        told = [score for score in scores if score is not None]
        assert scores == sorted(told, reverse=True) + [None] * (len(scores) - len(told))


def test_the_newest_come_first_and_those_without_a_time_last() -> None:
    comments = made([(1, 0, None, 1), (2, 1, None, None), (3, 0, None, 3), (4, 0, None, 2)])
    assert [comments[place].id for place in newest(comments)] == ["3", "4", "1", "2"]


def test_a_thread_of_twenty_thousand_levels_is_sorted() -> None:
    comments = [Comment(str(n), "m", (), str(n - 1) if n else "", score=n) for n in range(20_000)]
    assert best(comments, parents(comments)) == list(range(20_000))


def test_the_orders_go_round() -> None:
    assert Order.THREAD.next.next.next is Order.THREAD
