"""A table as lines that fit a width: columns shrink and wrap, or rows become records."""

from __future__ import annotations

from tui.articles.flow import Cells, Piece, flow
from tui.articles.lines import Line, Segment
from tui.articles.spans import plain
from tui.model import Span, Table
from tui.text import units

NARROWEST = 4  # cells of a column; with less, rows are told as records
LONG_WORD = 16  # cells; a longer word may be parted
BETWEEN = " │ "
_CROSSING = "─┼─"


def table_lines(table: Table, width: int, cells: Cells) -> list[Line]:
    """The table's rows in at most ``width`` cells."""
    columns = max((len(row) for row in table.rows), default=0)
    if not columns:
        return []
    room = width - len(BETWEEN) * (columns - 1)
    lines: list[Line] = []
    if table.caption:
        lines += [Line(row, kind="table") for row in flow([(table.caption, "caption", "")], width, cells)]
    least = _least(table, columns, cells)
    if room < max(NARROWEST * columns, sum(least)):
        return lines + _records(table, width, cells)
    widths = _widths(_naturals(table, columns, cells), least, room)
    for index, row in enumerate(table.rows):
        heading = table.header and index == 0
        lines += _row(row, widths, "table bold" if heading else "table", cells)
        if heading:
            frame = _CROSSING.join("─" * size for size in widths)
            lines.append(Line((Segment(frame, "table rule"),), kind="table"))
    return lines


def _naturals(table: Table, columns: int, cells: Cells) -> list[int]:
    naturals = [1] * columns
    for row in table.rows:
        for index, cell in enumerate(row):
            longest = max((cells(part) for part in plain(cell).split("\n")), default=1)
            naturals[index] = max(naturals[index], longest)
    return naturals


def _least(table: Table, columns: int, cells: Cells) -> list[int]:
    """What each column needs, lest its words be parted (CSS 2.2 §17.5.2.2: minimum content width)."""
    least = [1] * columns
    for row in table.rows:
        for index, cell in enumerate(row):
            words = units(plain(cell))
            longest = max((cells(word) for word in words if len(word) > least[index]), default=1)
            least[index] = max(least[index], min(longest, LONG_WORD))
    return least


def _widths(naturals: list[int], least: list[int], room: int) -> list[int]:
    """The columns' widths: as they are if they fit; else the widest give way, down to their words."""
    if sum(naturals) <= room:
        return naturals
    widths = list(least)
    left, waiting = room - sum(least), sorted(range(len(naturals)), key=lambda at: naturals[at] - least[at])
    while waiting:
        index = waiting.pop(0)
        more = min(naturals[index] - least[index], left // (len(waiting) + 1))
        widths[index] += more
        left -= more
    return widths


def _row(row: tuple[tuple[Span, ...], ...], widths: list[int], role: str, cells: Cells) -> list[Line]:
    padded = [*row, *[()] * (len(widths) - len(row))]
    columns = [
        flow(pieces(cell, role), size, cells) or [()] for cell, size in zip(padded, widths, strict=True)
    ]
    lines: list[Line] = []
    for number in range(max(map(len, columns))):
        segments: list[Segment] = []
        for index, (column, size) in enumerate(zip(columns, widths, strict=True)):
            part = column[number] if number < len(column) else ()
            segments += part
            missing = size - sum(cells(segment.text) for segment in part)
            last = index == len(widths) - 1
            if missing > 0 and not last:
                segments.append(Segment(" " * missing, role))
            if not last:
                segments.append(Segment(BETWEEN, "table rule"))
        lines.append(Line(tuple(segments), kind="table"))
    return lines


def _records(table: Table, width: int, cells: Cells) -> list[Line]:
    """Each row as lines of "heading: cell", for a pane too narrow for the columns."""
    names = [plain(cell) for cell in table.rows[0]] if table.header else []
    lines: list[Line] = []
    for number, row in enumerate(table.rows[1:] if table.header else table.rows):
        if number:
            lines.append(Line(kind="table"))
        for index, cell in enumerate(row):
            name: list[Piece] = [(f"{names[index]}: ", "table bold", "")] if index < len(names) else []
            rows = flow([*name, *pieces(cell, "table")], width, cells)
            lines += [Line(segments, kind="table") for segments in rows]
    return lines


STYLE_ROLES = {"b": " bold", "i": " italic", "c": " code", "s": " struck"}


def pieces(spans: tuple[Span, ...], role: str) -> list[Piece]:
    """The spans with the roles that their styles and links add to ``role``."""
    made: list[Piece] = []
    for span in spans:
        added = "".join(STYLE_ROLES.get(letter, "") for letter in span.style)
        made.append((span.text, f"{role}{added}{' link' if span.href else ''}", span.href))
    return made
