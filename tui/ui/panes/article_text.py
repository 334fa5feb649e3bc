"""What is copied of laid-out lines: a paragraph as running text. No Textual here."""

from __future__ import annotations

from collections.abc import Sequence

from tui.articles.lines import Line
from tui.text import cells

_DRAWN = frozenset({"footnote", "quote-bar", "card-frame"})  # roles that are no text of the article


def paragraph_at(lines: Sequence[Line], top: int) -> str:
    """The text of the block that ``top`` is in, or that begins below it; "" below the last."""
    first = next((at for at in range(top, len(lines)) if _words(lines[at])), len(lines))
    if first == len(lines):
        return ""
    kind, last = lines[first].kind, first
    while last < len(lines) and lines[last].kind == kind and _words(lines[last]):
        last += 1
    while first > 0 and lines[first - 1].kind == kind and _words(lines[first - 1]):
        first -= 1
    block = lines[first:last]
    if any(line.kind in ("code", "table") for line in block):
        return "\n".join(_words(line) for line in block)
    return _joined([_words(line).strip() for line in block])


def _words(line: Line) -> str:
    text = "".join(segment.text for segment in line.segments if not _DRAWN.intersection(segment.role.split()))
    return text.rstrip()


def _joined(rows: Sequence[str]) -> str:
    """Rows as one line; between two wide characters no space was lost at the row's end."""
    text = ""
    for row in rows:
        unspaced = text and row and cells(text[-1]) > 1 and cells(row[0]) > 1
        text += row if unspaced or not text else f" {row}"
    return text
