"""What was fetched becomes stories: a batch of sources in one transaction.

A story is never lost or doubled: ``tui.store.identity`` says which stored story
an entry is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from tui.store import bulk, health, saved_counts
from tui.store.arrivals import Arrivals
from tui.store.documents import DAY, Document
from tui.store.entries import is_story
from tui.store.fetched import Fetched, Merged
from tui.store.ids import chunks, marks
from tui.store.rows import number

if TYPE_CHECKING:
    from tui.store.rules import Rule

__all__ = ["Fetched", "Merged", "merge"]

_COUNT = """UPDATE source SET unread = unread + column2, total = total + column2, listed = column3
    FROM ({rows}) WHERE id = column1"""
_COUNT_SECTION = """UPDATE section SET unread = unread + column2, total = total + column2
    FROM ({rows}) WHERE id = column1"""


class _There(NamedTuple):
    """A source that is still subscribed to; ``first``: it has had no document yet."""

    id: int
    section: int
    first: bool


def merge(
    connection: sqlite3.Connection, batch: Sequence[Fetched], rules: Sequence[Rule] = ()
) -> list[Merged]:
    """Stores a batch and has the rules act on what is new; to be run in one transaction."""
    merged = [merged for run in _runs(batch) for merged in _merge(connection, run)]
    return _ruled(connection, merged, rules) if rules else merged


def _ruled(connection: sqlite3.Connection, merged: list[Merged], rules: Sequence[Rule]) -> list[Merged]:
    """The arrivals without the muted ones, and who is to be called for which."""
    from tui.store.rules import act

    acted = act(connection, rules, sorted(int(id_) for one in merged for id_ in one.arrived))
    if not acted:
        return merged
    muted = {str(id_) for one in acted if one.rule.mute for id_ in one.ids}
    calling = [(one.rule.name, frozenset(map(str, one.ids))) for one in acted if one.rule.notify != ()]
    return [
        replace(
            one,
            arrived=tuple(id_ for id_ in one.arrived if id_ not in muted),
            called=tuple((rule, id_) for rule, ids in calling for id_ in one.arrived if id_ in ids - muted),
        )
        for one in merged
    ]


def _runs(batch: Sequence[Fetched]) -> Iterator[list[Fetched]]:
    """The batch in parts of which none has a source twice: a document must find the one before stored."""
    run: dict[str, Fetched] = {}
    for fetched in batch:
        if fetched.source_id in run:
            yield list(run.values())
            run = {}
        run[fetched.source_id] = fetched
    yield list(run.values())


def _merge(connection: sqlite3.Connection, run: Sequence[Fetched]) -> list[Merged]:
    there = _sources(connection, [number(fetched.source_id) for fetched in run])
    present = [fetched for fetched in run if number(fetched.source_id) in there]
    with saved_counts.named(connection, list(there)):
        health.note(connection, present)
        folded = {f.source_id for f in present if f.new_url and not f.failure and _move(connection, f)}
    arrivals = Arrivals(connection)
    counts: list[tuple[int, int, int]] = []
    sections: dict[int, int] = {}
    merged = []
    for fetched in run:
        source = there.get(number(fetched.source_id))
        if source is None or fetched.entries is None or fetched.failure or fetched.source_id in folded:
            merged.append(Merged(fetched.source_id))
            continue
        document = Document(connection, arrivals, source.id, source.section, fetched.checked)
        edited: list[int] = []
        told = tuple(filter(is_story, fetched.entries))
        if source.first:
            arrived = document.store_first(told)
        else:
            arrived, edited = document.store(told)
        counts.append((source.id, len(arrived), int(fetched.checked.timestamp()) // DAY))
        sections[source.section] = sections.get(source.section, 0) + len(arrived)
        merged.append(Merged(fetched.source_id, tuple(map(str, arrived)), tuple(map(str, edited))))
    if counts:
        with saved_counts.kept(connection, arrivals.ids):
            arrivals.write()
        bulk.write(connection, _COUNT, counts)
        bulk.write(connection, _COUNT_SECTION, list(sections.items()))
    return merged


def _sources(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, _There]:
    """Those of the sources that were not dropped while they were being fetched."""
    return {
        row[0]: _There(*row)
        for some in chunks(ids)
        for row in connection.execute(
            # Looking into the identities of every source would read a page for each.
            "SELECT id, section_id, CASE WHEN listed THEN 0"
            " ELSE NOT EXISTS (SELECT 1 FROM identity WHERE source_id = source.id) END"
            f" FROM source WHERE id IN ({marks(some)}) AND removed IS NULL",
            some,
        ).fetchall()
    }


def _move(connection: sqlite3.Connection, fetched: Fetched) -> bool:
    """Notes where a source has moved; True when another of the sources is there already."""
    source = number(fetched.source_id)
    if health.twin(connection, source, fetched.new_url):
        health.fold(connection, source, fetched.new_url)
        return True
    health.move(connection, source, fetched.new_url)
    return False
