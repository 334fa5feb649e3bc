"""Every key, grouped, made from the commands that there are."""

from __future__ import annotations

from tui.locale import _
from tui.store.query_help import EXAMPLES
from tui.text import wrap
from tui.ui.commands.command import GROUPS
from tui.ui.keys import Keymap
from tui.ui.panes.wire_rows import CACHED, SAID
from tui.ui.screens.sheet import Sheet
from tui.ui.widgets.choices import Choice, Choices

KEYS = 18  # cells for the keys
MARGIN = 4  # cells that a list leaves around mark and text


class HelpScreen(Sheet[str]):
    """Lists each command's keys and what it does; gives the name of one that was chosen."""

    def __init__(self, keymap: Keymap) -> None:
        super().__init__(_("Keys"), [("j/k", _("move")), ("⏎", _("do it")), ("esc", _("back"))])
        self._keymap = keymap

    def on_mount(self) -> None:
        self._show()

    def on_resize(self) -> None:
        self._show()

    def _show(self) -> None:
        self.choices.show(lines(self._keymap, self.choices.size.width or self.app.size.width - 2))

    def on_choices_taken(self, message: Choices.Taken) -> None:
        self.dismiss(message.choice.id)


def lines(keymap: Keymap, width: int) -> list[Choice]:
    """The help as headings and lines of ``width`` cells, one command each; the nine sections are one.

    A sentence that is longer goes on in the lines below.
    """
    told: list[Choice] = []
    for group in GROUPS:
        here = [c for c in keymap.commands if c.group == group and keymap.shown(c)]
        told.append(Choice("", group, heading=True))
        for command in here:
            number = command.name.removeprefix("section-")
            if number.isdecimal() and number != "1":
                continue
            keys = "1 … 9" if number == "1" else keymap.shown(command)
            told += _told(command.name, keys, command.sentence, width)
        told.append(Choice("", "", heading=True))
    told.append(Choice("", _("Marks on the wire"), heading=True))
    told += [line for mark, words in _marks() for line in _told("", mark, words, width)]
    told.append(Choice("", "", heading=True))
    return told + _queries(max(width - MARGIN, 8))


def _told(name: str, mark: str, sentence: str, width: int) -> list[Choice]:
    """A sentence beside its key or mark, whole."""
    first, *more = wrap(sentence, max(width - MARGIN - KEYS, 8))
    return [
        Choice(name, first, mark=mark.ljust(KEYS)),
        *(Choice("", words, mark=" " * KEYS, goes_on=True) for words in more),
    ]


def _marks() -> list[tuple[str, str]]:
    return [
        ("●", _("unread")),
        ("★", _("starred")),
        (CACHED, _("the whole article is here: it can be read offline")),
        (f"{SAID}14 +3", _("14 comments, 3 of them since the story was last open")),
        (_("+2 sources"), _("two more sources tell the same story")),
    ]


def _queries(room: int) -> list[Choice]:
    """The query language, what each query finds beside it, or below it where that has more room.

    Choosing a line begins a search.
    """
    widest = max(len(query) for query, _means in EXAMPLES) + 2
    told = [Choice("", _("Queries, for search and filter"), heading=True)]
    for query, means in EXAMPLES:
        beside = room - widest >= widest
        if not beside:
            told.append(Choice("search", "", mark=query))
        indent = widest if beside else 2
        for number, words in enumerate(wrap(means, max(room - indent, 8))):
            mark = query if beside and number == 0 else ""
            told.append(Choice("search" if mark else "", words, mark=mark.ljust(indent), goes_on=not mark))
    return told
