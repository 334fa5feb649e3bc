"""Coverage: which stories are one event's, told by several sources.

Pairs join into events from the most alike on, so that the order in which the
stories of a batch came does not matter. Two events become one only where most of
the one's tellings pair with the other's: a chain of pairs alone joins nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tui.feeds.coverage_window import Window

SAMPLE = 6  # tellings of an event that are compared with those of another
AGREE = 0.5  # share of the pairs between the two samples


@dataclass(slots=True)
class Group:
    """The stories of one event; ``events``: as which they were known before."""

    stories: list[int]
    events: set[int] = field(default_factory=set)


def group(window: Window, new: Iterable[int], known: Mapping[int, int]) -> list[Group]:
    """The events that the new stories of a window are of; a new story on its own is in none.

    ``known``: the event of each story in the window that has one. A new story's
    is passed over: it is found anew.
    """
    fresh = set(new)
    groups: dict[int, Group] = {}
    by_event: dict[int, Group] = {}
    for story, event in sorted(known.items()):
        if story in window and story not in fresh:
            groups[story] = by_event.setdefault(event, Group([], {event}))
            groups[story].stories.append(story)
    changed: dict[int, Group] = {}
    for pair in window.pairs(sorted(fresh)):
        one = groups.setdefault(pair.one, Group([pair.one]))
        other = groups.setdefault(pair.other, Group([pair.other]))
        if one is other or not _agree(window, one, other):
            continue
        changed.pop(id(other), None)
        one.stories = sorted(one.stories + other.stories)
        one.events |= other.events
        groups.update(dict.fromkeys(other.stories, one))
        changed[id(one)] = one
    return list(changed.values())


def _agree(window: Window, one: Group, other: Group) -> bool:
    votes = [
        window.alike(a, b) > 0
        for a in one.stories[:SAMPLE]
        for b in other.stories[:SAMPLE]
        if window[a].source != window[b].source
    ]
    return sum(votes) >= AGREE * len(votes)
