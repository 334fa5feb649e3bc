"""``wireroom import`` and ``wireroom export``: subscriptions from and to a file."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from tui.locale import _
from tui.model import Failure
from tui.shell.desks import desk_of

LARGEST_FILE = 16 * 2**20  # bytes


def import_file(arguments: Namespace) -> int:
    """Subscribes to what an OPML file or a plain list of addresses names."""
    from tui.feeds.opml import read_subscriptions

    name: str = arguments.file
    subscriptions = read_subscriptions(_bytes(name), _("standard input") if name == "-" else name)
    with desk_of(arguments) as desk:
        report = desk.import_subscriptions(subscriptions)
    words = _("{added} added, {known} already there.").format(added=len(report.added), known=report.known)
    print(words)
    print(_("Now `wireroom refresh` fetches them."), file=sys.stderr)
    return 0


def export_file(arguments: Namespace) -> int:
    """Writes the subscriptions as OPML, to a file or standard output."""
    from tui.feeds.opml import write_opml

    with desk_of(arguments) as desk:
        document = write_opml(desk.store.sections(), desk.store.sources())
    if arguments.file == "-":
        sys.stdout.buffer.write(document)
        return 0
    try:
        Path(arguments.file).write_bytes(document)
    except OSError as error:
        raise Failure(f"{arguments.file} can't be written: {error.strerror}.") from error
    return 0


def _bytes(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read(LARGEST_FILE)
    try:
        with Path(name).open("rb") as file:
            return file.read(LARGEST_FILE)
    except OSError as error:
        raise Failure(f"{name} can't be read: {error.strerror}.") from error
