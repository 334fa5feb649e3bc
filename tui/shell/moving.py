"""``wireroom import`` and ``wireroom export``: what other readers keep, and what wireroom gives back."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tui.locale import _, ngettext
from tui.model import Failure
from tui.shell.desks import desk_of
from tui.shell.output import ProgressLine

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.moving.parcel import Parcel
    from tui.moving.taking import Taken


def import_file(arguments: Namespace) -> int:
    """Takes in what the files hold, together, or an archive; and tells what stayed behind."""
    with _archive(arguments.files) as file:
        if file:
            return _unarchive(arguments, file)
    parcels = _parcels(arguments.files)
    with desk_of(arguments) as desk:
        taken = desk.take_in(parcels, dry_run=arguments.dry_run)
    for line in _told(taken):
        print(line)
    _end(arguments.dry_run, bool(taken.added))
    return 0


def _end(dry_run: bool, added: bool) -> None:
    if dry_run:
        print(_("Nothing was changed: this was a dry run."), file=sys.stderr)
    elif added:
        print(_("Now `wireroom refresh` fetches them."), file=sys.stderr)


@contextmanager
def _archive(names: list[str]) -> Iterator[BinaryIO | None]:
    """The archive that is named, opened; None where other things are."""
    from tui.moving.archive import is_archive
    from tui.moving.recognise import archive

    if names == ["-"]:
        stream = sys.stdin.buffer
        assert isinstance(stream, BufferedReader)
        yield stream if is_archive(stream.peek(64)) else None
        return
    path = archive([Path(name).expanduser() for name in names if name != "-"])
    if path is None:
        yield None
        return
    with path.open("rb") as file:
        yield file


def _unarchive(arguments: Namespace, file: BinaryIO) -> int:
    name: str = _("standard input") if arguments.files == ["-"] else arguments.files[0]
    size = 0 if arguments.files == ["-"] else Path(name).expanduser().stat().st_size
    line = ProgressLine()

    def progress(read: int) -> None:
        line.show(read // 1024, max(size, read) // 1024, "KiB")

    with desk_of(arguments) as desk:
        try:
            brought = desk.archiving().unarchive(file, name, progress, dry_run=arguments.dry_run)
        finally:
            line.clear()
    told = brought.restored
    print(_("{added} added, {known} already there.").format(added=told.sources, known=told.known_sources))
    new = ngettext("{n} story is new here", "{n} stories are new here", told.stories).format(n=told.stories)
    print(f"{new}, {_('{n} were here').format(n=told.known_stories)}.")
    for search in told.searches:
        print(_("saved search {name}: added").format(name=search))
    for search in told.known_searches:
        print(
            _("saved search {name}: not taken: there is one of that name, which stays as it is.").format(
                name=search
            )
        )
    for rule in brought.rules:
        print(_("rule {name}: added").format(name=rule))
    for rule in brought.known_rules:
        print(_("rule {name}: not taken: there is one of that name, which stays as it is.").format(name=rule))
    _end(arguments.dry_run, added=False)
    return 0


def _parcels(names: list[str]) -> list[Parcel]:
    from tui.moving.parcel import LARGEST_TEXT
    from tui.moving.recognise import from_bytes, parcels

    if "-" not in names:
        return parcels([Path(name).expanduser() for name in names])
    rest = parcels([Path(name).expanduser() for name in names if name != "-"])
    data = sys.stdin.buffer.read(LARGEST_TEXT)
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
        told = _("{place}: saved: {name} = {query}").format(
            place=query.place, name=query.name, query=query.query
        )
        lines.append(told + near)
    for one in taken.not_taken:
        lines.append(
            _("{place}: not taken: {what}: {why}.").format(place=one.place, what=one.what, why=one.why)
        )
    return lines


def export_file(arguments: Namespace) -> int:
    """Writes the subscriptions as OPML, or everything as an archive, to a file or standard output."""
    name: str = arguments.file
    chosen = arguments.format or ("jsonl" if name.endswith(".jsonl") else "opml")
    with desk_of(arguments) as desk:
        parts = _archived(desk) if chosen == "jsonl" else _opml(desk)
        if name == "-":
            for part in parts:
                sys.stdout.buffer.write(part)
            return 0
        _write(Path(name).expanduser(), parts)
    return 0


def _opml(desk: Desk) -> Iterator[bytes]:
    from tui.feeds.opml import write_opml

    yield write_opml(desk.store.sections(), desk.store.sources(), desk.store.saved.known())


def _archived(desk: Desk) -> Iterator[bytes]:
    line = ProgressLine()
    total = sum(section.total for section in desk.store.sections())
    try:
        for count, part in enumerate(desk.archiving().archive()):
            line.show(min(count, total), total, _("stories"))
            yield part
    finally:
        line.clear()


def _write(path: Path, parts: Iterator[bytes]) -> None:
    """Puts the whole into the file's place at once; nobody else may read it."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.writelines(parts)
        aside.replace(path)
    except OSError as error:
        raise Failure(f"{path} can't be written: {error.strerror}.") from error
    finally:
        aside.unlink(missing_ok=True)
