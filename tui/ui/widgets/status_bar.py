"""The bottom line: the keys that work where the reader is, and what is wrong at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from tui.text import cells, clean, fit
from tui.ui.widgets.bar_parts import Hint, Part, alert_text, hint_parts, line_parts

SPOKEN_FOR = 6.0  # seconds a sentence stays


class StatusBar(Widget):
    """One line: hints, or for some seconds a sentence; at the right what needs attention."""

    DEFAULT_CSS = """
    StatusBar {
        height: 1;
        background: $bar;
        color: $bar-ink;
        & > .status--key { color: $bar-ink; text-style: bold; }
        & > .status--word { color: $bar-ink; }
        & > .status--sentence { color: $ink; }
        & > .status--wrong { color: $alert; text-style: bold underline; }
        & > .status--alert { color: $accent; }
    }
    """
    COMPONENT_CLASSES: ClassVar = {
        "status--key",
        "status--word",
        "status--sentence",
        "status--wrong",
        "status--alert",
    }
    ALLOW_SELECT = False

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._hints: tuple[Hint, ...] = ()
        self._sentence = ""
        self._asked: tuple[Part, ...] = ()
        self._alert = ""
        self._timer: Timer | None = None

    @property
    def sentence(self) -> str:
        return self._sentence

    @property
    def asked(self) -> str:
        return "".join(text for text, _role in self._asked)

    @property
    def alert(self) -> str:
        return self._alert

    def show_hints(self, hints: Sequence[Hint]) -> None:
        """Sets the keys to name, most useful first."""
        if tuple(hints) != self._hints:
            self._hints = tuple(hints)
            self.refresh()

    def show_alert(self, text: str) -> None:
        """Says at the right what needs attention; "" when all is well."""
        if text != self._alert:
            self._alert = text
            self.refresh()

    def say(self, sentence: str) -> None:
        """Says a sentence in place of the hints, for some seconds."""
        if self._timer:
            self._timer.stop()
        self._sentence = clean(sentence, 500)
        self._timer = self.set_timer(SPOKEN_FOR, self.hush)
        self.refresh()

    def ask(self, line: str | Sequence[Part]) -> None:
        """Shows what the reader types, before anything else; "" when it is over.

        Of parts ("sentence", "wrong") the last is what is said behind the cursor.
        """
        asked = ((line, "sentence"),) if isinstance(line, str) and line else tuple(line or ())
        if asked != self._asked:
            self._asked = asked
            self.refresh()

    def hush(self) -> None:
        """Takes the sentence away."""
        if self._sentence:
            self._sentence = ""
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        alert = alert_text(self._alert, width)
        room = width - cells(alert)
        if self._asked:
            left = self._styled([(" ", "sentence"), *self._asked], room)
        else:
            left = self._said(self._sentence, room) if self._sentence else self._told(room)
        used = sum(cells(text) for text, _style in left)
        parts = [
            *left,
            (" " * (room - used), self.rich_style),
            (alert, self.get_component_rich_style("status--alert")),
        ]
        return Strip([Segment(text, style) for text, style in parts if text]).adjust_cell_length(
            width, self.rich_style
        )

    def _said(self, spoken: str, room: int) -> list[tuple[str, Style]]:
        return [(" " + fit(spoken, room - 1), self.get_component_rich_style("status--sentence"))]

    def _styled(self, line: Sequence[Part], room: int) -> list[tuple[str, Style]]:
        parts = line_parts(line, room)
        return [(text, self.get_component_rich_style(f"status--{role}")) for text, role in parts]

    def _told(self, room: int) -> list[tuple[str, Style]]:
        parts = hint_parts(self._hints, room)
        return [(text, self.get_component_rich_style(f"status--{role}")) for text, role in parts]
