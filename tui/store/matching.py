"""Stories that a query means: the newest page by page, or the best of them, or the first in another order.

The best are chosen from the newest that match, and the newest that match in their
titles. A word counts most in the title, more where it is the whole word; words that
follow each other there count more than scattered ones; a story loses with its age.
"""

from __future__ import annotations

import re
import sqlite3
from math import log2

from tui.store import rows
from tui.store.ids import chunks, marks
from tui.store.ordered import COUNTED
from tui.store.query import All, Any, Query, Words, words
from tui.store.query_found import every as every_id
from tui.store.query_found import found, highest
from tui.store.query_sql import plan
from tui.store.search_text import bare, parted, tokens
from tui.store.stories import read
from tui.store.view import View
from tui.stories import Story

BEST = 200  # stories that are ranked, or put in another order, at most
_CANDIDATES = 200
_WHOLE, _BEGUN, _SUMMARY, _ELSEWHERE, _IN_A_ROW = 8.0, 6.0, 2.0, 1.0, 4.0
_OF_ENTRY = "CROSS JOIN entry ON entry.id = entry_id"
_DAYS = 1 << rows.SECOND_BITS + 16  # about a day in ids, as far as ranking cares


def stories(
    connection: sqlite3.Connection, view: View, before: str | None, after: str | None, limit: int
) -> list[Story]:
    """A page of a view that has a query, newest first, as ``tui.store.stories.stories`` gives it."""
    assert view.query is not None
    if view.is_whole:
        return [] if before or after else _whole(connection, view, min(limit, BEST))
    bounds = {
        name: rows.number(value)
        for name, value in (("before", before), ("after", after))
        if value is not None
    }
    planned = plan(connection, view.query)
    return read(connection, found(connection, planned, within=view.where, limit=limit, **bounds))


def every(connection: sqlite3.Connection, view: View, within: str) -> list[int]:
    """The ids of all stories of a view with a query, of those with the condition ``within``."""
    assert view.query is not None
    ids = every_id(connection, plan(connection, view.query), within)
    if not view.is_whole:
        return ids
    whole = {rows.number(story.id) for story in _whole(connection, view, BEST)}
    return [id_ for id_ in ids if id_ in whole]


def _whole(connection: sqlite3.Connection, view: View, limit: int) -> list[Story]:
    """All of a view that has no pages."""
    if view.ranked:
        return best(connection, view, limit)
    assert view.query is not None
    planned = plan(connection, view.query)
    if view.order == "source":
        newest = read(connection, found(connection, planned, within=view.where, limit=limit))
        return sorted(newest, key=lambda story: (story.source_title.lower(), story.source_id))
    value = COUNTED[view.order]
    return read(connection, highest(connection, planned, value, within=view.where, limit=limit))


def count_since(connection: sqlite3.Connection, query: Query, moment: int) -> tuple[int, int]:
    """How many stories from a moment on (seconds since 1970) a query means, and how many there are."""
    since = f"story.id >= {moment << rows.SECOND_BITS}"
    of: int = connection.execute(f"SELECT count(*) FROM story WHERE {since}").fetchone()[0]
    planned = plan(connection, query)
    planned.oldest = max(planned.oldest, moment << rows.SECOND_BITS)
    return len(every_id(connection, planned)), of


def best(connection: sqlite3.Connection, view: View, limit: int) -> list[Story]:
    """The stories of a view that its query fits best, the best first."""
    assert view.query is not None
    looked = [found(connection, plan(connection, view.query), within=view.where, limit=_CANDIDATES)]
    if len(looked[0]) == _CANDIDATES:
        titled = plan(connection, _titled(view.query))
        looked.append(found(connection, titled, within=view.where, limit=_CANDIDATES))
    ids = sorted({id_ for some in looked for id_ in some}, reverse=True)
    score = _Score(view.query, ids[0] if ids else 0)
    scores = dict.fromkeys(ids, 0.0)
    for part in chunks(ids):
        texts = f"SELECT story.id, title, summary FROM story {_OF_ENTRY} WHERE story.id IN ({marks(part)})"
        for id_, title, summary in connection.execute(texts, part):
            scores[id_] = score.of(id_, parted(title), parted(summary))
    return read(connection, sorted(ids, key=lambda id_: (-scores[id_], -id_))[:limit])


def _titled(query: Query) -> Query:
    """The query with its free words in the title."""
    match query:
        case Words(text, "", whole):
            return Words(text, "title", whole)
        case All(parts):
            return All(tuple(map(_titled, parts)))
        case Any(parts):
            return Any(tuple(map(_titled, parts)))
    return query


class _Score:
    """How well a story fits the words of a query. ``newest`` is the id that age is counted from."""

    def __init__(self, query: Query, newest: int) -> None:
        said = [(" ".join(tokens(one.text)), one.whole) for one in words(query)]
        self._words = [re.compile(rf"(?<!\w){re.escape(text)}" + r"\b" * whole) for text, whole in said]
        in_a_row = r"\w*\W+".join(re.escape(text) for text, _whole in said)
        self._row = re.compile(rf"(?<!\w){in_a_row}") if len(said) > 1 else None
        self._newest = newest

    def of(self, id_: int, title: str, summary: str) -> float:
        """The score of the story with this id, title and summary, parted."""
        title, summary = bare(" ".join(title.split())), bare(" ".join(summary.split()))
        score = -log2(1 + (self._newest - id_) / _DAYS)
        for pattern in self._words:
            if match := pattern.search(title):
                score += _WHOLE if not title[match.end() : match.end() + 1].isalnum() else _BEGUN
            else:
                score += _SUMMARY if pattern.search(summary) else _ELSEWHERE
        return score + (_IN_A_ROW if self._row and self._row.search(title) else 0.0)
