"""The press: what is published now, and how it changes while the site runs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from tui.newsroom.content import Content, Desk, Draft, Photo, Remark
from tui.newsroom.follow_ups import upcoming

TAG = "tag:newsroom.example,2026:"  # RFC 4151; the same on every port
MOST_KEPT = 2000  # stories; the oldest go when a site runs for days
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Posted:
    """A comment in its thread; ``parent`` is the id of the one it answers or "".

    ``account`` is who wrote it, if that was somebody logged in.
    """

    id: str
    author: str
    text: str
    posted: datetime
    parent: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A published story: its draft, its times, its number, and its comments in thread order."""

    draft: Draft
    desk: Desk
    published: datetime
    updated: datetime
    number: int
    comments: tuple[Posted, ...] = ()

    @property
    def slug(self) -> str:
        return self.draft.slug

    @property
    def id(self) -> str:
        return TAG + self.draft.slug

    @property
    def path(self) -> str:
        return f"/story/{self.draft.slug}"

    @property
    def pictured(self) -> datetime:
        """When its picture was taken."""
        days = self.draft.photo.days_ago if self.draft.photo else 0.0
        return self.published - timedelta(days=days)

    @property
    def discussed(self) -> datetime:
        """When it was last commented on; when it was published if nobody did."""
        return max((comment.posted for comment in self.comments), default=self.published)


@dataclass(frozen=True)
class Issue:
    """What is out at one moment: immutable, newest story first."""

    desks: tuple[Desk, ...]
    dispatches: tuple[Dispatch, ...]
    changed: datetime
    number: int = 1
    _by_slug: dict[str, Dispatch] = field(init=False, repr=False, compare=False)
    _pictures: dict[str, Dispatch] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_slug", {one.slug: one for one in self.dispatches})
        pictured = {one.draft.photo.name: one for one in reversed(self.dispatches) if one.draft.photo}
        object.__setattr__(self, "_pictures", pictured)

    def desk(self, section: str) -> Desk | None:
        return next((desk for desk in self.desks if desk.id == section), None)

    def story(self, slug: str) -> Dispatch | None:
        return self._by_slug.get(slug)

    def picture(self, name: str) -> tuple[Photo, Dispatch] | None:
        """A picture and the newest story it stands with."""
        dispatch = self._pictures.get(name)
        return (dispatch.draft.photo, dispatch) if dispatch and dispatch.draft.photo else None

    def of(self, desk: Desk | None) -> tuple[Dispatch, ...]:
        """The stories of a section; of all of them for None."""
        return tuple(one for one in self.dispatches if desk is None or one.desk is desk)

    def most_read(self, count: int) -> list[Dispatch]:
        """The stories with the most comments, the nearest thing to a count of readers."""
        return sorted(self.dispatches, key=lambda one: (-len(one.comments), one.slug))[:count]


