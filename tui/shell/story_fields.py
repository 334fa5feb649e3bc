"""The fields of ``headlines --format``, and what each of them says of a story."""

from __future__ import annotations

import sys

from tui.locale import _
from tui.shell.output import age, rfc3339
from tui.shell.story_lines import mark
from tui.shell.template import Lookup, Template, TemplateError, parse
from tui.text import safe_url

TYPE_CHECKING = False  # importing ``typing`` would cost as much as printing
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tui.store.glance import Headline
    from tui.stories import Story

FIELDS: tuple[tuple[str, str], ...] = (
    ("title", _("the headline")),
    ("source", _("who tells it")),
    ("section", _("the section of that source")),
    ("age", _("how long ago: “4 min”, “3 h”, then the date")),
    ("date", _("the day, 2026-11-25, where the reader is")),
    ("time", _("the time of day, 17:05, where the reader is")),
    ("published", _("the moment as in --json; nothing where the feed gives none")),
    ("url", _("the address")),
    ("id", _("what read, open and comments take")),
    ("number", _("its place in the list, which open takes")),
    ("mark", _("“●” unread, “★” starred, or a space")),
    ("comments", _("how many comments; nothing where nobody says")),
    ("coverage", _("how many other sources tell of the same event")),
)
"""Fields of stories, and what each says."""
COUNTS: tuple[tuple[str, str], ...] = (
    ("section", _("its name")),
    ("unread", _("how many of its stories are unread")),
)
"""Fields with ``--count``."""

_SAID: dict[str, Callable[[Story | Headline], str]] = {
    "title": lambda story: story.title or _("(no headline)"),
    "source": lambda story: story.source_title,
    "age": lambda story: age(story.sorted_at),
    "date": lambda story: story.sorted_at.astimezone().strftime("%Y-%m-%d"),
    "time": lambda story: story.sorted_at.astimezone().strftime("%H:%M"),
    "published": lambda story: rfc3339(story.published) if story.published else "",
    "url": lambda story: safe_url(story.url),
    "id": lambda story: story.id,
    "mark": mark,
    "comments": lambda story: "" if story.comment_count is None else str(story.comment_count),
    "coverage": lambda story: str(story.coverage),
}


def lookup(story: Story | Headline, sections: Mapping[str, str], number: int) -> Lookup:
    """What a template's fields say of a story. ``number`` 0: of one in no list."""

    def said(name: str) -> str:
        if name == "section":
            return sections.get(story.section_id, "")
        if name == "number":
            return str(number or "")
        return _SAID[name](story)

    return said


def read_template(text: str, *, of_counts: bool) -> Template | None:
    """The template that ``text`` says; None after saying on stderr what is wrong with it, and where."""
    try:
        return parse(text, [name for name, _says in (COUNTS if of_counts else FIELDS)])
    except TemplateError as error:
        from tui.shell.search import mistake

        print(mistake(text, error), file=sys.stderr)
        return None


def table() -> str:
    """How a template is written, for the prompt's help."""
    fields = "\n".join(f"  {{{name}}}{' ' * (9 - len(name))}  {says}" for name, says in FIELDS)
    counts = " ".join(f"{{{name}}}" for name, _says in COUNTS)
    return "\n".join(
        (
            _("A template, such as '{age:>8}  {title}', has fields and other text:"),
            fields,
            _("{title:40} fills or cuts a field to 40 cells, {comments:>4} sets it to the right; {{ and }}"),
            _("are braces, \\t a tab, \\n a new line, \\\\ a backslash."),
            _("With --count the fields are:") + f" {counts}",
        )
    )
