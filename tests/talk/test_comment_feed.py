"""Comments in thread order, whatever the feed says of who answers whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tui.model import Comment, Entry
from tui.talk.comment_feed import _with_parents
from tui.talk.thread_order import in_thread_order

START = datetime(2026, 11, 12, tzinfo=UTC)


def comment(name: str, parent: str = "", minutes: int = 0) -> Comment:
    return Comment(name, "mira", (), parent, START + timedelta(minutes=minutes))


def names(comments: tuple[Comment, ...]) -> list[str]:
    return [one.id for one in comments]


def test_answers_follow_what_they_answer_and_siblings_stand_by_time() -> None:
    given = [comment("b", minutes=2), comment("a1", "a", 5), comment("a", minutes=1), comment("a0", "a", 3)]
    assert names(in_thread_order(given)) == ["a", "a0", "a1", "b"]


def test_an_answer_to_nobody_stands_at_the_top() -> None:
    assert names(in_thread_order([comment("x", "gone", 1), comment("y", minutes=2)])) == ["x", "y"]


def test_a_thread_20_000_deep_is_read_without_recursion() -> None:
    chain = [comment(str(n), str(n - 1) if n else "", n) for n in range(20_000)]
    assert names(in_thread_order(chain[::-1])) == [str(n) for n in range(20_000)]


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(0, 99)), max_size=12))
def test_every_comment_comes_once_even_in_circles(links: list[tuple[int, int, int]]) -> None:
    given = [comment(str(name), str(parent), minutes) for name, parent, minutes in links]
    assert sorted(names(in_thread_order(given))) == sorted({one.id for one in given})


def test_wordpress_says_in_the_text_whom_a_comment_answers() -> None:
    first = Entry(
        "By: mira", "http://a.example/p#comment-2", "http://a.example/p#comment-2", html="<p>Was it?</p>"
    )
    answer = Entry(
        "By: oleg",
        "http://a.example/p#comment-3",
        "http://a.example/p#comment-3",
        html='<p>In reply to <a href="http://a.example/p#comment-2">mira</a>.</p>\n<p>Yes</p>',
    )
    stranger = Entry("By: x", "u", "u", html='<p>See <a href="http://b.example/">this</a>.</p><p>No</p>')
    entries = _with_parents((first, answer, stranger))
    assert [entry.in_reply_to for entry in entries] == ["", first.id, ""]
    assert entries[1].html.strip() == "<p>Yes</p>"
    assert entries[2].html == stranger.html
