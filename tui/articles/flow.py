"""Fills lines with spans: greedy, by terminal cells, without hyphens.

Text whose every character is one cell wide is broken by searching for spaces in C;
the rest goes unit by unit (``tui.text.units``: words, or wide characters with the
punctuation that belongs to them).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from tui import text
from tui.articles.lines import Segment

Cells = Callable[[str], int]
Piece = tuple[str, str, str]  # text, role, href

# What is not surely one cell wide.
_UNSURE = re.compile(
    "[^\n\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u058f\u05d0-\u05ea\u0620-\u064a"
    "\u2010-\u2027\u2030-\u205e\u2070-\u209c\u20a0-\u20bf]"
)


def flow(pieces: Iterable[Piece], width: int, cells: Cells = text.cells) -> list[tuple[Segment, ...]]:
    """The pieces in rows of at most ``width`` cells; a newline begins a new row."""
    whole: list[Piece] = [piece for piece in pieces if piece[0]]
    joined = "".join(piece[0] for piece in whole)
    ranges = _narrow(joined, width) if not _UNSURE.search(joined) else _wide(joined, width, cells)
    if len(whole) == 1:
        _, role, href = whole[0]
        return [(Segment(joined[start:end], role, href),) if end > start else () for start, end in ranges]
    return list(_sliced(whole, ranges))


def _narrow(joined: str, width: int) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for start, end in _hard_lines(joined):
        while end - start > width:
            cut = joined.rfind(" ", start, start + width + 1)
            if cut <= start:
                cut = start + width
                ranges.append((start, cut))
                start = cut
            else:
                stop = cut
                while joined[stop - 1] == " " and stop > start + 1:
                    stop -= 1
                ranges.append((start, stop))
                start = cut + 1
            while start < end and joined[start] == " ":
                start += 1
        ranges.append((start, end))
    return ranges


def _hard_lines(joined: str) -> Iterator[tuple[int, int]]:
    start = 0
    while True:
        end = joined.find("\n", start)
        if end < 0:
            yield start, len(joined)
            return
        yield start, end
        start = end + 1


def _wide(joined: str, width: int, cells: Cells) -> list[tuple[int, int]]:
    size_of = _cached(cells)
    ranges: list[tuple[int, int]] = []
    for first, last in _hard_lines(joined):
        start = place = stop = first
        used = 0
        for unit in text.units(joined[first:last]):
            size = size_of(unit)
            if unit[0] == " ":
                used += size
                place += len(unit)
                if stop == start == place - len(unit):  # white space at a row's beginning
                    start = stop = place
                    used = 0
                continue
            if used + size > width and stop > start:
                ranges.append((start, stop))
                start, used = place, 0
            while size > width:
                head = text.split_at(unit, width)[0] or unit[:1]
                ranges.append((start, start + len(head)))
                unit = unit[len(head) :]
                start += len(head)
                place = start
                size = cells(unit)
            place += len(unit)
            stop = place
            used += size
        ranges.append((start, max(stop, start)))
    return ranges


@lru_cache(maxsize=4)
def _cached(cells: Cells) -> Cells:
    return lru_cache(maxsize=16_384)(cells)


def _sliced(pieces: list[Piece], ranges: list[tuple[int, int]]) -> Iterator[tuple[Segment, ...]]:
    """The segments of each range; both go forward only, so one pass is enough."""
    index, offset = 0, 0  # the piece that is being sliced, and where it begins
    for start, end in ranges:
        row: list[Segment] = []
        while index < len(pieces):
            words, role, href = pieces[index]
            after = offset + len(words)
            if after > start:
                part = words[max(start - offset, 0) : end - offset]
                if part:
                    row.append(Segment(part, role, href))
            if after > end:
                break
            offset = after
            index += 1
        yield tuple(row)
