"""What a sweep takes, what it spares, and that it stays gone."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.scratch import scratch_store
from tests.store.test_merge import NOW, entry, merge, source, titles
from tui.store import Fetched, Store, View


def test_sweeping_spares_starred_and_unread_and_does_not_bring_back(store: Store) -> None:
    desk = source(store)
    document = [entry(str(n), n * 60 * 24) for n in range(40)]
    merge(store, desk, *document)
    ids = [story.id for story in store.stories(View(), limit=99)]
    store.set_read(ids[5:], True)
    store.set_starred(ids[38:], True)
    assert store.sweep(NOW, keep_days=20, keep_per_source=1000) == 17
    kept = [story.id for story in store.stories(View(), limit=99)]
    assert kept == [*ids[:21], *ids[38:]]
    assert merge(store, desk, *document, at=NOW + timedelta(hours=1)).arrived == ()
    assert store.sweep(NOW, keep_days=1000, keep_per_source=10) == 11
    assert store.check() == []


def sweep_all(store: Store, days: int) -> int:
    """Reads and sweeps everything, ``days`` after NOW."""
    store.set_read(View(), True)
    return store.sweep(NOW + timedelta(days=days + 1), keep_days=1, keep_per_source=1000)


def test_a_swept_story_stays_gone_while_its_feed_does_not_change(store: Store) -> None:
    desk = source(store)
    document = [entry(str(n), n) for n in range(5)]
    merge(store, desk, *document)
    for days in range(10, 400, 30):  # asked all along, always the same bytes
        store.merge([Fetched(desk.id, None, NOW + timedelta(days=days))])
        sweep_all(store, days)
    again = merge(store, desk, entry("new", -60 * 24 * 400), *document, at=NOW + timedelta(days=401))
    assert len(again.arrived) == 1


def test_a_swept_story_is_forgotten_long_after_its_feed_dropped_it(store: Store) -> None:
    desk = source(store)
    merge(store, desk, entry("old"))
    merge(store, desk, entry("new"), at=NOW + timedelta(days=1))
    sweep_all(store, 90)
    rows = store.submit(lambda c: c.execute("SELECT count(*) FROM identity").fetchone()[0]).result()
    assert rows == 2  # the guid and the address of the new one


def test_a_story_never_gets_the_id_of_a_swept_one(store: Store) -> None:
    desk = source(store)
    (first,) = merge(store, desk, entry("first")).arrived
    assert sweep_all(store, 1) == 1
    (second,) = merge(store, desk, entry("second")).arrived  # of the very same second
    assert second != first
    assert merge(store, desk, entry("first"), entry("second")).arrived == ()
    assert titles(store) == ["Story second"]


def test_a_feed_that_changes_its_addresses_every_time_piles_nothing_up(store: Store) -> None:
    desk = source(store)
    for round_ in range(9):
        merge(store, desk, entry("x", url=f"https://a.example/x?visit={round_}"))
        merge(store, desk, entry("y", id=f"visit:{round_}"))
    assert len(titles(store)) == 2
    rows = store.submit(lambda c: c.execute("SELECT count(*) FROM identity").fetchone()[0]).result()
    assert rows == 4


def test_a_dropped_source_is_purged_when_it_can_no_longer_come_back(store: Store) -> None:
    from datetime import UTC, datetime

    desk = source(store)
    merge(store, desk, entry("x"), entry("y"))
    store.index_pending()
    store.remove_source(desk.id)
    later = datetime.now(UTC) + timedelta(days=31)
    store.sweep(later, keep_days=90, keep_per_source=1000)
    for table in ("source", "story", "removed_story", "entry", "identity", "unindexed", "indexed"):
        rows = store.submit(lambda c, t=table: c.execute(f"SELECT count(*) FROM {t}").fetchone()[0]).result()
        assert rows == 0, table
    assert store.undo() is None
    assert store.check() == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 40), st.booleans(), st.booleans()), min_size=1, max_size=25),
    st.integers(1, 30),
    st.integers(1, 10),
)
def test_a_sweep_takes_what_it_should_and_nothing_else(
    stories: list[tuple[int, bool, bool]], days: int, most: int
) -> None:
    with scratch_store() as store:
        desk = source(store)
        merge(store, desk, *(entry(str(n), 1440 * age + n) for n, (age, _, _) in enumerate(stories)))
        by_title = {f"Story {n}": facts for n, facts in enumerate(stories)}
        before = store.stories(View(), limit=99)
        store.set_read([s.id for s in before if by_title[s.title][1]], True)
        store.set_starred([s.id for s in before if by_title[s.title][2]], True)
        kept = []
        for place, story in enumerate(before):
            _age, read, starred = by_title[story.title]
            old = story.sorted_at < NOW - timedelta(days=days)
            if not read or starred or not (old or place >= most):
                kept.append(story.id)
        assert store.sweep(NOW, keep_days=days, keep_per_source=most) == len(before) - len(kept)
        assert [story.id for story in store.stories(View(), limit=99)] == kept
        assert store.check() == []
