"""Rules: what is done to the stories that a query means, in the transaction that they arrive in.

What each rule did is kept apart from what the reader did: ``u`` is for the reader's own last
change, and must never meet a rule's that came in between.
"""

from __future__ import annotations

import sqlite3
import time
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tui.store import marks, saved_counts
from tui.store.ids import chunks
from tui.store.ids import marks as places
from tui.store.query import Query

STEPS_KEPT = 200  # of each rule


@dataclass(frozen=True, slots=True)
class Rule:
    """A query, and what is done to the stories it means.

    ``notify`` are the ways of a notice (``tui.config.NOTICE_WAYS``): () none, None those of the settings.
    """

    name: str
    query: Query
    text: str = ""  # the query as it was written
    mute: bool = False
    read: bool = False
    star: bool = False
    tags: tuple[str, ...] = ()
    notify: tuple[str, ...] | None = ()
    on: bool = True


@dataclass(frozen=True, slots=True)
class Acted:
    """What a rule did to a batch: the stories it means."""

    rule: Rule
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many stories a rule has acted on, and when it last did (seconds since 1970)."""

    stories: int
    last: int


def act(connection: sqlite3.Connection, rules: Sequence[Rule], ids: Sequence[int]) -> list[Acted]:
    """Does what the rules say to stories that have arrived; rule by rule, so that one may ask for
    another's mark. To be run in the transaction of their arrival."""
    if not ids:
        return []
    from tui.store.arrived_index import arrived, meant

    acted = []
    with arrived(connection, ids, [rule.query for rule in rules]):
        for rule in rules:
            found = meant(connection, rule.query)
            if found:
                _do(connection, rule, found)
                acted.append(Acted(rule, tuple(found)))
    return acted


def _do(connection: sqlite3.Connection, rule: Rule, ids: Sequence[int]) -> None:
    for kind, tag in _kinds(rule):
        changed = _mute(connection, ids) if kind == "mute" else marks.put(connection, ids, kind, tag)
        if changed:
            _note(connection, rule.name, kind, tag, changed)
    connection.execute(
        "INSERT INTO rule_tally VALUES (?1, ?2, ?3) ON CONFLICT (rule) DO UPDATE"
        " SET stories = stories + ?2, last = ?3",
        (rule.name, len(ids), int(time.time())),
    )


def _kinds(rule: Rule) -> Iterator[tuple[str, str]]:
    if rule.mute:
        yield "mute", ""
    if rule.mute or rule.read:
        yield "read", ""
    if rule.star:
        yield "star", ""
    yield from (("tag", tag) for tag in rule.tags)


def _mute(connection: sqlite3.Connection, ids: Iterable[int], muted: int = 1) -> list[int]:
    changed = [
        row[0]
        for some in chunks(ids)
        for row in connection.execute(
            f"SELECT id FROM story WHERE id IN ({places(some)}) AND muted = {1 - muted}", some
        ).fetchall()
    ]
    with saved_counts.kept(connection, changed):
        for some in chunks(changed):
            connection.execute(f"UPDATE story SET muted = {muted} WHERE id IN ({places(some)})", some)
    return changed


def _note(connection: sqlite3.Connection, rule: str, kind: str, tag: str, ids: Sequence[int]) -> None:
    connection.execute(
        "INSERT INTO rule_step (rule, made, kind, tag, ids) VALUES (?, ?, ?, ?, ?)",
        (rule, int(time.time()), kind, tag, array("q", ids).tobytes()),
    )
    connection.execute(
        "DELETE FROM rule_step WHERE rule = ?1 AND id <= (SELECT id FROM rule_step WHERE rule = ?1"
        " ORDER BY id DESC LIMIT 1 OFFSET ?2)",
        (rule, STEPS_KEPT),
    )


_BACK = {"read": "unread", "star": "unstar", "tag": "untag"}


def take_back(connection: sqlite3.Connection, rule: str) -> int:
    """Undoes what a rule did, as far as it is known; gives on how many stories.

    What the reader changed back since stays; the tally forgets the rule.
    """
    steps = connection.execute(
        "SELECT kind, tag, ids FROM rule_step WHERE rule = ? ORDER BY id DESC", (rule,)
    ).fetchall()
    touched: set[int] = set()
    for kind, tag, packed in steps:
        ids = array("q")
        ids.frombytes(packed)
        if kind == "mute":
            touched.update(_mute(connection, ids, 0))
        else:
            touched.update(marks.put(connection, ids, _BACK[kind], tag))
    connection.execute("DELETE FROM rule_step WHERE rule = ?", (rule,))
    connection.execute("DELETE FROM rule_tally WHERE rule = ?", (rule,))
    return len(touched)


def tallies(connection: sqlite3.Connection) -> dict[str, Tally]:
    """How often each rule has acted, by its name; those that never did are not in it."""
    return {name: Tally(*rest) for name, *rest in connection.execute("SELECT * FROM rule_tally")}
