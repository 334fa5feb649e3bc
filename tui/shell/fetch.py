"""``wireroom fetch``: articles of starred and unread stories, to be read where there is no network."""

from __future__ import annotations

import sys
from argparse import Namespace

from tui.desk.fetching_ahead import Budget
from tui.events import AheadProgress, Event
from tui.locale import _, ngettext
from tui.model import AheadSummary
from tui.shell.desks import desk_of
from tui.shell.output import ProgressLine
from tui.shell.refresh import ALL_FAILED, SOME_FAILED


def fetch(arguments: Namespace) -> int:
    """Fetches articles that are not stored yet; 3 when some failed, 4 when all did."""
    with desk_of(arguments) as desk:
        settings = desk.settings
        budget = Budget(
            arguments.n or settings.prefetch_stories,
            (arguments.mb or settings.prefetch_mb) * 2**20,
            unread=not arguments.starred,
        )
        progress = ProgressLine()

        def on_event(event: Event) -> None:
            if isinstance(event, AheadProgress):
                progress.show(event.done, event.total, _("articles"))

        desk.subscribe(on_event)
        running = desk.fetch_ahead(budget)
        try:
            summary = running.result()
        except KeyboardInterrupt:
            desk.stop_ahead()
            print(_("Stopped; what had arrived is kept."), file=sys.stderr)
            raise
        finally:
            progress.clear()
        kept = desk.store.article_cache()
    for url, sentence in summary.failures:
        print(f"{url}: {sentence}", file=sys.stderr)
    if summary.ended == "offline":
        print(_("Nobody answers: the network seems to be down."), file=sys.stderr)
    print(_sentence(summary, kept.articles, kept.bytes))
    if not summary.failures:
        return 0
    return SOME_FAILED if summary.fetched else ALL_FAILED


def _sentence(summary: AheadSummary, articles: int, size: int) -> str:
    n = summary.fetched
    stored = ngettext("{n} article stored, {size} MiB", "{n} articles stored, {size} MiB", articles)
    parts = [
        ngettext("{n} article fetched", "{n} articles fetched", n).format(n=n),
        f"{summary.bytes / 2**20:.1f} MiB",
        _("{n} failed").format(n=len(summary.failures)) if summary.failures else "",
        _("the budget is spent") if summary.ended == "budget" else "",
        stored.format(n=articles, size=f"{size / 2**20:.1f}"),
    ]
    return " · ".join(filter(None, parts))
