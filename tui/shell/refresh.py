"""``wireroom refresh``: fetches, with a progress bar on a terminal and a summary at the end."""

from __future__ import annotations

import sys
from argparse import Namespace

from tui.entries import RefreshSummary, SourceOutcome
from tui.events import Event, RefreshProgress
from tui.locale import _, ngettext
from tui.shell.desks import desk_of
from tui.shell.output import ProgressLine, json_line
from tui.shell.rule_notices import notices_of

SOME_FAILED = 3
ALL_FAILED = 4


def refresh(arguments: Namespace) -> int:
    """Fetches what is due (``--all``: everything); 3 when some sources failed, 4 when all did."""
    with desk_of(arguments) as desk, notices_of(desk):
        progress = ProgressLine()

        def on_event(event: Event) -> None:
            if isinstance(event, RefreshProgress):
                progress.show(event.done, event.total, _("sources"))

        if progress.shows:
            desk.subscribe(on_event)
        running = desk.refresh(everything=arguments.all)
        try:
            summary = running.result()
        except KeyboardInterrupt:
            desk.cancel_refresh()
            print(_("Stopped; what had arrived is kept."), file=sys.stderr)
            raise
        finally:
            progress.clear()
    _report(summary, arguments.json)
    failed = len(summary.failed)
    if not failed:
        return 0
    return ALL_FAILED if failed == len(summary.outcomes) else SOME_FAILED


def _report(summary: RefreshSummary, as_json: bool) -> None:
    if as_json:
        for outcome in summary.outcomes:
            print(_json(outcome))
    else:
        for outcome in (*summary.failed, *summary.held_back):
            named = outcome.url.partition("://")[2].removesuffix("/") in outcome.failure
            print(outcome.failure if named else f"{outcome.url}: {outcome.failure}", file=sys.stderr)
        for outcome in summary.moved:
            print(f"{outcome.url}: {_('moved to {url}').format(url=outcome.moved_to)}", file=sys.stderr)
    if summary.offline:
        print(_("Nobody answers: the network seems to be down."), file=sys.stderr)
    print(sentence(summary), file=sys.stderr if as_json else sys.stdout)


def sentence(summary: RefreshSummary) -> str:
    """The refresh in one line: sources, new and edited stories, 304s, failures, seconds."""
    outcomes = summary.outcomes
    if not outcomes:
        return _("Nothing is due. Add --all to fetch everything.")
    n = len(outcomes)
    edited = sum(outcome.edited for outcome in outcomes)
    not_modified = sum(outcome.not_modified for outcome in outcomes)
    parts = [
        ngettext("{n} source", "{n} sources", n).format(n=n),
        _("{n} new").format(n=summary.arrived),
        _("{n} edited").format(n=edited) if edited else "",
        _("{n} not modified (304)").format(n=not_modified) if not_modified else "",
        _("{n} failed").format(n=len(summary.failed)) if summary.failed else "",
        _("{n} held back").format(n=len(summary.held_back)) if summary.held_back else "",
        _("{n} gone for good").format(n=len(summary.retired)) if summary.retired else "",
        _("{n} moved").format(n=len(summary.moved)) if summary.moved else "",
        f"{summary.seconds:.1f} s",
    ]
    return " · ".join(filter(None, parts))


def _json(outcome: SourceOutcome) -> str:
    return json_line(
        {
            "source": outcome.source_id,
            "url": outcome.url,
            "change": outcome.change.value,
            "new": outcome.arrived,
            "edited": outcome.edited,
            "not_modified": outcome.not_modified,
            "moved_to": outcome.moved_to or None,
            "retired": outcome.retired,
            "failure": outcome.failure or None,
            "failure_code": outcome.failure_code or None,
        }
    )
