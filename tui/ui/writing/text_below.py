"""What stands below while a longer text is written: kept as it grows, and handed to an editor."""

from __future__ import annotations

from textual.app import SuspendNotSupported
from textual.timer import Timer
from textual.widgets import TextArea

from tui.locale import _
from tui.model import Failure
from tui.ui.widgets.spoken import Spoken
from tui.ui.writing import editor
from tui.ui.writing.below import Below
from tui.ui.writing.draft_area import LONGEST, DraftArea

KEPT_AFTER = 0.5  # seconds without a key


class TextBelow(Below):
    """Has an ``area`` that is written into, and ``spoken``, what is said above it."""

    DEFAULT_CSS = """
    TextBelow {
        & > Spoken { display: none; }
        &.-said > Spoken { display: block; }
    }
    """

    def __init__(self, area: DraftArea) -> None:
        super().__init__()
        self.area = area
        self.spoken = Spoken("")
        self._timer: Timer | None = None

    @property
    def text(self) -> str:
        """What was typed."""
        return self.area.text.strip()

    def say(self, sentence: str, *, alert: bool = True) -> None:
        """Says a sentence above the text; "" takes it away."""
        self.spoken.say(sentence, alert=alert)
        self.set_class(bool(sentence), "-said")

    def keep_text(self, text: str) -> None:
        """Keeps what was typed, "" where that is nothing."""
        raise NotImplementedError

    def typed(self) -> None:
        """The text is another."""

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        message.stop()
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(KEPT_AFTER, self.keep)
        self.typed()

    def keep(self) -> None:
        if self._timer:
            self._timer.stop()
        self.keep_text(self.area.text if self.text else "")

    def edit(self) -> None:
        """Leaves the terminal to the reader's editor until that ends."""
        before = self.area.text
        failure: Failure | None = None
        text = before
        try:
            with self.app.suspend():
                try:
                    text = editor.edited(before, LONGEST)
                except Failure as failed:  # Textual takes the terminal back only if nothing is raised here
                    failure = failed
        except SuspendNotSupported:
            failure = Failure(_("This terminal can't be left to an editor."))
        if text.strip() != before.strip():
            self.area.fill(text)
            self.keep()
        self.say(failure.words if failure else "")
