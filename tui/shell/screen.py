"""``wireroom``: opens the app."""

from __future__ import annotations

import gc
from argparse import Namespace
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.config import Settings, home, load_settings
from tui.failure import Failure
from tui.shell.output import can_draw
from tui.store import Store
from tui.ui.terminal.early import EarlyTerminal, takable

if TYPE_CHECKING:
    from tui.desk import Desk

DEMO_RATE = 20.0  # seconds between two new stories of the embedded newsroom


def open_app(arguments: Namespace) -> int:
    """Opens the app on the reader's own home; refuses where there is no terminal.

    The first screen stands before Textual is imported: importing it takes several
    times as long as everything up to there.
    """
    if not can_draw():
        raise Failure("There is no terminal to draw on.", "Try `wireroom headlines`, or `wireroom --help`.")
    gc.disable()  # nothing of what is imported can be garbage; the app switches it on again
    with ExitStack() as opened:
        folders = home(arguments.home).ensure()
        store = Store.open(folders.store)
        opened.callback(store.close)
        settings = load_settings(folders.settings)
        if arguments.slow:
            settings = replace(settings, slow="on")
        early = opened.enter_context(EarlyTerminal())
        if takable():
            _paint(early, store, settings)
        from tui.desk import Desk
        from tui.ui.app import run

        desk = Desk(folders, store, settings)
        opened.callback(desk.close)
        served = opened.enter_context(ExitStack())
        return run(desk, demo=lambda: _serve_demo(desk, served), early=early)


def _paint(early: EarlyTerminal, store: Store, settings: Settings) -> None:
    from tui.ui.first_paint import first_screen

    screen = first_screen(store, settings, *early.size)
    if screen is not None:
        early.paint(screen)


def _serve_demo(desk: Desk, served: ExitStack) -> str:
    """Serves the embedded newsroom while the app runs and gives its address.

    Its sources leave with it: the next start finds no addresses that nobody serves.
    """
    from tui.newsroom import Newsroom

    url = served.enter_context(Newsroom(rate=DEMO_RATE, chatter=True)).url
    served.callback(lambda: desk.remove([s.id for s in desk.store.sources() if s.url.startswith(url)]))
    return url
