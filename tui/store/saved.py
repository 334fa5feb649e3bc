"""Saved searches: queries that stand among the sections under a name."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tui.failure import Failure
from tui.store import journal, saved_counts
from tui.store.rows import storable
from tui.store.schema import EXACT
from tui.stories import SavedSearch

if TYPE_CHECKING:
    from tui.store.database import Database

MOST = 100
LONGEST_NAME = 60  # characters
KINDS = ("save", "unsave", "resave")
"""The steps that ``undo`` goes back by: a search was saved, removed, or changed."""
_KNOWN = f"SELECT id, name, query, unread, {EXACT} FROM saved WHERE removed IS NULL ORDER BY place"


class BadSearch(Failure):
    """A search that can't be saved so."""

    code = "saved-search"


class SavedSearches:
    """The reader's saved searches, in the order they were saved."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def known(self) -> list[SavedSearch]:
        """All of them, each with its count as it was kept."""
        return self._database.read(known)

    def find(self, name: str) -> SavedSearch:
        """The one of this name, in any case of letters. Raises ``BadSearch``."""
        for one in self.known():
            if one.name.casefold() == name.casefold():
                return one
        raise _none(name)

    def add(self, name: str, query: str) -> SavedSearch:
        """Saves a query; ``undo`` takes it away. Raises ``QueryError`` or ``BadSearch``."""
        return self._database.write(lambda c: add(c, name, query))

    def change(self, id_: str, *, name: str | None = None, query: str | None = None) -> SavedSearch:
        """Gives one another name or query; ``undo`` takes it back. Raises ``QueryError`` or ``BadSearch``."""
        return self._database.write(lambda c: change(c, id_, name, query))

    def remove(self, id_: str) -> SavedSearch:
        """Removes one; ``undo`` brings it back. Raises ``BadSearch``."""
        return self._database.write(lambda c: remove(c, id_))

    def count(self) -> list[SavedSearch]:
        """All of them with counts of now: what is outdated is counted anew."""
        while not all(one.exact for one in self.known()):
            self._database.write(saved_counts.count_one)
        return self.known()


def known(connection: sqlite3.Connection) -> list[SavedSearch]:
    return [_search(row) for row in connection.execute(_KNOWN)]


def add(connection: sqlite3.Connection, name: str, query: str) -> SavedSearch:
    """Saves a query under a name, to be undone."""
    made = put(connection, name, query)
    journal.note(connection, "save", made.name, [int(made.id)])
    return _counted(connection, made.id)


def put(connection: sqlite3.Connection, name: str, query: str) -> SavedSearch:
    """``add`` without a step to undo, and without its count."""
    text, name = understood(query), _named(connection, name)
    if len(known(connection)) >= MOST:
        from tui.locale import _

        raise BadSearch(_("There are {n} saved searches at most.").format(n=MOST), _("Remove one first."))
    return _insert(connection, _last_place(connection), name, text)


def restore(connection: sqlite3.Connection, name: str, query: str) -> bool:
    """Puts a search back that an archive has, whatever sections are called; False where the name is taken."""
    name, text = name_of(name), understood(query)
    there = known(connection)
    if len(there) >= MOST or clash(name, (), there):
        return False
    _insert(connection, _last_place(connection), name, text)
    return True


def change(
    connection: sqlite3.Connection, id_: str, name: str | None = None, query: str | None = None
) -> SavedSearch:
    """Puts another version of a search in its place; None leaves its name or query as it is."""
    old = _there(connection, id_)
    text = old.query if query is None else understood(query)
    name = old.name if name is None else _named(connection, name, old)
    if (name, text) == (old.name, old.query):
        return old
    place = connection.execute("SELECT place FROM saved WHERE id = ?", (old.id,)).fetchone()[0]
    _drop(connection, int(old.id))
    made = _insert(connection, place, name, text)
    journal.note(connection, "resave", name, [int(old.id), int(made.id)])
    return _counted(connection, made.id)


def remove(connection: sqlite3.Connection, id_: str) -> SavedSearch:
    """Removes a search, to be undone; those that no undo can bring back any more are dropped."""
    old = _there(connection, id_)
    _drop(connection, int(old.id))
    journal.note(connection, "unsave", old.name, [int(old.id)])
    connection.execute("DELETE FROM saved WHERE removed < ?", (int(time.time()) - journal.AGE,))
    return old


def turn(connection: sqlite3.Connection, ids: Iterable[int]) -> list[int]:
    """Removes of the searches those that are there, and brings the others back; gives those it could."""
    rows = [
        connection.execute("SELECT id, removed IS NULL FROM saved WHERE id = ?", (id_,)).fetchone()
        for id_ in ids
    ]
    turned = [id_ for id_, there in filter(None, rows) if there]
    for id_ in turned:
        _drop(connection, id_)
    for id_, there in filter(None, rows):
        if (
            not there
            and connection.execute(
                # A name that was given to another meanwhile stays with that.
                "UPDATE OR IGNORE saved SET removed = NULL, counted = 0 WHERE id = ?",
                (id_,),
            ).rowcount
        ):
            turned.append(id_)
    return turned


def understood(query: str) -> str:
    """A query's text as it is kept. Raises ``QueryError``, for one that finds everything too."""
    from tui.store.query import EVERYTHING, QueryError
    from tui.store.query_parser import LONGEST, parse
    from tui.text import clean

    if parse(query) == EVERYTHING:
        from tui.locale import _

        raise QueryError(0, len(query), _("This query has no word to look for."))
    text = storable(clean(query, LONGEST))
    parse(text)
    return text


