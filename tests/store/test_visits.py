"""What was seen of threads stays seen; counts that move are told; followed threads are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.scratch import scratch_store
from tests.store.test_merge import NOW, entry, merge, source
from tui.model import Comment
from tui.store import Followed, Store, View, Visit
from tui.store.visits import MOST_SEEN, MOST_VISITS, comment_key

THREAD = "https://desk.example/comments"
FOLLOWED = Followed(THREAD, "comment feed", "https://desk.example/1", "Ferry pact signed", "0", "")


def seen(*ids: str) -> frozenset[int]:
    return frozenset(map(comment_key, ids))


def settled(store: Store) -> None:
    """Waits for what was submitted."""
    store.submit(lambda c: None).result()


@settings(deadline=None, max_examples=30)
@given(st.sets(st.text(max_size=30), max_size=50), st.booleans(), st.integers(0, 10**6))
def test_a_visit_is_kept_as_it_was(ids: set[str], whole: bool, count: int) -> None:
    with scratch_store() as store:
        left = Visit(THREAD, NOW, seen(*ids), whole, count)
        store.keep_visit(left)
        settled(store)
        assert store.visit(THREAD) == left


def test_a_visit_outlives_the_app(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "w.db")
    store.keep_visit(Visit(THREAD, NOW, seen("a")))
    store.close()
    store = Store.open(tmp_path / "w.db")
    left = store.visit(THREAD)
    assert left is not None
    assert not left.is_new(Comment("a", "mira", ()))
    assert left.is_new(Comment("b", "mira", ()))
    store.close()


def test_of_what_was_not_all_there_the_times_say_what_is_new() -> None:
    left = Visit(THREAD, NOW, seen("a"), whole=False)
    assert left.is_new(Comment("b", "mira", (), published=NOW + timedelta(minutes=1)))
    assert not left.is_new(Comment("b", "mira", (), published=NOW - timedelta(days=1)))
    assert not left.is_new(Comment("b", "mira", ()))


def test_visits_are_bounded(store: Store) -> None:
    store.keep_visit(Visit(THREAD, NOW, frozenset(range(MOST_SEEN + 500))))
    settled(store)
    left = store.visit(THREAD)
    assert left is not None
    assert len(left.seen) == MOST_SEEN
    store.follow(FOLLOWED)
    for n in range(MOST_VISITS + 20):
        store.keep_visit(Visit(f"https://desk.example/{n}", NOW + timedelta(minutes=n + 1), frozenset()))
    settled(store)
    assert store.visit(THREAD) is not None  # the oldest, but followed
    assert store.visit("https://desk.example/0") is None
    assert store.visit(f"https://desk.example/{MOST_VISITS + 19}") is not None


def test_a_story_says_how_many_comments_came_since_it_was_opened(store: Store) -> None:
    desk = source(store)

    def news() -> int:
        return store.stories(View(), limit=1)[0].new_comments

    merge(store, desk, entry("a", comment_count=4))
    assert news() == 0  # never opened: nothing came since
    id_ = store.stories(View(), limit=1)[0].id
    assert store.see_comments(id_).result()
    assert not store.see_comments(id_).result()
    merge(store, desk, entry("a", comment_count=7), at=NOW + timedelta(hours=1))
    assert news() == 3
    assert store.count_comments(id_, 9)
    assert not store.count_comments(id_, 8)  # a list of the last ten says nothing of all
    assert news() == 5
    assert store.see_comments(id_).result()
    assert news() == 0
    merge(store, desk, entry("a", summary="Now with a summary."), at=NOW + timedelta(hours=2))
    assert store.stories(View(), limit=1)[0].comment_count == 9


def test_counts_come_back_with_a_dropped_source(store: Store) -> None:
    desk = source(store)
    merge(store, desk, entry("a", comment_count=4))
    id_ = store.stories(View(), limit=1)[0].id
    store.see_comments(id_).result()
    store.count_comments(id_, 6)
    store.remove_source(desk.id)
    store.undo()
    assert store.stories(View(), limit=1)[0].new_comments == 2


def test_followed_threads_are_listed_with_news_first(store: Store) -> None:
    store.follow(FOLLOWED)
    store.follow(Followed("https://b.example/", "isso", "", "Other", "0", ""))
    store.keep_visit(Visit(THREAD, NOW, seen("a")))
    store.note_asked(THREAD, 3)
    first, second = store.followed()
    assert (first.thread, first.news, first.looked) == (THREAD, 3, NOW)
    assert (second.title, second.news, second.looked) == ("Other", 0, None)
    store.note_asked(THREAD, None, "desk.example did not answer.")
    assert store.followed()[0].failure == "desk.example did not answer."
    assert store.followed()[0].news == 3
    store.keep_visit(Visit(THREAD, NOW, seen("a", "b"), news=1))
    settled(store)
    assert (store.followed()[0].news, store.followed()[0].failure) == (1, "")
    assert store.is_followed(THREAD)
    store.unfollow(THREAD)
    settled(store)
    assert not store.is_followed(THREAD)
    assert [one.title for one in store.followed()] == ["Other"]


def test_a_sweep_spares_what_is_followed(store: Store) -> None:
    desk = source(store)
    merge(store, desk, *(entry(str(n), n) for n in range(3)))
    stories = store.stories(View(), limit=9)
    store.follow(Followed(THREAD, "isso", "", "t", stories[2].id, ""))
    store.keep_visit(Visit(THREAD, NOW, frozenset()))
    store.keep_visit(Visit("https://b.example/", NOW, frozenset()))
    store.set_read(View(), True)
    later = datetime.now(UTC) + timedelta(days=400)
    assert store.sweep(later, keep_days=1, keep_per_source=1) == 2
    assert [story.id for story in store.stories(View(), limit=9)] == [stories[2].id]
    assert store.visit(THREAD) is not None
    assert store.visit("https://b.example/") is None
