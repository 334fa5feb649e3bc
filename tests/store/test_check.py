"""The doctor's look at the store finds what is wrong."""

from __future__ import annotations

import pytest

from tests.store.test_merge import entry, merge, source
from tui.store import Store


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("UPDATE source SET unread = unread + 1", "feed: 4 stories kept as unread, 3 counted"),
        ("UPDATE section SET starred = 7", "World: 7 stories kept as starred, 0 counted"),
        ("DELETE FROM story WHERE id = (SELECT min(id) FROM story)", "counted"),
        ("DELETE FROM entry WHERE title = 'Story a'", "1 stories have no text"),
        (
            "UPDATE story SET source_id = 99 WHERE id = (SELECT min(id) FROM story)",
            "1 stories belong to no source",
        ),
        ("DELETE FROM indexed WHERE id = (SELECT min(id) FROM story)", "1 stories are missing"),
        ("DELETE FROM search_data", "search index is damaged"),
    ],
)
def test_harm_is_found(store: Store, harm: str, said: str) -> None:
    merge(store, source(store), *(entry(name) for name in "abc"))
    store.index_pending()
    assert store.check() == []
    store.submit(lambda c: c.execute(harm)).result()
    assert any(said in problem for problem in store.check()), store.check()


def test_dropped_sources_are_counted_apart(store: Store) -> None:
    desk = source(store)
    (id_,) = merge(store, desk, entry("a")).arrived
    store.set_starred([id_], True)
    store.remove_source(desk.id)
    assert store.check() == []
    store.undo()
    assert store.check() == []
