"""A sheet that asks for a line of text and does something with it that may take a while, or fail."""

from __future__ import annotations

import asyncio
from typing import TypeVar

from textual import on
from textual.events import Key
from textual.widget import Widget
from textual.widgets import Input

from tui.locale import _
from tui.model import Failure
from tui.ui.screens.sheet import Sheet
from tui.ui.widgets.spoken import Spoken
from tui.ui.widgets.text_line import TextLine

Result = TypeVar("Result")


class AskingSheet(Sheet[Result]):
    """Asks; ``answer`` is given the text. What fails is said in a sentence, and the sheet stays."""

    AUTO_FOCUS = "Input"
    DEFAULT_CSS = """
    AskingSheet Choices { margin-top: 1; }
    """

    def __init__(self, title: str, question: str, hints: list[tuple[str, str]]) -> None:
        super().__init__(title, hints)
        self.question = Spoken(question)
        self.input = TextLine(id="answer")
        self.spoken = Spoken("")
        self._work: asyncio.Task[None] | None = None

    def parts(self) -> list[Widget]:
        return [self.question, self.input, self.spoken, self.choices]

    async def answer(self, text: str) -> None:
        """Does what was asked for; may raise ``Failure``."""
        raise NotImplementedError

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        text = event.value.strip()
        if text and not self.busy:
            self._work = asyncio.create_task(self._answer(text))

    @property
    def busy(self) -> bool:
        """Whether an answer is being worked on."""
        return self._work is not None and not self._work.done()

    async def _answer(self, text: str) -> None:
        try:
            await self.answer(text)
        except Failure as failure:
            self.spoken.say(failure.words, alert=True)
        except asyncio.CancelledError:
            self.spoken.say(_("Stopped."))
            raise

    def take(self, event: Key) -> bool:
        if event.key == "escape" and self._work and self.busy:
            self._work.cancel()
        elif event.key == "tab":
            there = self.input.has_focus and self.choices.current
            (self.choices if there else self.input).focus()
        else:
            return False
        return True
