"""An article in Markdown: CommonMark 0.31, tables as GitHub has them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tui.articles.layout import meta_line
from tui.articles.spans import BREAK
from tui.locale import _
from tui.model import (
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

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&])")
# What would begin a heading, a list, a rule or an underline (CommonMark 0.31 §4, §5).
_LINE_START = re.compile(r"^(\s*\d{0,9})([#+\-=.)])(?=\s|$|[#\-=])", re.M)


def markdown(article: Article) -> str:
    """The whole article; every word of it is text, none is mark-up of its own."""
    parts = [f"# {_escaped(article.title)}", f"*{_escaped(meta_line(article))}*"]
    if article.lead:
        parts.append(_block(article.lead))
    blocks = list(article.blocks)
    if article.dateline:
        parts.append(f"**{_escaped(article.dateline)}** —")
        if blocks and isinstance(blocks[0], Paragraph):
            parts[-1] += f" {_block(blocks.pop(0))}"
    parts.append(blocks_markdown(blocks))
    inside = {block.url for block in article.blocks if isinstance(block, Card)}
    parts += [_block(card) for card in article.related if card.url not in inside]
    parts.append(f"<{article.url}>" if article.url else "")
    return "\n\n".join(part for part in parts if part and part != "**") + "\n"


def blocks_markdown(blocks: Iterable[Block]) -> str:
    """The blocks, parted by blank lines; list items by single ones."""
    text = ""
    before: Block | None = None
    for block in blocks:
        close = isinstance(block, ListItem) and isinstance(before, ListItem) and block.marker
        text += ("\n" if close else "\n\n") + _block(block)
        before = block
    return text.strip("\n")


def _block(block: Block) -> str:
    match block:
        case Paragraph():
            return _LINE_START.sub(r"\1\\\2", _inline(block.spans))
        case Heading():
            return f"{'#' * max(block.level, 2)} {_inline(block.spans).replace(BREAK, ' ')}"
        case Quote():
            by = f"\n\n— {_escaped(block.attribution)}" if block.attribution else ""
            return _before_lines(blocks_markdown(block.blocks) + by, "> ")
        case ListItem():
            marker = {"•": "- ", "": "  "}.get(block.marker, f"{block.marker} ")
            return _before_lines(_inline(block.spans), "    " * block.depth + " " * len(marker), marker)
        case Code():
            fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", block.text)), default=0))
            return f"{fence}{block.language}\n{block.text}\n{fence}"
        case Table():
            return _table(block)
        case Picture():
            return _picture(block)
        case Embed():
            return f"[{_escaped(block.title or block.kind)}](<{block.url}>)"
        case Card():
            head = _("Related") + (f" · {block.section}" if block.section else "")
            summary = f"\\\n{_escaped(block.summary)}" if block.summary else ""
            return f"> **{_escaped(head)}:** [{_escaped(block.title)}](<{block.url}>)" + summary.replace(
                "\n", "\n> "
            )
        case Rule():
            return "---"


def _before_lines(text: str, indent: str, first: str = "") -> str:
    lines = text.split("\n")
    start = indent[: len(indent) - len(first)] + first if first else indent
    return "\n".join((start if at == 0 else indent) + line for at, line in enumerate(lines)).rstrip()


def _picture(picture: Picture) -> str:
    said = [f"![{_escaped(picture.alt)}](<{picture.url}>)"]
    archive = (
        f"[{_escaped(picture.credit_label or picture.credit_url)}](<{picture.credit_url}>)"
        if picture.credit_url
        else ""
    )
    date = f"{picture.date:%Y-%m-%d}" if picture.date else ""
    words = [_escaped(picture.caption), _escaped(picture.credit), archive, date]
    said.append(" · ".join(part for part in words if part))
    return "\\\n".join(part for part in said if part)


def _table(table: Table) -> str:
    columns = max((len(row) for row in table.rows), default=0)
    rows = [
        [_inline(cell).replace(BREAK, " ") for cell in row] + [""] * (columns - len(row))
        for row in table.rows
    ]
    head = rows.pop(0) if table.header else [""] * columns
    lines = [head, ["---"] * columns, *rows]
    text = "\n".join(f"| {' | '.join(row)} |" for row in lines)
    return f"{_escaped(table.caption)}\n\n{text}" if table.caption else text


def _inline(spans: tuple[Span, ...]) -> str:
    return "".join(_span(span) for span in spans)


def _span(span: Span) -> str:
    if span.text == BREAK:
        return "\\\n"
    words = span.text.strip()
    if not words:
        return span.text
    before = span.text[: len(span.text) - len(span.text.lstrip())]
    after = span.text[len(span.text.rstrip()) :]
    if "c" in span.style:
        fence = "`" * (1 + max((len(run) for run in re.findall("`+", words)), default=0))
        marked = f"{fence} {words} {fence}" if len(fence) > 1 else f"`{words}`"
    else:
        marked = _escaped(words)
    for letter, mark in (("s", "~~"), ("i", "*"), ("b", "**")):
        if letter in span.style:
            marked = f"{mark}{marked}{mark}"
    if span.href:
        marked = f"[{marked}](<{span.href}>)"
    return f"{before}{marked}{after}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
