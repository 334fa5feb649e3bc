"""What the reader does in the discussion that the room shows: writes, votes, reports, logs in and out.

One thing at a time stands below the comments: a composer or a form.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual.events import Key

from tui.locale import _
from tui.model import Comment, Failure, Identity, Thread
from tui.talk.provider import Capability
from tui.ui.panes.room_talk import failure_in_words
from tui.ui.writing.outbox import ON_ITS_WAY, Outbox, StandsThere
from tui.ui.writing.own import laid_over
from tui.ui.writing.piece import Piece, Standing, standing_in

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.ui.panes.room import RoomPane
    from tui.ui.writing.below import Below
    from tui.ui.writing.composer import Author, Composer
    from tui.ui.writing.form import Errand


class Participation:
    """Opens what is typed into below the comments of ``pane``, and sends what was typed.

    What can't be done is said in a sentence, which is what each command gives; "" says nothing.
    """

    def __init__(self, desk: Desk, pane: RoomPane) -> None:
        self._part = desk.taking_part
        self._pane = pane
        self._outbox = Outbox(desk, pane.show_own)
        self._work: set[asyncio.Task[None]] = set()
        self._stands: tuple[str, Standing] | None = None  # in the thread with this id
        self.open: Below | None = None
        self._warned = False
        self._identified = False
        self._opened_in = ""  # the thread's id
        self._held: list[Key] | None = None  # typed before what opens could take it

    # --- what is known --------------------------------------------------------------

    @property
    def standing(self) -> Standing:
        """What the reader may do in the thread that is shown."""
        thread = self._pane.thread
        if thread is None:
            return Standing()
        if self._stands is None or self._stands[0] != thread.id:
            self._stands = thread.id, standing_in(self._part, thread)
        return self._stands[1]

    def laid_over(self, thread: Thread | None) -> Thread | None:
        """The thread with what is the reader's own in it."""
        return laid_over(thread, self._outbox.own(thread)) if thread else None

    def known_as(self, comment: str) -> str:
        """A comment's id now, where it had another while it was on its way."""
        return self._outbox.known_as(comment)

    def note(self, comment: Comment) -> str:
        """What there is to say of a comment: it is on its way, an answer to it was begun."""
        thread = self._pane.thread
        if thread is None or not self.standing.writes:
            return ""
        said = self._outbox.note(thread, comment)
        if said or self._outbox.is_sending(Piece(thread, comment)):
            return said
        return _("your draft") if self._part.draft(thread.id, comment.id) else ""

    def may_edit(self, comment: Comment) -> bool:
        """Whether the comment is the reader's own, to be written anew."""
        thread = self._pane.thread
        on_its_way = comment.id.startswith(ON_ITS_WAY)
        return thread is not None and not on_its_way and self._part.may_edit(thread, comment)

    def stays(self) -> bool:
        """Whether leaving now would leave something on its way; asked a second time, no more."""
        warned, self._warned = self._warned, self._outbox.busy
        return self._outbox.busy and not warned

    @property
    def types(self) -> bool:
        """Whether keys go into what is open."""
        return self.open is not None and self.open.has_focus_within

    def show(self, thread: Thread | None) -> None:
        """Takes note of the thread that is shown: what belongs to another goes, its draft is kept."""
        if self.open and (thread is None or thread.id != self._opened_in):
            self._close()
        if thread and not self._identified:
            self._identify()
        if self._stands and (thread is None or thread.id != self._stands[0]):
            self._stands = None

    def _identify(self) -> None:
        """Has the reader's own comments marked."""
        self._identified = True
        with suppress(Failure):  # whoever logs in is told
            self._pane.identify(self._part.accounts())

    def hold(self, key: Key) -> bool:
        """Holds a key back that is typed for what is just opening; False where nothing is."""
        if self._held is None:
            return False
        self._held.append(key)
        return True

    # --- writing --------------------------------------------------------------------

    def reply(self, *, quoting: bool = False) -> str:
        """Writes an answer to the comment under the cursor; at the top where there is none."""
        comment = self._pane.comment
        if comment is None or Capability.REPLY not in self.standing.can:
            return self.comment()
        if comment.id.startswith(ON_ITS_WAY):
            return _("That comment is still on its way.")
        return self._begin(comment, quoting=quoting)

    def comment(self) -> str:
        """Writes a comment at the top of the thread."""
        return self._begin(None)

    def _begin(self, answers: Comment | None, *, quoting: bool = False) -> str:
        thread, standing = self._pane.thread, self.standing
        if thread is None:
            return _("There is no discussion here to write in.")
        if standing.closed:
            return _("This discussion is closed to new comments.")
        if (Capability.REPLY if answers else Capability.POST) not in standing.can:
            return self._unheard(thread)
        piece = Piece(thread, answers)
        if standing.known:
            return self._write(piece, quoting=quoting)
        return self._ask_log_in(lambda: self._write(piece, quoting=quoting))

    def edit(self) -> str:
        """Writes the reader's own comment under the cursor anew."""
        thread, comment = self._pane.thread, self._pane.comment
        if thread is None or comment is None or not self.may_edit(comment):
            return _("Only your own comments can be edited, where the site allows it.")
        return self._write(Piece(thread, edits=comment))

    def _write(self, piece: Piece, *, quoting: bool = False, said: str = "") -> str:
        from tui.talk.markup import quotation, source_of
        from tui.ui.writing.composer import Composer

        thread = piece.thread
        if self._outbox.is_sending(piece):
            return _("What you wrote here is still on its way.")
        text = self._part.draft(thread.id, piece.place)
        source = source_of(piece.edits, thread.provider) if piece.edits else ""
        text = text or source
        if quoting and piece.answers:
            quote = quotation(piece.answers, thread.provider)
            text = "\n\n".join(filter(None, (text.rstrip(), quote))) + "\n\n"
        composer = Composer(
            piece,
            text,
            self._author(piece),
            keep=lambda kept: self._part.keep_draft(thread.id, piece.place, "" if kept == source else kept),
            post=self._post,
            left=self._leave,
        )
        self._show(composer)
        composer.call_after_refresh(composer.say, said)
        return ""

    def _author(self, piece: Piece) -> Author:
        from tui.ui.writing.composer import Author

        account = self.standing.account
        if account or piece.edits:
            return Author(tuple(filter(None, (account.name, account.user))) if account else ())
        form = self._part.guest_form(piece.thread)
        return Author((), form, self._part.guest_answers(piece.thread))

    # --- sending --------------------------------------------------------------------

    def _post(self, composer: Composer) -> None:
        piece, text, guest, names = composer.piece, composer.text, composer.guest, composer.names
        if piece.edits:
            sending = self._outbox.edit(piece, text)
        else:
            sending = self._outbox.post(piece, text, guest, names, repeats=composer.repeats)
        self._leave()
        self._start(self._await_sent(piece, sending))

    async def _await_sent(self, piece: Piece, sending: Coroutine[Any, Any, None]) -> None:
        try:
            await sending
        except Failure as failure:
            self._take_back(piece, failure)
        else:
            self._part.keep_draft(piece.thread.id, piece.place, "")
            self._pane.expect_answers()
            self._refresh()

    def _take_back(self, piece: Piece, failure: Failure) -> None:
        """Brings the text back with what went wrong, where the reader is still there for it."""
        from tui.talk.participant import WrongLogin

        said = failure_in_words(failure)
        self._refresh()
        here = self._pane.thread is not None and self._pane.thread.id == piece.thread.id
        if not here or self.open or not self._pane.has_focus:
            self._say(_("Not sent, kept as a draft: {reason}").format(reason=said))
        elif isinstance(failure, WrongLogin) and Capability.LOG_IN in self.standing.can:
            self._ask_log_in(lambda: self._write(piece), said)
        else:
            self._write(piece, said=said)
            composer: Any = self.open
            composer.repeats = isinstance(failure, StandsThere)

    def vote(self, value: int) -> str:
        """Votes for the comment under the cursor (1) or against it (-1); again takes it back."""
        thread, comment = self._pane.thread, self._pane.comment
        if thread is None or comment is None or comment.id.startswith(ON_ITS_WAY):
            return _("Choose a comment first.")
        if Capability.VOTE not in self.standing.can:
            return _("No votes are taken from here.")
        self._start(self._await_vote(thread, comment, value))
        return ""

    async def _await_vote(self, thread: Thread, comment: Comment, value: int) -> None:
        from tui.talk.participant import WrongLogin

        try:
            await self._outbox.vote(thread, comment, value)
        except WrongLogin as failure:
            self._say(self._ask_log_in(None, failure_in_words(failure)))
        except Failure as failure:
            self._say(failure_in_words(failure))

    def report(self) -> str:
        """Reports the comment under the cursor to its moderators, with a reason."""
        from tui.ui.writing import errands

        thread, comment = self._pane.thread, self._pane.comment
        if thread is None or comment is None or comment.id.startswith(ON_ITS_WAY):
            return _("Choose a comment first.")
        if Capability.REPORT not in self.standing.can:
            return _("No reports are taken from here.")

        def done(_told: object) -> None:
            self._leave()
            self._say(_("Reported."))

        self._show_form(errands.report(self._part, thread, comment, done))
        return ""

    # --- accounts -------------------------------------------------------------------

    def log_in(self) -> str:
        """Opens the form to log in or register, or to log out."""
        from tui.ui.writing import errands

        thread, account = self._pane.thread, self.standing.account
        if thread is None:
            return _("There is no discussion here to log in to.")
        if account is None:
            return self._ask_log_in(None)

        def done(_told: object) -> None:
            self._identify()
            self._leave()
            self._say(_("Logged out."))

        self._show_form(errands.log_out(self._part, thread, account, done))
        return ""

    def _ask_log_in(self, then: Callable[[], str] | None, said: str = "") -> str:
        """Asks who the reader is, and does ``then`` when that is known."""
        thread, can = self._pane.thread, self.standing.can
        assert thread is not None
        if Capability.LOG_IN in can:
            self._open_log_in(thread, then, said)
        elif Capability.REGISTER in can:
            self._open_register(thread, then, said)
        else:
            return said or self._unheard(thread)
        return ""

    def _open_log_in(self, thread: Thread, then: Callable[[], str] | None, said: str = "") -> None:
        from tui.ui.writing import errands

        registers = Capability.REGISTER in self.standing.can
        other = (lambda: self._open_register(thread, then)) if registers else None
        self._show_form(errands.log_in(self._part, thread, lambda who: self._known(who, then), other), said)

    def _open_register(self, thread: Thread, then: Callable[[], str] | None, said: str = "") -> None:
        from tui.ui.writing import errands

        def done(told: Identity | str) -> None:
            if isinstance(told, Identity):
                self._known(told, then)
            elif logs_in:
                self._open_log_in(thread, then, told)
            else:
                self._leave()
                self._say(told)

        logs_in = Capability.LOG_IN in self.standing.can
        other = (lambda: self._open_log_in(thread, then)) if logs_in else None
        self._show_form(errands.register(self._part, thread, done, other), said)

    def _known(self, identity: Identity, then: Callable[[], str] | None) -> None:
        from tui.ui.writing.errands import name_of

        self._identify()
        self._leave()
        self._say(_("You are {name} here.").format(name=name_of(identity)))
        if then:
            then()

    def _unheard(self, thread: Thread) -> str:
        from tui.ui.writing.errands import host_of

        return _("{host} takes no comments from here; its page does.").format(host=host_of(thread))

    # --- what stands below ----------------------------------------------------------

    def _show_form(self, errand: Errand, said: str = "") -> None:
        from tui.ui.writing.form import FormView

        self._show(FormView(errand, self._leave, said))

    def _show(self, below: Below) -> None:
        thread = self._pane.thread
        assert thread is not None
        self._close()
        self.open, self._opened_in, self._held = below, thread.id, []
        frame: Any = self._pane.parent
        frame.mount(below, after=self._pane)
        below.call_after_refresh(self._land, below)

    def _land(self, below: Below) -> None:
        """Gives the keys to what has opened, those first that were typed meanwhile."""
        held, self._held = self._held or (), None
        if below is self.open:
            self._pane.screen.set_focus(below.landing)
            for key in held:
                below.landing.post_message(Key(key.key, key.character))

    def _leave(self) -> None:
        """Goes back to the comments."""
        self._close()
        self._refresh()

    def _close(self) -> None:
        below, self.open, self._held = self.open, None, None
        if below:
            self._pane.display = True
            if below.has_focus_within:
                self._pane.screen.set_focus(self._pane, scroll_visible=False)
            below.go()

    def _refresh(self) -> None:
        """Shows anew what may be done, and which comments have drafts."""
        self._stands = None
        self._pane.show_own()

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    def _say(self, sentence: str) -> None:
        if sentence:
            self._pane.app.notify(sentence)
