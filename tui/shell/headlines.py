"""``wireroom headlines``: stories at the prompt, from the store.

What every prompt asks for, the newest headlines and the unread counts, is read by
``tui.store.glance``; the desk is opened only for what it alone can do.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Sequence

from tui.locale import _
from tui.shell.output import json_line
from tui.store.glance import Glance, Headline, SearchCount, SectionCount

TYPE_CHECKING = False  # importing ``typing`` would cost as much as printing
if TYPE_CHECKING:
    from tui.shell.template import Template
    from tui.store.query import Query
    from tui.stories import Story

    Line = Callable[[Story | Headline, int], str]


class Asked:
    """Which stories are asked for, by ids. ``section`` and ``source`` are "" for any."""

    __slots__ = ("query", "section", "source", "unread")

    def __init__(self, section: str, source: str, unread: bool, query: Query | None) -> None:
        self.section = section
        self.source = source
        self.unread = unread
        self.query = query


class Printing:
    """How stories are printed, a line each: as JSON, by a template, or for people.

    ``numbered``: each has its number in it. ``covers``: it tells how many other sources have the story.
    """

    __slots__ = ("covers", "line", "numbered")

    def __init__(
        self,
        sections: dict[str, str],
        *,
        as_json: bool,
        template: Template | None = None,
        covers: bool = False,
    ) -> None:
        self.line: Line
        self.covers = covers or as_json or (template is not None and "coverage" in template.fields)
        if as_json:
            self.line, self.numbered = lambda story, _number: _json(story, sections), False
        elif template is not None:
            from tui.shell.story_fields import lookup

            known = template
            self.line = lambda story, number: known.filled(lookup(story, sections, number))
            self.numbered = "number" in template.fields
        else:
            from tui.shell.story_lines import StoryLines

            lines = StoryLines(sections, covers=covers)
            self.line, self.numbered = lines, lines.numbered


def headlines(arguments: Namespace) -> int:
    """Prints the newest stories of a view, newest first, one line each; with ``--count`` what is unread.

    With ``--away`` those that came while the reader was away, the most covered first.
    With ``--watch`` it prints each new story as it arrives, for as long as anybody reads.
    """
    query, template = None, None
    if arguments.query and arguments.away:
        print(_("wireroom: --away and --query don't go together."), file=sys.stderr)
        return 2
    if arguments.query:
        from tui.shell.search import read

        query = read(arguments.query)
        if query is None:
            return 2
    if arguments.format is not None:
        from tui.shell.story_fields import read_template

        template = read_template(arguments.format, of_counts=arguments.count)
        if template is None:
            return 2
    if arguments.refresh and not arguments.watch:
        _refresh(arguments)
    path = store_path(arguments.home)
    try:
        glance = Glance.open(path) or _made(arguments, path)
        try:
            _answer(arguments, glance, query, template)
        finally:
            glance.close()
    except sqlite3.Error as error:
        from pathlib import Path

        from tui.store.failures import store_failure

        raise store_failure(Path(path), error) from error
    return 0


def _answer(arguments: Namespace, glance: Glance, query: Query | None, template: Template | None) -> None:
    sections = glance.sections()
    if arguments.count:
        _print_counts(_counts(arguments, glance, sections), arguments.json, template)
        return
    section = ""
    if arguments.section:
        chosen = _section(sections, glance.searches(), arguments.section)
        if isinstance(chosen, SearchCount):
            query = _narrowed(chosen, query)
        else:
            section = chosen.id
    source = _source(arguments) if arguments.source else ""
    asked = Asked(section, source, arguments.unread, query)
    names = {one.id: one.name for one in sections}
    printing = Printing(names, as_json=arguments.json, template=template, covers=arguments.away)
    if arguments.watch:
        from tui.shell.watching import watch

        watch(arguments, glance, asked, printing)
        return
    if arguments.away:
        from tui.shell.away import away

        away(arguments, glance, asked, printing)
        return
    prepare(arguments, glance, asked, printing)
    print_stories(newest(glance, asked, arguments.n), printing, arguments.home)


def newest(glance: Glance, asked: Asked, most: int | None) -> Iterator[Headline]:
    """The newest ``most`` stories that are asked for; None: all of them."""
    return glance.headlines(
        most, section=asked.section, source=asked.source, unread=asked.unread, query=asked.query
    )


# --- the store --------------------------------------------------------------------


def prepare(arguments: Namespace, glance: Glance, asked: Asked, printing: Printing) -> None:
    """Has found what the answer needs and waits to be found: words, and how many tell the same."""
    if printing.covers and glance.is_uncompared():
        _compare(arguments)
    if asked.query is not None and glance.is_unindexed():
        _catch_up(arguments)


def store_path(folder: str | None) -> str:
    """Where ``tui.config.home(folder).store`` is, without the price of asking it."""
    chosen = folder or os.environ.get("WIREROOM_HOME")
    if chosen and not chosen.startswith("~"):
        return os.path.join(chosen, "wireroom.db")
    from tui.config import home

    return str(home(folder).store)


def _made(arguments: Namespace, path: str) -> Glance:
    """The store, made or brought up to date first."""
    from tui.shell.desks import desk_of

    with desk_of(arguments):
        pass
    glance = Glance.open(path)
    assert glance is not None
    return glance


def _refresh(arguments: Namespace) -> None:
    from tui.shell.desks import desk_of
    from tui.shell.rule_notices import notices_of

    with desk_of(arguments) as desk, notices_of(desk):
        desk.refresh().result()


def _compare(arguments: Namespace) -> None:
    from tui.shell.desks import desk_of

    with desk_of(arguments) as desk:
        desk.compare()


def _section(
    sections: Sequence[SectionCount], searches: Sequence[SearchCount], name: str
) -> SectionCount | SearchCount:
    """The section with this name or id, else the saved search."""
    for section in sections:
        if name.casefold() in (section.name.casefold(), section.id):
            return section
    for search in searches:
        if name.casefold() == search.name.casefold():
            return search
    from tui.failure import Failure

    names = [*(section.name for section in sections), *(search.name for search in searches)]
    raise Failure(f"There is no section {name!r}.", f"The sections are: {', '.join(names) or 'none'}.")


def _narrowed(search: SearchCount, query: Query | None) -> Query:
    """What a saved search means, and a query besides it."""
    from tui.store.query import All
    from tui.store.query_parser import parse

    meant = parse(search.query)
    return meant if query is None else All((meant, query))


def _counts(
    arguments: Namespace, glance: Glance, sections: Sequence[SectionCount]
) -> list[SectionCount | SearchCount]:
    """The sections and saved searches that are asked for, each with how many of its stories are unread."""
    searches = glance.searches()
    if searches and (glance.is_unindexed() or not all(one.exact for one in searches)):
        _catch_up(arguments)
        searches = glance.searches()
    return [_section(sections, searches, arguments.section)] if arguments.section else [*sections, *searches]


def _source(arguments: Namespace) -> str:
    from tui.failure import Failure
    from tui.shell.desks import desk_of

    name = arguments.source
    with desk_of(arguments) as desk:
        found = desk.store.find_source(name)
    if len(found) == 1:
        return found[0].id
    problem = "is no source" if not found else "names more than one source"
    raise Failure(f"{name!r} {problem}.", "`wireroom sources` lists them.")


def _catch_up(arguments: Namespace) -> None:
    """Brings the search index up to date, and the counts of saved searches."""
    from tui.shell.desks import desk_of

    with desk_of(arguments) as desk:
        desk.store.index_pending()
        desk.store.saved.count()


# --- printing ---------------------------------------------------------------------


def print_stories(stories: Iterable[Story | Headline], printing: Printing, home: str | None) -> None:
    """Prints stories, a line each; ``wireroom open`` will know those that are numbered."""
    if not printing.numbered:
        for story in stories:
            print(printing.line(story, 0))
        return
    from tui.shell.last_list import LONGEST, keep

    shown: list[str] = []
    try:
        for number, story in enumerate(stories, 1):
            if number <= LONGEST:
                shown.append(story.id)
            print(printing.line(story, number))
    finally:
        keep(store_path(home), shown)


def _print_counts(
    counts: Sequence[SectionCount | SearchCount], as_json: bool, template: Template | None
) -> None:
    """Unread by section and saved search; for people of all sections together too, if there are several."""
    told = [(one.name, one.unread) for one in counts]
    if as_json:
        for one in counts:
            query = {"query": one.query} if isinstance(one, SearchCount) else {}
            print(json_line({"section": one.name, "unread": one.unread, **query}))
        return
    if template is not None:
        for name, unread in told:
            print(template.filled({"section": name, "unread": str(unread)}.__getitem__))
        return
    if len(told) != 1:
        told.append((_("All"), sum(one.unread for one in counts if isinstance(one, SectionCount))))
    digits = max(len(str(unread)) for _name, unread in told) if told else 0
    for name, unread in told:
        print(f"{unread:>{digits}}  {name}")


def _json(story: Story | Headline, sections: dict[str, str]) -> str:
    return json_line(
        {
            "id": story.id,
            "title": story.title,
            "url": story.url,
            "source": story.source_title,
            "section": sections.get(story.section_id, ""),
            "published": story.published,
            "read": story.read,
            "starred": story.starred,
            "comments": story.comment_count,
            "coverage": story.coverage,
            "tags": story.tags,
        }
    )
