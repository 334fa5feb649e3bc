"""What is one's own lies over what a service has answered, until a later answer tells it itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tui.model import Comment, Paragraph, Span, Thread
from tui.talk.thread_order import in_thread_order
from tui.ui.writing.own import Edit, Own, Vote, laid_over

NOON = datetime(2026, 11, 12, 12, tzinfo=UTC)


def said(name: str, parent: str = "", words: str = "Aye.", score: int | None = None) -> Comment:
    return Comment(name, "mira", (Paragraph((Span(words),)),), parent, score=score)


def thread(*comments: Comment, fetched: datetime = NOON) -> Thread:
    return Thread("t", "lemmy", "T", "", comments, len(comments), fetched=fetched)


def names(shown: Thread) -> list[str]:
    return [comment.id for comment in shown.comments]


def test_nothing_of_ones_own_leaves_the_thread_as_it_is() -> None:
    given = thread(said("1"))
    assert laid_over(given, Own()) is given


def test_an_answer_comes_last_below_what_it_answers() -> None:
    given = thread(said("1"), said("2", "1"), said("3", "2"), said("4", "1"), said("5"))
    for parent, place in (("1", 4), ("2", 3), ("5", 5), ("", 5), ("gone", 5)):
        shown = laid_over(given, Own({"me": said("me", parent)}))
        assert names(shown).index("me") == place
        assert shown.count == 6


def test_what_waits_for_approval_stays_though_the_service_does_not_tell_it() -> None:
    waiting = Comment("9", "ada", (), "1", pending=True)
    later = thread(said("1"), fetched=NOON + timedelta(hours=1))
    assert laid_over(later, Own({"9": waiting})).comments[1].pending


def test_what_the_service_tells_is_not_told_twice() -> None:
    given = thread(said("1"), said("2", "1"))
    shown = laid_over(given, Own({"2": said("2", "1")}))
    assert names(shown) == ["1", "2"]
    assert shown.count == 2


def test_edits_and_votes_last_until_a_later_answer() -> None:
    own = Own(
        edits={"1": Edit(said("1", words="Nay."), NOON)},
        votes={"1": Vote(1, 4, NOON)},
    )
    before = laid_over(thread(said("1", score=3)), own).comments[0]
    assert (before.blocks, before.edited, before.score) == (said("1", words="Nay.").blocks, True, 4)
    after = laid_over(thread(said("1", score=7), fetched=NOON + timedelta(seconds=1)), own).comments[0]
    assert (after.blocks, after.edited, after.score) == (said("1").blocks, False, 7)
    under_way = Own(votes={"1": Vote(1, 4)})
    later = thread(said("1", score=3), fetched=NOON + timedelta(hours=1))
    assert laid_over(later, under_way).comments[0].score == 4


@given(st.lists(st.integers(0, 12), min_size=1, max_size=12), st.integers(0, 12))
def test_it_stands_where_the_order_of_threads_has_it(parents: list[int], parent: int) -> None:
    comments = [
        Comment(str(n + 1), "m", (), str(above % (n + 1)), NOON + timedelta(seconds=n))
        for n, above in enumerate(parents)
    ]
    mine = Comment("99", "ada", (), str(parent), NOON + timedelta(hours=1))
    shown = laid_over(thread(*in_thread_order(comments)), Own({"99": mine}))
    assert names(shown) == [comment.id for comment in in_thread_order([*comments, mine])]
