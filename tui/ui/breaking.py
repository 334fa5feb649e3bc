"""What is told when the app breaks: where, and nothing that anybody typed or a site sent."""

from __future__ import annotations

from traceback import format_exc

from rich.text import Text

from tui.locale import _
from tui.text import clean

MOST_LINES = 60


def told() -> Text:
    """The failure that is being handled: its trace without variables, harmless, and what to do."""
    lines = [_harmless(line) for line in format_exc().splitlines()][-MOST_LINES:]
    sentence = _("wireroom broke off. Nothing that is stored is lost; please report what stands above.")
    return Text("\n".join([*lines, sentence]))


def _harmless(line: str) -> str:
    code = line.lstrip(" ")
    return " " * (len(line) - len(code)) + clean(code, 300)
