"""Writing a message below a chat: the one it answers, names completed, what others see of the typing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from textual.app import ComposeResult
from textual.timer import Timer
from textual.widget import Widget

from tui.articles.lines import Line, Segment
from tui.locale import _
from tui.model import Failure, Message
from tui.text import clean, fit
from tui.ui.chats.chat_area import ChatArea
from tui.ui.chats.completing import Completion, Said, completions, mentioned, read_line
from tui.ui.writing.below import TREE
from tui.ui.writing.heading import Heading, ruled
from tui.ui.writing.text_below import TextBelow

if TYPE_CHECKING:
    from tui.desk.chat import Chat
    from tui.talk.matrix.members import Member

MOST_ROWS = 8
TYPING_AGAIN = 10.0  # seconds after which the others are told once more that the reader types
STILL = 6.0  # seconds without a key after which he types no more
MOST_NAMED = 6  # of the names that may be meant


class Writer(Protocol):
    """What a composer is written for."""

    def keys(self, name: str) -> Collection[str]:
        """The keys of the command with this name."""
        ...

    def keep(self, composer: ChatComposer, text: str) -> None: ...

    def send(self, composer: ChatComposer, said: Said, called: Sequence[str]) -> None: ...

    def edit_last(self) -> bool: ...

    def leave(self) -> None: ...

    def page(self, pages: int) -> None: ...


class ChatComposer(TextBelow):
    """Writes to ``chat``: an answer to ``answers``, one's own message ``edits`` anew, or a message."""

    def __init__(
        self,
        chat: Chat,
        writer: Writer,
        text: str,
        *,
        answers: Message | None = None,
        edits: Message | None = None,
    ) -> None:
        super().__init__(ChatArea(text, self._command, writer.edit_last, writer.page))
        self.chat = chat
        self.answers, self.edits = answers, edits
        self._writer = writer
        self._heading = Heading(self._told)
        self._members: tuple[Member, ...] = ()
        self._asking: asyncio.Task[None] | None = None
        self._chosen: dict[str, Completion] = {}
        self._offered: tuple[Completion, ...] = ()
        self._at = 0
        self._completed: str | None = None  # the text as the last completion left it
        self._typing = 0.0  # when the others were told last that the reader types; 0: that he does not
        self._still: Timer | None = None

    def compose(self) -> ComposeResult:
        yield self._heading
        yield self.spoken
        yield self.area

    def on_mount(self) -> None:
        self._asking = asyncio.create_task(self._ask_members())

    async def _ask_members(self) -> None:
        try:
            self._members = await asyncio.wrap_future(self.chat.members())
        except Failure:
            return  # those who spoke are known

    # --- what is said ---------------------------------------------------------------

    def _told(self, width: int) -> Sequence[Line]:
        account = self.chat.account
        name = clean(account.name or account.user, 60) if account else ""
        rule = ruled(self._title(), _("as {name}").format(name=name) if name else "", width)
        if self.answers is None:
            return [rule]
        words = clean(self.answers.text, 2000)
        return [rule, Line((Segment("│ ", "guide"), Segment(fit(words, width - 2), "meta")))]

    def _title(self) -> str:
        if self.edits:
            return _("Edit your message")
        if self.answers:
            return _("Reply to {name}").format(name=clean(self.answers.author, 60) or _("(no name)"))
        return _("Message")

    # --- typing ---------------------------------------------------------------------

    @property
    def stops(self) -> list[Widget]:
        return [self.area]

    def typed(self) -> None:
        if self.area.text != self._completed:
            self._forget_offer()
        self._show_typing(bool(self.text))
        self.grow_again()

    def keep_text(self, text: str) -> None:
        self._writer.keep(self, text)

    def _show_typing(self, typing: bool) -> None:
        """Tells the others whether the reader types; after a while without a key he does not."""
        if self._still:
            self._still.stop()
        now = time.monotonic()
        if typing:
            self._still = self.set_timer(STILL, lambda: self._show_typing(False))
            if now - self._typing > TYPING_AGAIN:
                self._typing = now
                self.chat.typing(True)
        elif self._typing:
            self._typing = 0.0
            self.chat.typing(False)

    def go(self) -> None:
        self._show_typing(False)
        if self._asking:
            self._asking.cancel()
        super().go()

    # --- names ----------------------------------------------------------------------

    def action_go(self, step: int) -> None:
        # Tab goes nowhere here: it completes.
        self.complete(step)

    def complete(self, step: int = 1) -> None:
        """Completes the name before the cursor; again takes the next that it may be."""
        area = self.area
        assert isinstance(area, ChatArea)
        if not self._offered or area.text != self._completed:
            self._offered = completions(area.text, area.place, self._people(), self._recent())
            self._at = 0 if step > 0 else len(self._offered) - 1
        else:
            self._at = (self._at + step) % len(self._offered)
        if not self._offered:
            self.say(_("Nobody here is called so."), alert=False)
            return
        offer = self._offered[self._at]
        end = offer.end if self._completed != area.text else area.place
        area.put(offer.start, end, offer.words)
        self._completed = area.text
        self._chosen[offer.user] = offer
        self.say(self._others(), alert=False)

    def _others(self) -> str:
        """The names that may be meant, from the one that stands there on."""
        if len(self._offered) < 2:
            return ""
        turned = self._offered[self._at :] + self._offered[: self._at]
        names = " · ".join(clean(one.name, 40) for one in turned[:MOST_NAMED])
        return names + (" …" if len(turned) > MOST_NAMED else "")

    def _forget_offer(self) -> None:
        if self._offered:
            self._offered, self._completed = (), None
            self.say("")

    def _people(self) -> Sequence[Member]:
        """Who is in the room, as far as that is known; oneself is called by nobody."""
        from tui.talk.matrix.members import Member

        found = {one.sender: Member(one.sender, one.author) for one in self.chat.view.messages if one.sender}
        found |= {one.user: one for one in self._members}
        account = self.chat.account
        return [one for one in found.values() if account is None or one.user != account.user]

    def _recent(self) -> list[str]:
        return list(dict.fromkeys(one.sender for one in reversed(self.chat.view.messages)))

    # --- commands -------------------------------------------------------------------

    @property
    def commands(self) -> Mapping[str, Callable[[], None]]:
        return {
            "send-message": self.send,
            "new-line": self.break_line,
            "complete-name": self.complete,
            "editor": self.edit,
        }

    def _command(self, key: str) -> bool:
        """Does what a key means that is not typed; False for any other."""
        name = next((name for name in ("send-message", "new-line") if key in self._writer.keys(name)), "")
        if name:
            self.run(name)
        return bool(name)

    def break_line(self) -> None:
        """Begins a new line."""
        self.area.insert("\n")

    def send(self) -> None:
        if not self.text:
            self.say(_("There is nothing to send yet."))
            return
        try:
            said = read_line(self.text)
        except Failure as failure:
            self.say(failure.words)
            return
        called = mentioned(said.text, self._people(), self._chosen.values())
        self._show_typing(False)
        self._writer.send(self, said, called)

    def begin_anew(self, text: str) -> None:
        """Is there for the next message, which begins with this."""
        self.answers = self.edits = None
        self._chosen.clear()
        self._forget_offer()
        self.area.load_text(text)
        self.area.move_cursor(self.area.document.end)
        self.say("")
        self._heading.refresh(layout=True)
        self.grow_again()

    def leave(self) -> None:
        self._writer.leave()

    # --- room -----------------------------------------------------------------------

    def grow(self, rows: int) -> None:
        area = self.area
        assert isinstance(area, ChatArea)
        around = len(self._told(max(self.size.width - 2, 8)))
        around += self.spoken.size.height if self.has_class("-said") else 0
        height = area.rows(max(1, min(rows - around - TREE, rows // 2, MOST_ROWS)))
        if area.styles.height is None or area.styles.height.value != height:
            area.styles.height = height

    def grow_again(self) -> None:
        """Takes as many rows as the text needs now."""
        if isinstance(self.parent, Widget) and self.parent.size.height:
            self.grow(self.parent.size.height)
