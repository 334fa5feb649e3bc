"""``wireroom search``, ``headlines --query``, and what both say of a mistake in a query."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from tui.failure import Failure
from tui.locale import _
from tui.store.query import EVERYTHING, QueryError
from tui.store.query_parser import parse

if TYPE_CHECKING:
    from tui.shell.template import TemplateError
    from tui.store.query import Query


def search(arguments: Namespace) -> int:
    """Prints the newest stories that match, or the best."""
    from tui.shell.desks import desk_of
    from tui.shell.headlines import Printing, print_stories
    from tui.text import clean

    text = " ".join(arguments.query)
    query = read(text)
    if query is None:
        return 2
    if query == EVERYTHING:
        raise Failure(
            _("“{query}” has no word to look for.").format(query=clean(text, 100)),
            _("`wireroom search --help` tells what a query can say."),
        )
    with desk_of(arguments) as desk:
        sections = {section.id: section.name for section in desk.store.sections()}
        found = desk.store.search(text, limit=arguments.n, ranked=arguments.best)
        print_stories(found, Printing(sections, as_json=arguments.json), arguments.home)
    return 0


def read(text: str) -> Query | None:
    """The query that ``text`` says; None after saying on stderr what is wrong with it, and where."""
    try:
        return parse(text)
    except QueryError as error:
        print(mistake(text, error), file=sys.stderr)
        return None


def mistake(text: str, error: QueryError | TemplateError) -> str:
    """The sentence, and what was said with a mark under the place."""
    from tui.text import clean

    return f"wireroom: {clean(error.words, 500)}\n{marked(text, error.start, error.end)}"


def marked(text: str, start: int, end: int) -> str:
    """A line with a mark under a place in it, for standard error; of a long one the part around that."""
    from tui.shell.output import width
    from tui.text import cells, fit

    room = max(width(sys.stderr) - 4, 20)
    left, wrong = _on_a_line(text[:start]), _on_a_line(text[start:end])
    while cells(left) > room // 2:
        left = left[1:]
    shown = fit(left + wrong + _on_a_line(text[end:]), room)
    under = max(1, min(cells(wrong), room - cells(left)))
    return f"  {shown}\n  {' ' * cells(left)}{'^' * under}"


def _on_a_line(text: str) -> str:
    from tui.text import clean

    # What is no character to draw has a place nonetheless.
    return "".join(one if one == " " or clean(one, 1) == one else "·" for one in text)
