"""An article as lines for a width: pure, quick, and free of any terminal.

The measure is at most 88 columns. Links in the text carry raised numbers and are
told again below it; cards are boxes; a picture's place is exposed for the painter,
who may ask for free rows there with ``picture_rows``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo

from tui import text
from tui.articles.dates import in_words
from tui.articles.flow import Cells
from tui.articles.lines import Layout, Line, Link, Placed, Segment
from tui.articles.page_lines import NARROWEST, Page, PictureRows, no_rows
from tui.locale import _
from tui.model import Article, Block, Card

__all__ = [
    "Layout",
    "Line",
    "Link",
    "Placed",
    "Segment",
    "lay_out",
    "lay_out_blocks",
    "meta_line",
    "reading_minutes",
]

MEASURE = 88  # columns
WORDS_A_MINUTE = 220
SIGNS_A_MINUTE = 500  # of scripts written without spaces


def lay_out(
    article: Article,
    width: int,
    *,
    cells: Cells = text.cells,
    picture_rows: PictureRows = no_rows,
    zone: tzinfo | None = None,
    footnotes: bool = True,
    covered: Iterable[Card] = (),
) -> Layout:
    """The whole article: title, meta line, lead picture, text, related stories, addresses.

    ``picture_rows(picture, columns)`` says how many rows to keep free above a
    picture's caption. Dates are told in ``zone``, the machine's own by default.
    Without ``footnotes`` the addresses of the links are left out; their numbers stay.
    ``covered``: other sources' stories of the same event, each with its source as section
    and its age as summary.
    """
    page = Page(max(min(width, MEASURE), NARROWEST), cells, picture_rows, zone, article.direction)
    page.title(article.title)
    page.meta(meta_line(article, zone))
    page.gap()
    if article.lead:
        page.picture(article.lead)
    page.opening(article)
    page.partial(article.partial)
    page.related(article)
    page.covered(covered)
    if footnotes:
        page.addresses()
    return page.layout()


def lay_out_blocks(
    blocks: Iterable[Block],
    width: int,
    *,
    cells: Cells = text.cells,
    zone: tzinfo | None = None,
) -> tuple[Line, ...]:
    """The blocks alone, for comments: their links are not numbered."""
    page = Page(max(min(width, MEASURE), NARROWEST), cells, no_rows, zone, "ltr", numbered=False)
    page.blocks(blocks)
    return page.layout().lines


def reading_minutes(article: Article) -> int:
    """How long the text takes to read, at least 1."""
    signs = (
        sum(1 for sign in article.text if "\u3040" <= sign <= "\u9fff") if not article.text.isascii() else 0
    )
    words = len(article.text.split())
    return max(1, round(words / WORDS_A_MINUTE + signs / SIGNS_A_MINUTE))


def meta_line(article: Article, zone: tzinfo | None = None) -> str:
    """Who, where, when, how long: "Ana Ruiz · Harbour Desk · 12 Nov 2026, 09:41 · 4 min"."""
    parts = [article.byline, article.site]
    if article.published:
        parts.append(in_words(article.published, zone))
    if article.text:
        parts.append(_("{n} min").format(n=reading_minutes(article)))
    return " · ".join(part for part in parts if part)
