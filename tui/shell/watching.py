"""``headlines --watch``: each new story as it arrives, whoever fetched it."""

from __future__ import annotations

import select
import sys
from argparse import Namespace
from contextlib import ExitStack

from tui.shell.headlines import Asked, Printing, newest, prepare
from tui.store.glance import Glance

LOOK_EVERY = 1.0  # seconds between two looks, each a question for one number


def watch(arguments: Namespace, glance: Glance, asked: Asked, printing: Printing) -> None:
    """Prints the stories that are asked for as they arrive, the newest ``-n`` before; ends with its reader.

    With ``--refresh`` it keeps the sources fresh meanwhile; else what another process fetches is printed.
    """
    last = glance.last_arrival()
    if arguments.n is not None:
        prepare(arguments, glance, asked, printing)
        for story in reversed(list(newest(glance, asked, arguments.n))):
            print(printing.line(story, 0))
    sys.stdout.flush()
    with ExitStack() as opened:
        if arguments.refresh:
            from tui.shell.desks import desk_of

            desk = opened.enter_context(desk_of(arguments))
            opened.callback(desk.keep_fresh().cancel)
        change = -1
        while not _is_left(LOOK_EVERY):
            before, change = change, glance.change()
            if change != before:
                last = _print_since(last, arguments, glance, asked, printing)


def _print_since(last: int, arguments: Namespace, glance: Glance, asked: Asked, printing: Printing) -> int:
    """Prints what arrived after ``last``; gives the number of the last arrival."""
    now = glance.last_arrival()
    if now <= last:
        return now  # the last one may have been dropped, and its number be given again
    prepare(arguments, glance, asked, printing)
    for story in glance.arrived(
        last, now, section=asked.section, source=asked.source, unread=asked.unread, query=asked.query
    ):
        print(printing.line(story, 0))
    sys.stdout.flush()
    return now


def _is_left(seconds: float) -> bool:
    """Waits so long, or until nobody reads standard output any more; says whether that is so."""
    poller = select.poll()
    poller.register(sys.stdout.fileno(), 0)  # an error or the other side's leaving is told unasked
    return bool(poller.poll(seconds * 1000))
