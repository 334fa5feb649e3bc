"""Finding words in laid-out lines: where they stand, and the same lines with them marked. No Textual here."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from tui.articles.lines import Line, Segment
from tui.text import cells

MOST = 5_000  # matches that are told apart
_BETWEEN = r"[\s▎│]+"  # what may stand for a space: a row's end, an indent, a quotation's bar


@dataclass(frozen=True, slots=True)
class Part:
    """Characters ``start`` to ``end`` of a line, belonging to match ``number`` from 0."""

    number: int
    start: int
    end: int


class Found:
    """The matches of some words, in any case of letters, or of a pattern; also across the end of a row.

    The reader is at none of a pattern's matches.
    """

    def __init__(self, lines: Sequence[Line], words: str | re.Pattern[str]) -> None:
        self.words = words
        self.at = 0 if isinstance(words, str) else -1
        self.first_lines: list[int] = []  # where each match begins
        self._parts: dict[int, list[Part]] = {}
        if not isinstance(words, str) or words.strip():
            pattern = _pattern(words) if isinstance(words, str) else words
            self._search([line.text for line in lines], pattern)

    def __len__(self) -> int:
        return len(self.first_lines)

    def _search(self, texts: list[str], pattern: re.Pattern[str]) -> None:
        starts = [0, *accumulate(len(text) + 1 for text in texts)]
        line = 0
        for match in pattern.finditer("\n".join(texts)):
            if len(self) == MOST:
                return
            while starts[line + 1] <= match.start():
                line += 1
            here = line
            while here < len(texts) and starts[here] < match.end():
                start = max(match.start() - starts[here], 0)
                end = min(match.end() - starts[here], len(texts[here]))
                if end > start:
                    self._parts.setdefault(here, []).append(Part(len(self), start, end))
                here += 1
            self.first_lines.append(line)

    def from_line(self, line: int) -> None:
        """Goes to the first match from a line on, else to the very first."""
        self.at = bisect_left(self.first_lines, line)
        if self.at == len(self):
            self.at = 0

    def step(self, matches: int) -> None:
        """Goes on by so many matches; after the last comes the first."""
        if len(self):
            self.at = (self.at + matches) % len(self)

    @property
    def line(self) -> int | None:
        """The line of the match that the reader is at."""
        return self.first_lines[self.at] if len(self) else None

    def marked(self, number: int, segments: Sequence[Segment]) -> Sequence[Segment]:
        """The segments of line ``number`` with its matches in roles of their own."""
        parts = self._parts.get(number)
        return list(self._cut(parts, segments)) if parts else segments

    def _cut(self, parts: Sequence[Part], segments: Sequence[Segment]) -> Iterator[Segment]:
        offset = 0
        for segment in segments:
            end = offset + len(segment.text)
            place = offset
            for part in parts:
                start, stop = max(part.start, place), min(part.end, end)
                if start >= stop or segment.role == "quote-bar":
                    continue
                if start > place:
                    yield replace(segment, text=segment.text[place - offset : start - offset])
                role = "found-here" if part.number == self.at else "found"
                text = segment.text[start - offset : stop - offset]
                yield replace(segment, text=text, role=f"{segment.role} {role}")
                place = stop
            if place < end:
                yield replace(segment, text=segment.text[place - offset :])
            offset = end


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(_BETWEEN.join(_word(word) for word in words.split()), re.IGNORECASE)


def _word(word: str) -> str:
    """A word; scripts without spaces break their rows anywhere, so wide characters may be parted."""
    pattern = ""
    for before, character in zip(("", *word), word, strict=False):
        if before and (cells(before) > 1 or cells(character) > 1):
            pattern += r"\n?"
        pattern += re.escape(character)
    return pattern
