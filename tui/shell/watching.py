"""``headlines --watch``: each new story as it arrives, whoever fetched it."""

from __future__ import annotations

import select
import sys
import time
from argparse import Namespace
from collections.abc import Callable
from contextlib import ExitStack

from tui.shell.headlines import Asked, Printing, newest, prepare
from tui.store.glance import Glance

LOOK_EVERY = 1.0  # seconds between two looks, each a question for one number
APART = 5.0  # seconds between two takes of what rules call for


def watch(arguments: Namespace, glance: Glance, asked: Asked, printing: Printing) -> None:
    """Prints the stories that are asked for as they arrive, the newest ``-n`` before; ends with its reader.

    With ``--refresh`` it keeps the sources fresh meanwhile, and calls for what rules find; else what
    another process fetches is printed.
    """
    last = glance.last_arrival()
    if arguments.n is not None:
        prepare(arguments, glance, asked, printing)
        for story in reversed(list(newest(glance, asked, arguments.n))):
            print(printing.line(story, 0))
    sys.stdout.flush()
    with ExitStack() as opened:
        call = _keep_fresh(arguments, opened) if arguments.refresh else None
        change, called = -1, 0.0
        while not _is_left(LOOK_EVERY):
            before, change = change, glance.change()
            if change != before:
                last = _print_since(last, arguments, glance, asked, printing)
            if call and time.monotonic() - called >= APART:
                called = time.monotonic()
                call()


def _keep_fresh(arguments: Namespace, opened: ExitStack) -> Callable[[], None]:
    """Keeps the sources fresh until ``opened`` is closed; gives what calls for what rules found since."""
    from tui.shell.desks import desk_of
    from tui.shell.rule_notices import notices_of

    desk = opened.enter_context(desk_of(arguments))
    call = opened.enter_context(notices_of(desk))
    opened.callback(desk.keep_fresh().cancel)
    return call


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
