"""The questions of a form, each a label and a line to type into."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.widget import Widget

from tui.locale import _
from tui.talk.participant import Question
from tui.text import clean
from tui.ui.widgets.spoken import Spoken
from tui.ui.widgets.text_line import LONGEST, TextLine


class Answer(TextLine):
    """The line of a question."""

    def __init__(self, question: Question, value: str) -> None:
        super().__init__(value, secret=question.secret)
        self.question = question


class Questions(Widget):
    """``questions`` one below the other, with ``answers`` that are known already."""

    DEFAULT_CSS = """
    Questions {
        height: auto;
        margin-bottom: 1;
        Answer {
            border-left: solid $frame;
            padding: 0;
            margin: 0 1;
            &:focus { border-left: heavy $accent; }
            &:ansi { text-style: none; }
        }
    }
    """

    def __init__(self, questions: tuple[Question, ...], answers: Mapping[str, str]) -> None:
        super().__init__()
        self.fields = [
            Answer(
                question,
                "" if question.secret else clean(answers.get(question.name, question.value), LONGEST),
            )
            for question in questions
            if not question.hidden
        ]
        self._hidden = {question.name: question.value for question in questions if question.hidden}
        self.display = bool(self.fields)

    def compose(self) -> ComposeResult:
        for field in self.fields:
            title = clean(field.question.title, 120)
            yield Spoken(title if field.question.required else _("{title} (optional)").format(title=title))
            yield field

    @property
    def answers(self) -> dict[str, str]:
        """What stands in the lines, by the questions' names; a secret as it was typed."""
        return self._hidden | {
            field.question.name: field.value if field.question.secret else field.value.strip()
            for field in self.fields
        }

    def missing(self) -> Answer | None:
        """The first line that must not be empty, and is."""
        return next((one for one in self.fields if one.question.required and not one.value.strip()), None)
