"""``wireroom headlines``: stories at the prompt, from the store.

What every prompt asks for, the newest headlines and the unread counts, is read by
``tui.store.glance``; the desk is opened only for what it alone can do.
"""

from __future__ import annotations

import os
import sqlite3
from argparse import Namespace
from collections.abc import Iterable, Sequence

from tui.locale import _
from tui.shell.output import age, json_line, width
from tui.store.glance import Glance, Headline, SectionCount
from tui.text import cells, fit

TYPE_CHECKING = False  # importing ``typing`` would cost as much as printing
if TYPE_CHECKING:
    from tui.stories import Story


def headlines(arguments: Namespace) -> int:
    """Prints the newest stories of a view, newest first, one line each; with ``--count`` what is unread."""
    query = None
    if arguments.query:
        from tui.shell.search import read

        query = read(arguments.query)
        if query is None:
            return 2
    if arguments.refresh:
        _refresh(arguments)
    path = _store_path(arguments.home)
    try:
        glance = Glance.open(path) or _made(arguments, path)
        try:
            named = arguments.section or arguments.count or arguments.json
            sections = glance.sections() if named else []
            section = _section(sections, arguments.section) if arguments.section else ""
            if arguments.count:
                _print_counts([one for one in sections if section in ("", one.id)], arguments.json)
            else:
                if arguments.json and glance.is_uncompared():
                    _compare(arguments)
                source = _source(arguments) if arguments.source else ""
                if query is not None and glance.is_unindexed():
                    _catch_up(arguments)
                found = glance.headlines(
                    arguments.n, section=section, source=source, unread=arguments.unread, query=query
                )
                print_stories(found, {one.id: one.name for one in sections}, arguments.json)
        finally:
            glance.close()
    except sqlite3.Error as error:
        from pathlib import Path

        from tui.store.failures import store_failure

        raise store_failure(Path(path), error) from error
    return 0


def headline(story: Story | Headline, columns: int) -> str:
    """A story as one line of at most ``columns`` cells: mark, title, source, age."""
    mark = "★" if story.starred else " " if story.read else "●"
    end = f"  {story.source_title} · {age(story.sorted_at)}"
    title = fit(story.title or _("(no headline)"), max(columns - cells(end) - 2, 20))
    return fit(f"{mark} {title}{end}", columns)


# --- the store --------------------------------------------------------------------


def _store_path(folder: str | None) -> str:
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


def _section(sections: Sequence[SectionCount], name: str) -> str:
    for section in sections:
        if name.casefold() in (section.name.casefold(), section.id):
            return section.id
    from tui.failure import Failure

    raise Failure(
        f"There is no section {name!r}.",
        f"The sections are: {', '.join(s.name for s in sections) or 'none'}.",
    )


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
    """Brings the search index up to date."""
    from tui.shell.desks import desk_of

    with desk_of(arguments) as desk:
        desk.store.index_pending()


# --- printing ---------------------------------------------------------------------


def print_stories(stories: Iterable[Story | Headline], sections: dict[str, str], as_json: bool) -> None:
    """Prints stories, a line each."""
    columns = width(default=120)
    for story in stories:
        print(_json(story, sections) if as_json else headline(story, columns))


def _print_counts(sections: Sequence[SectionCount], as_json: bool) -> None:
    """Unread by section, and of all of them together where there are several."""
    told = [(one.name, one.unread) for one in sections]
    if len(told) != 1 and not as_json:
        told.append((_("All"), sum(unread for _name, unread in told)))
    digits = max(len(str(unread)) for _name, unread in told) if told else 0
    for name, unread in told:
        print(json_line({"section": name, "unread": unread}) if as_json else f"{unread:>{digits}}  {name}")


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
