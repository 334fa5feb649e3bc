"""The archive: JSON Lines (https://jsonlines.org), one object a line, of everything that is kept.

The first line names the format and its version; a source's stories follow it; the last line says how
many lines came before, so that an archive that was cut short is known. ``docs/MOVING.md`` has the fields.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO

from tui.locale import _
from tui.moving.parcel import NotReadable
from tui.store.archive_form import NotAnArchive, to_json
from tui.store.restoring import Restored, Restoring
from tui.store.tags import BadTag
from tui.text import clean

VERSION = 1
LONGEST_LINE = 64 * 2**20  # bytes
HEADER = {"wireroom": "archive", "version": VERSION}


def is_archive(head: bytes) -> bool:
    """Whether a file's beginning is an archive's."""
    return head.startswith(b'{"wireroom":"archive"')


def written(objects: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """The lines of an archive, with its header and its end."""
    count = 1
    yield _line(HEADER)
    for one in objects:
        count += 1
        yield _line(one)
    yield _line({"end": count})


def _line(told: dict[str, Any]) -> bytes:
    return to_json(told).encode("utf-8") + b"\n"


def restore(
    connection: sqlite3.Connection,
    file: BinaryIO,
    name: str,
    others: dict[str, Callable[[Any], None]],
    progress: Callable[[int], None],
) -> Restored:
    """Takes an archive in, in one transaction; ``others`` take the objects that the store has no place for.

    ``progress`` is told how many bytes were read. Raises ``NotReadable``, naming the line.
    """
    restoring = Restoring(connection)
    number = read = 0
    ended = False
    while data := file.readline(LONGEST_LINE + 1):
        number += 1
        read += len(data)
        try:
            if ended:
                raise NotAnArchive("it stands behind the end")
            told = _object(data)
            if number == 1:
                _check_header(told)
            elif "end" in told:
                ended = _check_end(told, number)
            else:
                _take(restoring, others, told)
        except (NotAnArchive, BadTag) as error:
            raise NotReadable(
                _("{name}, line {n}: {why}.").format(
                    name=name, n=number, why=clean(str(error).rstrip("."), 200)
                ),
                _("Nothing was taken."),
            ) from error
        progress(read)
    if not ended:
        raise NotReadable(
            _("{name} is cut short: it ends in line {n}, without an end.").format(name=name, n=number),
            _("Export it anew; nothing was taken."),
        )
    return restoring.finish()


def _object(data: bytes) -> dict[str, Any]:
    if len(data) > LONGEST_LINE:
        raise NotAnArchive("it is longer than 64 MiB")
    try:
        told = json.loads(data.decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise NotAnArchive(f"it is no JSON: {error}") from error
    if not isinstance(told, dict):
        raise NotAnArchive("it is no JSON object")
    return told


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number")


def _check_header(told: dict[str, Any]) -> None:
    if told.get("wireroom") != "archive":
        raise NotAnArchive("it is not the first line of an archive")
    if told.get("version") != VERSION:
        raise NotAnArchive(f"its version is {str(told.get('version'))[:20]}, not {VERSION}: update wireroom")


def _check_end(told: dict[str, Any], number: int) -> bool:
    if told != {"end": number - 1}:
        raise NotAnArchive(f"{number - 1} lines came before, not {str(told['end'])[:20]}")
    return True


def _take(restoring: Restoring, others: dict[str, Callable[[Any], None]], told: dict[str, Any]) -> None:
    if len(told) != 1:
        raise NotAnArchive("a line tells one thing")
    ((kind, value),) = told.items()
    if kind in others:
        others[kind](value)
    else:
        restoring.take(kind, value)
