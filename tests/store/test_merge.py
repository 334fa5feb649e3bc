"""A story is never lost or doubled, and an edited one keeps its place."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.scratch import scratch_store
from tui.model import Article, Entry, Source, Validators
from tui.store import Fetched, Merged, Store, View

NOW = datetime(2026, 11, 12, 9, 41, tzinfo=UTC)


def source(store: Store, name: str = "a") -> Source:
    section = store.add_section("World", "The wide one")
    return store.add_source(f"https://{name}.example/feed", f"Desk {name}", section.id)


def entry(name: str, minutes: int = 0, **more: object) -> Entry:
    made = Entry(
        title=f"Story {name}",
        url=f"https://a.example/{name}",
        id=f"tag:{name}",
        published=NOW - timedelta(minutes=minutes),
        html=f"<p>Text of {name}</p>",
    )
    return replace(made, **more)  # type: ignore[arg-type]


def merge(store: Store, to: Source, *entries: Entry, at: datetime = NOW) -> Merged:
    return store.merge([Fetched(to.id, entries, at)])[0]


def titles(store: Store, view: View = View()) -> list[str]:
    return [story.title for story in store.stories(view, limit=1000)]


def test_stories_stand_in_the_order_of_their_times(store: Store) -> None:
    desk = source(store)
    merged = merge(store, desk, entry("old", 60), entry("new", 1), entry("middle", 30))
    assert titles(store) == ["Story new", "Story middle", "Story old"]
    assert [store.story(id_).title for id_ in merged.arrived] == ["Story old", "Story middle", "Story new"]  # type: ignore[union-attr]


def test_undated_stories_stand_in_the_feeds_order(store: Store) -> None:
    merge(store, source(store), *(entry(name, published=None) for name in "abc"))
    assert titles(store) == ["Story a", "Story b", "Story c"]


def test_a_story_from_the_future_stands_at_its_arrival(store: Store) -> None:
    merge(store, source(store), entry("future", -600), entry("now", 0))
    assert all(story.sorted_at <= NOW for story in store.stories(View()))


def test_the_same_document_twice_changes_nothing(store: Store) -> None:
    desk = source(store)
    document = [entry(str(n), n) for n in range(30)]
    merge(store, desk, *document)
    again = merge(store, desk, *document, at=NOW + timedelta(days=2))
    assert (again.arrived, again.edited) == ((), ())
    assert len(titles(store)) == 30


def test_an_edited_story_keeps_its_id_place_and_marks(store: Store) -> None:
    desk = source(store)
    merge(store, desk, entry("x", 5), entry("y", 1))
    before = store.stories(View())[1]
    store.set_read([before.id], True)
    store.set_starred([before.id], True)
    store.save_article(before.url, Article("Old", before.url, ()))
    merged = merge(store, desk, entry("x", 0, title="Story x, corrected", html="<p>New</p>"), entry("y", 1))
    assert merged.edited == (before.id,)
    after = store.story(before.id)
    assert after is not None
    assert (after.title, after.edited, after.read, after.starred) == ("Story x, corrected", True, True, True)
    assert after.sorted_at == before.sorted_at
    assert store.html(after.id) == "<p>New</p>"
    assert store.article(before.url) is None


def test_a_comment_count_is_no_edit(store: Store) -> None:
    desk = source(store)
    merge(store, desk, entry("x", comment_count=1))
    merged = merge(store, desk, entry("x", comment_count=9))
    assert merged.edited == ()
    assert store.stories(View())[0].comment_count == 9
    assert not store.stories(View())[0].edited


def test_a_changed_guid_at_a_known_address_is_the_same_story(store: Store) -> None:
    desk = source(store)
    merge(store, desk, entry("x"))
    assert merge(store, desk, entry("x", id="tag:changed")).arrived == ()
    assert len(titles(store)) == 1


def test_one_guid_for_all_does_not_collapse_them(store: Store) -> None:
    desk = source(store)
    document = [entry(name, id="same") for name in "abc"]
    assert len(merge(store, desk, *document).arrived) == 3
    assert merge(store, desk, *document).arrived == ()


def test_one_address_for_all_does_not_collapse_them(store: Store) -> None:
    desk = source(store)
    document = [entry(name, url="https://a.example/") for name in "abc"]
    assert len(merge(store, desk, *document).arrived) == 3
    assert merge(store, desk, *document).arrived == ()


def test_a_page_that_shows_the_latest_thing_gives_a_story_each_time(store: Store) -> None:
    desk = source(store)
    for n in range(3):
        merge(store, desk, entry(str(n), 9 - n, url="https://a.example/status"))
    assert len(titles(store)) == 3


def test_two_sources_may_carry_the_same_story(store: Store) -> None:
    merge(store, source(store, "a"), entry("x"))
    merge(store, source(store, "b"), entry("x"))
    assert len(titles(store)) == 2
    assert store.check() == []


def test_a_failure_touches_only_its_source(store: Store) -> None:
    desk = source(store)
    merge(store, desk, entry("x"))
    store.merge([Fetched(desk.id, None, NOW, failure="It does not answer.", failure_code="timeout")])
    found = store.source(desk.id)
    assert found is not None
    assert (found.failures, found.failure_code, found.total) == (1, "timeout", 1)
    store.merge([Fetched(desk.id, None, NOW, validators=Validators("e", "m"))])
    well = store.source(desk.id)
    assert well is not None
    assert (well.failures, well.failure, well.validators.etag) == (0, "", "e")


def test_a_move_is_remembered_and_meets_its_twin_politely(store: Store) -> None:
    first, second = source(store, "a"), source(store, "b")
    merge(store, first, entry("x"))
    store.merge([Fetched(first.id, None, NOW, new_url="https://c.example/feed")])
    assert store.source(first.id).url == "https://c.example/feed"  # type: ignore[union-attr]
    store.merge([Fetched(second.id, None, NOW, new_url="https://c.example/feed")])
    moved = store.source(second.id)
    assert moved is not None
    assert moved.retired
    assert len(titles(store)) == 1


def test_a_batch_that_fails_leaves_nothing_behind(store: Store, tmp_path: Path) -> None:
    desk = source(store)

    def broken(connection: sqlite3.Connection) -> None:
        from tui.store.merge import merge as merge_batch

        merge_batch(connection, [Fetched(desk.id, (entry("x"),), NOW)])
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        store.submit(broken).result()
    assert titles(store) == []
    assert store.check() == []


def test_one_document_of_nonsense_spoils_no_other(store: Store) -> None:
    first, second = source(store, "a"), source(store, "b")
    nonsense = Entry(
        title="half \ud800 pair",
        url="https://a.example/\udfff",
        id="\ud800",
        published=datetime(1, 1, 1, tzinfo=UTC),
        updated=datetime(9999, 12, 31, tzinfo=UTC),
        html="<p>\ud800\x00</p>",
        author="\udc00",
        comment_count=10**30,
    )
    batch = [
        Fetched(first.id, (nonsense, replace(nonsense, id="x", comment_count=-5)), NOW, title="\ud800"),
        Fetched(second.id, (entry("x"),), NOW),
    ]
    assert [len(one.arrived) for one in store.merge(batch)] == [2, 1]
    assert [(one.arrived, one.edited) for one in store.merge(batch)] == [((), ())] * 2
    store.index_pending()
    assert store.check() == []


def test_many_stories_of_one_second_keep_the_feeds_order(store: Store) -> None:
    desk = source(store)
    merge(store, desk, *(entry(str(n), published=None) for n in range(3000)))
    merge(store, desk, *(entry(f"later {n}", published=None) for n in range(3)))
    expected = [f"Story later {n}" for n in range(3)] + [f"Story {n}" for n in range(3000)]
    assert [story.title for story in store.stories(View(), limit=4000)] == expected


def test_ids_count_round_without_meeting(store: Store) -> None:
    desk = source(store)
    merge(store, desk, *(entry(str(n)) for n in range(40)))
    store.submit(lambda c: c.execute("UPDATE allotment SET last = ?", (2**20 + 15,))).result()
    merge(store, desk, *(entry(f"round {n}") for n in range(40)))
    assert len(titles(store)) == 80
    assert store.check() == []


def test_a_guid_that_becomes_common_and_its_own_again_doubles_nothing(store: Store) -> None:
    desk = source(store)
    one, two = (Entry(title=name, id="same", html=name) for name in "ab")
    for document in ([one], [one, two], [two], [one, two], [one]):
        merge(store, desk, *document)
    assert sorted(titles(store)) == ["a", "b"]


def test_an_address_that_becomes_common_and_its_own_again_doubles_nothing(store: Store) -> None:
    desk = source(store)
    one, two = (Entry(title=name, url="https://a.example/", html=name) for name in "ab")
    for document in ([one], [one, two], [one], [one, two]):
        merge(store, desk, *document)
    assert sorted(titles(store)) == ["a", "b"]


def test_a_guid_that_went_and_an_address_that_became_common_double_nothing(store: Store) -> None:
    desk = source(store)
    one, two = (Entry(title=name, url="https://a.example/", html=name) for name in "ab")
    for document in ([replace(one, id="one")], [one], [one, two], [one, two]):
        merge(store, desk, *document)
    assert sorted(titles(store)) == ["a", "b"]


def test_two_addresses_of_one_feed_bring_its_stories_once(store: Store) -> None:
    there, moved = source(store, "there"), source(store, "moved")
    document = tuple(entry(str(n)) for n in range(5))
    merge(store, there, *document)
    merged = store.merge([Fetched(moved.id, document, NOW, new_url=there.url)])
    assert merged[0].arrived == ()
    folded = store.source(moved.id)
    assert folded is not None
    assert (folded.retired, folded.failure_code) == (True, "moved")
    assert there.url in folded.failure
    assert len(titles(store)) == 5
    # And nobody waits for one that is asked no more.
    back = store.merge([Fetched(there.id, (entry("new"), *document), NOW, new_url=folded.url)])
    assert len(back[0].arrived) == 1
    assert not store.source(there.id).retired  # type: ignore[union-attr]


def test_what_a_dropped_source_still_brings_is_left(store: Store) -> None:
    desk = source(store)
    store.remove_source(desk.id)
    assert merge(store, desk, entry("x")).arrived == ()
    assert store.merge([Fetched("no id", (entry("x"),), NOW)])[0].arrived == ()
    assert titles(store) == []
    assert store.check() == []


names = st.sampled_from("abcd")
wild_entry = st.builds(
    Entry,
    title=names,
    url=st.one_of(st.just(""), names.map("https://a.example/".__add__)),
    id=st.one_of(st.just(""), names),
    published=st.one_of(st.none(), st.integers(0, 3).map(lambda n: NOW - timedelta(hours=n))),
    html=names,
)
documents = st.lists(st.lists(wild_entry, max_size=6), min_size=1, max_size=5)


def _shape(entry: Entry) -> tuple[str, str, datetime | None]:
    return entry.title, entry.url, entry.published


@settings(max_examples=300, deadline=None)
@given(documents)
def test_whatever_comes_nothing_is_lost_or_doubled(history: list[list[Entry]]) -> None:
    with scratch_store() as store:
        desk = source(store)
        former: list[Entry] = []
        for document in history:
            merged = merge(store, desk, *document)
            shown = titles(store)
            # Lost: each distinct entry of the newest document is on the wire.
            stored = {(s.title, s.url) for s in store.stories(View(), limit=1000)}
            assert {(e.title, e.url) for e in document} <= stored
            # Doubled: what an earlier document had to the letter is not new.
            fresh = {(s.title, s.url, s.published) for s in map(store.story, merged.arrived) if s}
            brought = {_shape(e) for e in document if e not in former}
            assert fresh <= brought
            assert len(merged.arrived) <= len(set(document) - set(former))
            former = document
            # Doubled: the same document again brings nothing.
            again = merge(store, desk, *document)
            assert (again.arrived, again.edited) == ((), ())
            assert titles(store) == shown
        assert store.check() == []
