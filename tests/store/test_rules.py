"""Rules act on what arrives, as the one query language means it, and can be undone."""

from __future__ import annotations

import sqlite3

from hypothesis import given, settings

from tests.store.test_merge import NOW, entry, source, titles
from tests.store.test_query import QUERIES, library
from tui.store import Fetched, Store, View
from tui.store.arrived_index import arrived, meant
from tui.store.query import Query
from tui.store.query_found import every
from tui.store.query_parser import parse
from tui.store.query_sql import plan
from tui.store.rules import Rule

__all__ = ["library"]


def rule(name: str, query: str, **does: object) -> Rule:
    return Rule(name, parse(query), query, **does)  # type: ignore[arg-type]


def merge(store: Store, *rules: Rule, **named: str) -> None:
    desk = source(store)
    entries = tuple(entry(name, title=title) for name, title in named.items())
    store.merge([Fetched(desk.id, entries, NOW)], rules)


@settings(max_examples=100, deadline=None)
@given(QUERIES)
def test_a_query_means_the_same_of_arrivals_as_of_what_is_stored(library: Store, query: Query) -> None:
    def both(connection: sqlite3.Connection) -> tuple[list[int], list[int]]:
        ids = [row[0] for row in connection.execute("SELECT id FROM story")]
        with arrived(connection, ids, [query]):
            return meant(connection, query), every(connection, plan(connection, query))[::-1]

    arriving, stored = library.submit(both).result()
    assert arriving == stored


def test_what_a_rule_does_is_done_at_arrival(store: Store) -> None:
    desk = source(store)
    rules = (
        rule("ferries", "title:ferry", star=True, tags=("harbour",)),
        rule("winter", "text", read=True),
        rule("nobody", "is:starred -tag:harbour", mute=True),
    )
    named = (entry("a", title="A ferry", html=""), entry("b", title="Other", html="<p>in the text</p>"))
    merged = store.merge([Fetched(desk.id, named, NOW)], rules)[0]
    told = {one.title: (one.read, one.starred, one.tags) for one in store.stories(View())}
    assert told == {"A ferry": (False, True, ("harbour",)), "Other": (True, False, ())}
    assert len(merged.arrived) == 2
    assert {name: tally.stories for name, tally in store.rule_tallies().items()} == {
        "ferries": 1,
        "winter": 1,
    }
    assert store.check() == []


def test_a_muted_story_is_never_new_and_is_found_by_a_search(store: Store) -> None:
    desk = source(store)
    entries = (entry("a", title="Transfer rumour"), entry("b", title="Pact"))
    merged = store.merge([Fetched(desk.id, entries, NOW)], [rule("quiet", "title:transfer", mute=True)])
    assert len(merged[0].arrived) == 1
    assert titles(store) == ["Pact"]
    store.index_pending()
    assert titles(store, View(query=parse("title:transfer"))) == []
    assert [one.title for one in store.search("transfer")] == ["Transfer rumour"]
    assert titles(store, View(query=parse("is:muted"))) == ["Transfer rumour"]
    assert store.counts(View()).unread == 1
    (muted,) = store.search("transfer")
    store.set_read([muted.id], False)  # who wants it back has it back
    assert set(titles(store)) == {"Transfer rumour", "Pact"}


def test_only_what_arrives_is_ruled_and_only_once(store: Store) -> None:
    merge(store, a="A ferry")
    starring = rule("ferries", "ferry", star=True)
    merge(store, starring, a="A ferry")
    merge(store, starring, a="A ferry, edited")
    assert not store.stories(View())[0].starred
    merge(store, starring, b="Another ferry")
    assert store.rule_tallies()["ferries"].stories == 1


def test_what_a_rule_did_is_undone_and_the_readers_own_marks_stay(store: Store) -> None:
    rules = (rule("quiet", "title:ferry", mute=True, tags=("x",)), rule("others", "title:pact", star=True))
    merge(store, *rules, a="Ferry one", b="Ferry two", c="Pact")
    by_title = {one.title: one.id for one in store.search("ferry or pact")}
    store.set_read([by_title["Ferry one"]], False)
    assert store.take_back_rule("quiet") == 2
    assert {one.title: (one.read, one.tags) for one in store.stories(View())} == {
        "Ferry one": (False, ()),
        "Ferry two": (False, ()),
        "Pact": (False, ()),
    }
    assert store.stories(View(starred=True))[0].title == "Pact"
    assert set(store.rule_tallies()) == {"others"}
    assert store.take_back_rule("quiet") == 0
    step = store.undo()
    assert step is not None
    assert step.kind == "unread"  # the reader's own steps are not a rule's
    assert store.check() == []


def test_who_is_to_be_called_is_told_and_for_muted_ones_nobody(store: Store) -> None:
    desk = source(store)
    rules = (
        rule("quiet", "title:ferry", mute=True, notify=("bell",)),
        rule("call", "title:pact or title:ferry", notify=None),
        rule("star", "title:pact", star=True),
    )
    entries = (entry("a", title="Ferry"), entry("b", title="Pact"))
    (merged,) = store.merge([Fetched(desk.id, entries, NOW)], rules)
    assert merged.called == (("call", merged.arrived[0]),)
