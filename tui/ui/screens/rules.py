"""The rules: what each finds and does, whether it is on, how many stories it has acted on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual.events import Key
from textual.widget import Widget

from tui.desk.rule_book import BadRules, does, outlook, put_back, remove_rule, switch_rule, written
from tui.locale import _, ngettext
from tui.model import Failure
from tui.ui.ages import day_or_age
from tui.ui.desk_link import SourcesMoved
from tui.ui.screens.rule import RuleScreen
from tui.ui.screens.sheet import Sheet
from tui.ui.widgets.choices import Choice, Choices
from tui.ui.widgets.spoken import Spoken

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.store.rules import Rule, Tally


class RulesScreen(Sheet[None]):
    """Lists the rules in the order in which stories meet them; ``key`` makes one of a search.

    ``u`` takes back what was done here to the rules, ``z`` what a rule did to stories.
    """

    DEFAULT_CSS = """
    RulesScreen Spoken { display: none; margin-bottom: 1; }
    RulesScreen Spoken.-said { display: block; }
    """

    def __init__(self, desk: Desk, key: str) -> None:
        hints = [
            ("⏎", _("try, edit")),
            ("space", _("on/off")),
            ("a", _("add")),
            ("x", _("remove")),
            ("u", _("undo")),
            ("z", _("undo its work")),
            ("esc", _("back")),
        ]
        super().__init__(_("Rules for what arrives"), hints)
        self.spoken = Spoken("")
        self.choices.picks = True
        self._desk = desk
        self._key = key
        self._ruling = desk.ruling
        self._rules: Sequence[Rule] = ()
        self._changes: list[tuple[str, str]] = []  # the file before and after
        self._sure = ""  # the rule whose deeds another press undoes

    def parts(self) -> list[Widget]:
        return [self.spoken, self.choices]

    def on_mount(self) -> None:
        self._show()

    def on_sources_moved(self, _message: SourcesMoved) -> None:
        self._show()  # a refresh has ended: the rules may have acted

    def _show(self) -> None:
        """Shows the rules as their file says them, or what is wrong in it."""
        try:
            self._rules = self._ruling.read()
        except BadRules as wrong:
            self._rules = ()
            self.spoken.say(wrong.words, alert=True)
            self.choices.show(_marked(wrong))
        else:
            self.spoken.say("")
            self.choices.show(lines(self._rules, self._ruling.tallies(), datetime.now(UTC), self._key))
        self.spoken.set_class(bool(self.spoken.text), "-said")

    @property
    def _current(self) -> Rule | None:
        here = self.choices.current
        return next((rule for rule in self._rules if here and rule.name == here.id), None)

    # --- keys -----------------------------------------------------------------------

    def take(self, event: Key) -> bool:
        sure, self._sure = self._sure, ""
        rule = self._current
        if event.character == "a":
            self._write()
        elif event.character in ("e", "t") and rule:
            self._write(rule)
        elif event.character == "x" and rule:
            self._remove(rule)
        elif event.character == "u":
            self._undo()
        elif event.character == "z" and rule:
            self._undo_deeds(rule.name, sure=sure == rule.name)
        else:
            return False
        return True

    def on_choices_taken(self, message: Choices.Taken) -> None:
        message.stop()
        self._write(self._current)

    def on_choices_picked(self, message: Choices.Picked) -> None:
        message.stop()
        if rule := self._current:
            on = not rule.on
            if self._change(lambda: switch_rule(self._ruling.path, rule.name, on)):
                said = _("{name} acts on what arrives from now on.") if on else _("{name} is off.")
                self.status.say(said.format(name=rule.name))

    def _remove(self, rule: Rule) -> None:
        if self._change(lambda: remove_rule(self._ruling.path, rule.name)):
            self.status.say(_("Removed {name}; what it did stays · u brings it back.").format(name=rule.name))

    def _write(self, rule: Rule | None = None) -> None:
        """Opens the sheet of one rule, or of a new one."""
        if self.spoken.text:
            self.status.say(_("Mend the file first: nothing can be written to it as it is."))
            return
        before = written(self._ruling.path)

        def done(kept: Rule | None) -> None:
            if kept:
                self._changes.append((before, written(self._ruling.path)))
                self._show()
                self.status.say(outlook(kept))

        self.app.push_screen(RuleScreen(self._desk, rule=rule), done)

    # --- changes and their undoing ----------------------------------------------------

    def _change(self, change: Callable[[], None]) -> bool:
        """Changes the file and shows it; False where it could not be."""
        try:
            before = written(self._ruling.path)
            change()
            self._changes.append((before, written(self._ruling.path)))
        except Failure as failure:
            self.status.say(failure.words)
            return False
        finally:
            self._show()
        return True

    def _undo(self) -> None:
        if not self._changes:
            self.status.say(_("Nothing to undo."))
            return
        before, after = self._changes.pop()
        try:
            put_back(self._ruling.path, before, after)
        except Failure as failure:
            self.status.say(failure.words)
        else:
            self.status.say(_("The rules are as they were before."))
        self._show()

    def _undo_deeds(self, name: str, *, sure: bool) -> None:
        """Undoes what a rule did to stories, at the second press: there is no way back from it."""
        tally = self._ruling.tallies().get(name)
        if tally is None:
            self.status.say(_("{name} has done nothing that could be undone.").format(name=name))
        elif not sure:
            self._sure = name
            asked = ngettext(
                "z again undoes what {name} did to {n} story.",
                "z again undoes what {name} did to {n} stories.",
                tally.stories,
            )
            self.status.say(asked.format(name=name, n=tally.stories))
        else:
            self.run_worker(self._take_back(name), exclusive=True)

    async def _take_back(self, name: str) -> None:
        try:
            count = await asyncio.to_thread(self._ruling.take_back, name)
        except Failure as failure:
            self.status.say(failure.words)
            return
        said = ngettext("Undid: rule {name} on {n} story", "Undid: rule {name} on {n} stories", count)
        self.status.say(said.format(name=name, n=count))
        self._show()


def lines(rules: Sequence[Rule], tallies: Mapping[str, Tally], now: datetime, key: str) -> list[Choice]:
    """Each rule as two lines: its name and what it does, its query and what it has done.

    Where there is none, how to make one; ``key`` does, of a search.
    """
    listed: list[Choice] = []
    for rule in rules:
        listed.append(Choice(rule.name, rule.name, ", ".join(does(rule)), mark="[x]" if rule.on else "[ ]"))
        acted = _acted(tallies.get(rule.name), now)
        listed.append(
            Choice("", rule.text, acted if rule.on else f"{_('off')} · {acted}", "   ", goes_on=True)
        )
    nothing = _("No rules yet: a makes one, {key} one of a search.").format(key=key)
    return listed or [Choice("", nothing, heading=True)]


def _acted(tally: Tally | None, now: datetime) -> str:
    if tally is None:
        return _("never acted")
    count = ngettext("{n} story", "{n} stories", tally.stories).format(n=tally.stories)
    return f"{count} · {day_or_age(datetime.fromtimestamp(tally.last, UTC), now)}"


def _marked(wrong: BadRules) -> list[Choice]:
    """The line of the file that is wrong, the place in it between two marks."""
    place = wrong.place
    parts = (place.text[: place.start], place.text[place.start : place.end], place.text[place.end :])
    return [Choice("", "▸".join(parts[:2]) + f"◂{parts[2]}", goes_on=True)] if place.text else []
