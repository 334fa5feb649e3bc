"""A story as lines of the wire: headline whole, its source and age below. No Textual here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from tui.locale import _, ngettext
from tui.store.tag_names import LATER
from tui.stories import Story
from tui.text import cells, clean, fit, wrap
from tui.ui.ages import age, day_name

TITLE_LINES = 3
NAMED_CELLS = 16  # of a source's name that the counts make room for
NAME_CELLS = 3  # of a source's name that say anything; comments may take the others
SHORT_CELLS = 30  # of a one-line row that has room for a count beside its headline
GAP = " · "
SAID = "❝"  # comments, where there is no room for the word
LATER_MARK = "◷"  # put by for later
SELECTED = "✓"
CACHED = "⤓"  # the whole article is stored: it can be read without a network
INDENT = 3  # the cursor's mark, the story's mark, a space

Part = tuple[str, str]  # text and role


@dataclass(frozen=True, slots=True)
class Row:
    """One story laid out: its own lines, and above them the day's name if it is the day's first."""

    story: Story
    day: str
    lines: tuple[tuple[Part, ...], ...]

    @property
    def height(self) -> int:
        return len(self.lines) + bool(self.day)


def marks(story: Story, lines: int) -> tuple[str, ...]:
    """What stands before each line of a story: ● unread, ★ starred, and both where there is room."""
    first = "●" if not story.read else "★" if story.starred else " "
    second = "★" if story.starred and not story.read else " "
    return (first, second, *[" "] * lines)[:lines] if lines > 1 else (first,)


def day_parts(day: str, width: int) -> list[Part]:
    """The line that names a day, with its rule."""
    rule = "─" * max(0, width - cells(day) - 6)
    return [(" ── ", "day-rule"), (day, "day"), (f" {rule} ", "day-rule")]


def story_parts(row: Row, line: int, *, under_cursor: bool, selected: bool = False) -> list[Part]:
    """One of a row's own lines, from the cursor's mark on, in the roles it is drawn in."""
    mark = marks(row.story, len(row.lines))[line]
    parts = [
        ("▌" if under_cursor else " ", "cursor"),
        (f"{mark}{SELECTED if selected and not line else ' '}", "mark"),
    ]
    return parts + [(text, _drawn(role, row.story)) for text, role in row.lines[line]]


def _drawn(role: str, story: Story) -> str:
    if role in ("title", "match"):
        return ("read" if story.read else "unread") + ("-match" if role == "match" else "")
    lively = not story.read or story.starred
    return "meta" if role == "comments" and not lively else role


class Rows:
    """Lays stories out for one width. Titles are wrapped once a width, ages told anew each minute."""

    def __init__(self) -> None:
        self.short = False
        self.sought: re.Pattern[str] | None = None  # marked in headlines
        self.in_order = True  # of time, parted by days
        self._for: tuple[object, ...] | None = None
        self._minute: datetime | None = None
        self._laid: dict[str, Row] = {}

    def lay_out(self, stories: Sequence[Story], width: int, now: datetime) -> list[Row]:
        """The rows of ``stories`` in ``width`` cells."""
        minute = now.replace(second=0, microsecond=0)
        if self._for != (width, self.short, self.sought):
            self._for = (width, self.short, self.sought)
            self._laid = {}
        later, self._minute = minute != self._minute, minute
        today = now.astimezone().date()
        above: date | None = None
        rows = []
        for story in stories:
            day = story.sorted_at.astimezone().date()
            name = "" if day == above or not self.in_order else day_name(day, today)
            rows.append(self._row(story, name, width, now, later=later))
            above = day
        self._laid = {row.story.id: row for row in rows}
        return rows

    def _row(self, story: Story, day: str, width: int, now: datetime, *, later: bool) -> Row:
        known = self._laid.get(story.id)
        if known and known.story is story and not (later and self.short):
            if later:
                lines = (*known.lines[:-1], _meta(story, now, _room(width)))
                return known if (known.day, known.lines) == (day, lines) else Row(story, day, lines)
            return known if known.day == day else replace(known, day=day)
        lines = _lines(story, width, now, short=self.short)
        return Row(story, day, tuple(marked(lines, self.sought)) if self.sought else lines)


def marked(lines: Sequence[Sequence[Part]], sought: re.Pattern[str]) -> Iterator[tuple[Part, ...]]:
    """A row's lines with what matches in its headline as parts of their own."""
    titles = [line[0][0] if line and line[0][1] == "title" else "" for line in lines]
    text = "\n".join(titles)
    spans = [match.span() for match in sought.finditer(text)]
    start = 0
    for line, title in zip(lines, titles, strict=True):
        parts, place = [], 0
        for first, last in ((max(a - start, place), min(b - start, len(title))) for a, b in spans):
            if first < last:
                parts += [(title[place:first], "title"), (title[first:last], "match")]
                place = last
        start += len(title) + 1
        yield (*(part for part in (*parts, (title[place:], "title")) if part[0]), *line[bool(title) :])