def free_name(connection: sqlite3.Connection, name: str) -> str:
    """The name that another reader's search gets: cut, and told from a section that is called so."""
    from tui.locale import _

    if name.casefold() in _sections(connection):
        return _("{name} (search)").format(name=name[: LONGEST_NAME // 2].rstrip())
    return name[:LONGEST_NAME].rstrip()


# --- names ------------------------------------------------------------------------


def name_of(text: str) -> str:
    """The name that a text says, its blanks made one. Raises ``BadSearch``."""
    from tui.locale import _
    from tui.text import clean

    name = storable(" ".join(clean(text, 4 * LONGEST_NAME).split()))
    if not any(map(str.isalnum, name)):
        raise BadSearch(_("A saved search has a letter or a digit in its name."))
    if len(name) > LONGEST_NAME:
        raise BadSearch(_("Its name has {n} characters at most.").format(n=LONGEST_NAME), _("Shorten it."))
    return name


def clash(name: str, sections: Iterable[str], searches: Sequence[SavedSearch]) -> str:
    """Why a name can't be given: what has it already; "" where nothing has."""
    from tui.locale import _

    if name.casefold() in map(str.casefold, sections):
        return _("A section is called “{name}”.").format(name=name)
    if any(name.casefold() == one.name.casefold() for one in searches):
        return _("There is a saved search “{name}” already.").format(name=name)
    return ""


def _named(connection: sqlite3.Connection, text: str, but: SavedSearch | None = None) -> str:
    name = name_of(text)
    others = [one for one in known(connection) if but is None or one.id != but.id]
    if said := clash(name, _sections(connection), others):
        from tui.locale import _

        raise BadSearch(said, _("Give another name."))
    return name


def _sections(connection: sqlite3.Connection) -> list[str]:
    here = "SELECT section_id FROM source WHERE removed IS NULL"
    found = connection.execute(f"SELECT name FROM section WHERE id IN ({here})")
    return [row[0].casefold() for row in found]


# --- rows -------------------------------------------------------------------------


def _search(row: Sequence[object]) -> SavedSearch:
    id_, name, query, unread, exact = row
    return SavedSearch(str(id_), str(name), str(query), int(str(unread)), bool(exact))


def _there(connection: sqlite3.Connection, id_: str) -> SavedSearch:
    found = next((one for one in known(connection) if one.id == id_), None)
    if found is None:
        raise _none(id_)
    return found


def _none(name: str) -> BadSearch:
    from tui.locale import _
    from tui.text import clean

    said = _("There is no saved search “{name}”.").format(name=clean(name, LONGEST_NAME))
    return BadSearch(said, _("`wireroom saved` lists them."))


def _last_place(connection: sqlite3.Connection) -> int:
    place: int = connection.execute("SELECT coalesce(max(place), 0) + 1 FROM saved").fetchone()[0]
    return place


def _insert(connection: sqlite3.Connection, place: int, name: str, query: str) -> SavedSearch:
    id_ = connection.execute(
        "INSERT INTO saved (place, key, name, query) VALUES (?, ?, ?, ?)",
        (place, name.casefold(), name, query),
    ).lastrowid
    return SavedSearch(str(id_), name, query, exact=False)


def _counted(connection: sqlite3.Connection, id_: str) -> SavedSearch:
    saved_counts.count(connection, int(id_))
    return _there(connection, id_)


def _drop(connection: sqlite3.Connection, id_: int) -> None:
    connection.execute("UPDATE saved SET removed = ? WHERE id = ?", (int(time.time()), id_))
