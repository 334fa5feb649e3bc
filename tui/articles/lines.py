"""What a laid-out article is made of: lines of segments, links, places of pictures.

Plain data that any painter can draw: no colours, no escape sequences.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tui.model import Picture


@dataclass(frozen=True, slots=True)
class Segment:
    """Text of one look. ``role`` is words of meaning parted by spaces ("body bold link")."""

    text: str
    role: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the terminal; ``kind`` says what it belongs to ("title", "body", "card", "blank" …)."""

    segments: tuple[Segment, ...] = ()
    align: Literal["left", "right"] = "left"
    kind: str = "body"

    @property
    def text(self) -> str:
        return "".join(segment.text for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go. Links in the text are numbered from 1 as their marks say; others follow."""

    number: int
    url: str
    label: str
    line: int
    card: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture and where it begins; ``rows`` lines from ``line`` on are kept free for its pixels."""

    picture: Picture
    line: int
    indent: int
    width: int
    rows: int


@dataclass(frozen=True, slots=True)
class Layout:
    """An article as lines for one width."""

    lines: tuple[Line, ...]
    width: int
    links: tuple[Link, ...] = ()
    pictures: tuple[Placed, ...] = ()


BLANK = Line(kind="blank")
