"""Which of the stories that arrive a view would show. No Textual here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tui.store import Store, View

if TYPE_CHECKING:
    from tui.events import StoriesArrived


def arrived_for(view: View, news: Iterable[StoriesArrived], store: Store) -> list[str]:
    """The stories that arrived for a view; none for one of stars or with a query."""
    if view.starred or view.query is not None:
        return []
    return [id_ for one in news for id_ in _concerned(one, view, store)]


def _concerned(news: StoriesArrived, view: View, store: Store) -> Iterable[str]:
    """Those of the stories that the view would show."""
    ids, source_ids = news.ids, news.source_ids
    if view.absence:
        return [one for one in ids if view.absence.has_time_of(int(one))]
    if view.source:
        mine = source_ids & {view.source}
    elif view.section:
        found = (store.source(one) for one in source_ids)
        mine = frozenset(one.id for one in found if one and one.section_id == view.section)
    else:
        return ids
    if mine == source_ids or not mine:
        return ids if mine else ()
    stories = store.some_stories(ids)
    return [one for one in ids if one in stories and stories[one].source_id in mine]
