"""Other orders than that of time: the same page by page, in both directions, as sorted at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.store.test_merge import entry, merge, source
from tui.store import Store, View
from tui.store.query import Is
from tui.store.query_parser import parse
from tui.store.view import ORDERS
from tui.stories import Story

KEYS = {
    "": lambda story: -int(story.id),
    "source": lambda story: (story.source_title.lower(), -int(story.id)),
    "coverage": lambda story: (-story.coverage, -int(story.id)),
    "comments": lambda story: (-(story.comment_count or 0), -int(story.id)),
}


@pytest.fixture
def filled(store: Store) -> Store:
    for name in ("b", "A", "c", "d"):
        merge(store, source(store, name), *(entry(f"{name}{n}", n) for n in range(9)))
    ids = store.ids(View())
    store.submit(
        lambda c: [
            c.execute(
                "UPDATE story SET coverage = ?, comment_count = ? WHERE id = ?",
                (n % 4, None if n % 5 == 0 else n % 3, int(id_)),
            )
            for n, id_ in enumerate(ids)
        ]
    ).result()
    store.set_read(ids[::3], True)
    store.set_starred(ids[::4], True)
    return store


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(
    "view", [View(), View(unread=True), View(section="1", starred=True), View(source="2")]
)
def test_pages_follow_each_other_both_ways(filled: Store, order: str, view: View) -> None:
    every = sorted(filled.stories(view, limit=999), key=KEYS[order])  # type: ignore[no-untyped-call]
    sorted_view = replace(view, order=order)
    down: list[Story] = []
    while page := filled.stories(sorted_view, before=down[-1].id if down else None, limit=4):
        down += page
    assert down == every
    up: list[Story] = []
    while page := filled.stories(sorted_view, after=up[0].id if up else "0", limit=4):
        up[:0] = page
    assert up == every


@pytest.mark.parametrize("order", ORDERS)
def test_what_a_query_means_is_sorted_as_a_whole(filled: Store, order: str) -> None:
    filled.index_pending()
    view = View(query=parse("story -is:starred"), order=order)
    every = sorted(filled.stories(View(query=view.query), limit=999), key=KEYS[order])  # type: ignore[no-untyped-call]
    assert len(every) == 27
    assert filled.stories(view, limit=999) == every
    assert set(filled.ids(view)) == {story.id for story in every}


def test_what_a_query_means_is_put_in_an_order_too(filled: Store) -> None:
    unread = View(query=Is("unread"), unread=True)
    every = filled.stories(unread, limit=999)
    assert len(every) == 24
    for order in filter(None, ORDERS):
        view = replace(unread, order=order)
        assert filled.stories(view, limit=200) == sorted(every, key=KEYS[order])  # type: ignore[no-untyped-call]
        assert filled.stories(view, before=every[0].id) == []
    first = filled.stories(replace(unread, order="coverage"), limit=5)
    assert [story.coverage for story in first] == [3] * 5
    assert filled.set_read(replace(unread, order="comments"), True) == 24


def test_no_order_sorts_what_an_index_has_sorted(filled: Store) -> None:
    reader = filled._database.reader
    asked: list[str] = []
    reader.set_trace_callback(asked.append)
    for order in ORDERS:
        filled.stories(View(order=order), before=filled.ids(View(order=order))[9])
    reader.set_trace_callback(None)
    for query in (one for one in asked if "EXISTS" in one):
        plan = [row[3] for row in reader.execute(f"EXPLAIN QUERY PLAN {query}")]
        assert not any("TEMP B-TREE" in step for step in plan)


def test_the_order_is_kept(filled: Store) -> None:
    assert filled.wire_order() == ""
    for order in ("comments", "source"):
        filled.keep_wire_order(order)
    filled.set_read([], True)  # waits for what was submitted
    assert filled.wire_order() == "source"
