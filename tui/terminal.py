"""How large the terminal is."""

from __future__ import annotations

import os
import sys


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
