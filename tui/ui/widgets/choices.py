"""A list to go through: headings, lines to choose from, a mark for what is picked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual.events import Click, Key, MouseScrollDown, MouseScrollUp, Resize
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.text import cells, clean, fit

_STEPS = {"j": 1, "down": 1, "k": -1, "up": -1}


@dataclass(frozen=True, slots=True)
class Choice:
    """A line: a mark, a text, and what is told of it at the right.

    A ``heading`` can't be chosen, nor can a line that ``goes_on`` with the text before.
    """

    id: str
    text: str = ""
    aside: str = ""
    mark: str = ""
    heading: bool = False
    goes_on: bool = False
    alert: bool = False  # the aside tells of trouble

    @property
    def usable(self) -> bool:
        return not (self.heading or self.goes_on)


class Choices(Widget, can_focus=True):
    """Draws the lines in sight. ``current`` is under the cursor, drawn while keys go here."""

    DEFAULT_CSS = """
    Choices {
        height: 1fr;
        & > .choices--cursor { color: $accent; }
        & > .choices--heading { color: $ink-muted; text-style: bold; }
        & > .choices--text { color: $ink; }
        & > .choices--mark { color: $accent; }
        & > .choices--aside { color: $ink-faint; text-style: $faint-style; }
        & > .choices--alert { color: $alert; }
    }
    """
    COMPONENT_CLASSES: ClassVar = {
        "choices--cursor",
        "choices--heading",
        "choices--text",
        "choices--mark",
        "choices--aside",
        "choices--alert",
    }
    ALLOW_SELECT = False

    class Moved(Message):
        """The cursor is on another line."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, Choices.Moved)

    class Picked(Message):
        """Space was pressed on a line of a list that ``picks``."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

    class Taken(Message):
        """A line was chosen."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

    def __init__(self, choices: Sequence[Choice] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.picks = False
        self._choices = tuple(choices)
        self._top = 0
        self._cursor = 0
        self._settle()

    @property
    def current(self) -> Choice | None:
        """The line under the cursor; None when there is nothing to choose."""
        if not self._choices or not self._choices[self._cursor].usable:
            return None
        return self._choices[self._cursor]

    def show(self, choices: Sequence[Choice]) -> None:
        """Shows other lines; the cursor stays on the line it is on, or near it."""
        here = self.current
        self._choices = tuple(choices)
        if here:
            same = (i for i, one in enumerate(self._choices) if one.id == here.id)
            self._cursor = next(same, self._cursor)
        self._settle()
        self.refresh()
        self.post_message(self.Moved())

    def _settle(self) -> None:
        """Puts the cursor on a line that can be chosen, if there is one."""
        last = max(0, len(self._choices) - 1)
        self._cursor = min(self._cursor, last)
        ahead = [*range(self._cursor, last + 1), *range(self._cursor, -1, -1)]
        usable = (i for i in ahead if self._choices and self._choices[i].usable)
        self._cursor = next(usable, 0)
        self._bring_into_view()

    def move(self, step: int) -> None:
        """Moves by lines that can be chosen; where there are none, scrolls."""
        if self.current is None:
            self._show_from(self._top + step)
            return
        places = self._places()
        at = places.index(self._cursor) + step
        self._go(places[max(0, min(at, len(places) - 1))], step)

    def page(self, step: int) -> None:
        """Moves by pages, so that every line between is seen: a choice may take several."""
        lines = step * max(1, self.size.height - 2)
        if self.current is None:
            self._show_from(self._top + lines)
            return
        places = self._places()
        at, wanted = places.index(self._cursor), self._cursor + lines
        if step > 0:
            reached = [place for place in places[at + 1 :] if place <= wanted] or places[at + 1 : at + 2]
            self._go(reached[-1] if reached else self._cursor, step)
        else:
            reached = [place for place in places[:at] if place >= wanted] or places[max(at - 1, 0) : at]
            self._go(reached[0] if reached else self._cursor, step)

    def _places(self) -> list[int]:
        return [i for i, one in enumerate(self._choices) if one.usable]

    def _go(self, wanted: int, step: int) -> None:
        if wanted == self._cursor:
            if step < 0:
                self._show_from(0)
            return
        left, self._cursor = self._cursor, wanted
        for line in (left, wanted):
            self.refresh(Region(0, line - self._top, 1, 1))
        self._bring_into_view()
        self.post_message(self.Moved())

    def _bring_into_view(self) -> None:
        height = self.size.height
        if height and self._cursor >= self._top + height:
            self._show_from(self._cursor - height // 3)
        elif self._cursor < self._top:
            self._show_from(self._cursor - 2 * height // 3)

    def _show_from(self, line: int) -> None:
        line = max(0, min(line, len(self._choices) - self.size.height))
        if line != self._top:
            self._top = line
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width, at = self.size.width, self._top + y
        if at >= len(self._choices):
            return Strip.blank(width, self.rich_style)
        choice = self._choices[at]
        style = self.get_component_rich_style
        if choice.heading:
            segments = [Segment(fit(f" {clean(choice.text, 300)}", width), style("choices--heading"))]
        else:
            here = at == self._cursor and self.current is not None and self.has_focus
            mark = f"{choice.mark} " if choice.mark else ""
            aside = fit(clean(choice.aside, 500), max(0, width - cells(mark) - 24)) if choice.aside else ""
            room = width - 3 - cells(mark) - (cells(aside) + 2 if aside else 0)
            text = fit(clean(choice.text, 500), room)
            segments = [
                Segment("▌" if here else " ", style("choices--cursor")),
                Segment(mark, style("choices--mark")),
                Segment(text + " " * (room - cells(text) + 2), style("choices--text")),
                Segment(aside, style("choices--alert" if choice.alert else "choices--aside")),
            ]
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def on_resize(self, _event: Resize) -> None:
        self._bring_into_view()

    def on_key(self, event: Key) -> None:
        pages = {"pagedown": 1, "space": 1, "pageup": -1}
        steps = {**_STEPS, "home": -(10**6), "end": 10**6, "g": -(10**6), "G": 10**6}
        step = steps.get(event.key) or steps.get(event.character or "")
        if event.key == "space" and self.picks:
            event.stop()
            if self.current:
                self.post_message(self.Picked(self.current))
        elif event.key in pages:
            event.stop()
            self.page(pages[event.key])
        elif step:
            event.stop()
            self.move(step)
        elif event.key in ("enter", "l") and self.current:
            event.stop()
            self.post_message(self.Taken(self.current))

    def on_click(self, event: Click) -> None:
        at = self._top + event.y
        if at < len(self._choices) and self._choices[at].usable:
            if at == self._cursor and self.current:
                self.post_message(self.Taken(self.current))
            else:
                places = self._places()
                self.move(places.index(at) - places.index(self._cursor))

    def on_mouse_scroll_down(self, _event: MouseScrollDown) -> None:
        self._show_from(self._top + 3)

    def on_mouse_scroll_up(self, _event: MouseScrollUp) -> None:
        self._show_from(self._top - 3)
