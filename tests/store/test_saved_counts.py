"""A saved search's count is what its query finds unread, whatever was done to stories."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.scratch import scratch_store
from tests.store.test_merge import entry, source
from tui.store import Fetched, Store, View, saved_counts
from tui.store.query_parser import parse
from tui.store.rules import Rule

QUERIES = (
    *("ferry", "-ferry", "title:ferry or is:starred", '"text of"', "is:unread", "is:read", "is:muted"),
    *("source:desk", "source:new", "-section:other", "tag:later -is:starred", "has:comments", "age:2h"),
    *("-age:1h ferry", "after:2020", "before:2020"),
)
NOW = datetime.now(UTC)
RULES = (Rule("quiet", parse("title:quiet"), mute=True), Rule("stars", parse("ferry -quiet"), star=True))


def unread(store: Store, query: str) -> int:
    return len(store.ids(View(query=parse(query), unread=True)))


def holds(store: Store) -> None:
    """Holds that every count that is said to be exact is."""
    told = {one.query: one.unread for one in store.saved.known() if one.exact}
    assert told == {query: unread(store, query) for query in told}


def standing(store: Store) -> None:
    for number, query in enumerate(QUERIES):
        store.saved.add(f"search {number}", query)


def _arrives(store: Store, number: int) -> None:
    title = ("A ferry", "Quiet ferry", "Pact", "Later")[number % 4]
    made = entry(str(number), number * 17, title=title, comment_count=number % 3 or None)
    made = replace(made, published=NOW - timedelta(minutes=17 * number))
    here = store.sources()
    named = f"New desk {number % 2}"
    store.merge([Fetched(here[number % len(here)].id, (made,), NOW, title=named)], RULES)


def _edited(store: Store, number: int) -> None:
    for told in range(2):
        made = replace(entry(str(number), title=f"Ferry {told}"), comment_count=told)
        store.merge([Fetched(store.sources()[0].id, (made,), NOW)])


def _dropped(store: Store, number: int) -> None:
    if len(store.sources()) > 1:
        store.remove_source(store.sources()[number % 2].id)


def _marked(mark: Callable[[Store, list[str]], object]) -> Callable[[Store, int], object]:
    return lambda store, number: mark(store, store.ids(View(hidden=True))[number % 3 :: 2])


STEPS: tuple[Callable[[Store, int], Any], ...] = (
    _arrives,
    _arrives,
    _edited,
    _dropped,
    _marked(lambda store, ids: store.set_read(ids, True)),
    _marked(lambda store, ids: store.set_read(ids, False)),
    _marked(lambda store, ids: store.set_starred(ids, True)),
    _marked(lambda store, ids: store.tag(ids, "later")),
    lambda store, _number: store.set_read(View(query=parse("ferry")), True),
    lambda store, number: store.count_comments(store.ids(View(hidden=True))[0], number),
    lambda store, number: store.edit_source(store.sources()[0].id, title=f"Desk {number}"),
    lambda store, _number: store.edit_source(store.sources()[0].id, section_id=store.add_section("Other").id),
    lambda store, _number: store.take_back_rule("quiet"),
    lambda store, _number: store.sweep(keep_days=0, keep_per_source=1),
    lambda store, _number: store.index_pending(),
    lambda store, _number: store.undo(),
    lambda store, _number: store.redo(),
    lambda store, _number: store.saved.count(),
)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 11)), max_size=14))
def test_a_count_is_what_the_query_finds(steps: list[tuple[Callable[[Store, int], Any], int]]) -> None:
    with scratch_store() as store:
        for name in ("a", "b"):
            source(store, name)
        for number in range(4):
            _arrives(store, number)
        store.index_pending()
        standing(store)
        for step, number in steps:
            if store.ids(View(hidden=True)):
                step(store, number)
            holds(store)
        assert all(one.exact for one in store.saved.count())
        holds(store)


def test_a_few_stories_are_followed_and_many_are_counted_anew(store: Store) -> None:
    desk = source(store)
    entries = tuple(entry(str(n), n) for n in range(saved_counts.FEW + 20))
    (merged,) = store.merge([Fetched(desk.id, entries, NOW)])
    store.index_pending()
    assert store.saved.add("stories", "story").unread == len(entries)
    store.set_read(merged.arrived[:9], True)
    (told,) = store.saved.known()
    assert (told.unread, told.exact) == (len(entries) - 9, True)
    store.set_read(View(), True)
    store.undo()
    assert not store.saved.known()[0].exact
    assert store.saved.count() == [told]


def test_what_grows_too_old_is_counted_no_more(store: Store) -> None:
    now = datetime.now(UTC)
    made = [
        replace(entry(name), published=now - timedelta(hours=1, seconds=-seconds))
        for name, seconds in (("soon", 1), ("later", 600))
    ]
    store.merge([Fetched(source(store).id, tuple(made), now)])
    store.saved.add("fresh", "age:1h")
    until = time.monotonic() + 10
    while store.saved.known()[0].exact and time.monotonic() < until:
        time.sleep(0.05)
    assert [(one.unread, one.exact) for one in store.saved.count()] == [(1, True)]
