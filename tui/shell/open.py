"""``wireroom open``: a story of the list last shown, in the browser or here."""

from __future__ import annotations

import sys
from argparse import Namespace

from tui.failure import Failure
from tui.locale import _
from tui.shell.desks import desk_of, story_named
from tui.shell.headlines import store_path
from tui.shell.last_list import LONGEST, kept
from tui.text import clean, safe_url


def open_story(arguments: Namespace) -> int:
    """Opens a story by its number in the list last shown, its id or its address; 1 where nothing opened."""
    what = _meant(arguments)
    if arguments.read:
        from tui.shell.read import print_article

        print_article(arguments, what)
        return 0
    from tui.ui.browser import launch

    done = launch(_address(arguments, what))
    if not done.opened:
        raise Failure(done.sentence, _("Add --read to read it here."))
    print(done.sentence, file=sys.stderr)
    return 0


def _meant(arguments: Namespace) -> str:
    """An id or an address."""
    what: str = arguments.what
    if not what.isdecimal() or len(what) > len(str(LONGEST)):
        if what.isdecimal() or safe_url(what):
            return what
        raise Failure(
            _("“{what}” is no number, story id or web address.").format(what=clean(what, 100)),
            _("`wireroom headlines` shows numbers on a terminal."),
        )
    ids = kept(store_path(arguments.home))
    if 1 <= int(what) <= len(ids):
        return ids[int(what) - 1]
    if not ids:
        raise Failure(_("No list was shown yet."), _("`wireroom headlines -n 20` shows one."))
    raise Failure(
        _("The list last shown has no number {n}.").format(n=int(what)),
        _("Its numbers go to {n}.").format(n=len(ids)),
    )


def _address(arguments: Namespace, what: str) -> str:
    if not what.isdecimal():
        return what
    with desk_of(arguments) as desk:
        story = story_named(desk.store, what)
    if story is None or not story.url:
        raise Failure(_("This story has no link."), _("Add --read to read it here."))
    return story.url
