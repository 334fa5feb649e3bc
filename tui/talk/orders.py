"""The orders in which a thread is read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum

from tui.model import Comment

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Order(StrEnum):
    """``THREAD`` and ``BEST`` are trees, siblings by age or by score; ``NEWEST`` is a list."""

    THREAD = "thread"
    NEWEST = "newest"
    BEST = "best"

    @property
    def next(self) -> Order:
        """The order after this one; after the last comes the first."""
        every = list(Order)
        return every[(every.index(self) + 1) % len(every)]


def parents(comments: Sequence[Comment]) -> list[int]:
    """Where each comment's parent stands, -1 for none. Comments are in thread order: parents first.

    A parent that does not stand above, or whose answers are over, makes a comment a top-level one.
    """
    found: list[int] = []
    chain: list[int] = []  # from the top comment down to the last
    depths: list[int] = []
    places: dict[str, int] = {}
    for place, comment in enumerate(comments):
        parent = places.get(comment.parent, -1) if comment.parent else -1
        depth = depths[parent] + 1 if parent >= 0 else 0
        if depth > len(chain) or (depth and chain[depth - 1] != parent):
            parent, depth = -1, 0
        del chain[depth:]
        chain.append(place)
        depths.append(depth)
        found.append(parent)
        places[comment.id] = place
    return found


def newest(comments: Sequence[Comment]) -> list[int]:
    """The places of the comments, the newest first; those without a time last, all in thread order."""
    return sorted(
        range(len(comments)), key=lambda place: comments[place].published or _LONG_AGO, reverse=True
    )


def best(comments: Sequence[Comment], above: Sequence[int]) -> list[int]:
    """The places of the comments with siblings by score, each before its answers; ``above`` are ``parents``.

    A comment without a score stands after its siblings that have one. Those of one score
    stay in thread order.
    """
    answers: dict[int, list[int]] = {}
    for place, parent in enumerate(above):
        answers.setdefault(parent, []).append(place)
    ordered: list[int] = []
    waiting = _worst_first(comments, answers.get(-1, ()))
    while waiting:
        place = waiting.pop()
        ordered.append(place)
        if place in answers:
            waiting += _worst_first(comments, answers[place])
    return ordered


def _worst_first(comments: Sequence[Comment], places: Sequence[int]) -> list[int]:
    def worth(place: int) -> tuple[bool, int, int]:
        score = comments[place].score
        return score is not None, score or 0, -place

    return sorted(places, key=worth)
