"""Tags: what the reader, or a rule of theirs, calls stories.

One that differs in case or accents alone is the same tag, and keeps the name that it was first
given. There is a tag for as long as a story has it, a dropped source's stories included.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from tui.failure import Failure
from tui.store.rows import storable

LONGEST = 60  # characters
NONE = -1  # the id of no tag


class Tag(NamedTuple):
    """A tag, and how many stories have it."""

    name: str
    stories: int


class BadTag(Failure):
    """A text that can't be a tag's name."""

    code = "tag"


def named(text: str) -> str:
    """The tag's name that ``text`` says, its blanks made one. Raises ``BadTag``."""
    from tui.locale import _
    from tui.text import clean

    name = storable(" ".join(clean(text, 4 * LONGEST).split()))
    if not any(map(str.isalnum, name)):
        raise BadTag(_("A tag has a letter or a digit in its name."), _("For instance “to check”."))
    if '"' in name or "," in name:
        raise BadTag(_("A tag has no quotation mark and no comma in its name."), _("Leave them out."))
    if len(name) > LONGEST:
        raise BadTag(_("A tag's name has {n} characters at most.").format(n=LONGEST), _("Shorten it."))
    return name


def known(connection: sqlite3.Connection) -> list[Tag]:
    """The tags that stories have, the commonest first."""
    found = connection.execute(
        "SELECT name, count(*) AS stories FROM tagged CROSS JOIN tag ON tag.id = tag_id"
        " WHERE story_id IN (SELECT id FROM story) GROUP BY tag_id ORDER BY stories DESC, key"
    )
    return [Tag(*row) for row in found]


def find(connection: sqlite3.Connection, name: str) -> int:
    """The id of the tag with this name; ``NONE`` where there is none."""
    row = connection.execute("SELECT id FROM tag WHERE key = ?", (key(name),)).fetchone()
    return row[0] if row else NONE


def bounds(connection: sqlite3.Connection, name: str) -> tuple[int, int]:
    """The oldest and the newest story with a tag; (0, 0), between which none is, where there is none."""
    row = connection.execute(
        "SELECT (SELECT min(story_id) FROM tagged WHERE tag_id = ?1),"
        " (SELECT max(story_id) FROM tagged WHERE tag_id = ?1)",
        (find(connection, name),),
    ).fetchone()
    return row[0] or 0, row[1] or 0


def make(connection: sqlite3.Connection, name: str) -> int:
    """The id of the tag with this name, made where there is none. Raises ``BadTag``."""
    name = named(name)
    connection.execute("INSERT OR IGNORE INTO tag (key, name) VALUES (?, ?)", (key(name), name))
    return find(connection, name)


def name_of(connection: sqlite3.Connection, tag: int) -> str:
    """What a tag is called; "" for the id of no tag."""
    row = connection.execute("SELECT name FROM tag WHERE id = ?", (tag,)).fetchone()
    return row[0] if row else ""


def forget(connection: sqlite3.Connection, ids: str) -> None:
    """Takes all tags off the stories with these ids (a query's)."""
    connection.execute(f"DELETE FROM tagged WHERE story_id IN ({ids})")
    drop_unused(connection)


def drop_unused(connection: sqlite3.Connection) -> None:
    """Drops the tags that no story has any more."""
    connection.execute("DELETE FROM tag WHERE NOT EXISTS (SELECT 1 FROM tagged WHERE tag_id = tag.id)")


def key(name: str) -> str:
    """What all ways of writing a tag's name have in common."""
    from tui.store.search_text import bare, folded  # costs a refresh as much as opening the store

    return bare(folded(name))
