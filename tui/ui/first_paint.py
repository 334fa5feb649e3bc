"""The first screen, drawn before Textual is there: the wire's first page in its frame, and the two bars.

It is what the app shows once it has settled, cell by cell (the tests hold it);
rows and bars come from the same code.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from colorsys import rgb_to_hls
from functools import cache

from tui.config import Settings
from tui.locale import _
from tui.store import Store
from tui.stories import Section
from tui.text import cells, fit, split_at, wrap
from tui.ui.commands.catalogue import COMMANDS
from tui.ui.keys import Keymap
from tui.ui.palettes import ANSI, DARK, PALETTES
from tui.ui.panes.wire_place import Place
from tui.ui.panes.wire_rows import Part, day_parts, story_parts
from tui.ui.screens.arrangement import arrange, too_small
from tui.ui.screens.hints import hints
from tui.ui.screens.telling import alert, view_about
from tui.ui.widgets.bar_parts import alert_text, hint_parts, lay_out_tabs, section_tabs

# What each role is drawn with: attributes (SGR), the palette's names of ink, ground and text style.
_LOOKS: Mapping[str, tuple[str, str, str, str]] = {
    "bar-ground": ("", "ink", "bar", ""),
    "bar-name": ("1", "accent", "bar", ""),
    "bar-tab": ("", "ink", "bar", ""),
    "bar-chosen": ("1;7", "ink", "bar", ""),
    "bar-progress": ("", "bar-ink", "bar", ""),
    "status-key": ("1", "bar-ink", "bar", ""),
    "status-word": ("", "bar-ink", "bar", ""),
    "status-alert": ("", "accent", "bar", ""),
    "lit": ("", "accent", "ground", ""),
    "frame": ("", "frame", "ground", ""),
    "cursor": ("", "accent", "ground", ""),
    "mark": ("", "accent", "ground", ""),
    "unread": ("1", "ink", "ground", ""),
    "read": ("", "ink-muted", "ground", "muted-style"),
    "meta": ("", "ink-faint", "ground", "faint-style"),
    "comments": ("", "link", "ground", ""),
    "moved": ("", "accent", "ground", ""),
    "day": ("", "ink-muted", "ground", "muted-style"),
    "day-rule": ("", "ink-faint", "ground", "faint-style"),
    "": ("", "ink", "ground", ""),
}
_ROUND, _HEAVY = "╭─╮│╰╯", "┏━┓┃┗┛"
_OWN = {"default": "39", "red": "31", "green": "32", "yellow": "33", "cyan": "36", "bright_black": "90"}


def first_screen(store: Store, settings: Settings, columns: int, lines: int) -> str | None:
    """What to write for the first screen; None where the app alone knows what to show.

    That is: no sources yet, a terminal too small to read in, or one whose few
    colours Textual has to choose.
    """
    sections = store.sections()
    plain = "NO_COLOR" in os.environ
    saving = settings.slow == "on"
    theme = ANSI if plain or saving else settings.theme if settings.theme in PALETTES else DARK
    inks = _Inks(PALETTES[theme], _depth(), plain=plain)
    if not sections or too_small(columns, lines) or not (inks.depth or theme == ANSI):
        return None
    tabs = lay_out_tabs(section_tabs(sections, store.saved.known()), "", columns, columns).parts
    rows = [
        _filled([(text, f"bar-{role}") for text, role in tabs], columns, "bar-ground"),
        *_panes(store, sections, columns, lines - 2, lit=_HEAVY if plain else _ROUND, saving=saving),
        _status(store, settings, columns),
    ]
    return "".join(
        f"\x1b[{number};1H" + "".join(f"\x1b[0m\x1b[{inks.codes(role)}m{text}" for text, role in row if text)
        for number, row in enumerate(rows, 1)
    )


def _panes(
    store: Store, sections: Sequence[Section], columns: int, height: int, *, lit: str, saving: bool
) -> Iterator[list[Part]]:
    """The lines of the panes beside each other, the wire's frame lit."""
    where = arrange(columns, "wire")
    wire = _wire(
        store, view_about(None, sections, store.wire_order()), where.wire - 2, height - 2, saving=saving
    )
    panes = [_frame(_("Newsfeed"), wire, where.wire, height, lit, "lit")]
    if where.article:
        body: list[list[Part]] = [[(f" {_('Enter opens the story at the mark.')}", "meta")]]
        panes.append(_frame("", body, where.article, height, _ROUND, "frame"))
    if where.room:
        sentence = wrap(_("The discussion of the open story stands here."), max(16, where.room - 4), 4)
        body = [[(f" {line}", "meta")] for line in sentence]
        panes.append(_frame("", body, where.room, height, _ROUND, "frame"))
    for lines in zip(*panes, strict=True):
        yield [part for line in lines for part in line]


