"""An article as plain text, Markdown or JSON.

The JSON shape (``to_json``): the Article's fields under their own names, dates as
ISO 8601 in UTC; ``blocks`` is a list of objects, each with ``type`` ("paragraph",
"heading", "quote", "list-item", "code", "table", "picture", "embed", "card",
"rule") and that block's fields. Spans are objects with ``text`` and, where they
have them, ``style`` (letters: b bold, i italic, c code, s struck) and ``href``.
``announced`` is a list of objects with ``rel`` and ``url``.
``article_from_json`` reads it back without loss.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from tui.articles.layout import lay_out
from tui.articles.spans import plain
from tui.model import (
    Announcement,
    Article,
    Block,
    Card,
    Code,
    Embed,
    Heading,
    ListItem,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Span,
    Table,
)

__all__ = ["article_from_json", "blocks_text", "to_json", "to_markdown", "to_text"]

_TYPES: dict[str, type[Any]] = {
    "paragraph": Paragraph,
    "heading": Heading,
    "quote": Quote,
    "list-item": ListItem,
    "code": Code,
    "table": Table,
    "picture": Picture,
    "embed": Embed,
    "card": Card,
    "rule": Rule,
}
_NAMES = {kind: name for name, kind in _TYPES.items()}


def to_text(article: Article, width: int = 80) -> str:
    """The article as it stands on the screen, in plain text."""
    rows = [article.section] if article.section else []
    laid = lay_out(article, width)
    for line in laid.lines:
        if line.align == "right":
            from tui.text import cells

            rows.append(" " * max(laid.width - cells(line.text), 0) + line.text)
        else:
            rows.append(line.text.rstrip())
    return "\n".join(rows)


def blocks_text(blocks: Iterable[Block]) -> str:
    """The blocks' words alone, parted by blank lines; list items by single ones."""
    parts: list[str] = []
    before: Block | None = None
    for block in blocks:
        words = _words(block)
        if words:
            close = isinstance(block, ListItem) and isinstance(before, ListItem)
            parts += ["\n" if close else "\n\n", words]
            before = block
    return "".join(parts[1:])


def _words(block: Block) -> str:
    match block:
        case Paragraph() | Heading():
            return plain(block.spans)
        case ListItem():
            marker = f"{block.marker} " if block.marker else "  "
            return "  " * block.depth + marker + plain(block.spans)
        case Quote():
            by = f"— {block.attribution}" if block.attribution else ""
            return "\n\n".join(part for part in (blocks_text(block.blocks), by) if part)
        case Code():
            return block.text
        case Table():
            rows = ["\t".join(plain(cell) for cell in row) for row in block.rows]
            return "\n".join([block.caption, *rows] if block.caption else rows)
        case Picture():
            return " ".join(part for part in (block.caption, block.credit) if part)
    return ""  # what is offered beside the text (cards, embeds, rules) is not of it


# --- JSON -------------------------------------------------------------------------


def to_json(article: Article) -> dict[str, Any]:
    """The article as data that ``json.dumps`` takes; the shape stands at the top of this module."""
    data = {field.name: getattr(article, field.name) for field in fields(article)}
    data["published"] = _stamp(article.published)
    data["updated"] = _stamp(article.updated)
    data["lead"] = _block_json(article.lead) if article.lead else None
    data["blocks"] = [_block_json(block) for block in article.blocks]
    data["related"] = [_block_json(card) for card in article.related]
    data["announced"] = [{"rel": one.rel, "url": one.url} for one in article.announced]
    return data


def _stamp(when: datetime | None) -> str | None:
    return when.isoformat() if when else None


def _block_json(block: Block) -> dict[str, Any]:
    data: dict[str, Any] = {"type": _NAMES[type(block)]}
    for field in fields(block):
        value = getattr(block, field.name)
        if field.name == "spans":
            value = _spans_json(value)
        elif field.name == "blocks":
            value = [_block_json(inner) for inner in value]
        elif field.name == "rows":
            value = [[_spans_json(cell) for cell in row] for row in value]
        elif isinstance(value, datetime):
            value = _stamp(value)
        data[field.name] = value
    return data


def _spans_json(spans: tuple[Span, ...]) -> list[dict[str, str]]:
    return [
        {
            "text": span.text,
            **({"style": span.style} if span.style else {}),
            **({"href": span.href} if span.href else {}),
        }
        for span in spans
    ]


def article_from_json(data: Mapping[str, Any]) -> Article:
    """The article that ``to_json`` gave. Raises ValueError, TypeError or KeyError on anything else."""
    values = {field.name: data[field.name] for field in fields(Article) if field.name in data}
    values["published"] = _moment(data.get("published"))
    values["updated"] = _moment(data.get("updated"))
    values["lead"] = _block(data["lead"]) if data.get("lead") else None
    values["blocks"] = tuple(_block(block) for block in data["blocks"])
    values["related"] = tuple(_block(card) for card in data.get("related", ()))
    values["announced"] = tuple(Announcement(**one) for one in data.get("announced", ()))
    return Article(**values)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _block(data: Mapping[str, Any]) -> Any:
    kind = _TYPES[data["type"]]
    values = {field.name: data[field.name] for field in fields(kind) if field.name in data}
    if "spans" in values:
        values["spans"] = _spans(values["spans"])
    if "blocks" in values:
        values["blocks"] = tuple(_block(inner) for inner in values["blocks"])
    if "rows" in values:
        values["rows"] = tuple(tuple(_spans(cell) for cell in row) for row in values["rows"])
    if "date" in values:
        values["date"] = _moment(values["date"])
    return kind(**values)


def _spans(data: Iterable[Mapping[str, str]]) -> tuple[Span, ...]:
    return tuple(Span(span["text"], span.get("style", ""), span.get("href", "")) for span in data)


# --- Markdown ---------------------------------------------------------------------


def to_markdown(article: Article) -> str:
    """The article in CommonMark, with GitHub's tables."""
    from tui.articles.markdown import markdown

    return markdown(article)
