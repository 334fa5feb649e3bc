"""What is new in a visit, and what the next one finds so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tui.model import Comment, Identity, Thread
from tui.store import Visit
from tui.ui.panes.room_people import People, people_of
from tui.ui.panes.room_visits import Visits


class Kept:
    """Visits in memory."""

    def __init__(self) -> None:
        self.visits: dict[str, Visit] = {}

    def visit(self, thread: str) -> Visit | None:
        return self.visits.get(thread)

    def keep_visit(self, visit: Visit) -> None:
        self.visits[visit.thread] = visit


def thread(*ids: str, more: str = "", **fields: object) -> Thread:
    comments = tuple(Comment(id_, "mira", (), **fields) for id_ in ids)  # type: ignore[arg-type]
    return Thread("t", "isso", "T", "https://desk.example/1", comments, len(comments), more=more)


def visited(kept: Kept, shown: Thread, *seen: str) -> set[str]:
    """A visit to a thread, with these comments in sight; gives what was new."""
    visits = Visits(kept)
    new = set(visits.take(shown, People()))
    visits.saw(shown, seen)
    visits.leave()
    return new


def test_what_came_during_a_first_visit_is_new() -> None:
    visits = Visits(Kept())
    assert not visits.take(thread("a", "b"), People())
    assert visits.take(thread("a", "b", "c"), People()) == {"c"}


def test_a_further_page_of_a_first_visit_is_not() -> None:
    visits = Visits(Kept())
    old, now = datetime(2026, 11, 12, tzinfo=UTC), datetime.now(UTC)
    assert not visits.take(thread("a", more="2", published=old), People())
    assert not visits.take(thread("a", "b", more="3", published=old), People())
    assert not visits.take(thread("a", "b", "c", published=now - timedelta(minutes=5)), People())
    late = thread("a", "b", "c", "d", published=now + timedelta(minutes=5))
    assert visits.take(late, People()) == {"d"}


def test_a_thread_that_was_never_drawn_was_not_visited() -> None:
    kept = Kept()
    visits = Visits(kept)
    visits.take(thread("a"), People())
    visits.leave()
    assert kept.visits == {}


def test_what_the_reader_wrote_and_what_awaits_approval_is_no_news() -> None:
    kept = Kept()
    visited(kept, thread("a"), "a")
    me = people_of(thread("a"), "", [Identity("isso", "desk.example", "mira")])
    visits = Visits(kept)
    assert not visits.take(thread("a", "b"), me)
    assert not visits.take(thread("a", "b", "c", pending=True), People())


@settings(deadline=None)
@given(
    st.sets(st.sampled_from("abcdef")),
    st.sets(st.sampled_from("abcdefgh")),
    st.sets(st.sampled_from("abcdefgh")),
)
def test_news_is_what_was_neither_there_nor_in_sight(
    first: set[str], second: set[str], sight: set[str]
) -> None:
    kept = Kept()
    assert not visited(kept, thread(*sorted(first)))
    assert visited(kept, thread(*sorted(second)), *(sight & second)) == second - first
    assert visited(kept, thread(*sorted(second))) == second - first - sight
    assert kept.visits["t"].news == len(second - first - sight)


def test_the_starter_is_known_by_id_where_ids_are_told() -> None:
    started = Thread("t", "mastodon", "T", "https://m.example/1", starter="Mira", starter_id="mira@m.example")
    people = people_of(started, "Ana Ruiz", ())
    assert people.roles(Comment("1", "Mira", (), author_id="mira@m.example")) == ["OP"]
    assert people.roles(Comment("2", "Mira", (), author_id="other@m.example")) == []
    assert people.roles(Comment("3", "mira", ())) == ["OP"]
    assert people.roles(Comment("4", "ana ruiz", ())) == ["author"]


def test_an_identity_counts_at_its_own_service_alone() -> None:
    at = Thread("https://api.example:8080/t", "isso", "T", "https://desk.example/1")
    comment = Comment("1", "mira", ())
    for identity, mine in [
        (Identity("isso", "desk.example", "mira"), True),
        (Identity("isso", "api.example:8080", "x", "Mira"), True),
        (Identity("isso", "other.example", "mira"), False),
        (Identity("wordpress", "desk.example", "mira"), False),
    ]:
        assert people_of(at, "", [identity]).is_reader(comment) == mine
    broken = Thread("http://[", "isso", "T", "http://[")
    assert not people_of(broken, "", [Identity("isso", "[", "mira")]).is_reader(comment)
