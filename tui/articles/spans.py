"""Runs of inline text, made into spans: white space folded, every piece cleaned."""

from __future__ import annotations

import re

from tui.model import Span
from tui.text import clean

BREAK = "\n"
LONGEST_PIECE = 200_000  # characters
_SPACE = re.compile(r"[ \t\n\r\f\v\u00a0]+")


class Run:
    """Inline text as it is met; ``take`` gives it as spans and begins anew."""

    def __init__(self) -> None:
        self._pieces: list[tuple[list[str], str, str]] = []  # texts, style, href

    def __bool__(self) -> bool:
        return any(text != BREAK and not text.isspace() for texts, _, _ in self._pieces for text in texts)

    def add(self, text: str, style: str = "", href: str = "") -> None:
        """Takes in text whose line breaks mean nothing."""
        if not text:
            return
        text = _SPACE.sub(" ", text)
        if self._pieces:
            texts, last_style, last_href = self._pieces[-1]
            if last_style == style and last_href == href and texts[-1] != BREAK:
                texts.append(text)
                return
        self._pieces.append(([text], style, href))

    def add_break(self) -> bool:
        """Takes in a line break; True if it is the second one in a row: a paragraph's end."""
        for texts, _, _ in reversed(self._pieces):
            if texts[-1] == BREAK:
                return True
            if not texts[-1].isspace():
                break
        self._pieces.append(([BREAK], "", ""))
        return False

    def take(self) -> tuple[Span, ...]:
        """The spans so far, without white space at the ends."""
        pieces, self._pieces = self._pieces, []
        spans: list[Span] = []
        edge = True  # at the beginning, or after white space
        for texts, style, href in pieces:
            text = "".join(texts)
            if text == BREAK:
                _strip_end(spans)
                if spans and spans[-1].text != BREAK:
                    spans.append(Span(BREAK))
                edge = True
                continue
            safe = _cleaned(text)
            if edge:
                safe = safe.lstrip(" ")
            if safe:
                spans.append(Span(safe, style, href))
                edge = safe.endswith(" ")
        _strip_end(spans)
        if spans and spans[-1].text == BREAK:
            spans.pop()
            _strip_end(spans)
        return tuple(spans)


def _cleaned(text: str) -> str:
    """Clean, with the one space it may begin and end with."""
    safe = clean(text, LONGEST_PIECE)
    if not safe:
        return " " if text.isspace() else ""
    before = " " if text[0] == " " else ""
    after = " " if text[-1] == " " else ""
    return f"{before}{safe}{after}"


def _strip_end(spans: list[Span]) -> None:
    while spans and spans[-1].text.endswith(" "):
        last = spans.pop()
        text = last.text.rstrip(" ")
        if text:
            spans.append(Span(text, last.style, last.href))


def plain(spans: tuple[Span, ...]) -> str:
    """The spans' text."""
    return "".join(span.text for span in spans)
