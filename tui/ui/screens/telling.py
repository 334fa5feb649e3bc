"""What the newsroom says of what it shows, in words. No Textual here: the first screen says the same."""

from __future__ import annotations

from collections.abc import Sequence

from tui.locale import _, ngettext
from tui.store import View
from tui.stories import SavedSearch, Section, Source
from tui.text import clean


def view_title(
    view: View, section: Section | None, source: Source | None, search: SavedSearch | None = None
) -> str:
    """A view's name: its saved search, its section, source or the newsfeed, and what it is limited to."""
    named = section.name if section else source.title if source else _("Newsfeed")
    name = _("While you were away") if view.absence else clean(named, 60)
    if search:
        name = clean(search.name, 60)
    elif view.query is not None:
        from tui.store.query import printed

        named = name if section or source or view.absence else _("Search")
        name = f"{named}: {clean(printed(view.query), 60)}"
    only = [word for word, on in ((_("unread"), view.unread), (_("starred"), view.starred)) if on]
    return " · ".join([name, *only])


def asked_about(view: View, came: int, search: SavedSearch | None = None) -> str:
    """The order of what was asked for; before it how many ``came`` in an absence.

    Of a saved search how much is unread, and what it finds.
    """
    order = _("The best first") if view.ranked else sorted_by(view.order)
    if search is not None:
        told = [order] if view.ranked or view.order else []
        return " · ".join([*told, _unread(search.unread), clean(search.query, 200)])
    if view.absence is None:
        return order
    from tui.desk.presence import told as absent

    return f"{absent(view.absence, came)} · {order}"


def sorted_by(order: str) -> str:
    """The order of a view without a query."""
    return {
        "": _("The newest first"),
        "source": _("By source"),
        "coverage": _("The most covered first"),
        "comments": _("The most discussed first"),
    }[order]


def view_about(section: Section | None, sections: Sequence[Section], order: str = "") -> str:
    """The section's description, else how much of what is shown is unread; before it any order but time's."""
    told = _about(section, sections)
    return f"{sorted_by(order)} · {told}" if order else told


def _about(section: Section | None, sections: Sequence[Section]) -> str:
    if section and section.description:
        return clean(section.description, 300)
    unread = section.unread if section else sum(one.unread for one in sections)
    return _unread(unread)


def _unread(count: int) -> str:
    return ngettext("{n} unread", "{n} unread", count).format(n=count) if count else _("All read")


def alert(failing: int, *, online: bool) -> str:
    """What is wrong with the sources: the line is down, or some fail; "" when all is well."""
    told = [] if online else [_("offline")]
    if failing:
        told.append(ngettext("{n} source failing", "{n} sources failing", failing).format(n=failing))
    return " · ".join(told)
