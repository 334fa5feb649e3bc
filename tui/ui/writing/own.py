"""What the reader did in a thread, laid over what the service has answered so far. No Textual here.

An answer that comes later tells it itself: what lies over it is then left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from tui.model import Comment, Thread


@dataclass(frozen=True, slots=True)
class Edit:
    """One's comment as one has rewritten it. ``at``: when that was confirmed, None while it is not."""

    comment: Comment
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Vote:
    """One's vote for a comment, and its score with it."""

    value: int
    score: int
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Own:
    """What was written, edited and voted for in one thread, by the comments' ids."""

    written: Mapping[str, Comment] = field(default_factory=dict)
    edits: Mapping[str, Edit] = field(default_factory=dict)
    votes: Mapping[str, Vote] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.written or self.edits or self.votes)


def laid_over(thread: Thread, own: Own) -> Thread:
    """The thread with what is one's own in it; the thread itself where that is nothing."""
    if not own:
        return thread
    comments = [_changed(comment, own, thread.fetched) for comment in thread.comments]
    known = {comment.id for comment in comments}
    added = [comment for comment in own.written.values() if comment.id not in known]
    for comment in added:
        comments.insert(_place_below(comments, comment.parent), _changed(comment, own, None))
    return replace(thread, comments=tuple(comments), count=thread.count + len(added))


def _changed(comment: Comment, own: Own, fetched: datetime | None) -> Comment:
    edit, vote = own.edits.get(comment.id), own.votes.get(comment.id)
    if edit and not _told(edit.at, fetched):
        comment = replace(comment, blocks=edit.comment.blocks, edited=True)
    if vote and not _told(vote.at, fetched):
        comment = replace(comment, score=vote.score)
    return comment


def _told(at: datetime | None, fetched: datetime | None) -> bool:
    """Whether an answer of that time tells what was confirmed at ``at``."""
    return at is not None and fetched is not None and fetched > at


def _place_below(comments: Sequence[Comment], parent: str) -> int:
    """Where a comment comes as the last answer to ``parent``; at the end where that is not there."""
    at = next((place for place, one in enumerate(comments) if parent and one.id == parent), None)
    if at is None:
        return len(comments)
    below = {parent}
    at += 1
    while at < len(comments) and comments[at].parent in below:
        below.add(comments[at].id)
        at += 1
    return at
