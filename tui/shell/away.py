"""``headlines --away``: what came while the reader was away from the app, the most covered first."""

from __future__ import annotations

import sys
import time
from argparse import Namespace

from tui.locale import _
from tui.shell.headlines import Asked, Printing, prepare, print_stories
from tui.store.glance import Glance


def away(arguments: Namespace, glance: Glance, asked: Asked, printing: Printing) -> None:
    """Prints the stories of the last absence, one an event; for people, before them, how much came.

    To ask at the prompt ends no absence.
    """
    absence = glance.absence(time.time())
    if absence is None:
        _say(_("You were not away yet: it begins half an hour after you leave the app."))
        return
    prepare(arguments, glance, asked, printing)
    view = glance.came(absence, section=asked.section, source=asked.source, unread=asked.unread)
    came = glance.count(view)
    if not came:
        _say(_("Nothing came while you were away. With --refresh what is due is fetched first."))
    elif sys.stdout.isatty() and printing.numbered:
        from tui.desk.presence import told

        _say(told(absence, came))
    print_stories(glance.of_view(view, arguments.n), printing, arguments.home)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)
