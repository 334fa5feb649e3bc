"""Pens: what SGR (ECMA-48 §8.3.117) says a cell looks like, and the shortest way from one to the next."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

RESET = "\x1b[0m"
_SEEN_ON_BLANKS = frozenset({"4", "7", "9", "21", "53"})  # underline, reverse, strike … show on a space


class Pen(NamedTuple):
    """Attributes, colours and link of a cell. The colours are SGR codes, "" for the terminal's own."""

    attributes: frozenset[str] = frozenset()
    ink: str = ""
    ground: str = ""
    link: str = ""


PLAIN = Pen()


@lru_cache(4096)
def pen(codes: str, link: str = "") -> Pen:
    """The pen that SGR ``codes`` ("1;38;2;231;163;61") give after a reset."""
    attributes: set[str] = set()
    ink = ground = ""
    words = codes.split(";") if codes else []
    at = 0
    while at < len(words):
        word = words[at]
        if word in ("38", "48"):
            length = 5 if words[at + 1 : at + 2] == ["2"] else 3
            colour = ";".join(words[at : at + length])
            ink, ground = (colour, ground) if word == "38" else (ink, colour)
            at += length
            continue
        at += 1
        number = int(word or 0)
        if number == 0:
            attributes, ink, ground = set(), "", ""
        elif 30 <= number <= 37 or 90 <= number <= 97:
            ink = word
        elif 40 <= number <= 47 or 100 <= number <= 107:
            ground = word
        elif number == 39:
            ink = ""
        elif number == 49:
            ground = ""
        else:
            attributes.add(word)
    return Pen(frozenset(attributes), ink, ground, link)


@lru_cache(4096)
def on_blank(pen: Pen) -> Pen:
    """What of a pen is to be seen on a space."""
    if pen.link or pen.attributes & _SEEN_ON_BLANKS:
        return pen
    return Pen(ground=pen.ground)


@lru_cache(16384)
def change(held: Pen, wanted: Pen) -> str:
    """The escape sequence that turns the held pen into the wanted one; links are not its matter."""
    afresh = [*sorted(wanted.attributes), wanted.ink, wanted.ground]
    whole = ";".join(["0", *filter(None, afresh)])
    if held.attributes - wanted.attributes:
        return f"\x1b[{whole}m"
    step = sorted(wanted.attributes - held.attributes)
    if wanted.ink != held.ink:
        step.append(wanted.ink or "39")
    if wanted.ground != held.ground:
        step.append(wanted.ground or "49")
    if not step:
        return ""
    words = ";".join(step)
    return f"\x1b[{words if len(words) <= len(whole) else whole}m"
