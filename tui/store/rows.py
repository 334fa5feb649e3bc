"""From rows to the model's objects."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tui.store import tag_names
from tui.stories import Hints, Section, Source, Story, Validators

SECTION = "SELECT id, name, description, unread, total FROM section"
SOURCE = """SELECT id, url, title, section_id, site_url, description, language, homeserver, etag,
    last_modified, body_hash, checked, due, failures, failure, failure_code, retired, unread, total,
    closed, ttl, base, skip_hours, skip_days, pause, newest
    FROM source WHERE removed IS NULL"""
STORY = f"""story.id, story.source_id, source.title, story.section_id, entry.title, entry.url,
    entry.published, entry.updated, entry.author, entry.summary, entry.image, entry.comments_url,
    entry.comments_feed, story.comment_count, story.read, story.starred, story.edited, entry.language,
    story.coverage, story.seen_comments, EXISTS (SELECT 1 FROM article WHERE article.url = entry.url),
    {tag_names.COLUMN}"""
# CROSS JOIN: the stories first, whatever SQLite thinks of their number.
OF_STORY = """CROSS JOIN entry ON entry.id = story.entry_id
    CROSS JOIN source ON source.id = story.source_id"""
SECOND_BITS = 20


def moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def seconds(when: datetime | None) -> int | None:
    return None if when is None else int(when.timestamp())


def section(row: tuple[Any, ...]) -> Section:
    return Section(str(row[0]), *row[1:])


def source(row: tuple[Any, ...]) -> Source:
    (id_, url, title, section_id, site, description, language, homeserver, etag, modified, body_hash) = row[
        :11
    ]
    checked, due, failures, failure, code, retired, unread, total = row[11:19]
    closed, ttl, base, skip_hours, skip_days, pause, newest = row[19:]
    return Source(
        id=str(id_),
        url=url,
        title=title,
        section_id=str(section_id),
        site_url=site,
        description=description,
        language=language,
        homeserver=homeserver,
        validators=Validators(etag, modified),
        body_hash=body_hash,
        checked=moment(checked),
        due=moment(due),
        closed=moment(closed),
        hints=Hints(ttl, moment(base), skip_hours, skip_days, pause, moment(newest)),
        failures=failures,
        failure=failure,
        failure_code=code,
        retired=bool(retired),
        unread=unread,
        total=total,
    )


def story(row: tuple[Any, ...]) -> Story:
    id_, source_id, source_title, section_id, title, url, published, updated = row[:8]
    author, summary, image, comments_url, comments_feed, count, read, starred, edited, language = row[8:18]
    coverage, seen_comments, cached, tags = row[18:]
    return Story(
        id=str(id_),
        source_id=str(source_id),
        source_title=source_title,
        section_id=str(section_id),
        title=title,
        url=url,
        sorted_at=datetime.fromtimestamp(id_ >> SECOND_BITS, UTC),
        published=moment(published),
        updated=moment(updated),
        author=author,
        summary=summary,
        image=image,
        comments_url=comments_url,
        comments_feed=comments_feed,
        comment_count=count,
        read=bool(read),
        starred=bool(starred),
        edited=bool(edited),
        language=language,
        tags=tag_names.names(tags),
        coverage=coverage,
        new_comments=0 if seen_comments is None else max((count or 0) - seen_comments, 0),
        cached=bool(cached),
    )


def number(text: str) -> int:
    """The row id that an opaque id stands for; -1, which is no row's, for any other text."""
    return int(text) if text.isdecimal() and len(text) < 19 else -1


def storable(text: str) -> str:
    """The text as SQLite can keep it: half a surrogate pair is no character (RFC 3629 §3)."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text
