"""The place and agency that open a dispatch ("PORT ELSE (Wire) —"), parted from its text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.articles.tree import text_of
from tui.model import Block, Paragraph, Span

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONGEST = 90  # characters
_DASH = r"\s*(?:—|–|―|--|\s-\s|-\s)\s*"
_AGENCY = r"[(（/]\s*[^()（）/\n]{2,40}?\s*[)）/]"
_CAPITAL = r"[A-ZÀ-ÖØ-ÞА-ЯЁ]"
_WORD = rf"{_CAPITAL}(?:{_CAPITAL}|[.'’‐-])*"
_CAPITALS = rf"{_WORD}(?:[ ,/]+(?:{_WORD}|[A-Z][a-z]{{1,10}}\.?))*"
_DAY = r"(?:\s*,\s*(?:\d{1,2}\.?\s+\w{3,10}\.?|\w{3,10}\.?\s+\d{1,2}))"
_FORMS = [
    re.compile(form)
    for form in (
        # PORT ELSE (Wire) — ; Port Else, June 3 (Reuters) - ; ميناء إلس (واير) — ; 港都（共同）—
        rf"(?P<line>[^\W\d_][^()（）—–\n.!?。]{{1,50}}?\s*{_AGENCY})(?:{_DASH}|\s*[.:]\s+)",
        # МОСКВА, 12 ноя — РИА Новости. ; МОСКВА, 12 ноября. /ТАСС/.
        rf"(?P<line>{_CAPITALS}{_DAY}{_DASH}(?:РИА\s+Новости|РИА|ТАСС|Интерфакс|Sputnik|AFP|AP|dpa|EFE|ANSA))\s*[.,]\s+",
        rf"(?P<line>{_CAPITALS}{_DAY})\.\s*(?P<agency>/[^/\n]{{2,30}}/)\.?\s+",
        # МОСКВА, 12 ноя — ; PORT ELSE, 12 Nov. —
        rf"(?P<line>{_CAPITALS}{_DAY})\.?{_DASH}",
        # WASHINGTON — ; NEW YORK, N.Y. --
        rf"(?P<line>{_CAPITALS})\s*(?:—|–|--)\s+",
        # 【東京＝共同】 ; ［ロンドン １２日 ロイター］ -
        rf"(?P<line>[【［〔\[][^】］〕\]\n]{{2,40}}[】］〕\]])(?:{_DASH})?\s*",
    )
]
_ENDS_IN_DASH = re.compile(r"\s*(?:—|–|―|--|-)\s*$")
_BRACKETS = "【】［］〔〕[]"


def split_dateline(text: str) -> tuple[str, int]:
    """The dateline that a text begins with, and where the text itself begins; ("", 0) if there is none."""
    head = text[: LONGEST + 20]
    for form in _FORMS:
        found = form.match(head)
        if found and len(found["line"]) <= LONGEST and _is_place(found["line"]):
            agency = found.groupdict().get("agency") or ""
            line = f"{found['line']} {agency}".strip()
            return line.strip(_BRACKETS) if line[0] in _BRACKETS else line, found.end()
    return "", 0


def _is_place(line: str) -> bool:
    """Whether what stands before the agency is a place: capitalised words, or letters without case."""
    place = re.split(r"[(（/]", line)[0].strip(" ,")
    words = [word for word in re.split(r"[\s,]+", place) if word]
    if not words or len(words) > 7 or len(place) < 2:
        return False
    first = words[0]
    if first[0] in _BRACKETS:
        return bool(re.search(r"[＝=・\s日]", line))
    if len(place) < 3 and first.isascii():
        return False
    return not first[0].islower() and all(
        not word[0].islower()
        or len(word) <= 3
        or (re.fullmatch(r"[а-яёa-z]{3,10}\.?", word) and _has_day(place))
        for word in words
    )


def _has_day(place: str) -> bool:
    return bool(re.search(r"\d", place))


def take_dateline(blocks: tuple[Block, ...]) -> tuple[str, tuple[Block, ...]]:
    """The dateline of the first paragraph, and the blocks without it."""
    at = next((at for at, block in enumerate(blocks) if isinstance(block, Paragraph)), None)
    if at is None:
        return "", blocks
    opening = blocks[at]
    assert isinstance(opening, Paragraph)
    line, start = split_dateline("".join(span.text for span in opening.spans))
    if not line:
        return "", blocks
    rest = _from(opening.spans, start)
    if not rest:
        return "", blocks
    return line, (*blocks[:at], Paragraph(rest, opening.direction), *blocks[at + 1 :])


def _from(spans: tuple[Span, ...], start: int) -> tuple[Span, ...]:
    kept: list[Span] = []
    for span in spans:
        if start >= len(span.text):
            start -= len(span.text)
            continue
        text = span.text[start:] if kept or start else span.text
        start = 0
        text = text if kept else text.lstrip()
        if text:
            kept.append(Span(text, span.style, span.href))
    return tuple(kept)


def marked_dateline(root: HtmlElement) -> tuple[str, HtmlElement | None]:
    """The dateline that the page itself marks up at a paragraph's beginning, and its element."""
    found: list[HtmlElement] = root.xpath(
        ".//*[self::span or self::b or self::strong or self::em or self::i]"
        "[contains(@class,'dateline') or contains(@class,'location') or contains(@itemprop,'dateline')]"
    )
    for element in found[:5]:
        parent = element.getparent()
        words = text_of(element, limit=200)
        opens = parent is not None and not (parent.text or "").strip() and element.getprevious() is None
        dashed = _ENDS_IN_DASH.search(words) or re.match(r"\s*(?:—|–|―|--|-)\s", element.tail or "")
        if opens and words and len(words) <= LONGEST and dashed:
            return _ENDS_IN_DASH.sub("", words), element
    return "", None
