"""Sources that the reader subscribed to on the screen: said in a sentence, and asked for their stories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.locale import _, ngettext

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.moving.taking import Taken
    from tui.ui.screens.newsroom import NewsroomScreen


class Subscriptions:
    """What follows a sheet that added sources; None is what a sheet gives that was closed."""

    def __init__(self, desk: Desk, room: NewsroomScreen) -> None:
        self._desk = desk
        self._room = room

    def added(self, titles: list[str] | None) -> None:
        """Takes in the titles of sources that were added."""
        if titles:
            words = ngettext("Added {name}.", "Added {n} sources.", len(titles))
            self._room.say(words.format(name=titles[0], n=len(titles)))
            self._desk.refresh()

    def imported(self, report: Taken | None) -> None:
        """Takes in what a file brought."""
        if report is None:
            return
        count = len(report.added)
        told = [ngettext("{n} source added", "{n} sources added", count).format(n=count)]
        if report.known:
            told.append(_("{n} known already").format(n=report.known))
        if report.queries:
            saved = len(report.queries)
            told.append(ngettext("{n} search saved", "{n} searches saved", saved).format(n=saved))
        if report.stories:
            marked = _("{n} stories, {read} read, {starred} starred").format(
                n=report.stories.new, read=report.stories.read, starred=report.stories.starred
            )
            told.append(marked)
        if report.not_taken:
            stayed = len(report.not_taken)
            told.append(ngettext("{n} thing not taken", "{n} things not taken", stayed).format(n=stayed))
        self._room.say(" · ".join(told) + ".")
        if report.added:
            self._desk.refresh()
