"""``wireroom``: opens the app."""

from __future__ import annotations

import sys
from argparse import Namespace

from tui.model import Failure
from tui.shell.desks import desk_of


def open_app(arguments: Namespace) -> int:
    """Opens the app on the reader's own home; refuses where there is no terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Failure("There is no terminal to draw on.", "Try `wireroom headlines`, or `wireroom --help`.")
    from tui.ui.app import run

    with desk_of(arguments) as desk:
        return run(desk)
