"""Logging in, registering and logging out where the room's discussion is, in forms below the comments."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.locale import _
from tui.model import Identity, Thread
from tui.talk.provider import Capability

if TYPE_CHECKING:
    from tui.desk.taking_part import TakingPart
    from tui.ui.writing.form import Errand
    from tui.ui.writing.piece import Standing

Then = Callable[[], object]


class Joining:
    """Opens the forms. ``left`` is called when one is done with, ``say`` with a sentence."""

    def __init__(
        self,
        part: TakingPart,
        show: Callable[[Errand, str], None],
        left: Callable[[], None],
        say: Callable[[str], None],
    ) -> None:
        self._part = part
        self._show = show
        self._left = left
        self._say = say

    def ask(self, thread: Thread, standing: Standing, then: Then | None = None, said: str = "") -> bool:
        """Asks who the reader is, and does ``then`` when that is known; False where one can't join.

        ``said`` is why it asks.
        """
        if Capability.LOG_IN in standing.can:
            self._log_in(thread, standing, then, said)
        elif Capability.REGISTER in standing.can:
            self._register(thread, standing, then, said)
        return standing.makes_accounts

    def offer_leaving(self, thread: Thread, identity: Identity) -> None:
        """Shows who the reader is, and offers to log out."""
        from tui.ui.writing import errands

        def done(_told: object) -> None:
            self._left()
            self._say(_("Logged out."))

        self._show(errands.log_out(self._part, thread, identity, done), "")

    def _log_in(self, thread: Thread, standing: Standing, then: Then | None, said: str = "") -> None:
        from tui.ui.writing import errands

        registers = Capability.REGISTER in standing.can
        other = (lambda: self._register(thread, standing, then)) if registers else None
        self._show(errands.log_in(self._part, thread, lambda who: self._known(who, then), other), said)

    def _register(self, thread: Thread, standing: Standing, then: Then | None, said: str = "") -> None:
        from tui.ui.writing import errands

        logs_in = Capability.LOG_IN in standing.can

        def done(told: Identity | str) -> None:
            if isinstance(told, Identity):
                self._known(told, then)
            elif logs_in:
                self._log_in(thread, standing, then, told)
            else:
                self._left()
                self._say(told)

        other = (lambda: self._log_in(thread, standing, then)) if logs_in else None
        self._show(errands.register(self._part, thread, done, other), said)

    def _known(self, identity: Identity, then: Then | None) -> None:
        from tui.ui.writing.errands import name_of

        self._left()
        self._say(_("You are {name} here.").format(name=name_of(identity)))
        if then:
            then()
