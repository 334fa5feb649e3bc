"""What requests tell of a source itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tui.model import Hints, Source
from tui.store import Fetched, Store

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)
HINTS = Hints(3_600, datetime(2000, 1, 1, tzinfo=UTC), 0b11, 0b1100000, 900, NOW - timedelta(hours=1))


def made(store: Store) -> Source:
    return store.add_source("https://a.example/feed", "A", store.add_section("World").id)


def after(store: Store, fetched: Fetched) -> Source:
    store.merge([fetched])
    source = store.source(fetched.source_id)
    assert source is not None
    return source


def test_hints_stay_until_a_document_brings_others(store: Store) -> None:
    source = made(store)
    assert source.hints == Hints()
    assert after(store, Fetched(source.id, (), NOW, hints=HINTS)).hints == HINTS
    assert after(store, Fetched(source.id, None, LATER)).hints == HINTS
    assert after(store, Fetched(source.id, None, LATER, failure="Down.", failure_code="x")).hints == HINTS
    assert after(store, Fetched(source.id, (), LATER, hints=Hints())).hints == Hints()


def test_what_a_server_forbade_ends_with_its_next_answer(store: Store) -> None:
    source = made(store)
    busy = Fetched(source.id, None, NOW, due=LATER, closed=LATER, failure="Busy.", failure_code="try-later")
    assert after(store, busy).closed == LATER
    assert after(store, Fetched(source.id, None, LATER)).closed is None


def test_a_source_that_was_not_asked_did_not_fail(store: Store) -> None:
    source = made(store)
    waits = after(store, Fetched(source.id, None, NOW, due=LATER, closed=LATER, postponed=True))
    assert (waits.failures, waits.failure, waits.checked) == (0, "", None)
    assert (waits.due, waits.closed) == (LATER, LATER)


def test_a_retired_source_comes_back_only_if_it_was_asked_as_one(store: Store) -> None:
    source = made(store)
    gone = Fetched(source.id, None, NOW, retired=True, failure="Gone.", failure_code="gone")
    assert after(store, gone).retired
    assert after(store, Fetched(source.id, None, LATER)).retired
    assert not after(store, Fetched(source.id, None, LATER, revived=True)).retired
