"""Comments as a tree read from the top, whatever a service says of who answers whom. No recursion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol, TypeVar

from tui.model import Thread

MOST_COMMENTS = 20_000  # that are kept of one thread


class Placed(Protocol):
    """What says where it stands in a thread."""

    @property
    def id(self) -> str: ...
    @property
    def parent(self) -> str: ...
    @property
    def published(self) -> datetime | None: ...


P = TypeVar("P", bound=Placed)


def in_thread_order(comments: Sequence[P]) -> tuple[P, ...]:
    """The comments with siblings by time, each before its answers.

    A parent that is not there, or one that leads in a circle, makes a comment a
    top-level one. A thread may be as deep as it is long.
    """
    known: dict[str, P] = {}
    for comment in comments:
        known.setdefault(comment.id, comment)
    children: dict[str, list[P]] = {}
    for comment in known.values():
        parent = comment.parent if comment.parent in known else ""
        children.setdefault(parent, []).append(comment)
    for siblings in children.values():
        siblings.sort(key=_age_key)
    ordered: list[P] = []
    seen: set[str] = set()
    roots = children.get("", [])
    # What is in a circle is reached from no root: start again from its oldest.
    circles = sorted(known.values(), key=_age_key) if _has_circles(known, children) else []
    for start in [*roots, *circles]:
        stack = [start]
        while stack:
            comment = stack.pop()
            if comment.id in seen:
                continue
            seen.add(comment.id)
            ordered.append(comment)
            stack.extend(reversed(children.get(comment.id, ())))
    return tuple(ordered)


def _has_circles(known: Mapping[str, P], children: Mapping[str, Sequence[P]]) -> bool:
    """Whether some comments are not reached from the top."""
    reached = 0
    stack = list(children.get("", ()))
    while stack:
        reached += 1
        stack.extend(children.get(stack.pop().id, ()))
    return reached < len(known)


def _age_key(comment: Placed) -> tuple[float, int, str]:
    """By time; those of one moment as they are numbered, "#9" before "#10"."""
    moment = comment.published.timestamp() if comment.published else 0.0
    return moment, len(comment.id), comment.id


def refreshed(stored: Thread | None, fresh: Thread) -> Thread:
    """A thread loaded anew, with the pages after the first that were loaded before."""
    if stored is None or not fresh.more or stored.id != fresh.id:
        return fresh
    comments = in_thread_order((*fresh.comments, *stored.comments))[:MOST_COMMENTS]
    more = stored.more or stored.last or fresh.more  # what was read to its end has grown there, if anywhere
    return replace(fresh, comments=comments, more=more, last=stored.last)


def joined(thread: Thread, page: Thread) -> Thread:
    """A thread with its next page: what ``page`` says, and the comments of both, each once.

    Nothing more is asked for where a page leads to itself, or enough is kept.
    """
    comments = in_thread_order((*page.comments, *thread.comments))[:MOST_COMMENTS]
    goes_on = page.more != thread.more and len(comments) < MOST_COMMENTS
    return replace(
        page,
        comments=comments,
        count=max(thread.count, page.count),
        closed=thread.closed or page.closed,
        more=page.more if goes_on else "",
        last=thread.more,
    )
