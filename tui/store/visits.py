"""What the reader saw of threads, and which of them are followed."""

from __future__ import annotations

import sqlite3
from array import array
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zlib import crc32

from tui.store import saved_counts
from tui.store.rows import moment, number, seconds, storable

if TYPE_CHECKING:
    from tui.model import Comment

MOST_SEEN = 40_000  # comments of one thread that are remembered
MOST_VISITS = 2_000  # threads
# A service's clock and ours may differ; where not all of a thread was there to be seen,
# times decide what was written since.
CLOCKS = timedelta(minutes=10)


def comment_key(comment_id: str) -> int:
    """What a comment is remembered by: 32 bits of its id. Of a million, one passes for another in 20,000."""
    return crc32(comment_id.encode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class Visit:
    """A thread as the reader left it; ``seen`` holds ``comment_key``s.

    ``whole`` says that all its comments were there to be seen, of ``count`` that the service told.
    ``news`` of them were new and not in sight.
    """

    thread: str
    looked: datetime
    seen: frozenset[int]
    whole: bool = True
    count: int = 0
    news: int = 0

    def is_new(self, comment: Comment) -> bool:
        """Whether a comment was written since, or not seen."""
        if comment_key(comment.id) in self.seen:
            return False
        return self.whole or (comment.published is not None and comment.published > self.looked - CLOCKS)


@dataclass(frozen=True, slots=True)
class Followed:
    """A thread that the reader follows; ``thread`` is the address it is loaded from.

    It is the story's ``own``, or one elsewhere.
    ``news`` counts the comments that are new since ``looked``, the last visit, as told when it
    was last asked; ``failure`` says why it was not answered then.
    """

    thread: str
    provider: str
    page: str
    title: str
    story_id: str
    story_url: str
    own: bool = False
    looked: datetime | None = None
    news: int = 0
    failure: str = ""


# --- visits -----------------------------------------------------------------------


def visit(connection: sqlite3.Connection, thread: str) -> Visit | None:
    """How a thread was left, None for one that was never seen."""
    row = connection.execute(
        "SELECT looked, whole, count, seen FROM visit WHERE thread = ?", (storable(thread),)
    ).fetchone()
    if row is None:
        return None
    looked = moment(row[0])
    assert looked is not None
    return Visit(thread, looked, frozenset(array("I", row[3])), bool(row[1]), row[2])


def keep(connection: sqlite3.Connection, visit: Visit) -> None:
    """Notes how a thread was left; nothing of it is new then but what was not in sight."""
    seen = array("I", list(visit.seen)[:MOST_SEEN]).tobytes()
    thread = storable(visit.thread)
    connection.execute(
        """INSERT INTO visit (thread, looked, whole, count, seen) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (thread) DO UPDATE SET looked = excluded.looked, whole = excluded.whole,
           count = excluded.count, seen = excluded.seen""",
        (thread, seconds(visit.looked), visit.whole, visit.count, seen),
    )
    note_asked(connection, visit.thread, visit.news, "")
    connection.execute(
        """DELETE FROM visit WHERE id IN (SELECT id FROM visit ORDER BY looked DESC LIMIT -1 OFFSET ?)
           AND thread NOT IN (SELECT thread FROM followed)""",
        (MOST_VISITS,),
    )


def forget(connection: sqlite3.Connection, before: int) -> None:
    """Drops visits before a moment, but for those of followed threads."""
    connection.execute(
        "DELETE FROM visit WHERE looked < ? AND thread NOT IN (SELECT thread FROM followed)", (before,)
    )


# --- counts -----------------------------------------------------------------------


def count_comments(connection: sqlite3.Connection, story_id: str, count: int) -> bool:
    """Notes how many comments a story has, as its discussion told; False where that is no news."""
    changed = connection.execute(
        "UPDATE story SET comment_count = ?1 WHERE id = ?2 AND coalesce(comment_count, 0) < ?1",
        (count, number(story_id)),
    )
    if changed.rowcount:
        saved_counts.outdate(connection, "has:")
    return changed.rowcount > 0


def see_comments(connection: sqlite3.Connection, story_id: str) -> bool:
    """Notes that the reader has seen how many comments a story has; False where that is no news."""
    changed = connection.execute(
        """UPDATE story SET seen_comments = coalesce(comment_count, 0)
           WHERE id = ? AND seen_comments IS NOT coalesce(comment_count, 0)""",
        (number(story_id),),
    )
    return changed.rowcount > 0


# --- followed ---------------------------------------------------------------------


def follow(connection: sqlite3.Connection, thread: Followed, now: datetime) -> None:
    """Follows a thread; one that is followed already stays where it is in the list."""
    connection.execute(
        """INSERT INTO followed VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (thread) DO UPDATE SET page = excluded.page, title = excluded.title""",
        (
            storable(thread.thread),
            thread.provider,
            storable(thread.page),
            storable(thread.title),
            number(thread.story_id),
            storable(thread.story_url),
            thread.own,
            seconds(now),
            thread.news,
            thread.failure,
        ),
    )


def unfollow(connection: sqlite3.Connection, thread: str) -> None:
    connection.execute("DELETE FROM followed WHERE thread = ?", (storable(thread),))


def followed(connection: sqlite3.Connection) -> list[Followed]:
    """The followed threads: those with news first, then as they were taken up, the latest first."""
    found = connection.execute(
        """SELECT followed.thread, provider, page, title, story_id, story_url, own, looked, news, failure
           FROM followed LEFT JOIN visit ON visit.thread = followed.thread
           ORDER BY news > 0 DESC, since DESC, followed.thread"""
    )
    return [
        Followed(thread, provider, page, title, str(story), url, bool(own), moment(looked), news, failure)
        for thread, provider, page, title, story, url, own, looked, news, failure in found
    ]


def is_followed(connection: sqlite3.Connection, thread: str) -> bool:
    found = connection.execute("SELECT 1 FROM followed WHERE thread = ?", (storable(thread),))
    return found.fetchone() is not None


def note_asked(connection: sqlite3.Connection, thread: str, news: int | None, failure: str) -> None:
    """Notes what a followed thread was found to be; without ``news`` that count stays."""
    connection.execute(
        "UPDATE followed SET news = coalesce(?, news), failure = ? WHERE thread = ?",
        (news, storable(failure), storable(thread)),
    )
