"""``wireroom import`` and ``wireroom export``: what other readers keep, and what wireroom gives back."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from tui.locale import _, ngettext
from tui.model import Failure
from tui.shell.desks import desk_of

if TYPE_CHECKING:
    from tui.moving.parcel import Parcel
    from tui.moving.taking import Taken

LARGEST_FILE = 16 * 2**20  # bytes


def import_file(arguments: Namespace) -> int:
    """Takes in what the files hold, together, and tells what stayed behind."""
    parcels = _parcels(arguments.files)
    with desk_of(arguments) as desk:
        taken = desk.take_in(parcels, dry_run=arguments.dry_run)
    for line in _told(taken):
        print(line)
    if arguments.dry_run:
        print(_("Nothing was changed: this was a dry run."), file=sys.stderr)
    elif taken.added:
        print(_("Now `wireroom refresh` fetches them."), file=sys.stderr)
    return 0


def _parcels(names: list[str]) -> list[Parcel]:
    from tui.moving.recognise import from_bytes, parcels

    if "-" not in names:
        return parcels([Path(name).expanduser() for name in names])
    rest = parcels([Path(name).expanduser() for name in names if name != "-"])
    data = sys.stdin.buffer.read(LARGEST_FILE)
    return [*rest, from_bytes(data, _("standard input"))]


def _told(taken: Taken) -> list[str]:
    lines = [f"{name}: {kind}" for name, kind in taken.files]
    lines.append(_("{added} added, {known} already there.").format(added=len(taken.added), known=taken.known))
    tally = taken.stories
    if tally is not None:
        new = ngettext("{n} story is new here", "{n} stories are new here", tally.new).format(n=tally.new)
        known = _("{n} were here").format(n=tally.known)
        marked = _("marked {read} read and {starred} starred").format(read=tally.read, starred=tally.starred)
        lines.append(f"{new}, {known}; {marked}.")
    for query in taken.queries:
        near = f" ({'; '.join(query.near)})" if query.near else ""
        lines.append(f"{query.place}: {query.name} = {query.query}{near}")
    for one in taken.not_taken:
        lines.append(
            _("{place}: not taken: {what}: {why}.").format(place=one.place, what=one.what, why=one.why)
        )
    return lines


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
