"""Refreshes asked for on the screen: started, followed, stopped, and summed up in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.events import RefreshProgress
from tui.locale import _, ngettext
from tui.model import RefreshSummary, Story
from tui.ui.ahead import Ahead

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.ui.desk_link import News
    from tui.ui.screens.newsroom import NewsroomScreen


class Refreshes:
    """What the top line says of refreshes, and the keys that start and stop them."""

    def __init__(self, desk: Desk, room: NewsroomScreen) -> None:
        self._desk = desk
        self._room = room
        self._asked = False
        self.running = False
        self.ahead = Ahead(desk, room)

    def one(self, story: Story) -> None:
        """Asks a story's source."""
        self._start(_("Asking {source} …").format(source=story.source_title))
        self._desk.refresh([story.source_id])

    def everything(self) -> None:
        """Asks every source."""
        self._start(_("Asking all sources …"))
        self._desk.refresh(everything=True)

    def stop(self) -> bool:
        """Stops the refresh the reader sees, or fetching ahead; False when neither runs."""
        if not (self.running and self._desk.cancel_refresh()):
            return self.ahead.stop()
        self._room.say(_("Refresh stopped. What came stays."))
        return True

    def _start(self, sentence: str) -> None:
        self._asked = True
        self._room.say(sentence)

    def hear(self, news: News) -> None:
        """Takes in what the desk said of refreshes, and of what follows them."""
        if news.progress:
            self.progressed(news.progress)
        if news.ended:
            self.ended(news.ended)
        if news.ahead:
            self.ahead.progressed(news.ahead)
        if news.ahead_ended:
            self.ahead.ended(news.ahead_ended)

    def progressed(self, progress: RefreshProgress) -> None:
        """Shows how far a refresh is."""
        self.running = True
        self._room.sections_bar.show_progress(f"⟳ {progress.done}/{progress.total}")

    def ended(self, summary: RefreshSummary) -> None:
        """Shows that a refresh is over, and how it went if the reader asked for it."""
        self.running = False
        self._room.sections_bar.show_progress("")
        asked, self._asked = self._asked, False
        worth_it = asked or summary.retired or summary.moved
        if worth_it and not summary.cancelled:
            self._room.say(told(summary))


def told(summary: RefreshSummary) -> str:
    """A refresh in one sentence."""
    if summary.offline:
        return _("Nobody answers: the network seems to be down.")
    count = summary.arrived
    news = ngettext("{n} new story", "{n} new stories", count).format(n=count) if count else _("Nothing new")
    if len(summary.outcomes) == 1 and summary.outcomes[0].failure:
        return summary.outcomes[0].failure
    failed, held = len(summary.failed), len(summary.held_back)
    gone, moved = len(summary.retired), len(summary.moved)
    parts = [
        news,
        ngettext("{n} source failed", "{n} sources failed", failed).format(n=failed) if failed else "",
        ngettext("{n} held back by its server", "{n} held back by their servers", held).format(n=held)
        if held
        else "",
        ngettext("{n} gone for good", "{n} gone for good", gone).format(n=gone) if gone else "",
        ngettext("{n} source moved", "{n} sources moved", moved).format(n=moved) if moved else "",
    ]
    return " · ".join(filter(None, parts)) + "."
