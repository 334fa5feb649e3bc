"""What the reader does in the discussion that the room shows: writes, votes, reports, logs in and out.

One thing at a time stands below the comments: a composer or a form.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from tui.locale import _
from tui.model import Comment, Failure, Thread
from tui.talk.provider import Capability
from tui.ui.panes.room_talk import failure_in_words
from tui.ui.tasks import Tasks
from tui.ui.writing.joining import Joining
from tui.ui.writing.outbox import ON_ITS_WAY, Outbox, StandsThere
from tui.ui.writing.own import laid_over
from tui.ui.writing.piece import Piece, Standing, standing_in
from tui.ui.writing.stage import Stage

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
        self._tasks = Tasks()
        self._stands: tuple[str, Standing] | None = None  # in the thread with this id
        self._stage = Stage(lambda: pane)
        self.hold = self._stage.hold
        self._joining = Joining(self._part, self._show_form, self._leave, self._say)
        self._identified = False  # the reader's own comments are marked
        self._warned = False  # that leaving now leaves something on its way

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
    def open(self) -> Below | None:
        """What stands below the comments."""
        return self._stage.open

    @property
    def types(self) -> bool:
        """Whether keys go into what is open."""
        return self._stage.types

    def show(self, thread: Thread | None) -> None:
        """Takes note of the thread that is shown: what belongs to another goes, its draft is kept."""
        self._stage.keep_to(thread.id if thread else "")
        if self._stands and (thread is None or thread.id != self._stands[0]):
            self._stands = None
        if thread and not self._identified:
            self._identified = True
            with suppress(Failure):  # whoever logs in is told
                self._pane.identify(self._part.accounts())

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
        return self._ask_log_in(thread, lambda: self._write(piece, quoting=quoting))

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
        self._stage.show(composer, thread.id)
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
        self._pane.unfold(piece.parent)
        self._tasks.start(self._await_sent(piece, sending))

    async def _await_sent(self, piece: Piece, sending: Coroutine[Any, Any, Comment]) -> None:
        try:
            comment = await sending
        except Failure as failure:
            self._take_back(piece, failure)
        else:
            self._part.keep_draft(piece.thread.id, piece.place, "")
            self._pane.expect_answers()
            self._refresh()
            self._say(_("Sent: it awaits approval.") if comment.pending else _("It stands there now."))

    def _take_back(self, piece: Piece, failure: Failure) -> None:
        """Brings the text back with what went wrong, where the reader is still there for it."""
        from tui.talk.participant import WrongLogin

        said = failure_in_words(failure)
        self._refresh()
        here = self._pane.thread is not None and self._pane.thread.id == piece.thread.id
        if not here or self.open or not self._pane.has_focus:
            self._say(_("Not sent, kept as a draft: {reason}").format(reason=said))
        elif isinstance(failure, WrongLogin) and Capability.LOG_IN in self.standing.can:
            self._ask_log_in(piece.thread, lambda: self._write(piece), said)
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
        self._tasks.start(self._await_vote(thread, comment, value))
        return ""

    async def _await_vote(self, thread: Thread, comment: Comment, value: int) -> None:
        from tui.talk.participant import WrongLogin

        try:
            await self._outbox.vote(thread, comment, value)
        except WrongLogin as failure:
            self._say(self._ask_log_in(thread, said=failure_in_words(failure)))
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
        thread, account = self._pane.thread, self.standing.account
        if thread is None:
            return _("There is no discussion here to log in to.")
        if account is None:
            return self._ask_log_in(thread)
        self._joining.offer_leaving(thread, account)
        return ""

    def _ask_log_in(self, thread: Thread, then: Callable[[], object] | None = None, said: str = "") -> str:
        """Asks who the reader is, and does ``then`` when that is known."""
        asked = self._joining.ask(thread, self.standing, then, said)
        return "" if asked else said or self._unheard(thread)

    def _unheard(self, thread: Thread) -> str:
        from tui.ui.writing.errands import host_of

        return _("{host} takes no comments from here; its page does.").format(host=host_of(thread))

    # --- what stands below ----------------------------------------------------------

    def _show_form(self, errand: Errand, said: str = "") -> None:
        from tui.ui.writing.form import FormView

        if self._pane.thread:
            self._stage.show(FormView(errand, self._leave, said), self._pane.thread.id)

    def _leave(self) -> None:
        """Goes back to the comments."""
        self._stage.close()
        self._refresh()

    def _refresh(self) -> None:
        """Shows anew what may be done, and which comments have drafts."""
        self._stands, self._identified = None, False
        self._pane.show_own()

    def _say(self, sentence: str) -> None:
        if sentence:
            self._pane.app.notify(sentence)
