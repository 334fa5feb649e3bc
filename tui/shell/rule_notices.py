"""Rules' notices of a refresh without the screen: to the terminal, or by the reader's command."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from tui.events import Event, RuleCalled, RulesBroken

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.notices import Notice


@contextmanager
def notices_of(desk: Desk) -> Iterator[Callable[[], None]]:
    """Gathers what rules call for while the block runs, and calls at its end: one notice a rule.

    What it gives calls before that, for what was gathered until then. Raises ``BadRules``
    before anything is fetched.
    """
    if desk.ruling.path.exists():
        desk.ruling.read()
    gathered: deque[RuleCalled] = deque()  # from the engine's threads

    def on_event(event: Event) -> None:
        if isinstance(event, RuleCalled):
            gathered.append(event)
        elif isinstance(event, RulesBroken):
            print("wireroom:", event.sentence, file=sys.stderr)

    def give() -> None:
        called: dict[str, list[str]] = {}
        while gathered:
            event = gathered.popleft()
            called.setdefault(event.rule, []).append(event.story_id)
        if called:
            _call(desk, called)

    stop = desk.subscribe(on_event)
    try:
        yield give
    finally:
        stop()
        give()


def _call(desk: Desk, called: dict[str, list[str]]) -> None:
    from tui.notices import NoticeFailed, run_command, sequences

    settings, terminal = desk.settings.notices, _terminal()
    for rule, ids in called.items():
        chosen = desk.ruling.ways(rule)
        ways = settings.ways if chosen is None else chosen
        told = _notice(desk, rule, ids)
        if terminal:
            terminal.write(sequences(told, ways))
            terminal.flush()
        if settings.command and ("command" in ways or not terminal):
            try:
                run_command(settings.command, told)
            except NoticeFailed as failure:
                print("wireroom:", failure.sentence, failure.next_step, file=sys.stderr)
                return


def _terminal() -> TextIO | None:
    return next((stream for stream in (sys.stderr, sys.stdout) if stream.isatty()), None)


def _notice(desk: Desk, rule: str, ids: list[str]) -> Notice:
    from tui.locale import _, ngettext
    from tui.notices import notice

    story = desk.store.story(ids[-1])
    title = (story.title if story else "") or _("(no headline)")
    if len(ids) == 1:
        return notice(title, rule)
    count = len(ids)
    several = ngettext("{rule}: {n} new story", "{rule}: {n} new stories", count)
    return notice(several.format(rule=rule, n=count), title)
