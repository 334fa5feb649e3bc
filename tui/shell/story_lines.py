"""A story as one line for people: plain where it is piped, as wide as the terminal where there is one."""

from __future__ import annotations

import os
import sys

from tui.locale import _
from tui.shell.output import age, width
from tui.terminal import shows_colours, shows_links
from tui.text import cells, fit, safe_url

TYPE_CHECKING = False  # importing ``typing`` would cost as much as printing
if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.store.glance import Headline
    from tui.stories import Story

PIPED = 120  # columns where there is no terminal
_ROOMY = 90  # columns from which on a line names its section
_LONGEST_LINK = 2000  # characters; VTE drops an address of over 2083
_COLOURS = (36, 33, 35, 32, 34, 31)  # of sections: the terminal's own cyan, yellow, magenta …


def mark(story: Story | Headline) -> str:
    """Starred, unread or neither, in one cell."""
    return "★" if story.starred else " " if story.read else "●"


def headline(story: Story | Headline, columns: int, covered: str = "") -> str:
    """A story as one plain line of at most ``columns`` cells: mark, title, source, coverage, age."""
    end = f"  {story.source_title}{covered} · {age(story.sorted_at)}"
    title = fit(story.title or _("(no headline)"), max(columns - cells(end) - 2, 20))
    return fit(f"{mark(story)} {title}{end}", columns)


class StoryLines:
    """How lines look at standard output. ``numbered``: each begins with a number for ``wireroom open``.

    With ``covers`` each tells how many other sources have the story.
    """

    __slots__ = ("_colours", "_columns", "_covers", "_links", "_sections", "numbered")

    def __init__(self, sections: Mapping[str, str], *, covers: bool = False) -> None:
        self._covers = covers
        self.numbered = sys.stdout.isatty()
        self._columns = width(sys.stdout, PIPED)
        self._colours = self.numbered and shows_colours(os.environ)
        self._links = self.numbered and shows_links(os.environ)
        self._sections = sections if len(sections) > 1 and self._columns >= _ROOMY else {}

    def __call__(self, story: Story | Headline, number: int) -> str:
        """The line. ``number`` 0: a line of its own, in no list."""
        if not self.numbered:
            return headline(story, self._columns, self._covered(story))
        count = f"{number:>3} " if number else ""
        section, end = self._end(story)
        room = self._columns - len(count) - 2 - cells(section + end)
        title = fit(story.title or _("(no headline)"), room)
        gap = " " * (room - cells(title))
        if self._links:
            title = _linked(title, story.url)
        if not self._colours:
            return f"{count}{mark(story)} {title}{gap}{section}{end}"
        colour = _COLOURS[int(story.section_id) % len(_COLOURS)]
        title = title if story.read else f"\x1b[1m{title}\x1b[22m"
        told = f"\x1b[{colour}m{mark(story)}\x1b[39m {title}{gap}\x1b[{colour}m{section}"
        return f"\x1b[2m{count}\x1b[22m{told}\x1b[39;2m{end}\x1b[0m"

    def _covered(self, story: Story | Headline) -> str:
        return f" +{story.coverage}" if self._covers and story.coverage else ""

    def _end(self, story: Story | Headline) -> tuple[str, str]:
        """Section, and source and age: as much of them as two fifths of the line have room for."""
        room = self._columns * 2 // 5
        since = age(story.sorted_at)
        covered = self._covered(story)
        source = fit(story.source_title, max(room // 2 - cells(covered), 8)) + covered
        name = fit(self._sections.get(story.section_id, ""), room // 3)
        for section, end in ((f"  {name}" if name else "", f"  {source} · {since}"), ("", f"  {since}")):
            if cells(section + end) <= room:
                return section, end
        return "", ""


def _linked(text: str, url: str) -> str:
    """The text as a link (OSC 8, the terminals' own agreement), where its address may be opened."""
    link = safe_url(url)
    if not link.isascii():
        from urllib.parse import quote

        link = quote(link, safe="".join(map(chr, range(0x21, 0x7F))))
    return f"\x1b]8;;{link}\x1b\\{text}\x1b]8;;\x1b\\" if link and len(link) <= _LONGEST_LINK else text