def _wire(store: Store, about: str, width: int, height: int, *, saving: bool) -> list[list[Part]]:
    """The wire's head and its rows, the cursor on the newest."""
    place = Place(store)
    place.save_bytes(saving)
    place.resize(width, height - 1)
    lines: list[list[Part]] = [[("   " + fit(about, max(0, width - 4)), "meta")]]
    for line in range(height - 1):
        at = place.at_line(line)
        if at is None:
            nothing = not place.rows and line == 1
            lines.append([("   " + _("Nothing here yet."), "meta")] if nothing else [])
            continue
        row, own = place.rows[at], line - place.own_line(at)
        lines.append(
            day_parts(row.day, width) if own < 0 else story_parts(row, own, under_cursor=at == place.cursor)
        )
    return lines


def _frame(
    title: str, body: Sequence[Sequence[Part]], width: int, height: int, box: str, role: str
) -> Iterator[list[Part]]:
    """A pane's lines: ``body`` in a box, cut or filled to the pane's size."""
    left, rule, right, side, low_left, low_right = tuple(box)
    top = f"{left}{rule} {fit(title, width - 6)} " if title else left
    yield [(top + rule * (width - cells(top) - 1) + right, role)]
    for number in range(height - 2):
        line = body[number] if number < len(body) else ()
        yield [(side, role), *_filled(line, width - 2, ""), (side, role)]
    yield [(low_left + rule * (width - 2) + low_right, role)]


def _status(store: Store, settings: Settings, columns: int) -> list[Part]:
    """The bottom line: keys, and how many sources fail."""
    words = alert(store.failing(), online=True)
    told_last = alert_text(words, columns) if words else ""
    room = columns - cells(told_last)
    told = hint_parts(hints(Keymap(COMMANDS, settings.keys), "wire"), room)
    return [
        *_filled([(text, f"status-{role}") for text, role in told], room, "bar-ground"),
        (told_last, "status-alert"),
    ]


def _filled(parts: Sequence[Part], width: int, ground: str) -> list[Part]:
    """The parts cut or filled with spaces to ``width`` cells."""
    filled, left = [], width
    for text, role in parts:
        text = split_at(text, left)[0]
        filled.append((text, role))
        left -= cells(text)
    return [*filled, (" " * left, ground)]


# --- colours ----------------------------------------------------------------------


class _Inks:
    """SGR codes of the roles. ``depth``: 24 or 8 bits of colour, 0 where Textual has to choose from 16."""

    def __init__(self, palette: Mapping[str, str], depth: int, *, plain: bool) -> None:
        self.depth = depth
        self._palette = palette
        self._plain = plain

    @cache  # noqa: B019
    def codes(self, role: str) -> str:
        attributes, ink, ground, style = _LOOKS[role]
        dim = "2" if style and self._palette[style] == "dim" else ""
        colours = () if self._plain else (self._colour(ink, "38"), self._colour(ground, "48"))
        return ";".join(filter(None, (attributes, dim, *colours)))

    def _colour(self, name: str, plane: str) -> str:
        value = self._palette[name]
        if value.startswith("ansi_"):
            number = _OWN[value.removeprefix("ansi_")]
            return "" if number == "39" else number
        red, green, blue = (int(value[at : at + 2], 16) for at in (1, 3, 5))
        if self.depth == 24:
            return f"{plane};2;{red};{green};{blue}"
        return f"{plane};5;{_of_256(red, green, blue)}"


def _depth() -> int:
    """Bits of colour, as Rich tells them from the environment."""
    if os.environ.get("TEXTUAL_COLOR_SYSTEM", "auto") != "auto":
        return 0
    if os.environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return 24
    term = os.environ.get("TERM", "").strip().lower()
    return 8 if term.rpartition("-")[2] in ("kitty", "256color") else 0


def _of_256(red: int, green: int, blue: int) -> int:
    """The one of xterm's 256 colours that Rich takes for a colour: a grey, or one of the 6×6×6 cube."""
    _hue, lightness, saturation = rgb_to_hls(red / 255, green / 255, blue / 255)
    if saturation < 0.15:
        grey = round(lightness * 25)
        return 16 if grey == 0 else 231 if grey == 25 else 231 + grey
    six = [round(one / 95 if one < 95 else 1 + (one - 95) / 40) for one in (red, green, blue)]
    return 16 + 36 * six[0] + 6 * six[1] + six[2]