class Press:
    """Publishes, edits and takes comments; thread-safe. ``issue`` is what is out.

    Every change has a second of its own, so that a time tells two states apart
    even to who asks by ``If-Modified-Since`` alone (RFC 9110 §8.8.2.2).
    """

    def __init__(self, content: Content, clock: Callable[[], datetime], seed: int = 1) -> None:
        self._content = content
        self._clock = clock
        self._upcoming = upcoming(content, seed)
        self._lock = threading.Lock()
        start = clock().astimezone(UTC).replace(microsecond=0)
        self._numbers = count(1)
        first = [self._opened(draft, start) for draft in content.drafts]
        self._last = max((one.published for one in first), default=start)
        self.issue = Issue(content.desks, _newest_first(first), self._last)

    def publish(self, n: int = 1) -> list[Dispatch]:
        """The next ``n`` stories, out at once; oldest first."""
        with self._lock:
            new = [self._next(moment) for moment in self._moments(n)]
            self._put(_newest_first([*self.issue.dispatches, *new])[:MOST_KEPT])
        return new

    def edit(self, slug: str, **changes: Any) -> Dispatch:
        """Changes a published story (``title``, ``summary``, ``body`` …). KeyError if it is not out."""
        with self._lock:
            old = self._published(slug)
            [moment] = self._moments(1)
            new = replace(old, draft=replace(old.draft, **changes), updated=moment)
            self._exchange(old, new)
        return new

    def comment(self, slug: str, author: str, text: str, parent: str = "", account: str = "") -> Posted:
        """Adds a comment, an answer to the one with the id ``parent``. KeyError if the story is not out."""
        with self._lock:
            old = self._published(slug)
            [moment] = self._moments(1)
            new = Posted(_comment_id(slug, len(old.comments) + 1), author, text, moment, parent, account)
            self._exchange(old, replace(old, comments=_with_answer(old.comments, new)))
        return new

    def amend(self, slug: str, comment: str, text: str) -> Posted:
        """Gives a comment another text. KeyError if there is none of that id."""
        with self._lock:
            old = self._published(slug)
            self._moments(1)
            said = next((one for one in old.comments if one.id == comment), None)
            if said is None:
                raise KeyError(comment)
            new = replace(said, text=text)
            told = tuple(new if one is said else one for one in old.comments)
            self._exchange(old, replace(old, comments=told))
        return new

    def _published(self, slug: str) -> Dispatch:
        found = self.issue.story(slug)
        if found is None:
            raise KeyError(slug)
        return found

    def _next(self, moment: datetime) -> Dispatch:
        draft = next(self._upcoming)
        return self._opened(replace(draft, minutes_ago=0.0), moment)

    def _opened(self, draft: Draft, now: datetime) -> Dispatch:
        desk, number = self._content.desk(draft.section), next(self._numbers)
        published = now - timedelta(minutes=draft.minutes_ago)
        comments = tuple(_posted(draft.slug, draft.remarks, now, published))
        return Dispatch(draft, desk, published, published, number, comments)

    def _moments(self, n: int) -> list[datetime]:
        now = self._clock().astimezone(UTC).replace(microsecond=0)
        first = max(self._last + SECOND, now - (n - 1) * SECOND)
        self._last = first + (n - 1) * SECOND
        return [first + i * SECOND for i in range(n)]

    def _exchange(self, old: Dispatch, new: Dispatch) -> None:
        self._put(tuple(new if one is old else one for one in self.issue.dispatches))

    def _put(self, dispatches: tuple[Dispatch, ...]) -> None:
        self.issue = Issue(self.issue.desks, dispatches, self._last, self.issue.number + 1)


def _newest_first(dispatches: Iterable[Dispatch]) -> tuple[Dispatch, ...]:
    return tuple(sorted(dispatches, key=lambda one: (one.published, one.slug), reverse=True))


def _posted(slug: str, remarks: tuple[Remark, ...], now: datetime, published: datetime) -> Iterator[Posted]:
    """Remarks in thread order, numbered as read, none before what it is about."""
    waiting = [(remark, "", published) for remark in reversed(remarks)]
    number = 0
    while waiting:
        remark, parent, earliest = waiting.pop()
        number += 1
        moment = max(now - timedelta(minutes=remark.minutes_ago), earliest)
        comment = Posted(_comment_id(slug, number), remark.author, remark.text.strip(), moment, parent)
        yield comment
        waiting += [(reply, comment.id, moment) for reply in reversed(remark.replies)]


def _comment_id(slug: str, number: int) -> str:
    return f"{TAG}{slug}/comment-{number}"


def _with_answer(comments: tuple[Posted, ...], new: Posted) -> tuple[Posted, ...]:
    """The comments with one more, behind everything said below the one it answers."""
    family = {new.parent} if new.parent else set()
    place = len(comments)
    for index, comment in enumerate(comments):
        if comment.id in family or comment.parent in family:
            family.add(comment.id)
            place = index + 1
    return (*comments[:place], new, *comments[place:])
