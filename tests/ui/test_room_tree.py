"""The tree of the room: folds, siblings, parents, steps through what is new; never lost, never hanging."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.talk.test_orders import WILD, made
from tui.model import Comment
from tui.talk.orders import Order
from tui.talk.thread_order import in_thread_order
from tui.ui.panes.room_tree import Tree

ORDERS = st.sampled_from(Order)


def tree(*links: tuple[str, str], new: str = "", folded: str = "", order: Order = Order.THREAD) -> Tree:
    return Tree([Comment(id_, "m", (), parent) for id_, parent in links], folded, order, new)


FAMILY = (("a", ""), ("b", "a"), ("c", "b"), ("d", "a"), ("e", ""))


def test_siblings_are_reached_past_the_replies_between() -> None:
    family = tree(*FAMILY)
    assert [family.sibling(place, 1) for place in range(5)] == [4, 3, None, None, None]
    assert [family.sibling(place, -1) for place in range(5)] == [None, None, None, 1, 0]
    assert [family.parent(place) for place in range(5)] == [None, 0, 1, 0, None]


def test_what_is_new_below_a_fold_is_counted_and_unfolded_by_going_there() -> None:
    family = tree(*FAMILY, new="cd", folded="ab")
    assert family.visible() == [0, 4]
    assert family.replies(0) == 3
    assert family.new_replies(0) == 2
    assert family.new(0, 1) == 2
    assert family.unfold_to(2)
    assert family.visible() == [0, 1, 2, 3, 4]
    assert not family.unfold_to(2)
    assert [family.new(2, 1), family.new(3, 1), family.new(3, -1), family.new(2, -1)] == [3, None, 2, None]


def test_in_a_list_nothing_is_folded_and_a_parent_is_still_found() -> None:
    listed = tree(*FAMILY, order=Order.NEWEST)
    assert [comment.id for comment in listed.comments] == ["a", "b", "c", "d", "e"]
    assert not any(listed.toggle(place) for place in range(5))
    assert listed.parent(2) == 1
    assert listed.sibling(2, 1) == 3


@settings(deadline=None)
@given(WILD, ORDERS, st.sets(st.integers(0, 9)), st.sets(st.integers(0, 9)), st.booleans())
def test_stepping_reaches_every_new_comment_once_and_shows_it(
    wild: list[tuple[int, int, int | None, int | None]],
    order: Order,
    new: set[int],
    folded: set[int],
    tidy: bool,
) -> None:
    comments = in_thread_order(made(wild)) if tidy else made(wild)
    wanted = {str(id_) for id_ in new}
    grown = Tree(comments, map(str, folded), order, wanted)
    assert sorted(c.id for c in grown.comments) == sorted(c.id for c in comments)
    reached = []
    place = grown.new(-1, 1)
    while place is not None:
        reached.append(place)
        grown.unfold_to(place)
        assert place in grown.visible()
        place = grown.new(place, 1)
    assert reached == [at for at, comment in enumerate(grown.comments) if comment.id in wanted]
    assert reached == [at for at in range(len(comments)) if grown.is_new(at)]
    assert grown.new_count == len(reached)


@settings(deadline=None)
@given(WILD, ORDERS, st.booleans())
def test_siblings_lead_there_and_back_at_one_depth(
    wild: list[tuple[int, int, int | None, int | None]], order: Order, tidy: bool
) -> None:
    grown = Tree(in_thread_order(made(wild)) if tidy else made(wild), order=order)
    for place in range(len(grown.comments)):
        beside = grown.sibling(place, 1)
        if beside is not None:
            assert grown.sibling(beside, -1) == place
            assert grown.depths[beside] == grown.depths[place]
            if order is not Order.NEWEST:
                assert grown.parent(beside) == grown.parent(place)


def test_a_tree_as_deep_as_it_is_long_is_walked() -> None:
    comments = [Comment(str(n), "m", (), str(n - 1) if n else "") for n in range(20_000)]
    deep = Tree(comments, ["0", "500"], Order.BEST, {"19999"})
    assert deep.visible() == [0]
    assert deep.new_replies(0) == 1
    assert deep.new(0, 1) == 19_999
    assert deep.unfold_to(19_999)
    assert len(deep.visible()) == 20_000
    assert deep.sibling(19_999, -1) is None
