"""Parcels become sources and marked stories: all of them in one transaction, or none."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tui.feeds.opml import Subscription, once
from tui.locale import _, ngettext
from tui.model import Source
from tui.moving.parcel import NotTaken, Parcel, SavedQuery
from tui.store import journal, saved, sources
from tui.store.carried import Carrier, Tally
from tui.store.query import QueryError
from tui.store.stories import sources as every_source
from tui.text import clean


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken: sources that are new and how many were there, stories and marks; and what stayed."""

    added: tuple[Source, ...] = ()
    known: int = 0
    files: tuple[tuple[str, str], ...] = ()  # their names, and what each was found to be
    queries: tuple[SavedQuery, ...] = ()
    stories: Tally | None = None
    not_taken: tuple[NotTaken, ...] = ()


def take(connection: sqlite3.Connection, parcels: Sequence[Parcel], now: datetime) -> Taken:
    """Takes the parcels in; to be run in one transaction.

    Where a list says what its reader subscribed to, a cache adds no feed to it; alone it brings its own.
    """
    listed = [one for parcel in parcels for one in parcel.subscriptions]
    titles = {feed.url: feed for parcel in parcels for feed in parcel.feeds}
    wanted = once(_named(listed, titles) if listed else titles.values())
    added, known = subscribe(connection, wanted)
    queries, stay = _searches(connection, [query for parcel in parcels for query in parcel.queries])
    tally, strange = _stories(connection, parcels, now)
    return Taken(
        tuple(added),
        known,
        tuple((parcel.path.name, parcel.kind) for parcel in parcels),
        tuple(queries),
        tally,
        (*(one for parcel in parcels for one in parcel.not_taken), *stay, *strange),
    )


def _named(listed: Sequence[Subscription], titles: dict[str, Subscription]) -> Iterable[Subscription]:
    """The listed ones, with the title that a cache knows where the list has none."""
    for one in listed:
        known = titles.get(one.url)
        if one.title or known is None:
            yield one
        else:
            yield replace(one, title=known.title, site_url=one.site_url or known.site_url)


def subscribe(connection: sqlite3.Connection, wanted: Sequence[Subscription]) -> tuple[list[Source], int]:
    """Adds the sources that are not there yet; gives them, and how many were there."""
    there = {source.url for source in every_source(connection)}
    added = []
    for one in wanted:
        if one.url in there:
            continue
        section = sources.add_section(connection, one.section or sources.UNSORTED, one.section_description)
        more = {name: getattr(one, name) for name in ("site_url", "homeserver", "description", "language")}
        added.append(sources.add_source(connection, one.url, one.title or one.url, section.id, **more))
    return added, len(wanted) - len(added)


def _searches(
    connection: sqlite3.Connection, queries: Sequence[SavedQuery]
) -> tuple[list[SavedQuery], list[NotTaken]]:
    """Saves the queries, one step to undo; gives those it saved, and those that stay."""
    there = {one.name.casefold(): one for one in saved.known(connection)}
    taken: list[SavedQuery] = []
    ids: list[int] = []
    stay: list[NotTaken] = []
    for one in queries:
        known = there.get(one.name.casefold())
        try:
            if known:
                raise saved.BadSearch(_("there is a saved search of that name, which stays as it is"))
            made = saved.put(connection, saved.free_name(connection, one.name), one.query)
        except (saved.BadSearch, QueryError) as bad:
            stay.append(NotTaken(one.place, one.name, bad.sentence.rstrip(".")))
        else:
            there[one.name.casefold()] = made
            taken.append(replace(one, name=made.name))
            ids.append(int(made.id))
    if ids:
        journal.note(connection, "save", taken[0].name, ids)
    return taken, stay


def _stories(
    connection: sqlite3.Connection, parcels: Sequence[Parcel], now: datetime
) -> tuple[Tally | None, list[NotTaken]]:
    readers = [parcel for parcel in parcels if parcel.stories]
    if not readers:
        return None, []
    ids = {source.url: source.id for source in every_source(connection)}
    carrier = Carrier(connection, now)
    stay: list[NotTaken] = []
    for parcel in readers:
        assert parcel.stories is not None
        for feed, stories in parcel.stories():
            if feed in ids:
                carrier.take(ids[feed], stories)
            else:
                stay.append(_of_no_source(parcel, feed, sum(1 for _story in stories)))
    return carrier.finish(), stay


def _of_no_source(parcel: Parcel, feed: str, count: int) -> NotTaken:
    what = ngettext("{n} story of {feed}", "{n} stories of {feed}", count)
    told = what.format(n=count, feed=clean(feed, 120))
    return NotTaken(parcel.path.name, told, _("you are not subscribed to that feed"))
