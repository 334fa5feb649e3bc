"""What an archive says comes back as it was, whatever text it is; a broken line takes nothing in."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.scratch import scratch_store
from tui.entries import Entry
from tui.moving.archive import restore, written
from tui.moving.parcel import NotReadable
from tui.store import Fetched, Store, View
from tui.store.archive_form import harmless
from tui.store.query import QueryError
from tui.store.restoring import Restored
from tui.store.saved import BadSearch
from tui.text import clean, safe_url

NOW = datetime(2026, 11, 12, 9, 41, tzinfo=UTC)


def archived(store: Store) -> bytes:
    return b"".join(written(store.archive()))


def unarchive(store: Store, data: bytes) -> Restored:
    return store.submit(lambda c: restore(c, io.BytesIO(data), "a.jsonl", {}, lambda _read: None)).result()


def filled(store: Store, entries: Sequence[Entry], marks: Sequence[int] = ()) -> None:
    """Stores entries in two sources, and marks the stories as the numbers say."""
    for name in ("one", "two"):
        section = store.add_section(f"Section {name}", "of wild text")
        url = f"https://{name}.example/feed"
        source = store.add_source(url, name, section.id, homeserver="https://chat.example")
        store.merge([Fetched(source.id, tuple(entries), NOW, title=name, body_hash="abc", due=NOW)])
    for story, mark in zip(store.stories(View(), limit=1000), marks, strict=False):
        if mark & 1:
            store.set_read([story.id], True)
        if mark & 2:
            store.set_starred([story.id], True)
        if mark & 4:
            store.tag([story.id], "later")
            store.tag([story.id], "to check")


def again(store: Store) -> None:
    """Holds that what the store exports comes back, and is exported again the same to the byte."""
    first = archived(store)
    with scratch_store() as other:
        unarchive(other, first)
        assert archived(other) == first
        assert other.check() == []
        assert [(one.name, one.query) for one in other.saved.known()] == [
            (one.name, one.query) for one in store.saved.known()
        ]
        assert [s.title for s in other.stories(View(), limit=1000)] == [
            s.title for s in store.stories(View(), limit=1000)
        ]


_WILD = st.text(st.characters(codec="utf-8"), max_size=80)
_TIMES = st.none() | st.datetimes(datetime(1970, 1, 2), datetime(2026, 11, 12), timezones=st.just(UTC))


@st.composite
def _entries(draw: Callable[[Any], Any]) -> list[Entry]:
    return [
        Entry(
            title=clean(draw(_WILD)),
            url=safe_url(draw(st.sampled_from(["", "https://a.example/"]) | _WILD)),
            id=clean(draw(_WILD)),
            published=draw(_TIMES),
            html=draw(_WILD),
            summary=clean(draw(_WILD), 500),
            author=clean(draw(_WILD), 200),
            comment_count=draw(st.none() | st.integers(0, 2**63 - 1)),
        )
        for _number in range(draw(st.integers(0, 6)))
    ]


@settings(max_examples=60, deadline=None)
@given(_entries(), st.lists(st.integers(0, 7), max_size=12))
def test_wild_text_comes_back_to_the_byte(entries: list[Entry], marks: list[int]) -> None:
    with scratch_store() as store:
        filled(store, entries, marks)
        for one in entries:
            with suppress(BadSearch, QueryError):
                store.saved.add(one.title, one.html)
        again(store)


ENTRIES = [
    Entry("Ferry pact", "https://a.example/1", "g1", NOW, html="<p>Signed</p>"),
    Entry("Паром", "https://a.example/2", "g2"),
    Entry("都市", "https://a.example/3"),
]


def test_what_was_read_comes_back_with_it(store: Store) -> None:
    filled(store, ENTRIES, [1, 2, 4])
    store.keep_draft("https://a.example/1", "", "  What I\n\n was saying \n")
    store.saved.add("Ferries", 'ferry or "the pact"')
    store.saved.add("Паром", "паром -is:read")
    store.leave_article("https://a.example/1", "https://a.example/1", 0.25)
    store.set_feed_text(store.sources()[0].id, True)
    store.sweep(datetime(2027, 11, 12, tzinfo=UTC), keep_days=30, keep_per_source=1000)
    again(store)
    assert b'"swept"' in archived(store)


def test_a_refresh_knows_the_stories_again(store: Store) -> None:
    filled(store, ENTRIES)
    with scratch_store() as other:
        unarchive(other, archived(store))
        sources = other.sources()
        merged = other.merge([Fetched(source.id, tuple(ENTRIES), NOW) for source in sources])
        assert [(one.arrived, one.edited) for one in merged] == [((), ())] * 2
        new = other.merge([Fetched(sources[0].id, (Entry("New", id="new"),), NOW)])
        assert len(new[0].arrived) == 1
        assert other.check() == []


def test_into_a_store_that_has_them_only_marks_come(store: Store) -> None:
    filled(store, ENTRIES, [1, 2, 4, 7])
    with scratch_store() as other:
        filled(other, ENTRIES)
        brought = unarchive(other, archived(store))
        assert (brought.stories, brought.known_stories) == (0, 6)
        told = [(s.title, s.read, s.starred, s.tags) for s in store.stories(View(), limit=10)]
        assert sorted(told) == sorted(
            (s.title, s.read, s.starred, s.tags) for s in other.stories(View(), limit=10)
        )
        assert other.check() == []


def test_ids_that_are_taken_are_given_anew(store: Store) -> None:
    filled(store, ENTRIES)
    with scratch_store() as other:
        strange = other.add_source("https://other.example/feed", "other", other.add_section("Other").id)
        other.merge([Fetched(strange.id, (Entry("Other", id="o", published=NOW),), NOW)])
        data = archived(store).decode()
        taken, there = (s.stories(View(), limit=1)[0].id for s in (other, store))
        unarchive(other, data.replace(there, taken).encode())
        assert other.counts(View()).total == 7
        assert other.check() == []


# --- broken ones ----------------------------------------------------------------------


def broken(change: Callable[[list[dict[str, Any]]], None], store: Store) -> bytes:
    filled(store, ENTRIES)
    lines = [json.loads(line) for line in archived(store).splitlines()]
    change(lines)
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def _set(line: int, kind: str, **values: object) -> Callable[[list[dict[str, Any]]], None]:
    return lambda lines: lines[line][kind].update(values)


@pytest.mark.parametrize(
    ("change", "line", "reason"),
    [
        (lambda lines: lines[0].update(version=2), 1, "version"),
        (lambda lines: lines[0].clear(), 1, "first line"),
        (lambda lines: lines.insert(2, {"surprise": {}}), 3, "surprise"),
        (lambda lines: lines.pop(3), 4, "no source is told before"),
        (lambda lines: lines.insert(3, {"saved": {"name": "a", "query": "titel:x"}}), 4, "no field"),
        (lambda lines: lines.insert(3, {"saved": {"name": " ", "query": "x"}}), 4, "a letter"),
        (_set(3, "source", url="javascript:alert(1)"), 4, "no address"),
        (_set(3, "source", retired="yes"), 4, "neither true nor false"),
        (_set(4, "story", id=2**63), 5, "whole number"),
        (_set(4, "story", id=-5), 5, "no time"),
        (_set(4, "story", published=1.5), 5, "whole number"),
        (_set(4, "story", title=["a"]), 5, "no text"),
        (_set(4, "story", keys=[[1]]), 5, "key"),
        (_set(4, "story", tags=[""]), 5, "letter"),
        (lambda lines: lines[-1].update(end=3), 12, "lines came before"),
        (lambda lines: lines.pop(), 11, "cut short"),
        (lambda lines: lines.append({"end": 12}), 13, "behind the end"),
    ],
)
def test_a_broken_line_is_named_and_nothing_is_taken(
    store: Store, change: Callable[[list[dict[str, Any]]], None], line: int, reason: str
) -> None:
    data = broken(change, store)
    with scratch_store() as other:
        before = archived(other)
        with pytest.raises(NotReadable) as told:
            unarchive(other, data)
        assert f"line {line}" in told.value.sentence
        assert reason in told.value.sentence
        assert archived(other) == before


@pytest.mark.parametrize("data", [b"", b"{", b"[]\n", b"\xff\xfe\n", b"[" * 100_000, b'{"wireroom":NaN}\n'])
def test_what_is_no_archive(store: Store, data: bytes) -> None:
    with pytest.raises(NotReadable):
        unarchive(store, data)


def test_text_made_to_hurt_is_harmless(store: Store) -> None:
    data = broken(_set(4, "story", title="a\x1b[31mb\u202ec", url="javascript:x"), store)
    with scratch_store() as other:
        unarchive(other, data)
        titles = {story.title for story in other.stories(View(), limit=10)}
        assert not any("\x1b" in title or "\u202e" in title for title in titles)


def test_a_pages_text_keeps_its_blanks_and_loses_what_hurts() -> None:
    page = {"text": "a\tb c \n\nd\xa0", "spans": [" of ", "\x1b[1mx\u202e"], "url": "javascript:x", "n": 5}
    told = {"text": "a\tb c \n\nd\xa0", "spans": [" of ", "x"], "url": "", "n": 5}
    assert harmless(page) == told | {"text": "a\tb c\n\nd\xa0"}
    long = "a" + " " * 200_000 + "b"
    assert harmless(long) == long
