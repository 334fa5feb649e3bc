"""Marks, their counters, and taking them back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.scratch import scratch_store
from tests.store.test_merge import NOW, entry, merge, source, titles
from tui.model import Validators
from tui.store import Counts, Fetched, Store, StoreFailure, View, journal
from tui.store.journal import Step


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
    store.set_read(ids[:5], True)
    store.set_read(View(), True)
    store.set_read(ids[:1], False)
    assert store.undo() == Step("unread", "", 1)
    assert store.undo() == Step("read", "", 15)
    assert [story.read for story in store.stories(View(), limit=99)] == [True] * 5 + [False] * 15
    store.close()
    again = Store.open(tmp_path / "wireroom.db")
    assert again.undo() == Step("read", "", 5)
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
    assert store.undo() == Step("remove", dropped.title, 1)
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


VIEWS = [
    View(section=section, source=source, unread=unread, starred=starred)
    for section in ("", "1")
    for source in ("", "1")
    for unread in (False, True)
    for starred in (False, True)
]


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_every_page_is_a_range_of_an_index(store: Store, view: View) -> None:
    fill(store)
    reader = store._database.reader
    asked: list[str] = []
    reader.set_trace_callback(asked.append)
    store.stories(view, before="999999999999999999")
    store.stories(view, after="1")
    store.newest_id(view)
    reader.set_trace_callback(None)
    assert len(asked) == 3
    marked = "_starred" if view.starred else "_unread" if view.unread else ""
    within = "_source" if view.source else "_section" if view.section else ""
    for query in asked:
        plan = [row[3] for row in reader.execute(f"EXPLAIN QUERY PLAN {query}")]
        assert not any("TEMP B-TREE" in step for step in plan)
        if marked or within:
            assert f"INDEX story{marked}{within} " in plan[0] + " "
        else:
            assert "INDEX" not in plan[0].replace("INTEGER PRIMARY KEY", "")
        if within:
            assert f"{within[1:]}_id=?" in plan[0]
        if "story.id <" in query or "story.id >" in query:
            assert "id<?" in plan[0] or "id>?" in plan[0]
        beside = "USING COVERING INDEX"  # whether an article is stored, which tags there are: no row is read
        rest = [step for step in plan[1:] if beside not in step and "SUBQUERY" not in step]
        assert all("USING INTEGER PRIMARY KEY" in step for step in rest)


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_what_is_counted_is_what_is_shown(store: Store, view: View) -> None:
    ids = fill(store)
    store.set_read(ids[::2], True)
    store.set_starred(ids[::3], True)
    shown = store.stories(view, limit=99)
    assert store.counts(view) == Counts(sum(not story.read for story in shown), len(shown))
    assert store.newest_id(view) == shown[0].id


MARKS = ["read", "unread", "star", "unstar", "tag", "untag", "all", "remove"]
steps = st.lists(st.tuples(st.sampled_from([*MARKS, "undo", "redo"]), st.integers(0, 7)), max_size=12)


def everything(store: Store) -> list[object]:
    return [store.stories(View(), limit=99), store.tags(), store.sections(), store.sources()]


def do(store: Store, ids: list[str], step: str, n: int) -> None:
    if step == "all":
        store.set_read(View(newer=ids[n]), True)
    elif step == "remove":
        if store.sources():
            store.remove_source(store.sources()[0].id)
    elif "tag" in step:
        (store.tag if step == "tag" else store.untag)(ids[n % 3 :: 2], "aA"[n % 2])
    elif "read" in step:
        store.set_read(ids[n:], step == "read")
    else:
        store.set_starred(ids[n:], step == "star")


@settings(max_examples=60, deadline=None)
@given(steps)
def test_any_marks_and_undos_give_back_exactly_what_was(done: list[tuple[str, int]]) -> None:
    with scratch_store() as store:
        ids = fill(store, 4)
        past, future = [everything(store)], list[list[object]]()
        for step, n in done:
            if step == "undo":
                assert (store.undo() is None) == (len(past) == 1)
                if len(past) > 1:
                    future.append(past.pop())
            elif step == "redo":
                assert (store.redo() is None) == (not future)
                if future:
                    past.append(future.pop())
            else:
                do(store, ids, step, n)
                if everything(store) != past[-1]:
                    past.append(everything(store))
                    future.clear()
            assert everything(store) == past[-1]
            assert store.check() == []
        for before in past[-2::-1]:
            assert store.undo() is not None
            assert everything(store) == before
        assert store.undo() is None


@given(st.sets(st.integers(1, (1 << 62) - 1)))
def test_ids_come_back_from_how_they_are_kept(ids: set[int]) -> None:
    assert journal._unpacked(journal._packed(sorted(ids))) == sorted(ids)


def test_steps_are_bounded_in_number_age_and_size(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = fill(store)
    monkeypatch.setattr(journal, "KEPT", 3)
    for id_ in ids[:5]:
        store.set_read([id_], True)
    assert [bool(store.undo()) for _ in range(4)] == [True, True, True, False]
    store.set_read(ids, True)
    monkeypatch.setattr(journal, "SIZE", 1)
    store.set_read(ids, False)
    assert store.undo() == Step("unread", "", 20)
    assert store.undo() is None
    store.set_read(ids[:1], False)
    monkeypatch.setattr(journal, "AGE", -10)
    store.set_starred(ids, True)
    assert store.undo() is None


def test_a_step_of_which_nothing_is_left_is_passed_over(store: Store) -> None:
    fill(store)
    store.set_read(View(), True)
    dropped = store.sources()[0]
    store.remove_source(dropped.id)
    store.add_source(dropped.url, dropped.title, dropped.section_id)  # back, without undo
    assert store.undo() == Step("read", "", 20)
    assert store.undo() is None


def test_a_dropped_source_added_again_is_asked_again_where_it_is_wanted(store: Store) -> None:
    fill(store)
    gone = store.sources()[0]
    store.merge([Fetched(gone.id, None, NOW, due=NOW, retired=True, failure="Gone.", failure_code="gone")])
    store.remove_source(gone.id)
    other = store.add_section("Harbour")
    again = store.add_source(gone.url, gone.title, other.id)
    assert (again.id, again.section_id, again.retired, again.failure) == (gone.id, other.id, False, "")
    assert again in store.due(NOW)
    assert store.counts(View(section=other.id)) == Counts(10, 10)
    assert store.check() == []


def test_a_new_address_is_asked_as_if_never_asked(store: Store) -> None:
    fill(store)
    one, two = store.sources()
    store.merge([Fetched(one.id, None, NOW, Validators("etag", "date"), "hash", due=NOW)])
    edited = store.edit_source(one.id, url="https://moved.example/feed")
    assert (edited.url, edited.validators, edited.body_hash, edited.due) == (
        "https://moved.example/feed",
        Validators(),
        "",
        None,
    )
    with pytest.raises(StoreFailure, match="address of another source: Desk b"):
        store.edit_source(one.id, url=two.url)
    with pytest.raises(StoreFailure, match="no source"):
        store.edit_source("77", title="x")


def test_more_stories_than_a_statement_takes_values_are_read_at_once_and_taken_back(store: Store) -> None:
    desk = source(store)
    many = 33_000  # SQLite's SQLITE_MAX_VARIABLE_NUMBER is 32,766
    merge(store, desk, *(entry(str(n), html="") for n in range(many)))
    assert store.set_read(View(), True) == many
    assert store.counts(View()) == Counts(0, many)
    assert store.undo() == Step("read", "", many)
    assert store.counts(View()) == Counts(many, many)
