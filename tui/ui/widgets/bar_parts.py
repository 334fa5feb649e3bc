"""What the two bars say, as text and roles. No Textual here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from tui.locale import _
from tui.stories import SavedSearch, Section
from tui.text import cells, clean, fit

NAME = " wireroom  "
NAMED = 60  # cells a terminal must have for the name to be said
TAB = 24  # cells a section's name may take

Part = tuple[str, str]  # text and role: the component class without its "bar--" or "status--"
Hint = tuple[str, str]  # key and word
Tab = tuple[str, str]  # of what it is, "" for all sections, and what it says


@dataclass(frozen=True, slots=True)
class Tabs:
    """The parts of the section bar's left, and where each tab in it begins and ends."""

    parts: list[Part]
    edges: list[tuple[int, int, int]]  # first cell, cell after the last, the tab's number


def section_tabs(sections: Sequence[Section], searches: Sequence[SavedSearch] = ()) -> tuple[Tab, ...]:
    """The tabs of these sections, all of them first, and behind them those of saved searches with counts."""
    named = [(tab_of(one), _named(one.name)) for one in sections]
    counted = [(tab_of(one), _named(one.name) + (f" {one.unread}" if one.unread else "")) for one in searches]
    return (("", _("All")), *named, *counted)


def _named(name: str) -> str:
    return fit(clean(name, 200), TAB)


def tab_of(what: Section | SavedSearch | None) -> str:
    """Of what a tab is; "" for that of all sections."""
    if isinstance(what, SavedSearch):
        return f"saved {what.id}"
    return what.id if what else ""


def lay_out_tabs(tabs: Sequence[Tab], chosen: str, width: int, room: int) -> Tabs:
    """The name and the tabs that fit into ``room`` of ``width`` cells, the chosen one among them."""
    name = NAME if width >= NAMED else " "
    parts = [(name, "name")]
    left = room - cells(name)
    edges = []
    first = _first_shown(tabs, chosen, left)
    if first:
        parts.append(("‹ ", "progress"))
        left -= 2
    at = room - left
    for number in range(first, len(tabs)):
        key, label = tabs[number]
        needed = cells(label) + 2
        if needed > left - (0 if number == len(tabs) - 1 else 2):
            parts.append((" ›", "progress"))
            break
        parts.append((f" {label} ", "chosen" if key == chosen else "tab"))
        edges.append((at, at + needed, number))
        at += needed
        left -= needed
    return Tabs(parts, edges)


def _first_shown(tabs: Sequence[Tab], chosen: str, room: int) -> int:
    """The first tab to show so that the chosen one is in sight."""
    at = next((i for i, (key, _label) in enumerate(tabs) if key == chosen), 0)
    first, used = at, 4
    while first >= 0:
        used += cells(tabs[first][1]) + 2
        if used > room:
            break
        first -= 1
    return min(at, first + 1)


def hint_parts(hints: Sequence[Hint], room: int) -> list[Part]:
    """The hints that fit into ``room`` cells, whole ones; the last, the way to all others, before them."""
    drawn: list[tuple[Part, Part]] = [((f" {key} ", "key"), (f"{word} ", "word")) for key, word in hints]
    last = drawn[-1:]
    parts = [part for pair in _fitting(drawn[:-1], room - sum(map(_length, last))) for part in pair]
    return parts + [part for pair in _fitting(last, room) for part in pair]


def _fitting(drawn: Sequence[tuple[Part, Part]], room: int) -> list[tuple[Part, Part]]:
    ends = list(accumulate(map(_length, drawn)))
    return [pair for pair, end in zip(drawn, ends, strict=True) if end <= room]


def _length(pair: tuple[Part, Part]) -> int:
    return sum(cells(text) for text, _role in pair)


def line_parts(parts: Sequence[Part], room: int) -> list[Part]:
    """A line that is typed, in ``room`` cells: what is said behind the cursor gives way, then its begin."""
    *typed, (said, role) = parts
    over = sum(map(cells, (text for text, _role in typed))) - room
    if over < 0:
        return [*typed, (fit(said, -over), role)]
    kept: list[Part] = []
    left = room - 1
    for text, of in reversed(typed):
        while cells(text) > left:
            text = text[1:]
        kept.append((text, of))
        left -= cells(text)
    return [("…", "sentence"), *reversed(kept)]


def alert_text(alert: str, width: int) -> str:
    """What needs attention, as it stands at the right of the bottom line."""
    return f"  {fit(alert, max(0, width // 2))} " if alert else ""
