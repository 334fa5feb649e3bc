"""Marks, their counters, and taking them back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.test_merge import entry, merge, source, titles
from tui.store import Counts, Store, View


def fill(store: Store, count: int = 10) -> list[str]:
    for name in ("a", "b"):
        merge(store, source(store, name), *(entry(f"{name}{n}", n) for n in range(count)))
    return [story.id for story in store.stories(View(), limit=1000)]


def test_counters_are_kept_through_marks(store: Store) -> None:
    ids = fill(store)
    section = store.sections()[0].id
    assert store.set_read(ids[:3], True) == 3
    assert store.set_read(ids[:4], True) == 1
    assert store.counts(View()) == Counts(16, 20)
    assert store.counts(View(section=section)) == Counts(16, 20)
    assert store.counts(View(unread=True)).total == 16
    store.set_starred(ids[:2], True)
    assert store.counts(View(starred=True)) == Counts(0, 2)
    assert len(store.stories(View(unread=True))) == 16
    assert [s.id for s in store.stories(View(starred=True))] == ids[:2]
    assert store.check() == []


def test_undo_restores_exactly_what_changed(store: Store, tmp_path: Path) -> None:
    ids = fill(store)
    store.set_read(ids[:5], True, "five")
    store.set_read(View(), True, "all read")
    store.set_read(ids[:1], False, "one")
    assert store.undo() == "one"
    assert store.undo() == "all read"
    assert [story.read for story in store.stories(View(), limit=99)] == [True] * 5 + [False] * 15
    store.close()
    again = Store.open(tmp_path / "wireroom.db")
    assert again.undo() == "five"
    assert again.counts(View()).unread == 20
    assert again.undo() is None
    assert again.check() == []
    again.close()


def test_a_dropped_source_is_gone_at_once_and_comes_back_whole(store: Store) -> None:
    fill(store)
    dropped = store.sources()[0]
    store.set_starred([store.stories(View(source=dropped.id))[0].id], True)
    before = store.stories(View(), limit=99)
    store.remove_source(dropped.id)
    assert len(store.stories(View(), limit=99)) == 10
    assert [one.id for one in store.sources()] == [store.sources()[0].id]
    assert store.counts(View()) == Counts(10, 10)
    assert store.check() == []
    assert store.undo() == dropped.title
    assert store.stories(View(), limit=99) == before
    assert store.check() == []


def test_adding_a_dropped_source_again_brings_its_stories_back(store: Store) -> None:
    fill(store)
    dropped = store.sources()[0]
    store.remove_source(dropped.id)
    assert store.add_source(dropped.url, dropped.title, dropped.section_id).id == dropped.id
    assert len(titles(store)) == 20


def test_a_source_changes_its_section_with_its_stories(store: Store) -> None:
    fill(store)
    moved = store.sources()[0]
    other = store.add_section("Harbour")
    store.edit_source(moved.id, section_id=other.id)
    assert store.counts(View(section=other.id)) == Counts(10, 10)
    assert len(store.stories(View(section=other.id))) == 10
    assert store.check() == []


@pytest.mark.parametrize(
    "view",
    [
        View(),
        View(section="1"),
        View(source="1"),
        View(unread=True),
        View(section="1", unread=True),
        View(source="1", unread=True),
        View(starred=True),
    ],
)
def test_every_page_is_a_range_of_an_index(store: Store, view: View) -> None:
    fill(store)
    where, values = view.where()
    plan = store._reader.execute(
        f"EXPLAIN QUERY PLAN SELECT id FROM story WHERE {where} AND id < 5 ORDER BY id DESC LIMIT 50",
        values,
    ).fetchall()
    words = " ".join(row[3] for row in plan)
    assert "TEMP B-TREE" not in words
    assert "SEARCH" in words


steps = st.lists(
    st.tuples(st.sampled_from(["read", "unread", "star", "unstar", "all", "remove"]), st.integers(0, 7)),
    max_size=8,
)


@settings(max_examples=40, deadline=None)
@given(steps)
def test_undoing_everything_gives_the_beginning_again(
    tmp_path_factory: pytest.TempPathFactory, done: list[tuple[str, int]]
) -> None:
    store = Store.open(tmp_path_factory.mktemp("undo") / "wireroom.db")
    try:
        ids = fill(store, 4)
        before = store.stories(View(), limit=99)
        for step, n in done:
            if step == "all":
                store.set_read(View(), True)
            elif step == "remove":
                if store.sources():
                    store.remove_source(store.sources()[0].id)
            elif "read" in step:
                store.set_read(ids[n:], step == "read")
            else:
                store.set_starred(ids[n:], step == "star")
            assert store.check() == []
        while store.undo() is not None:
            assert store.check() == []
        assert store.stories(View(), limit=99) == before
    finally:
        store.close()
