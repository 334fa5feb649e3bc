"""``wireroom man``: the manual page, made from the one parser (by argparse-manpage)."""

from __future__ import annotations

from argparse import ArgumentParser, HelpFormatter, Namespace
from functools import partial

import tui
from tui.locale import _
from tui.shell.completions import commands

_WIDTH = 78  # characters of a usage line, whatever terminal the page is made at
_ENVIRONMENT = _("""WIREROOM_HOME    as --home
BROWSER          the program that opens links, where there is a display
NO_COLOR         where it is set, there are no colours
FORCE_HYPERLINK  1: print links (OSC 8) on any terminal; 0: on none""")
_STATUS = _("""0    success
1    a failure, said in one line
2    wrong usage
3    refresh, fetch: some of it failed
4    refresh, fetch: all of it failed
130  interrupted""")


def manual(arguments: Namespace) -> int:
    """Prints the page, for ``man -l -``."""
    print(page(arguments.parser()), end="")
    return 0


def page(top: ArgumentParser) -> str:
    """The manual page of the whole command line in roff (man-pages(7))."""
    from argparse_manpage.manpage import Manpage

    from tui.shell.story_fields import table as templates
    from tui.store.query_help import table as queries

    top.man_short_description = _("a newsroom in a terminal")  # type: ignore[attr-defined]
    top.formatter_class = partial(HelpFormatter, width=_WIDTH)
    for command in commands(top):
        command.formatter_class = top.formatter_class
        for action in commands(command):  # of a command that has its own, as rules
            action.formatter_class = top.formatter_class
        command.description = None  # says what the list of commands says already
    made = Manpage(
        top,
        {"project_name": "wireroom", "version": tui.__version__, "manual_title": _("User Commands")},
        format="single-commands-section",
    )
    for heading, text in (
        (_("queries"), queries()),
        (_("templates"), templates()),
        (_("environment"), _ENVIRONMENT),
        (_("exit status"), _STATUS),
    ):
        made.add_section(heading, ">", _as_it_stands(text))
    return str(made)


def _as_it_stands(text: str) -> str:
    """Text as roff that keeps its lines, in which nothing is a request or an escape."""
    lines = (line.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq") for line in text.split("\n"))
    return "\n".join((".nf", *("\\&" + line for line in lines), ".fi"))
