"""The desk a command works at, closed when the command is done."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager

from tui.config import home
from tui.desk import Desk
from tui.failure import Failure
from tui.store import Store
from tui.stories import Story


@contextmanager
def desk_of(arguments: Namespace) -> Iterator[Desk]:
    """The desk over ``--home``, WIREROOM_HOME or the platform's folders."""
    desk = Desk.open(home(arguments.home))
    try:
        yield desk
    finally:
        desk.close()


def story_named(store: Store, what: str) -> Story | None:
    """The stored story with this id or address."""
    if what.isdecimal():
        story = store.story(what)
        if story is None:
            raise Failure(f"There is no story {what}.", "`wireroom headlines --json` lists the ids.")
        return story
    return store.find_story(what)
