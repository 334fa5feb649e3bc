"""``wireroom saved``: searches that stand among the sections; listed, added, changed and removed."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from tui.locale import _, ngettext
from tui.shell.desks import desk_of
from tui.shell.output import json_line
from tui.shell.search import mistake
from tui.store.query import QueryError

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.stories import SavedSearch


def saved(arguments: Namespace) -> int:
    """Lists, adds, renames, changes or removes; 2 where a query has a mistake."""
    try:
        with desk_of(arguments) as desk:
            _DOES[arguments.do or "list"](desk, arguments)
    except QueryError as error:
        print(mistake(" ".join(arguments.query), error), file=sys.stderr)
        return 2
    return 0


def _list(desk: Desk, arguments: Namespace) -> None:
    desk.store.index_pending()
    for one in desk.store.saved.count():
        print(_json(one) if arguments.json else f"{one.name}\t{one.query}\t{_unread(one)}")


def _unread(one: SavedSearch) -> str:
    return ngettext("{n} unread", "{n} unread", one.unread).format(n=one.unread)


def _json(one: SavedSearch) -> str:
    return json_line({"name": one.name, "query": one.query, "unread": one.unread})


def _add(desk: Desk, arguments: Namespace) -> None:
    desk.store.index_pending()
    made = desk.saving.add(arguments.name, " ".join(arguments.query))
    print(_("{name} stands among the sections: {unread}.").format(name=made.name, unread=_unread(made)))


def _change(desk: Desk, arguments: Namespace) -> None:
    desk.store.index_pending()
    old = desk.store.saved.find(arguments.name)
    made = desk.saving.change(old.id, query=" ".join(arguments.query))
    print(_("{name} finds {query}: {unread}.").format(name=made.name, query=made.query, unread=_unread(made)))


def _rename(desk: Desk, arguments: Namespace) -> None:
    old = desk.store.saved.find(arguments.name)
    made = desk.saving.change(old.id, name=arguments.new)
    print(_("{old} is {name} now.").format(old=old.name, name=made.name))


def _remove(desk: Desk, arguments: Namespace) -> None:
    gone = desk.saving.remove(desk.store.saved.find(arguments.name).id)
    print(_("Removed: {name}. Its stories stay; “u” in the app brings it back.").format(name=gone.name))


_DOES = {"list": _list, "add": _add, "change": _change, "rename": _rename, "remove": _remove}
