"""Tables: which hold data and which only place things on a page, and their cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.articles.spans import Run
from tui.articles.tree import SILENT_TAGS, absolute, text_of
from tui.model import Span, Table

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_ROWS = 2_000
MOST_COLUMNS = 40
LONGEST_CELL = 400  # characters; more of them are text that was placed in a table
_NOT_IN_CELLS = frozenset(
    "table ul ol blockquote pre h1 h2 h3 h4 figure iframe video article section form".split()
)
_STYLES = {"b": "b", "strong": "b", "i": "i", "em": "i", "code": "c", "s": "s", "del": "s"}


def table_of(element: HtmlElement, base: str) -> Table | None:
    """The table's rows, or None if it only places other things (HTML Living Standard §4.9.1)."""
    if element.get("role") in ("presentation", "none"):
        return None
    if any(element.find(f".//{tag}") is not None for tag in _NOT_IN_CELLS):
        return None
    rows: list[tuple[tuple[Span, ...], ...]] = []
    header = element.find(".//thead") is not None
    for row in element.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")][:MOST_COLUMNS]
        if not rows and cells and all(cell.tag == "th" for cell in cells):
            header = True
        spans = tuple(_cell(cell, base) for cell in cells)
        if any(spans):
            rows.append(spans)
        if len(rows) == MOST_ROWS:
            break
    if not _is_data(rows):
        return None
    caption = element.find("caption")
    return Table(tuple(rows), header, text_of(caption) if caption is not None else "")


def _is_data(rows: list[tuple[tuple[Span, ...], ...]]) -> bool:
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return False
    longest = max(sum(len(span.text) for span in cell) for row in rows for cell in row)
    return longest <= LONGEST_CELL


def _cell(cell: HtmlElement, base: str) -> tuple[Span, ...]:
    from lxml import etree

    run = Run()
    stack: list[tuple[str, str]] = [("", "")]
    walker = etree.iterwalk(cell, events=("start", "end"))
    for event, node in walker:
        if event == "end":
            stack.pop()
            if node is not cell:
                run.add(node.tail or "", *stack[-1])
            continue
        style, href = stack[-1]
        if node.tag == "a":
            href = absolute(base, node.get("href"))
        added = _STYLES.get(str(node.tag), "")
        stack.append((style if added in style else style + added, href))
        if node.tag in SILENT_TAGS:
            walker.skip_subtree()
            continue
        if node.tag in ("br", "p", "div", "li"):
            run.add(" ")
        run.add(node.text or "", *stack[-1])
    return run.take()
