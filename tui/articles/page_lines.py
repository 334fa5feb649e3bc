"""The page that a layout fills from top to bottom, block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import Literal

from tui import text
from tui.articles.dates import day_in_words
from tui.articles.flow import Cells, Piece, flow
from tui.articles.lines import BLANK, Layout, Line, Link, Placed, Segment
from tui.articles.spans import plain
from tui.articles.table_lines import pieces, table_lines
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

NARROWEST = 10  # cells of an article
LEAST_INSIDE = 6  # cells of what a quotation leaves; in less, it stands without its bar
INDENT = 2  # cells, of pictures, code and each level of a list
ROOMY = 40  # cells; narrower pages do without indents of pictures
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
BAR = "▎"
PictureRows = Callable[[Picture, int], int]


def no_rows(picture: Picture, width: int) -> int:
    """For painters without pixels: no free rows."""
    return 0


class Page:
    """Lines so far, the links and pictures in them."""

    def __init__(
        self,
        width: int,
        cells: Cells,
        picture_rows: PictureRows,
        zone: tzinfo | None,
        direction: Literal["ltr", "rtl"],
        *,
        numbered: bool = True,
    ) -> None:
        self._width = max(width, LEAST_INSIDE)
        self._cells = cells
        self._picture_rows = picture_rows
        self._zone = zone
        self._direction = direction
        self._numbered = numbered
        self._lines: list[Line] = []
        self._numbers: dict[str, int] = {}  # of the addresses that the text links to
        self._labels: dict[str, str] = {}  # the words that first link to each
        self._text_links: dict[str, Link] = {}
        self._other_links: list[Link] = []
        self._placed: list[Placed] = []

    def layout(self) -> Layout:
        while self._lines and self._lines[-1].kind == "blank":
            self._lines.pop()
        count = len(self._numbers)
        others = [
            Link(count + index, link.url, link.label, link.line, link.card)
            for index, link in enumerate(self._other_links, 1)
        ]
        for link in others:
            if link.card and self._numbered:
                self._lines[link.line] = _numbered(self._lines[link.line], link.number)
        links = sorted([*self._text_links.values(), *others], key=lambda link: (link.line, link.number))
        return Layout(tuple(self._lines), self._width, tuple(links), tuple(self._placed))

    # --- the parts of an article ----------------------------------------------------

    def title(self, words: str) -> None:
        self._add(self._flow([(words, "title", "")]), "title", self._is_rtl(words))

    def meta(self, words: str) -> None:
        if words:
            self._add(self._flow([(words, "meta", "")]), "meta", self._direction == "rtl")

    def opening(self, article: Article) -> None:
        """The blocks, the dateline set before the first paragraph."""
        blocks = list(article.blocks)
        first = next((at for at, block in enumerate(blocks) if isinstance(block, Paragraph)), None)
        if article.dateline and first is None:
            blocks.insert(0, Paragraph((Span(article.dateline, "d"),)))
        elif article.dateline and first is not None:
            opening = blocks[first]
            assert isinstance(opening, Paragraph)
            dateline = (Span(article.dateline, "d"), Span(" — "))
            blocks[first] = Paragraph((*dateline, *opening.spans), opening.direction)
        self.blocks(blocks)

    def partial(self, why: str) -> None:
        """Says so where this is not the whole article."""
        said = {
            "paywall": _("The site shows the whole text only to its subscribers."),
            "parts": _("The site has more pages of this text that could not be read."),
            "consent": _("The site asks for consent before it shows its text."),
        }.get(why)
        if said:
            self.gap()
            self._add(self._flow([(said, "meta italic", "")]), "notice")

    def related(self, article: Article) -> None:
        """The related stories that did not stand in the text."""
        shown = {block.url for block in article.blocks if isinstance(block, Card)}
        for card in article.related:
            if card.url not in shown:
                self._block(card)

    def covered(self, told: Iterable[Card]) -> None:
        """Other sources' stories of the same event: a card's section is its source, its summary the age."""
        for card in told:
            self.gap()
            self._card(
                replace(card, summary=""),
                _("Also covered by {source}").format(source=card.section),
                card.summary,
            )

    def addresses(self) -> None:
        """What the raised numbers stand for."""
        if not self._numbers:
            return
        self.gap()
        for url, number in self._numbers.items():
            mark = f"{str(number).translate(RAISED)} "
            shown = text.fit(url.partition("://")[2].rstrip("/"), self._width - self._cells(mark))
            segments = (Segment(mark, "footnote"), Segment(shown, "footnote link", url))
            self._lines.append(Line(segments, kind="footnote"))

    def gap(self) -> None:
        """One empty line, unless there is one."""
        if self._lines and self._lines[-1].kind != "blank":
            self._lines.append(BLANK)

    # --- blocks ---------------------------------------------------------------------

    def blocks(self, blocks: Iterable[Block]) -> None:
        before: Block | None = None
        for block in blocks:
            self._block(block, close=isinstance(block, ListItem) and isinstance(before, ListItem))
            before = block

    def _block(self, block: Block, *, close: bool = False) -> None:
        if not close:
            self.gap()
        match block:
            case Paragraph():
                self._add(
                    self._text(block.spans, "body"), "body", self._is_rtl(plain(block.spans), block.direction)
                )
            case Heading():
                self._add(self._text(block.spans, "heading"), "heading", self._is_rtl(plain(block.spans)))
            case Quote():
                self._quote(block)
            case ListItem():
                self._item(block)
            case Code():
                self._code(block)
            case Table():
                self._lines += table_lines(block, self._width, self._cells)
            case Picture():
                self.picture(block)
            case Embed():
                self._embed(block)
            case Card():
                self._card(block)
            case Rule():
                middle = " " * max((self._width - 5) // 2, 0)
                self._lines.append(Line((Segment(f"{middle}─ ─ ─", "rule"),), kind="rule"))

    def _quote(self, quote: Quote) -> None:
        barred = self._width - 2 >= LEAST_INSIDE
        inside = Page(
            self._width - 2 * barred,
            self._cells,
            no_rows,
            self._zone,
            self._direction,
            numbered=self._numbered,
        )
        inside._numbers = self._numbers
        blocks = list(quote.blocks)
        if quote.attribution:
            by = Span(f" — {quote.attribution}", "a")
            last = blocks[-1] if blocks else None
            if isinstance(last, Paragraph):
                blocks[-1] = Paragraph((*last.spans, by), last.direction)
            else:
                blocks.append(Paragraph((Span(by.text.strip(), "a"),)))
        inside.blocks(blocks)
        start = len(self._lines)
        for line in inside._lines:
            words = tuple(Segment(s.text, s.role.replace("body", "quote"), s.href) for s in line.segments)
            bar = (Segment(BAR, "quote-bar"), Segment(" ", "quote")) if barred else ()
            segments = (*words, *bar[::-1]) if line.align == "right" else (*bar, *words)
            self._lines.append(Line(segments, line.align, "quote"))
        self._take_links(inside, start)

    def _take_links(self, inside: Page, start: int) -> None:
        for url, link in inside._text_links.items():
            self._text_links.setdefault(url, replace(link, line=start + link.line))
        self._other_links += [replace(link, line=start + link.line) for link in inside._other_links]
        self._placed += [replace(placed, line=start + placed.line) for placed in inside._placed]

    def _item(self, item: ListItem) -> None:
        rtl = self._is_rtl(plain(item.spans))
        indent = " " * min(INDENT * item.depth, self._width // 3)
        marker = f"{item.marker} " if item.marker else "  "
        hanging = " " * (len(indent) + self._cells(marker))
        rows = self._text(item.spans, "body", self._width - len(hanging))
        for number, row in enumerate(rows):
            before = indent + marker if number == 0 else hanging
            mark = Segment(before[::-1] if rtl and number else before, "list-marker")
            if rtl:
                mark = Segment((" " + item.marker if number == 0 else "").ljust(len(hanging)), "list-marker")
            self._add([(*row, mark) if rtl else (mark, *row)], "list", rtl)

    def _code(self, code: Code) -> None:
        indent = Segment(" " * INDENT, "code")
        for line in code.text.split("\n"):
            rest = line
            while True:
                part, rest = text.split_at(rest, self._width - INDENT)
                self._lines.append(Line((indent, Segment(part, "code")) if part else (), kind="code"))
                if not rest or not part:
                    break

    def _embed(self, embed: Embed) -> None:
        kinds = {
            "video": _("Video"), "audio": _("Audio"), "post": _("Post"), "map": _("Map"), "chart": _("Chart"),
            "document": _("Document"), "poll": _("Poll"), "code": _("Code"),
        }  # fmt: skip
        host = embed.url.partition("://")[2].partition("/")[0]
        label = f"{kinds.get(embed.kind, _('Page'))}: {embed.title or host}"
        self._other(embed.url, label)
        self._add(self._flow([("▸ ", "embed", ""), (label, "embed link", embed.url)]), "embed")

    def picture(self, picture: Picture) -> None:
        """Free rows for its pixels or its alt text, then caption, credit, archive and date."""
        self.gap()
        indent = INDENT if self._width >= ROOMY else 0
        columns = self._width - indent
        rows = max(self._picture_rows(picture, columns), 0)
        self._placed.append(Placed(picture, len(self._lines), indent, columns, rows))
        self._lines += [Line(kind="picture")] * rows
        edge = (Segment(" " * indent, "caption"),) if indent else ()
        if not rows:
            alt = picture.alt or _("Picture")
            self._indented(
                edge, [("▣ ", "picture-alt", ""), (alt, "picture-alt", "")], columns, "picture", alt
            )
        words = [(picture.caption, "caption", ""), (picture.credit, "credit italic", "")]
        said = [piece for piece in words if piece[0]]
        if len(said) == 2:
            said.insert(1, (" ", "caption", ""))
        self._indented(edge, said, columns, "caption", picture.caption)
        self._indented(edge, self._archive(picture), columns, "credit", picture.credit_label)
        self.gap()

    def _archive(self, picture: Picture) -> list[Piece]:
        made: list[Piece] = []
        if picture.credit_url:
            label = picture.credit_label or _("Go to the picture archive")
            self._other(picture.credit_url, label)
            made.append((label, "credit link", picture.credit_url))
        if picture.date:
            made += [(" · ", "credit", "")] if made else []
            made.append((day_in_words(picture.date, self._zone), "credit", ""))
        return made

    def _indented(
        self, edge: tuple[Segment, ...], said: list[Piece], columns: int, kind: str, words: str
    ) -> None:
        rtl = self._is_rtl(words)
        rows = self._flow(said, columns) if said else []
        self._add([(*row, *edge) if rtl else (*edge, *row) for row in rows], kind, rtl)

    def _card(self, card: Card, label: str = "", age: str = "") -> None:
        rtl = self._is_rtl(card.title)
        inner = self._width - 4
        label = label or _("Related") + (f" · {card.section}" if card.section else "")
        label = text.fit(label, max(inner - 1 - (self._cells(age) + 3 if age else 0), 1))
        label = text.fit(f"{label} · {age}" if age else label, inner - 1)
        self._other(card.url, card.title, card=True)
        dashes = "─" * (self._width - self._cells(label) - 4)
        top = (
            Segment("╭ ", "card-frame"),
            Segment(label, "card-section"),
            Segment(f" {dashes}╮", "card-frame"),
        )
        self._lines.append(Line(top, kind="card"))
        rows = self._flow([(card.title, "card-title", card.url)], inner)
        rows += self._flow([(card.summary, "card-summary", card.url)], inner) if card.summary else []
        for row in rows:
            room = Segment(" " * (inner - sum(self._cells(s.text) for s in row)), "card-frame")
            middle = (room, *row) if rtl else (*row, room)
            segments = (Segment("│ ", "card-frame"), *middle, Segment(" │", "card-frame"))
            self._lines.append(Line(segments, kind="card"))
        self._lines.append(Line((Segment(f"╰{'─' * (self._width - 2)}╯", "card-frame"),), kind="card"))

    # --- rows -----------------------------------------------------------------------

    def _is_rtl(self, words: str, direction: str = "") -> bool:
        if direction or words.isascii():
            return (direction or self._direction) == "rtl"
        return text.direction(words) == "rtl"

    def _flow(self, said: Sequence[Piece], width: int = 0) -> list[tuple[Segment, ...]]:
        return flow(said, max(width or self._width, 1), self._cells)

    def _text(self, spans: tuple[Span, ...], role: str, width: int = 0) -> list[tuple[Segment, ...]]:
        """Spans of the running text in rows, their links numbered."""
        if all(not span.href for span in spans):
            return self._flow(_pieces(spans, role), width)
        made: list[Piece] = []
        label = ""
        for at, (span, piece) in enumerate(zip(spans, _pieces(spans, role), strict=True)):
            made.append(piece)
            ends = at + 1 == len(spans) or spans[at + 1].href != span.href
            label = label + span.text if span.href else ""
            if span.href and ends and self._numbered:
                self._labels.setdefault(span.href, label.strip())
                label = ""
                number = self._numbers.setdefault(span.href, len(self._numbers) + 1)
                made.append((str(number).translate(RAISED), f"{role} footnote", span.href))
        return self._flow(made, width)

    def _add(self, rows: Iterable[tuple[Segment, ...]], kind: str, rtl: bool = False) -> None:
        for row in rows:
            for segment in row:
                if segment.href and segment.href not in self._text_links and segment.href in self._numbers:
                    link = Link(
                        self._numbers[segment.href],
                        segment.href,
                        self._labels.get(segment.href, segment.text),
                        len(self._lines),
                    )
                    self._text_links[segment.href] = link
            self._lines.append(Line(row, "right" if rtl else "left", kind))

    def _other(self, url: str, label: str, *, card: bool = False) -> None:
        self._other_links.append(Link(0, url, label, len(self._lines), card))


def _numbered(top: Line, number: int) -> Line:
    """A card's upper edge with the number that it is followed by, where there is room."""
    *before, edge = top.segments
    mark = f" {number} ╮"
    if len(edge.text) < len(mark) + 3:
        return top
    return replace(top, segments=(*before, replace(edge, text=edge.text[: -len(mark)] + mark)))


def _pieces(spans: tuple[Span, ...], role: str) -> list[Piece]:
    """As ``pieces``, with the page's own styles: d the dateline, a an attribution."""
    special = {"d": "dateline", "a": "attribution"}
    return [
        (piece[0], special.get(span.style, piece[1]), piece[2])
        for span, piece in zip(spans, pieces(spans, role), strict=True)
    ]
