"""An archive of everything that is kept, written and read as a stream; with the rules, which are a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from functools import partial
from typing import Any, BinaryIO

from tui.desk.listeners import Listeners
from tui.desk.rule_book import BadRules, add_rule, printed, understood
from tui.desk.ruling import Ruling
from tui.events import SourcesChanged, StoriesChanged
from tui.moving.archive import restore, written
from tui.store import Store
from tui.store.archive_form import NotAnArchive
from tui.store.restoring import Restored
from tui.store.rules import Rule

Progress = Callable[[int], None]
_KEPT = tuple(field for field in fields(Rule) if field.name != "query")


@dataclass(frozen=True, slots=True)
class Unarchived:
    """What an archive brought; ``rules`` are new here, ``known_rules`` were here and stay as they are."""

    restored: Restored
    rules: tuple[str, ...] = ()
    known_rules: tuple[str, ...] = ()


class Archiving:
    """Writes and reads archives."""

    def __init__(self, store: Store, ruling: Ruling, listeners: Listeners) -> None:
        self._store = store
        self._ruling = ruling
        self._listeners = listeners

    def archive(self) -> Iterator[bytes]:
        """The archive's lines. To be read on one thread, and to the end."""
        return written(self._objects())

    def _objects(self) -> Iterator[dict[str, Any]]:
        yield from self._store.archive()
        for rule in self._ruling.read():
            told = ((field.name, getattr(rule, field.name), field.default) for field in _KEPT)
            yield {"rule": {name: value for name, value, default in told if value != default}}

    def unarchive(
        self, file: BinaryIO, name: str, progress: Progress, *, dry_run: bool = False
    ) -> Unarchived:
        """Takes an archive in, all or nothing. Raises ``NotReadable`` with the line that is broken."""
        here = {rule.name for rule in self._ruling.read()}
        brought: list[Rule] = []

        def take_rule(told: Any) -> None:
            brought.append(self._rule(told))

        job = partial(restore, file=file, name=name, others={"rule": take_rule}, progress=progress)
        restored = self._store.try_out(job) if dry_run else self._store.submit(job).result()
        new = [rule for rule in brought if rule.name not in here]
        if not dry_run:
            for rule in new:
                add_rule(self._ruling.path, rule)
            self._listeners.emit(SourcesChanged())
            self._listeners.emit(StoriesChanged(None))
        known = tuple(rule.name for rule in brought if rule.name in here)
        return Unarchived(restored, tuple(rule.name for rule in new), known)

    def _rule(self, told: Any) -> Rule:
        """The rule that an object says, through the same door as the file of rules."""
        if not isinstance(told, dict) or set(told) - {field.name for field in _KEPT}:
            raise NotAnArchive("a rule is not told so")
        values = {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
        try:
            text = printed(Rule(query=None, **values))  # type: ignore[arg-type]
            (rule,) = understood(text, self._ruling.path)
        except (BadRules, TypeError, ValueError, AttributeError) as error:
            raise NotAnArchive(f"a rule is broken: {error}") from error
        return rule
