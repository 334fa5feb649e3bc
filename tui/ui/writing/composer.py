"""Writing a comment: the one it answers, who one is, the text, and how it will look."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.widget import Widget

from tui.articles.layout import lay_out_blocks
from tui.articles.lines import Line, Segment
from tui.articles.render import blocks_text
from tui.locale import _
from tui.talk.markup import blocks_of_writing
from tui.talk.participant import Form
from tui.text import clean, fit
from tui.ui.widgets.lines_view import LinesView
from tui.ui.writing.below import TREE
from tui.ui.writing.draft_area import DraftArea
from tui.ui.writing.heading import Heading, ruled
from tui.ui.writing.piece import Piece
from tui.ui.writing.questions import Questions
from tui.ui.writing.text_below import TextBelow

FEWEST, MOST = 5, 16  # rows of text

_SCROLLS = {"j": 1, "down": 1, "k": -1, "up": -1}
_PAGES = {"space": 1, "pagedown": 1, "pageup": -1}


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes: what the service calls them, or what it asks of guests and what was answered last."""

    names: tuple[str, ...] = ()
    form: Form | None = None
    answers: Mapping[str, str] | None = None


class Composer(TextBelow):
    """Writes ``piece``: ``keep`` is given the text as it grows, ``post`` this composer to send it.

    ``left`` is called when the reader leaves.
    """

    DEFAULT_CSS = """
    Composer {
        & > Preview { display: none; margin: 0 0; }
        &.-preview > Preview { display: block; }
        &.-preview > DraftArea { display: none; }
    }
    """

    def __init__(
        self,
        piece: Piece,
        text: str,
        author: Author,
        *,
        keep: Callable[[str], None],
        post: Callable[[Composer], None],
        left: Callable[[], None],
    ) -> None:
        super().__init__(DraftArea(text))
        self.piece = piece
        self.repeats = False  # the reader knows that it stands there already
        self._keep, self._post, self._left = keep, post, left
        self._author = author
        asked = author.form.questions if author.form else ()
        self._questions = Questions(asked, author.answers or {})
        self._questions.display = bool(asked) and (
            not author.answers or self._questions.missing() is not None
        )
        self._heading = Heading(self._told)
        self._preview = Preview()
        self._drawing: asyncio.Task[None] | None = None

    def compose(self) -> ComposeResult:
        yield self._heading
        yield self._questions
        yield self.spoken
        yield self.area
        yield self._preview

    @property
    def guest(self) -> dict[str, str]:
        """What a guest says of themselves."""
        return self._questions.answers

    @property
    def names(self) -> tuple[str, ...]:
        """Under which names it may stand, the likeliest first."""
        return self._author.names or tuple(self.guest.values())[:1] or ("",)

    # --- what is said ---------------------------------------------------------------

    def _told(self, width: int) -> Sequence[Line]:
        signed = "" if self._questions.display else clean(self.names[0], 60)
        rule = ruled(self._title(), _("as {name}").format(name=signed) if signed else "", width)
        answered = self.piece.answers
        if answered is None or self.piece.edits:
            return [rule]
        words = clean(blocks_text(answered.blocks), 2000)
        return [rule, Line((Segment("│ ", "guide"), Segment(fit(words, width - 2), "meta")))]

    def _title(self) -> str:
        if self.piece.edits:
            return _("Edit your comment")
        if self.piece.answers is None:
            return _("Comment on the story")
        name = clean(self.piece.answers.author, 60) or _("(no name)")
        return _("Reply to {name}").format(name=name)

    # --- typing ---------------------------------------------------------------------

    @property
    def stops(self) -> list[Widget]:
        if self.has_class("-preview"):
            return [self._preview]
        return [*(self._questions.fields if self._questions.display else ()), self.area]

    @property
    def landing(self) -> Widget:
        return self.stops[0] if self._questions.missing() else self.stops[-1]

    def typed(self) -> None:
        self.repeats = False

    def keep_text(self, text: str) -> None:
        self._keep(text)

    def take(self, key: str) -> bool:
        if self.has_class("-preview"):
            return self._preview.take(key)
        if key == "enter":  # in a guest's answer: the text takes its own
            self.action_go(1)
            return True
        return False

    # --- commands -------------------------------------------------------------------

    @property
    def commands(self) -> Mapping[str, Callable[[], None]]:
        found = {"preview": self.preview}
        if not self.has_class("-preview"):
            found["editor"] = self.edit
            if self._questions.fields and not self._questions.display:
                found["sign"] = self.sign
        return found

    def send(self) -> None:
        missing = self._questions.missing()
        if not self.text:
            self.say(_("There is nothing to send yet."))
        elif missing:
            self.sign()
            self.say(_("“{title}” is needed.").format(title=clean(missing.question.title, 120)))
            missing.focus()
        else:
            self.keep()
            self._post(self)

    def leave(self) -> None:
        if self.has_class("-preview"):
            self.preview()
        else:
            self._left()

    def sign(self) -> None:
        """Shows what a guest is asked, to answer it anew."""
        self._questions.display = True
        self._heading.refresh(layout=True)
        self._questions.fields[0].focus()

    def preview(self) -> None:
        """Shows how the text will look, or the text again."""
        self.toggle_class("-preview")
        if self.has_class("-preview"):
            self._drawing = asyncio.create_task(self._preview.show(self.text, self.piece.thread.provider))
        self.landing.focus()

    # --- room -----------------------------------------------------------------------

    def grow(self, rows: int) -> None:
        around = len(self._told(max(self.size.width - 2, 8)))
        around += self._questions.size.height + 1 if self._questions.display else 0
        around += self.spoken.size.height if self.has_class("-said") else 0
        fewest = min(FEWEST, max(rows - around, 1))
        height = max(fewest, min(rows - around - max(rows // 3, TREE), MOST))
        for part in (self.area, self._preview):
            if part.styles.height is None or part.styles.height.value != height:
                part.styles.height = height


class Preview(LinesView):
    """A text as its service will show it."""

    async def show(self, text: str, provider: str) -> None:
        """Shows a text as the service with this name will."""
        width = max(self.size.width or self.parent_width, 16) - 2 * self.MARGIN
        lines = await asyncio.to_thread(_laid_out, text, provider, width)
        self.show_lines(lines or [Line((Segment(_("Nothing is written yet."), "meta"),))])

    @property
    def parent_width(self) -> int:
        return self.parent.size.width if isinstance(self.parent, Widget) else 0

    def take(self, key: str) -> bool:
        """Scrolls; False for a key that does not."""
        if key in _SCROLLS:
            self.step(_SCROLLS[key])
        elif key in _PAGES:
            self.step_page(_PAGES[key])
        return key in _SCROLLS or key in _PAGES


def _laid_out(text: str, provider: str, width: int) -> list[Line]:
    return list(lay_out_blocks(blocks_of_writing(text, provider), width))
