"""A form in the room: what a service asks to log in, to register, or before a report."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from textual.app import ComposeResult
from textual.widget import Widget

from tui.articles.lines import BLANK, Line, Segment
from tui.locale import _
from tui.model import Failure
from tui.talk.participant import Form, NextForm
from tui.text import clean, safe_url, wrap
from tui.ui.browser import open_link
from tui.ui.widgets.spoken import Spoken
from tui.ui.writing.below import Below
from tui.ui.writing.heading import Heading, ruled
from tui.ui.writing.questions import Questions

Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Errand:
    """What a form is for. ``ask`` sends the answers, ``done`` is given what came of it.

    ``verb`` is the word for sending it. ``sure`` is asked before it is sent; "" sends
    it at once. ``other`` opens the form that stands beside it, where there is one.
    """

    title: str
    form: Form
    verb: str
    ask: Callable[[Answers], Future[Any]] | None = None
    done: Callable[[Any], None] = lambda _told: None
    sure: str = ""
    other: Callable[[], None] | None = None


class FormView(Below):
    """Does an ``errand``; ``left`` is called when the reader leaves it. ``said`` is why it opened."""

    DEFAULT_CSS = """
    FormView {
        & > Spoken { display: none; }
        &.-said > Spoken { display: block; }
    }
    """

    def __init__(self, errand: Errand, left: Callable[[], None], said: str = "") -> None:
        super().__init__()
        self.errand = errand
        self._form = errand.form
        self._left = left
        self._sure = not errand.sure
        self._heading = Heading(self._told)
        self._spoken = Spoken("")
        self._questions = Questions(self._form.questions, {})
        self._work: asyncio.Task[None] | None = None
        self._first = said

    def compose(self) -> ComposeResult:
        yield self._heading
        yield self._questions
        yield self._spoken

    def on_mount(self) -> None:
        if self._first:
            self.say(self._first)

    @property
    def url(self) -> str:
        """The page where what the form asks for is done or found, "" for none."""
        return safe_url(self._form.url)

    @property
    def asks(self) -> bool:
        """Whether it sends anything itself; else it is done in the browser."""
        return self.errand.ask is not None and (bool(self._form.questions) or not self.url)

    def _told(self, width: int) -> Sequence[Line]:
        verb = self.errand.verb if self.asks else _("in the browser")
        lines = [ruled(self.errand.title, f"⏎ {verb}", width)]
        lines += [
            Line((Segment(line, "caption"),)) for line in wrap(clean(self._form.note, 500), width, 4) if line
        ]
        if self.url:
            lines += [Line((Segment(line, "link"),)) for line in wrap(self.url, width, 3)]
        return [*lines, BLANK]

    def say(self, sentence: str, *, alert: bool = True) -> None:
        """Says a sentence below the questions; "" takes it away."""
        self._spoken.say(sentence, alert=alert)
        self.set_class(bool(sentence), "-said")

    # --- typing ---------------------------------------------------------------------

    @property
    def stops(self) -> list[Widget]:
        return list(self._questions.fields)

    def take(self, key: str) -> bool:
        if key != "enter":
            return False
        fields = self._questions.fields
        if fields and not fields[-1].has_focus:
            self.action_go(1)
        else:
            self.send()
        return True

    # --- commands -------------------------------------------------------------------

    @property
    def commands(self) -> Mapping[str, Callable[[], None]]:
        found = {"form-page": self.open_page} if self.url else {}
        if self.errand.other and not self.busy:
            found["other-form"] = self.errand.other
        return found

    @property
    def busy(self) -> bool:
        """Whether an answer is waited for."""
        return self._work is not None and not self._work.done()

    def send(self) -> None:
        missing = self._questions.missing()
        if self.busy:
            return
        if not self.asks:
            self.open_page()
        elif missing:
            self.say(_("“{title}” is needed.").format(title=clean(missing.question.title, 120)))
            missing.focus()
        elif not self._sure:
            self._sure = True
            self.say(self.errand.sure, alert=False)
        else:
            self.say(_("Asking …"), alert=False)
            self._work = asyncio.create_task(self._ask(self._questions.answers))

    async def _ask(self, answers: Answers) -> None:
        assert self.errand.ask is not None
        try:
            told = await asyncio.wrap_future(self.errand.ask(answers))
        except NextForm as failure:
            await self._go_on(failure)
        except Failure as failure:
            self._sure = not self.errand.sure
            self.say(failure.words)
        else:
            self.errand.done(told)

    async def _go_on(self, failure: NextForm) -> None:
        """Asks what the service asks next."""
        self._form = failure.form
        self.say(failure.sentence, alert=False)
        self._heading.refresh(layout=True)
        questions = Questions(self._form.questions, {})
        await self._questions.remove()
        self._questions = questions
        await self.mount(questions, after=self._heading)
        self.landing.focus()

    def leave(self) -> None:
        if self._work:
            self._work.cancel()
        self._left()

    def open_page(self) -> None:
        """Opens the form's page in the browser."""
        self.say(open_link(self.url), alert=False)
