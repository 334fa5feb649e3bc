"""Fetching ahead as the reader sees it: started and stopped by him, or quietly after a refresh."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.events import AheadProgress
from tui.locale import _, ngettext
from tui.model import AheadSummary

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.ui.screens.newsroom import NewsroomScreen


class Ahead:
    """What the top line says of fetching ahead, and the keys that start and stop it."""

    def __init__(self, desk: Desk, room: NewsroomScreen) -> None:
        self._desk = desk
        self._room = room
        self._asked = False

    def start(self) -> None:
        """Fetches the articles that are wanted and not stored."""
        if not self._allowed():
            self._room.say(_("Nothing is fetched ahead on a slow line."))
            return
        self._asked = True
        self._room.say(_("Fetching articles ahead …"))
        self._desk.fetch_ahead(allowed=self._allowed)

    def keep(self) -> None:
        """Fetches ahead after each refresh, if the settings want it."""
        if self._desk.settings.prefetch != "off":
            self._desk.keep_ahead(self._allowed)

    def _allowed(self) -> bool:
        return not self._room.wireroom.slow

    def stop(self) -> bool:
        """Stops what the reader asked for; False when that is nothing."""
        if not (self._asked and self._desk.stop_ahead()):
            return False
        self._room.say(_("Stopped fetching ahead. What came stays."))
        return True

    def progressed(self, progress: AheadProgress) -> None:
        """Shows how far it is, if the reader asked for it."""
        if self._asked:
            self._room.sections_bar.show_progress(f"⤓ {progress.done}/{progress.total}")

    def ended(self, summary: AheadSummary) -> None:
        """Says how it went, if the reader asked for it."""
        asked, self._asked = self._asked, False
        if asked:
            self._room.sections_bar.show_progress("")
            if summary.ended != "stopped":
                self._room.say(told(summary))


def told(summary: AheadSummary) -> str:
    """Fetching ahead in one sentence."""
    if summary.ended == "offline":
        return _("Nobody answers: the network seems to be down.")
    if not summary.total:
        return _("All articles that are wanted are stored.")
    words = ngettext("{n} article fetched", "{n} articles fetched", summary.fetched)
    parts = [words.format(n=summary.fetched), f"{summary.bytes / 2**20:.1f} MiB"]
    if summary.failures:
        count = len(summary.failures)
        parts.append(ngettext("{n} failed", "{n} failed", count).format(n=count))
    if summary.ended == "budget":
        parts.append(_("the budget is spent"))
    return " · ".join(parts) + "."
