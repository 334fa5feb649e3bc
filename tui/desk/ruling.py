"""The rules that hold: read from their file when it has changed, and tried on what is stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tui.desk.listeners import Listeners
from tui.events import RulesBroken, StoriesChanged
from tui.failure import Failure
from tui.store import Store, View

if TYPE_CHECKING:
    from tui.store.query import Query
    from tui.store.rules import Rule, Tally
    from tui.stories import Story

RULES = "rules.toml"
DAYS = 30  # of a trial
SHOWN = 10  # stories of a trial


class Trial(NamedTuple):
    """What a query means among the stories of some days: how many of how many, the newest first."""

    found: int
    of: int
    newest: Sequence[Story]


class Ruling:
    """Knows the rules; without a file of rules it costs one look whether there is one."""

    def __init__(self, folder: Path, store: Store, listeners: Listeners) -> None:
        self.path = folder / RULES
        self._store = store
        self._listeners = listeners
        self._seen: tuple[int, int] | None = None
        self._rules: tuple[Rule, ...] = ()

    def read(self) -> tuple[Rule, ...]:
        """All rules, those that are off too. Raises ``BadRules``."""
        from tui.desk.rule_book import read_rules

        return read_rules(self.path)

    def holding(self) -> Sequence[Rule]:
        """The rules that are on. Of a file that was broken while we run, those before; that is told once."""
        try:
            about = self.path.stat()
        except OSError:
            self._seen, self._rules = None, ()
            return ()
        seen = (about.st_mtime_ns, about.st_size)
        if seen != self._seen:
            self._seen = seen
            try:
                self._rules = tuple(rule for rule in self.read() if rule.on)
            except Failure as failure:
                self._listeners.emit(RulesBroken(failure.words))
        return self._rules

    def ways(self, name: str) -> Sequence[str] | None:
        """How a rule wants its reader called; None: as the settings say."""
        return next((rule.notify for rule in self._rules if rule.name == name), ())

    def tallies(self) -> dict[str, Tally]:
        """How many stories each rule has acted on."""
        return self._store.rule_tallies()

    def take_back(self, name: str) -> int:
        """Undoes what a rule did, as far as it is known; gives on how many stories."""
        count = self._store.take_back_rule(name)
        if count:
            self._listeners.emit(StoriesChanged(None))
        return count

    def try_out(self, query: Query, days: int = DAYS, shown: int = SHOWN) -> Trial:
        """What a query means among the stories of the last days. Catches the search index up first."""
        self._store.index_pending()
        since = datetime.now(UTC) - timedelta(days=days)
        found, of = self._store.count_since(query, since)
        view = View(query=query, hidden=True)
        newest = [one for one in self._store.stories(view, limit=shown) if one.sorted_at >= since]
        return Trial(found, of, newest)