def _lines(story: Story, width: int, now: datetime, *, short: bool) -> tuple[tuple[Part, ...], ...]:
    room = _room(width)
    title = clean(story.title, 600) or _("(no headline)")
    if short:
        return (_short(title, story, now, room),)
    wrapped = wrap(title, room, TITLE_LINES)
    return (*(((line, "title"),) for line in wrapped), _meta(story, now, room))


def _room(width: int) -> int:
    return max(8, width - INDENT - 1)


def _short(title: str, story: Story, now: datetime, room: int) -> tuple[Part, ...]:
    """A headline in one line, with its age; before that how many comments came."""
    when = (f"{LATER_MARK} " if LATER in story.tags else "") + age(story.sorted_at, now)
    moved = ""
    if story.new_comments and room > SHORT_CELLS:
        words = ngettext("+{n} comment", "+{n} comments", story.new_comments)
        moved = words.format(n=story.new_comments)
        if cells(title) + cells(moved) + cells(when) + 3 > room:
            moved = f"+{story.new_comments}"
    left = room - cells(when) - 1 - (cells(moved) + 2 if moved else 0)
    text = fit(title, left)
    parts = [(text + " " * (left - cells(text) + 1), "title")]
    if moved:
        parts += [(moved, "moved"), ("  ", "meta")]
    return (*parts, (when, "meta"))


def _meta(story: Story, now: datetime, room: int) -> tuple[Part, ...]:
    """The line below a headline: its source, age, comments, coverage; as much of it as there is room for."""
    source = clean(story.source_title, 200)
    wanted = min(cells(source), NAMED_CELLS)
    counts = _counts(story)
    when = _age(story, now)
    fitting = (one for one in counts if wanted + _length([when, *one]) <= room)
    told = [when, *next(fitting, counts[-1])]
    if len(told) > 1 and _length(told) - len(GAP) > room:
        told.pop()
    left = room - _length(told)
    parts: list[Part] = [(fit(source, left), "meta")] if source and left >= NAME_CELLS else []
    for part in told:
        parts += [(GAP, "meta"), part] if parts else [part]
    return tuple(parts)


def _age(story: Story, now: datetime) -> Part:
    when = age(story.sorted_at, now)
    signs = (sign for sign, shown in ((LATER_MARK, LATER in story.tags), (CACHED, story.cached)) if shown)
    return (" ".join([when, *signs]), "meta")


def _counts(story: Story) -> list[list[Part]]:
    """How many comments and other sources a story has, from all of it to what is said last of all."""
    role = "moved" if story.new_comments else "comments"
    whole: list[Part] = [(_comments(story), role)] if story.comment_count else []
    short: list[Part] = [(_comments_in_short(story), role)] if story.comment_count else []
    words = ngettext("+{n} source", "+{n} sources", story.coverage)
    sources: list[Part] = [(words.format(n=story.coverage), "meta")] if story.coverage else []
    return [[*whole, *sources], [*short, *sources], whole, short]


def _comments(story: Story) -> str:
    """How many comments there are, and how many came since the story was last opened."""
    counted = ngettext("{n} comment", "{n} comments", story.comment_count or 0).format(n=story.comment_count)
    if not story.new_comments:
        return counted
    return f"{counted}, {ngettext('{n} new', '{n} new', story.new_comments).format(n=story.new_comments)}"


def _comments_in_short(story: Story) -> str:
    return f"{SAID}{story.comment_count}" + (f" +{story.new_comments}" if story.new_comments else "")


def _length(told: Sequence[Part]) -> int:
    return sum(cells(text) + len(GAP) for text, _role in told)
