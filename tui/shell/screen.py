"""``wireroom``: opens the app."""

from __future__ import annotations

from argparse import Namespace
from contextlib import ExitStack

from tui.desk import Desk
from tui.model import Failure
from tui.shell.desks import desk_of
from tui.shell.output import can_draw

DEMO_RATE = 20.0  # seconds between two new stories of the embedded newsroom


def open_app(arguments: Namespace) -> int:
    """Opens the app on the reader's own home; refuses where there is no terminal."""
    if not can_draw():
        raise Failure("There is no terminal to draw on.", "Try `wireroom headlines`, or `wireroom --help`.")
    from tui.ui.app import run

    with desk_of(arguments) as desk, ExitStack() as served:
        return run(desk, demo=lambda: _serve_demo(desk, served))


def _serve_demo(desk: Desk, served: ExitStack) -> str:
    """Serves the embedded newsroom while the app runs and gives its address.

    Its sources leave with it: the next start finds no addresses that nobody serves.
    """
    from tui.newsroom import Newsroom

    url = served.enter_context(Newsroom(rate=DEMO_RATE)).url
    served.callback(lambda: desk.remove([s.id for s in desk.store.sources() if s.url.startswith(url)]))
    return url
