"""How large the terminal is, and what it understands."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # importing ``typing`` would cost a prompt command more than all of this
if TYPE_CHECKING:
    from collections.abc import Mapping

_LINKING_TERMS = ("xterm-kitty", "xterm-ghostty", "foot", "alacritty", "wezterm", "contour", "rio")
_LINKING_PROGRAMS = frozenset(
    ("iTerm.app", "WezTerm", "vscode", "ghostty", "mintty", "rio", "Hyper", "Tabby")
)
_LINKING_VTE = 5000  # 0.50; the first with links


def terminal_size(columns: int = 80, lines: int = 24) -> tuple[int, int]:
    """Columns and lines of the terminal at standard output, else those given.

    ``shutil.get_terminal_size`` says the same, and imports what it can compress.
    """
    try:
        size = os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else 1)
    except (OSError, ValueError):
        return _said("COLUMNS") or columns, _said("LINES") or lines
    return _said("COLUMNS") or size.columns or columns, _said("LINES") or size.lines or lines


def _said(name: str) -> int:
    word = os.environ.get(name, "")
    return int(word) if word.isdecimal() else 0


def shows_colours(environ: Mapping[str, str]) -> bool:
    """Whether a terminal may be sent colours (https://no-color.org)."""
    return not environ.get("NO_COLOR") and environ.get("TERM", "dumb") != "dumb"


def shows_links(environ: Mapping[str, str]) -> bool:
    """Whether the terminal is known to understand links (OSC 8); ``FORCE_HYPERLINK`` says so itself (0: not).

    One that does not should skip them, but some print them. Inside tmux and screen it depends on
    their settings.
    """
    forced = environ.get("FORCE_HYPERLINK")
    if forced is not None:
        return forced not in ("", "0")
    term = environ.get("TERM", "dumb")
    if term == "dumb" or term.startswith(("tmux", "screen")):
        return False
    vte = environ.get("VTE_VERSION", "")
    return (
        term.startswith(_LINKING_TERMS)
        or environ.get("TERM_PROGRAM", "") in _LINKING_PROGRAMS
        or any(name in environ for name in ("KITTY_WINDOW_ID", "KONSOLE_VERSION", "WT_SESSION", "DOMTERM"))
        or (vte.isdecimal() and int(vte) >= _LINKING_VTE)
    )
