"""``wireroom headlines`` and ``wireroom search``: stories at the prompt, from the store."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator

from tui.desk import Desk
from tui.locale import _
from tui.model import Failure, Story
from tui.shell.desks import desk_of
from tui.shell.output import age, json_line, width
from tui.store import View
from tui.text import fit

PAGE = 500


def headlines(arguments: Namespace) -> int:
    """Prints the newest stories of a view, newest first, one line each."""
    with desk_of(arguments) as desk:
        if arguments.refresh:
            desk.refresh().result()
        if arguments.query:
            stories: Iterable[Story] = _matching(desk, arguments)
        else:
            stories = _newest(desk, _view(desk, arguments), arguments.n)
        _print(desk, stories, arguments.json)
    return 0


def search(arguments: Namespace) -> int:
    """Prints the stories that match, best first."""
    with desk_of(arguments) as desk:
        _print(desk, desk.store.search(" ".join(arguments.query), limit=arguments.n), arguments.json)
    return 0


def headline(story: Story, columns: int) -> str:
    """A story as one line of at most ``columns`` cells: mark, title, source, age."""
    mark = "★" if story.starred else " " if story.read else "●"
    end = f"  {story.source_title} · {age(story.sorted_at)}"
    title = fit(story.title or _("(no headline)"), max(columns - len(end) - 2, 20))
    return fit(f"{mark} {title}{end}", columns)


def _view(desk: Desk, arguments: Namespace) -> View:
    return View(
        section=_section(desk, arguments.section) if arguments.section else "",
        source=_source(desk, arguments.source) if arguments.source else "",
        unread=arguments.unread,
    )


def _section(desk: Desk, name: str) -> str:
    sections = desk.store.sections()
    for section in sections:
        if name.casefold() in (section.name.casefold(), section.id):
            return section.id
    raise Failure(
        f"There is no section {name!r}.",
        f"The sections are: {', '.join(s.name for s in sections) or 'none'}.",
    )


def _source(desk: Desk, name: str) -> str:
    found = desk.store.find_source(name)
    if len(found) == 1:
        return found[0].id
    problem = "is no source" if not found else "names more than one source"
    raise Failure(f"{name!r} {problem}.", "`wireroom sources` lists them.")


def _newest(desk: Desk, view: View, most: int | None) -> Iterator[Story]:
    """The view's stories page by page, so that any number needs little memory."""
    before, left = None, most
    while left is None or left > 0:
        size = PAGE if left is None else min(PAGE, left)
        page = desk.store.stories(view, before=before, limit=size)
        yield from page
        if len(page) < size:
            return
        before = page[-1].id
        left = None if left is None else left - len(page)


def _matching(desk: Desk, arguments: Namespace) -> Iterator[Story]:
    view = _view(desk, arguments)
    for story in desk.store.search(arguments.query, limit=arguments.n or PAGE):
        if (
            (not view.section or story.section_id == view.section)
            and (not view.source or story.source_id == view.source)
            and not (view.unread and story.read)
        ):
            yield story


def _print(desk: Desk, stories: Iterable[Story], as_json: bool) -> None:
    sections = {section.id: section.name for section in desk.store.sections()}
    columns = width(default=120)
    for story in stories:
        print(_json(story, sections) if as_json else headline(story, columns))


def _json(story: Story, sections: dict[str, str]) -> str:
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
        }
    )
