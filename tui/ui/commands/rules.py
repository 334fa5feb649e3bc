"""Commands about rules: what is done to stories as they arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.locale import _
from tui.ui.commands.command import VIEW, Command

if TYPE_CHECKING:
    from tui.ui.screens.newsroom import NewsroomScreen


class Rules(Command):
    name, keys, group = "rules", (",",), VIEW
    sentence = _("List the rules that stories meet as they arrive: try, switch, write, undo them")

    def run(self, room: NewsroomScreen) -> None:
        from tui.ui.screens.rules import RulesScreen

        room.app.push_screen(RulesScreen(room.desk, room.keymap.first(RuleOfQuery.name)))


class RuleOfQuery(Command):
    name, keys, group = "make-rule", (";",), VIEW
    sentence = _("Make a rule of what the wire is searched or filtered for")

    def describe(self, room: NewsroomScreen) -> str:
        return self.sentence if room.wire.view.query is not None else ""

    def run(self, room: NewsroomScreen) -> None:
        from tui.desk.rule_book import outlook
        from tui.ui.screens.rule import RuleScreen

        if text := room.views.query_text:
            room.app.push_screen(
                RuleScreen(room.desk, text), lambda rule: room.say(outlook(rule)) if rule else None
            )
        else:
            room.say(_("Search or filter first: a rule does something to what its query finds."))
