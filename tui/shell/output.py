"""How commands print: width, age, JSON lines, and a line that is overwritten."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from time import monotonic

from tui.locale import _
from tui.terminal import terminal_size

TYPE_CHECKING = False  # importing ``typing`` would cost as much as printing
if TYPE_CHECKING:
    from typing import Any, TextIO

_BETWEEN = 0.2  # seconds between two drawings of a line that is overwritten


def width(stream: TextIO = sys.stdout, default: int = 80) -> int:
    """Columns to fill: the terminal's, or ``default`` when the stream is no terminal."""
    return terminal_size(default)[0] if stream.isatty() else default


def can_draw() -> bool:
    """Whether the app can be shown: a terminal at both ends, and one that moves its cursor."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def json_line(values: Mapping[str, Any]) -> str:
    """One JSON object on one line, times as RFC 3339."""
    import json

    return json.dumps(values, ensure_ascii=False, default=_encode, separators=(", ", ": "))


def _encode(value: object) -> str:
    if isinstance(value, datetime):
        return rfc3339(value)
    raise TypeError(f"{value!r} has no JSON form")


def rfc3339(moment: datetime) -> str:
    """The time as ``2026-11-12T09:41:00Z`` (RFC 3339)."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def age(moment: datetime, now: datetime | None = None) -> str:
    """How long ago, as the wire says it: "4 min", "3 h", then the date."""
    since = (now or datetime.now(UTC)) - moment
    if since < timedelta(minutes=1):
        return _("now")
    if since < timedelta(hours=1):
        return _("{n} min").format(n=int(since.total_seconds() // 60))
    if since < timedelta(hours=24):
        return _("{n} h").format(n=int(since.total_seconds() // 3600))
    return moment.astimezone().strftime("%d %b %Y").lstrip("0")


class ProgressLine:
    """A line on stderr that is overwritten as work goes on; silent where there is no terminal."""

    def __init__(self, stream: TextIO = sys.stderr) -> None:
        self._stream = stream
        self.shows = stream.isatty() and os.environ.get("TERM", "dumb") != "dumb"
        self._again = 0.0  # on the monotonic clock

    def show(self, done: int, total: int, words: str) -> None:
        """Overwrites the line, a few times a second at most."""
        now = monotonic()
        if self.shows and now >= self._again:
            self._again = now + _BETWEEN
            full = 24 * done // max(total, 1)
            bar = "█" * full + "░" * (24 - full)
            self._stream.write(f"\r\x1b[K{bar} {done}/{total} {words}")
            self._stream.flush()

    def clear(self) -> None:
        if self.shows:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
